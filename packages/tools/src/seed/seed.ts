import { randomBytes, randomInt } from 'node:crypto';
import { instant, MeetingId, SiteId } from '@nhipcau/contracts';
import { hashPassword, insertMeeting, rulesFor } from '@nhipcau/server';
import { type Database, type Executor, openDatabase } from '@nhipcau/server/database';
import { sampleLocality } from './localities.ts';
import {
  CHAIR_SITE,
  GOVERNMENT_SITE,
  type SampleAccount,
  sampleAccounts,
  sampleDirectory,
} from './sample.ts';
import type { SampleLocality } from './sample-locality.ts';

/** Where a node is reached in this installation, and the key by which it proves itself. */
export interface NodeAddress {
  readonly nodeId: string;
  readonly linkUrl: string;
  readonly publicKey: string;
}

export const SAMPLE_MEETING_ID = MeetingId.parse('hoi-nghi-mau');

/** Letters and digits that are not mistaken for each other when read aloud. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
export const newPassword = (): string =>
  Array.from({ length: 14 }, (_, index) =>
    index % 5 === 4 ? '-' : ALPHABET.charAt(randomInt(ALPHABET.length)),
  ).join('');

export interface SeedOptions {
  /** Code of the home locality. */
  readonly locality: string;
  /** Absent: made-up addresses, for installations without media. */
  readonly nodes?: readonly NodeAddress[];
  /** Gives the one password of all sample accounts. */
  readonly password: () => string;
  readonly now: number;
}

/**
 * Fills an empty database with the sample installation of a locality; in one that has sites already only the nodes'
 * addresses and keys are brought up to date.
 *
 * @returns whether the sample was put in
 * @throws {Error} when there is no such locality
 */
export async function seedLocality(databaseUrl: string, options: SeedOptions): Promise<boolean> {
  const locality = sampleLocality(options.locality);
  const nodes = options.nodes ?? locality.nodes.map(({ nodeId }) => madeUpAddress(nodeId));
  const database = openDatabase(databaseUrl, () => {
    // The query in progress fails by itself and tells why.
  });
  try {
    const filled = await database.selectFrom('site').select('id').limit(1).executeTakeFirst();
    if (filled) {
      await updateNodes(database, nodes);
      return false;
    }
    await insertSample(database, locality, { nodes, passwordHash: await hashPassword(options.password()) });
    await insertSampleMeeting(database, locality, options.now);
    return true;
  } finally {
    await database.destroy();
  }
}

const madeUpAddress = (nodeId: string): NodeAddress => ({
  nodeId,
  linkUrl: `ws://127.0.0.1/${nodeId}`,
  publicKey: randomBytes(44).toString('base64url'),
});

async function updateNodes(database: Database, nodes: readonly NodeAddress[]): Promise<void> {
  for (const { nodeId, linkUrl, publicKey } of nodes)
    await database
      .updateTable('mcu_node')
      .set({ link_url: linkUrl, public_key: publicKey })
      .where('id', '=', nodeId)
      .execute();
}

async function insertSample(
  database: Database,
  locality: SampleLocality,
  { nodes, passwordHash }: { nodes: readonly NodeAddress[]; passwordHash: string },
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await trx
      .insertInto('locality')
      .values({ code: locality.code, name: locality.name, is_home: true })
      .execute();
    await trx
      .insertInto('level')
      .values([...locality.levels])
      .execute();
    await insertNodes(trx, locality, nodes);
    await insertDirectory(trx, locality);
    await nameRooms(trx, locality);
    await insertAccounts(trx, sampleAccounts(locality), passwordHash);
  });
}

async function insertNodes(
  trx: Executor,
  locality: SampleLocality,
  nodes: readonly NodeAddress[],
): Promise<void> {
  for (const { nodeId, name, role, parentId } of locality.nodes) {
    const address = nodes.find((node) => node.nodeId === nodeId);
    if (!address) throw new Error(`no address for node ${nodeId}`);
    await trx
      .insertInto('mcu_node')
      .values({
        id: nodeId,
        name,
        role,
        parent_id: parentId,
        link_url: address.linkUrl,
        room_url: null,
        public_key: address.publicKey,
      })
      .execute();
  }
  for (const { nodeId, standbyId } of locality.nodes)
    if (standbyId !== undefined)
      await trx.updateTable('mcu_node').set({ standby_id: standbyId }).where('id', '=', nodeId).execute();
}

async function insertDirectory(trx: Executor, locality: SampleLocality): Promise<void> {
  const { organisations, sites } = sampleDirectory(locality);
  await trx
    .insertInto('organisation')
    .values(
      organisations.map(({ id, code, name, levelCode, kind, parentId }) => ({
        id,
        code,
        name,
        level_code: levelCode,
        kind,
        parent_id: parentId,
        address: null,
        telephone: null,
        email: null,
      })),
    )
    .execute();
  await trx
    .insertInto('site')
    .values(
      sites.map((site) => ({
        id: site.id,
        organisation_id: site.organisationId,
        number: site.number,
        name: site.name,
        level_code: site.levelCode,
        address: null,
        room: 'Phòng họp trực tuyến',
        terminal: 'browser',
        node_id: site.nodeId,
        network: locality.network,
        roles: site.roles,
        status: 'admitted',
        duty_title: site.dutyTitle,
        duty_phone: site.dutyPhone,
      })),
    )
    .execute();
}

/** Every site has opened its own room; those the regulation names get their name, function and seats. */
async function nameRooms(trx: Executor, { rooms }: SampleLocality): Promise<void> {
  for (const { id, name, kind, seats } of rooms)
    await trx.updateTable('room').set({ name, kind, seats }).where('id', '=', id).execute();
}

async function insertAccounts(
  trx: Executor,
  accounts: readonly SampleAccount[],
  passwordHash: string,
): Promise<void> {
  await trx
    .insertInto('user_account')
    .values(
      accounts.map(({ login, name, kind, organisationId }) => ({
        id: `u-${login}`,
        login,
        name,
        kind,
        organisation_id: organisationId,
        password_hash: passwordHash,
      })),
    )
    .execute();
  await trx
    .insertInto('user_grant')
    .values(
      accounts.map(({ login, role, scope }) => ({
        user_id: `u-${login}`,
        position: 1,
        role,
        ...scopeOf(scope),
      })),
    )
    .execute();
}

function scopeOf(scope: SampleAccount['scope']): { scope_kind: string; scope_id: string } {
  if (scope === 'installation') return { scope_kind: 'installation', scope_id: '' };
  return 'siteId' in scope
    ? { scope_kind: 'site', scope_id: scope.siteId }
    : { scope_kind: 'organisation', scope_id: scope.organisationId };
}

/** A meeting of all sites that a first-time visitor can start. */
async function insertSampleMeeting(database: Database, locality: SampleLocality, now: number): Promise<void> {
  const rules = await rulesFor(database, { now: instant(now) });
  const rows = await database.selectFrom('site').select(['id', 'level_code']).orderBy('number').execute();
  const presenters = rows.filter(({ id, level_code }) => id === GOVERNMENT_SITE || level_code !== 'commune');
  await insertMeeting(
    database,
    {
      meetingId: SAMPLE_MEETING_ID,
      title: locality.meetingTitle,
      plannedStart: instant(now),
      chairSiteId: SiteId.parse(CHAIR_SITE),
      siteIds: rows.map((row) => SiteId.parse(row.id)),
      presenterIds: presenters.map((row) => SiteId.parse(row.id)),
      ...rules,
    },
    { at: now, person: null },
  );
}
