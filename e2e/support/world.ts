import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveSite, MeetingId, SiteId } from '@nhipcau/contracts';
import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import { CHAIR_SITE, GOVERNMENT_SITE, type Installation, startInstallation } from '@nhipcau/tools';
import {
  ConsoleLine,
  createMeeting,
  HeadlessRooms,
  type SignedIn,
  type SyntheticDevices,
  signIn,
  toneOf,
} from '@nhipcau/tools/headless-room';
import type { Page } from 'playwright-core';
import { freePortBase } from './free-ports.ts';
import { LinkLine } from './link-line.ts';

const SHOTS = join(import.meta.dirname, '..', '.shots');
/** District of the sample that has a node of its own. */
const DISTRICT_NODE = 'hb-dabac';

/** A site of the meeting with what its synthetic room shows and sounds like. */
export interface Cast {
  readonly siteId: SiteId;
  readonly number: number;
  readonly name: string;
  readonly hz: number;
}

export interface WorldOptions {
  readonly name: string;
  /** Puts a line between the province's and the district's node that can be cut. */
  readonly cuttable?: boolean;
  /** The rooms beat with the seconds of the clock instead of sounding all the time. */
  readonly beats?: boolean;
  /** Further environment of the server and of all nodes. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A whole installation with a meeting of its own, real browsers, and hands on what can fail. */
export class World {
  readonly installation: Installation;
  readonly operator: SignedIn;
  readonly rooms: HeadlessRooms;
  readonly meetingId: MeetingId;
  #line: ConsoleLine;
  readonly districtLine: LinkLine | null;
  readonly government: Cast;
  readonly chair: Cast;
  /** Communes on the district's node. */
  readonly communes: readonly Cast[];
  /** Districts on the province's node. */
  readonly districts: readonly Cast[];
  /** UDP and TCP ports on which the nodes take rooms' media. */
  readonly mediaPorts: readonly number[];
  readonly #database: TestDatabase;
  readonly #dataDir: string;
  readonly #name: string;
  readonly #sound: 'tone' | 'beat';
  #shot = 0;

  private constructor(parts: {
    installation: Installation;
    operator: SignedIn;
    rooms: HeadlessRooms;
    meetingId: MeetingId;
    line: ConsoleLine;
    districtLine: LinkLine | null;
    database: TestDatabase;
    dataDir: string;
    name: string;
    beats: boolean;
  }) {
    this.installation = parts.installation;
    this.operator = parts.operator;
    this.rooms = parts.rooms;
    this.meetingId = parts.meetingId;
    this.#line = parts.line;
    this.districtLine = parts.districtLine;
    this.mediaPorts = parts.installation.roomPorts.udp;
    this.#database = parts.database;
    this.#dataDir = parts.dataDir;
    this.#name = parts.name;
    this.#sound = parts.beats ? 'beat' : 'tone';
    const { sites } = parts.line.live;
    const only = (siteId: string) => sites.filter((site) => site.siteId === siteId);
    const cast = (of: readonly LiveSite[], firstTone: number): Cast[] =>
      of.map(({ siteId, number, name }, index) => ({ siteId, number, name, hz: toneOf(firstTone + index) }));
    const [government] = cast(only(GOVERNMENT_SITE), 0);
    const [chair] = cast(only(CHAIR_SITE), 3);
    if (!government || !chair) throw new Error('the sample has no Government or no chair');
    this.government = government;
    this.chair = chair;
    const communes = sites.filter(({ nodeId, level }) => nodeId === DISTRICT_NODE && level === 'commune');
    const districts = sites.filter(({ nodeId, level }) => nodeId === 'hb' && level === 'district');
    this.communes = cast(communes, 7);
    this.districts = cast(districts, 24);
  }

  static async open({ name, cuttable = false, beats = false, env = {} }: WorldOptions): Promise<World> {
    const portBase = await freePortBase();
    const database = await openTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), `nhipcau-${name}-`));
    const installation = await startInstallation({
      portBase,
      dataDir,
      databaseUrl: database.url,
      logLevel: 'info',
      env,
    });
    const { password, url, databaseUrl } = installation;
    if (password === null) throw new Error('the sample was not put in');
    const districtLine = cuttable
      ? await LinkLine.between(installation.nodeUrl('hb'), 'hb', databaseUrl)
      : null;
    const operator = await signIn(url, 'dieuhanh', password);
    const meetingId = await createMeeting(operator, `Hội nghị kiểm tra ${name}`, CHAIR_SITE, () => true);
    const line = await ConsoleLine.open(operator, meetingId);
    const rooms = await HeadlessRooms.launch(operator);
    return new World({
      installation,
      operator,
      rooms,
      meetingId,
      line,
      districtLine,
      database,
      dataDir,
      name,
      beats,
    });
  }

  /** The operator's own socket, beside the pages. */
  get line(): ConsoleLine {
    return this.#line;
  }

  /** After the server was away. */
  async reopenLine(): Promise<void> {
    this.#line.close();
    this.#line = await ConsoleLine.open(this.operator, this.meetingId);
  }

  get password(): string {
    return this.installation.password ?? '';
  }

  devicesOf({ number, name, hz }: Cast): SyntheticDevices {
    return {
      number,
      name,
      width: 640,
      height: 360,
      framesPerSecond: 15,
      sound: { kind: this.#sound, hz },
      marker: true,
    };
  }

  /** A site's room as its kiosk opens it. */
  room(cast: Cast, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    return this.rooms.open({
      meetingId: this.meetingId,
      siteId: cast.siteId,
      devices: this.devicesOf(cast),
      probes: true,
      viewport: { width: 1280, height: 720 },
      ...(prepare ? { prepare } : {}),
    });
  }

  /** Signs a person in on a page of its own. */
  async person(login: string, devices: SyntheticDevices | null = null): Promise<Page> {
    const page = await this.rooms.newPage({
      devices,
      probes: true,
      viewport: { width: 1600, height: 900 },
    });
    await page.goto(`${this.installation.url}/dang-nhap`);
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(this.password);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('heading', { name: /^(Cuộc|Phiên) họp$/ }).waitFor();
    return page;
  }

  /** Keeps a picture of a page for people; nothing is compared with it. */
  async shot(page: Page, what: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    this.#shot += 1;
    const number = String(this.#shot).padStart(2, '0');
    await page.screenshot({ path: join(SHOTS, `${this.#name}-${number}-${what}.png`) });
  }

  async close(): Promise<void> {
    this.line.close();
    await this.rooms.close();
    await this.districtLine?.close();
    await this.installation.close();
    await this.#database.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
