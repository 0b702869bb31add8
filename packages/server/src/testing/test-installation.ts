import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@nhipcau/base';
import { type Identity, loadIdentity } from '@nhipcau/base/node';
import { instant, LocalityCode, MeetingId, type Role } from '@nhipcau/contracts';
import { siteId } from '@nhipcau/testkit';
import { openTestDatabase } from '@nhipcau/testkit/database';
import { hash } from '@node-rs/argon2';
import { uuidv7 } from 'uuidv7';
import { readConfig } from '../config.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { insertMeeting } from '../meetings/meetings.repository.ts';
import { createLogger } from '../process/logging.ts';
import { type RunningServer, startServer } from '../server.ts';
import { TestConsole } from './test-console.ts';
import { TestNode } from './test-node.ts';

export const PASSWORD = 'mật khẩu thử';
export const logins: Readonly<Record<Role, string>> = {
  operator: 'dieuhanh',
  chair: 'chutoa',
  technician: 'kythuat',
  observer: 'quansat',
  administrator: 'quantri',
  clerk: 'vanthu',
  approver: 'duyet',
  scheduler: 'dieuphoi',
  desk: 'trucban',
  partner: 'doitac',
  auditor: 'kiemtra',
  head: 'lanhdao',
};

const scopes: Readonly<Partial<Record<string, { scope_kind: string; scope_id: string }>>> = {
  chair: { scope_kind: 'site', scope_id: 'province' },
  technician: { scope_kind: 'site', scope_id: 'commune' },
  clerk: { scope_kind: 'organisation', scope_id: 'o-district' },
  partner: { scope_kind: 'organisation', scope_id: 'o-district' },
  head: { scope_kind: 'organisation', scope_id: 'o-commune' },
};
const scopeOf = (role: string) => scopes[role] ?? { scope_kind: 'installation', scope_id: '' };

const sites = [
  {
    id: 'government',
    org: 'o-government',
    number: 1,
    name: 'Trụ sở Chính phủ',
    level: 'central',
    node: 'cp',
  },
  { id: 'province', org: 'o-province', number: 2, name: 'UBND tỉnh Hoà Bình', level: 'province', node: 'hb' },
  {
    id: 'district',
    org: 'o-district',
    number: 11,
    name: 'UBND huyện Đà Bắc',
    level: 'district',
    node: 'hb-dabac',
  },
  {
    id: 'commune',
    org: 'o-commune',
    number: 101,
    name: 'UBND xã Đồng Ruộng',
    level: 'commune',
    node: 'hb-dabac',
  },
  {
    id: 'commune-2',
    org: 'o-commune-2',
    number: 102,
    name: 'UBND xã Tu Lý',
    level: 'commune',
    node: 'hb-dabac',
  },
  { id: 'spare', org: 'o-commune-2', number: 103, name: 'UBND xã Ấm Hạ', level: 'commune', node: 'hb' },
] as const;
export type TestNodeId = 'cp' | 'hb' | 'hb-dabac' | 'hb-dp';

export interface TestInstallationOptions {
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server on a free port over a small directory in a real database, with real sockets. */
export class TestInstallation {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly #identities: Readonly<Record<TestNodeId, Identity>>;
  readonly #dataDir: string;
  readonly #options: TestInstallationOptions;
  readonly #closers: (() => Promise<void>)[] = [];
  #server: RunningServer;
  #serverKey: string;

  private constructor(
    database: Database,
    databaseUrl: string,
    dataDir: string,
    identities: Record<TestNodeId, Identity>,
    server: RunningServer,
    options: TestInstallationOptions,
  ) {
    this.database = database;
    this.databaseUrl = databaseUrl;
    this.#dataDir = dataDir;
    this.#identities = identities;
    this.#server = server;
    this.#serverKey = server.publicKey;
    this.#options = options;
  }

  static async open(options: TestInstallationOptions = {}): Promise<TestInstallation> {
    const testDatabase = await openTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-server-'));
    const database = openDatabase(testDatabase.url, () => {
      // The database is dropped at the end while connections are idle.
    });
    const identity = (name: string) => loadIdentity(join(dataDir, `${name}.pem`));
    const identities = {
      cp: identity('cp'),
      hb: identity('hb'),
      'hb-dabac': identity('hb-dabac'),
      'hb-dp': identity('hb-dp'),
    };
    await fillDirectory(database, identities);
    const server = await listen(testDatabase.url, dataDir, options);
    const installation = new TestInstallation(
      database,
      testDatabase.url,
      dataDir,
      identities,
      server,
      options,
    );
    installation.#closers.push(
      async () => rmSync(dataDir, { recursive: true, force: true }),
      () => testDatabase.close(),
      () => database.destroy(),
    );
    return installation;
  }

  get url(): string {
    return this.#server.url;
  }

  get server(): RunningServer {
    return this.#server;
  }

  get app(): RunningServer['app'] {
    return this.#server.app;
  }

  /** Ends the server and starts another over the same database; sockets of before are closed. */
  async restart(): Promise<void> {
    await this.#server.close();
    this.#server = await listen(this.databaseUrl, this.#dataDir, this.#options);
  }

  /** A second server over the same database while the first goes on: a mistake of whoever operates them. */
  async startAnother(): Promise<RunningServer> {
    const other = await listen(this.databaseUrl, this.#dataDir, this.#options);
    this.#closers.push(() => other.close());
    return other;
  }

  /** @returns the session cookie of the sample account with this role */
  async signIn(role: Role): Promise<string> {
    const reply = await this.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: logins[role], password: PASSWORD },
    });
    const cookie = reply.cookies[0];
    if (reply.statusCode !== 200 || !cookie) throw new Error(`sign-in failed: ${reply.body}`);
    return `${cookie.name}=${cookie.value}`;
  }

  async openConsole(role: Role): Promise<TestConsole> {
    const console_ = await TestConsole.open(this.url, await this.signIn(role));
    this.#closers.push(async () => console_.close());
    return console_;
  }

  /** A media node that has proved who it is. */
  async openNode(nodeId: TestNodeId): Promise<TestNode> {
    const node = await TestNode.open(this.url, nodeId, this.#identities[nodeId], this.#serverKey);
    this.#closers.push(async () => node.close());
    return node;
  }

  /** A node outside the cascade that stands ready for others. */
  async addSpareNode(): Promise<void> {
    await this.database
      .insertInto('mcu_node')
      .values({
        id: 'hb-dp',
        name: 'MCU dự phòng',
        role: 'standby',
        parent_id: null,
        link_url: 'ws://127.0.0.1/hb-dp',
        room_url: null,
        public_key: this.#identities['hb-dp'].publicKey,
      })
      .execute();
  }

  identityOf(nodeId: TestNodeId): Identity {
    return this.#identities[nodeId];
  }

  /** A meeting chaired at the province. */
  async planMeeting(
    sitesOfIt: readonly string[] = ['government', 'province', 'district', 'commune'],
    {
      bringUpLimitMs = 30_000,
      chair = 'province',
      locality = 'hoa-binh',
      kind = 'government',
    }: { bringUpLimitMs?: number | null; chair?: string; locality?: string; kind?: string } = {},
  ): Promise<MeetingId> {
    const meetingId = MeetingId.parse(uuidv7());
    await insertMeeting(
      this.database,
      {
        meetingId,
        title: 'Hội nghị thử',
        plannedStart: instant(Date.UTC(2026, 2, 2, 1)),
        chairSiteId: siteId(chair),
        siteIds: sitesOfIt.map(siteId),
        presenterIds: [siteId(chair)],
        bringUpLimitMs,
        cascadeAllowed: true,
        regulation: {
          locality: LocalityCode.parse(locality),
          version: 1,
          kind,
          urgency: 'planned',
        },
      },
      { at: Date.UTC(2026, 2, 1), person: null },
    );
    return meetingId;
  }

  async close(): Promise<void> {
    await this.#server.close();
    for (const closer of this.#closers.splice(0).reverse()) await closer();
  }
}

function listen(
  databaseUrl: string,
  dataDir: string,
  { clock, env = {} }: TestInstallationOptions,
): Promise<RunningServer> {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    NHIPCAU_DATA_DIR: dataDir,
    NHIPCAU_SERVER_PORT: '0',
    NHIPCAU_WEB_DIR: join(dataDir, 'web'),
    NHIPCAU_LOG_LEVEL: 'silent',
    NHIPCAU_MODE: 'sample',
    // Tests turn the clock by hours; those of the lock itself switch it on.
    NHIPCAU_IDLE_LOCK: 'false',
    ...env,
  });
  return startServer(config, { log: createLogger('silent'), ...(clock ? { clock } : {}) });
}

/** The least the format knows: checking a password must cost something, but not in a thousand sign-ins of tests. */
const CHEAPEST = { memoryCost: 8, timeCost: 1, parallelism: 1 } as const;
let passwordHash: Promise<string> | null = null;

async function fillDirectory(
  database: Database,
  identities: Readonly<Record<TestNodeId, Identity>>,
): Promise<void> {
  passwordHash ??= hash(PASSWORD.normalize('NFC'), CHEAPEST);
  const sampleHash = await passwordHash;
  const none = { address: null, telephone: null, email: null };
  const committee = { kind: 'peoplesCommittee', ...none };
  await database.transaction().execute(async (trx) => {
    await trx.insertInto('locality').values({ code: 'hoa-binh', name: 'Hoà Bình', is_home: true }).execute();
    await trx
      .insertInto('level')
      .values([
        { code: 'central', rank: 0, name: 'Trung ương' },
        { code: 'province', rank: 1, name: 'Tỉnh' },
        { code: 'district', rank: 2, name: 'Huyện' },
        { code: 'commune', rank: 3, name: 'Xã' },
      ])
      .execute();
    await trx
      .insertInto('organisation')
      .values([
        {
          id: 'o-government',
          code: 'CP',
          name: 'Chính phủ',
          level_code: 'central',
          parent_id: null,
          kind: 'government',
          ...none,
        },
        {
          id: 'o-province',
          code: 'T17',
          name: 'UBND tỉnh Hoà Bình',
          level_code: 'province',
          parent_id: 'o-government',
          ...committee,
        },
        {
          id: 'o-district',
          code: 'H150',
          name: 'UBND huyện Đà Bắc',
          level_code: 'district',
          parent_id: 'o-province',
          ...committee,
        },
        {
          id: 'o-commune',
          code: 'X1',
          name: 'UBND xã Đồng Ruộng',
          level_code: 'commune',
          parent_id: 'o-district',
          ...committee,
        },
        {
          id: 'o-commune-2',
          code: 'X2',
          name: 'UBND xã Tu Lý',
          level_code: 'commune',
          parent_id: 'o-district',
          ...committee,
        },
      ])
      .execute();
    for (const [id, parentId] of [
      ['cp', null],
      ['hb', 'cp'],
      ['hb-dabac', 'hb'],
    ] as const)
      await trx
        .insertInto('mcu_node')
        .values({
          id,
          name: `MCU ${id}`,
          role: parentId === null ? 'master' : 'slave',
          parent_id: parentId,
          link_url: `ws://127.0.0.1/${id}`,
          room_url: null,
          public_key: identities[id].publicKey,
        })
        .execute();
    await trx
      .insertInto('site')
      .values(
        sites.map(({ id, org, number, name, level, node }) => ({
          id,
          organisation_id: org,
          number,
          name,
          level_code: level,
          address: null,
          room: 'Phòng họp',
          terminal: 'browser',
          node_id: node,
          network: 'tslcd',
          roles: level === 'commune' ? ['satellite'] : ['chair', 'satellite'],
          status: 'admitted',
          duty_title: 'Kỹ thuật viên',
          duty_phone: `0900 000 ${number}`,
        })),
      )
      .execute();
    await trx
      .insertInto('user_account')
      .values(
        Object.entries(logins).map(([role, login]) => ({
          id: `u-${login}`,
          login,
          name: `Người thử ${role}`,
          password_hash: sampleHash,
        })),
      )
      .execute();
    await trx
      .insertInto('user_grant')
      .values(
        Object.entries(logins).map(([role, login]) => ({
          user_id: `u-${login}`,
          position: 1,
          role,
          ...scopeOf(role),
        })),
      )
      .execute();
  });
}
