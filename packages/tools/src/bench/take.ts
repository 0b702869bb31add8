import { setTimeout as pause } from 'node:timers/promises';
import type { Layout, LiveSite, LiveSnapshot, MeetingId, SiteId, Target } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import type { ConsoleLine } from '../headless-room/console-line.ts';
import { HeadlessRooms } from '../headless-room/headless-rooms.ts';
import { takeChanges } from '../headless-room/reception.ts';
import type { Crowd } from '../load/crowd.ts';
import type { LoadRoom } from '../load/load-room.ts';
import { GOVERNMENT_SITE } from '../seed/sample.ts';
import { LiveStand } from './live/live-stand.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

/** Communes that take turns, so that each is quite cold again before its next turn. */
const ROOMS = 5;
const PICTURE = { width: 640, height: 360, framesPerSecond: 25 } as const;
/** A picture that did not come by then counts as failed. */
const GIVE_UP_MS = 10_000;
/** The operator looks at a cued site before taking it. */
const CUED_FOR_MS = 2_500;
const JOIN_TIMEOUT_MS = 60_000;
const DISTRICT = 'hb-dabac';
const PROVINCE = 'hb';
const DISTRICT_SITES = 17;
/** In each direction, in a large meeting. */
const LINK_DELAY_MS = 20;
const CHAIR_VIEWPORT = { width: 960, height: 540 } as const;

export interface TakeResult {
  readonly bench: 'take';
  /** Cascade links between the called sites and the chair. */
  readonly links: number;
  /** Takes of each kind. */
  readonly n: number;
  readonly cued: { readonly p50Ms: number | null; readonly p95Ms: number | null };
  readonly cold: { readonly p50Ms: number | null; readonly p95Ms: number | null };
  readonly failed: number;
  /** From the command of a take to the server's word that it holds; R-CDT-04 asks for 100 ms. */
  readonly acknowledged: { readonly p50Ms: number | null; readonly p95Ms: number | null };
  /** Of a large meeting: sites in it, and the same times at all rooms without a browser, when the site is broadcast. */
  readonly sites?: number;
  /** Of the links' signalling, by a line in user space. */
  readonly linkRttMs?: number;
  readonly everySite?: { readonly cued: TakeResult['cued']; readonly cold: TakeResult['cold'] };
}

interface Takes {
  readonly line: ConsoleLine;
  readonly communes: readonly LiveSite[];
  /** The chair's page; in a large meeting the chair is one of the crowd. */
  readonly chair: Page | null;
  readonly crowd: Crowd | null;
  readonly say: (text: string) => void;
  /** Milliseconds of each command so far. */
  readonly acknowledgedMs: number[];
}

interface Taken {
  readonly chairMs: number | null;
  readonly siteMs: readonly (number | null)[];
}

/**
 * From the operator's command to the first decoded frame of that site on the chair's screen, over two cascade links:
 * communes on the district's node, the chair on the Government's.
 */
export async function take({
  n,
  sites,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<TakeResult> {
  const stand = await LiveStand.open({
    portBase,
    title: 'Đo thời gian chuyển hình',
    locality: 'hoa-binh',
    chairSiteId: GOVERNMENT_SITE,
    sitesOf: sites === undefined ? { [DISTRICT]: DISTRICT_SITES } : placesOf(sites),
    ...(sites === undefined ? {} : { linkDelayMs: LINK_DELAY_MS }),
  });
  try {
    const rooms = sites === undefined ? await HeadlessRooms.launch(stand.operator) : null;
    try {
      const takes = rooms ? await setUpPages(stand, rooms, say) : await setUpCrowd(stand, say);
      const cold = await measure(takes, n, 'cold');
      const cued = await measure(takes, n, 'cued');
      takes.crowd?.close();
      const failed = [...cold, ...cued].flatMap(({ chairMs, siteMs }) => [chairMs, ...siteMs]);
      return {
        bench: 'take',
        links: 2,
        n,
        cued: summary(cued.map(({ chairMs }) => chairMs)),
        cold: summary(cold.map(({ chairMs }) => chairMs)),
        failed: failed.filter((ms) => ms === null).length,
        acknowledged: summary(takes.acknowledgedMs),
        ...(takes.crowd
          ? {
              sites: stand.satellites.length + 1,
              linkRttMs: 2 * LINK_DELAY_MS,
              everySite: {
                cued: summary(cued.flatMap(({ siteMs }) => siteMs)),
                cold: summary(cold.flatMap(({ siteMs }) => siteMs)),
              },
            }
          : {}),
      };
    } finally {
      await rooms?.close();
    }
  } finally {
    await stand.close();
  }
}

/** The called sites are two links away from the chair, most of the others one. */
const placesOf = (sites: number): Record<string, number> => ({
  [DISTRICT]: Math.min(DISTRICT_SITES, sites - 1),
  [PROVINCE]: Math.max(0, sites - 1 - DISTRICT_SITES),
});

const only = (siteId: SiteId): Layout => ({ kind: 'full', slots: [{ kind: 'site', siteId }] });

const summary = (measured: readonly (number | null)[]): TakeResult['cued'] => {
  const values = measured.filter((ms) => ms !== null);
  return { p50Ms: inMs(percentile(values, 0.5)), p95Ms: inMs(percentile(values, 0.95)) };
};

/** Chair and communes are pages of a browser. */
async function setUpPages(
  stand: LiveStand,
  rooms: HeadlessRooms,
  say: (text: string) => void,
): Promise<Takes> {
  const { line, meetingId } = stand;
  const communes = communesOf(stand);
  const chair = await openRoom(rooms, meetingId, stand.chair, true);
  for (const commune of communes) await openRoom(rooms, meetingId, commune, false);
  await untilConnected(line, [stand.chair, ...communes]);
  return { line, communes, chair, crowd: null, say, acknowledgedMs: [] };
}

/** A large meeting: everybody is a room without a browser. */
async function setUpCrowd(stand: LiveStand, say: (text: string) => void): Promise<Takes> {
  const { line, satellites } = stand;
  const communes = communesOf(stand);
  const others = satellites.filter((site) => !communes.includes(site));
  const everybody = [stand.chair, ...communes, ...others];
  const crowd = await stand.crowd(
    everybody.map(({ siteId }) => siteId),
    { sending: 1 + ROOMS, onlyLow: true },
  );
  await crowd.enter();
  await untilConnected(line, everybody);
  say(`${everybody.length} sites are connected`);
  return { line, communes, chair: null, crowd, say, acknowledgedMs: [] };
}

function communesOf({ satellites }: LiveStand): readonly LiveSite[] {
  const communes = satellites.filter(({ nodeId }) => nodeId === DISTRICT).slice(0, ROOMS);
  if (communes.length < ROOMS) throw new Error('the sample installation has too few sites');
  return communes;
}

function untilConnected(line: ConsoleLine, wanted: readonly LiveSite[]): Promise<void> {
  const all = new Set(wanted.map(({ siteId }) => siteId));
  return line.until(
    'all rooms are connected',
    ({ sites }) => sites.every(({ siteId, state }) => !all.has(siteId) || state === 'connected'),
    JOIN_TIMEOUT_MS,
  );
}

const openRoom = (rooms: HeadlessRooms, meetingId: MeetingId, site: LiveSite, isChair: boolean) =>
  rooms.open({
    meetingId,
    siteId: site.siteId,
    devices: { number: site.number, name: site.name, ...PICTURE, sound: { kind: 'silence' }, marker: true },
    probes: isChair,
    viewport: isChair ? CHAIR_VIEWPORT : { width: 480, height: 270 },
  });

async function measure(takes: Takes, n: number, kind: 'cold' | 'cued'): Promise<Taken[]> {
  const { line, communes, crowd, say } = takes;
  const { chairSiteId } = line.live.meeting;
  const measured: Taken[] = [];
  const targets = crowd ? (['chairView', 'broadcast'] as const) : (['chairView'] as const);
  for (let round = 0; round < n; round += 1) {
    const site = communes[round % communes.length];
    if (!site) break;
    const { siteId } = site;
    if (kind === 'cued') {
      await line.give({ type: 'cue.set', cue: targets.map((target) => ({ siteId, target })) });
      await pause(CUED_FOR_MS);
    } else await line.until('the site is cold', (live) => isCold(live, site), 30_000);
    const sites = (crowd?.rooms ?? []).filter(
      (room) => room.siteId !== chairSiteId && room.siteId !== siteId,
    );
    const siteMs = crowd ? await takeAt(takes, sites, siteId, 'broadcast') : [];
    // What the broadcast has opened the chair must not find ready.
    if (crowd && kind === 'cold') {
      await line.give({ type: 'stage.take', target: 'broadcast', layout: only(chairSiteId) });
      await line.until('the site is cold', (live) => isCold(live, site), 30_000);
    }
    const chairMs = crowd
      ? ((await takeAt(takes, [crowd.roomOf(chairSiteId)], siteId, 'chairView'))[0] ?? null)
      : await takeOne(takes, site);
    measured.push({ chairMs, siteMs });
    const slowest = siteMs.length > 0 ? `, slowest site ${Math.max(...siteMs.map((ms) => ms ?? 0))} ms` : '';
    say(
      `${kind} ${round + 1}/${n}: ${site.name} ${chairMs === null ? 'did not come' : `${chairMs} ms`}${slowest}`,
    );
  }
  await line.give({ type: 'cue.set', cue: [] });
  return measured;
}

/**
 * Shows a site and waits, at rooms without a browser, for its picture: told to be shown, and arriving.
 *
 * @returns milliseconds from the command, of each room; null where it did not come
 */
async function takeAt(
  takes: Takes,
  rooms: readonly LoadRoom[],
  siteId: SiteId,
  target: Target,
): Promise<(number | null)[]> {
  const from = performance.now();
  const shows = (room: LoadRoom) =>
    room.view?.main.panes.some((pane) => pane.kind === 'remote' && pane.siteId === siteId) === true;
  const shownAt = (room: LoadRoom): number | null => {
    if (!shows(room) || room.viewedAt < from) return null;
    const camera = room.streamOf(siteId, 'camera');
    if (!camera || camera.firstAt === null || camera.lastAt < from) return null;
    return Math.max(room.viewedAt, camera.firstAt);
  };
  await give(takes, target, siteId);
  for (const end = from + GIVE_UP_MS; performance.now() < end; await pause(20))
    if (rooms.every((room) => shownAt(room) !== null)) break;
  return rooms.map((room) => {
    const at = shownAt(room);
    return at === null ? null : Math.round(at - from);
  });
}

/** Sends nothing, and no node holds its picture for a neighbour any more. */
const isCold = ({ sites, links }: LiveSnapshot, { siteId }: LiveSite): boolean =>
  sites.every((site) => site.siteId !== siteId || site.seat?.cameraWanted === null) &&
  links.every((link) =>
    [link.child, link.parent].every(
      (end) => !end?.receives.some((relay) => relay.siteId === siteId && relay.source === 'camera'),
    ),
  );

/** Gives the command and waits for the first decoded frame of the site that the chair's main screen presents. */
async function takeOne(takes: Takes, { siteId, number }: LiveSite): Promise<number | null> {
  const { chair } = takes;
  if (chair === null) throw new Error('the chair has no page');
  await takeChanges(chair);
  const givenAt = Date.now();
  await give(takes, 'chairView', siteId);
  while (Date.now() - givenAt < GIVE_UP_MS) {
    const shown = (await takeChanges(chair)).find(
      (change) => change.number === number && change.shownWidth >= CHAIR_VIEWPORT.width / 2,
    );
    if (shown) return shown.atMs - givenAt;
    await pause(50);
  }
  return null;
}

async function give({ line, acknowledgedMs }: Takes, target: Target, siteId: SiteId): Promise<void> {
  const from = performance.now();
  await line.give({ type: 'stage.take', target, layout: only(siteId) });
  acknowledgedMs.push(performance.now() - from);
}
