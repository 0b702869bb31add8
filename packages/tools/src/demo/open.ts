import type { LiveSite, MeetingId } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { ConsoleLine, createMeeting, type SignedIn, signIn } from '../headless-room/console-line.ts';
import { HeadlessRooms } from '../headless-room/headless-rooms.ts';
import type { SyntheticDevices } from '../headless-room/page-script.ts';
import { toneOf } from '../headless-room/tones.ts';
import { CHAIR_SITE, GOVERNMENT_SITE } from '../seed/sample.ts';
import { readSamplePassword } from '../start/accounts.ts';
import { type Installation, runInstallation } from '../start/installation.ts';
import { readSettings } from '../start/settings.ts';
import type { DemoSettings } from './settings.ts';

const TITLE = 'Hội nghị trực tuyến triển khai nhiệm vụ cuối năm (trình diễn)';
const PICTURE = { width: 640, height: 360, framesPerSecond: 10 } as const;
/** Small, for nobody looks at it and every pixel is drawn without a graphics card. */
const ROOM_VIEWPORT = { width: 640, height: 360 };
const JOIN_TIMEOUT_MS = 60_000;

interface Count {
  readonly districts: number;
  readonly communes: number;
  readonly farCommunes: number;
}
/** Beside the chair and the Government. Two cores carry six rooms while somebody watches. */
const PLAYED: Count = { districts: 2, communes: 0, farCommunes: 2 };
/** The sites that stand first on the console's wall. */
const PHOTOGRAPHED: Count = { districts: 1, communes: 2, farCommunes: 1 };

/** The rooms of the demonstration, on all three nodes. */
export interface DemoCast {
  readonly chair: LiveSite;
  readonly government: LiveSite;
  /** On the province's node. */
  readonly districts: readonly LiveSite[];
  readonly communes: readonly LiveSite[];
  /** On the district's node, one cascade link further. */
  readonly farCommunes: readonly LiveSite[];
}

export interface Demo {
  readonly url: string;
  readonly password: string;
  readonly meetingId: MeetingId;
  readonly operator: SignedIn;
  readonly line: ConsoleLine;
  readonly cast: DemoCast;
  readonly rooms: HeadlessRooms;
  pageOf(site: LiveSite): Page;
  readonly say: (text: string) => void;
  close(): Promise<void>;
}

/** Takes the running installation, or starts one; plans a meeting and brings its rooms in. */
export async function openDemo(settings: DemoSettings, say: (text: string) => void): Promise<Demo> {
  const { url, password, started } = await findInstallation(settings, say);
  const closers: (() => Promise<unknown>)[] = started ? [() => started.close()] : [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const operator = await signIn(url, 'dieuhanh', password);
    const meetingId = await createMeeting(operator, TITLE, CHAIR_SITE, () => true);
    const line = await ConsoleLine.open(operator, meetingId);
    closers.push(async () => line.close());
    await line.give({ type: 'meeting.start' });
    await line.until('the meeting is live', ({ meeting }) => meeting.phase === 'live');
    closers.push(() => line.give({ type: 'meeting.end' }));
    say(`Cuộc họp “${TITLE}” đã bắt đầu.`);
    say(`Mở bàn điều hành để xem: ${url}/dieu-hanh/${meetingId}  (dieuhanh / ${password})`);
    const cast = castOf(line.live.sites, settings.screenshots === null ? PLAYED : PHOTOGRAPHED);
    const rooms = await HeadlessRooms.launch(operator);
    closers.push(() => rooms.close());
    const pages = await bringIn(cast, { rooms, meetingId, line, url, password, say });
    const pageOf = ({ siteId, name }: LiveSite): Page => {
      const page = pages.get(siteId);
      if (!page) throw new Error(`${name} has no room here`);
      return page;
    };
    return { url, password, meetingId, operator, line, cast, rooms, pageOf, say, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function findInstallation(
  { installation: args }: DemoSettings,
  say: (text: string) => void,
): Promise<{ url: string; password: string; started: Installation | null }> {
  const settings = readSettings(process.env, args);
  const url = `http://127.0.0.1:${settings.ports.server}`;
  const isRunning = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  const started = isRunning
    ? null
    : await runInstallation(settings, { done: (what) => say(`✓ ${what}`), warn: (what) => say(`! ${what}`) });
  if (isRunning) say(`Dùng hệ thống đang chạy tại ${url}.`);
  const password = started?.password ?? readSamplePassword(settings.dataDir);
  if (password === null) {
    await started?.close();
    throw new Error('the demonstration needs the sample installation: its accounts file was not found');
  }
  return { url, password, started };
}

function castOf(sites: readonly LiveSite[], count: Count): DemoCast {
  const one = (siteId: string): LiveSite => {
    const found = sites.find((site) => site.siteId === siteId);
    if (!found) throw new Error(`the sample installation has no site ${siteId}`);
    return found;
  };
  const some = (nodeId: string, level: string, count: number) =>
    sites.filter((site) => site.nodeId === nodeId && site.level === level).slice(0, count);
  return {
    chair: one(CHAIR_SITE),
    government: one(GOVERNMENT_SITE),
    districts: some('hb', 'district', count.districts),
    communes: some('hb', 'commune', count.communes),
    farCommunes: some('hb-dabac', 'commune', count.farCommunes),
  };
}

interface Entrance {
  readonly rooms: HeadlessRooms;
  readonly meetingId: MeetingId;
  readonly line: ConsoleLine;
  readonly url: string;
  readonly password: string;
  readonly say: (text: string) => void;
}

/** The chair signs in as a person does, all others come by the link of their room. */
async function bringIn(cast: DemoCast, entrance: Entrance): Promise<Map<string, Page>> {
  const { rooms, meetingId, line, url, password, say } = entrance;
  const pages = new Map<string, Page>();
  const devices = ({ number, name }: LiveSite, index: number) => ({
    number,
    name,
    ...PICTURE,
    sound: { kind: 'tune', hz: toneOf(index * 2) } as const,
    marker: false,
  });
  const chair = await signedInPage(rooms, await signIn(url, 'chutoa', password), devices(cast.chair, 0));
  await chair.goto(`${url}/chu-toa/${meetingId}`);
  await chair.getByRole('button', { name: 'Vào họp' }).click();
  pages.set(cast.chair.siteId, chair);
  const others = [cast.government, ...cast.districts, ...cast.communes, ...cast.farCommunes];
  for (const [index, site] of others.entries()) {
    const page = await rooms.open({
      meetingId,
      siteId: site.siteId,
      devices: devices(site, index + 1),
      viewport: ROOM_VIEWPORT,
    });
    pages.set(site.siteId, page);
    say(`${site.name} vào họp tại nút ${site.nodeId}.`);
  }
  await line.until(
    'all rooms are connected',
    ({ sites }) => sites.every(({ siteId, state }) => !pages.has(siteId) || state === 'connected'),
    JOIN_TIMEOUT_MS,
  );
  return pages;
}

/** A page on which a person is signed in already. */
export async function signedInPage(
  rooms: HeadlessRooms,
  { url, cookie }: SignedIn,
  devices: SyntheticDevices | null = null,
): Promise<Page> {
  const page = await rooms.newPage({ devices, viewport: { width: 1440, height: 810 } });
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url };
  });
  await page.context().addCookies(cookies);
  return page;
}
