import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LiveSite, LiveSnapshot, MeetingId } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { ConsoleLine, createMeeting, type SignedIn, signIn } from '../headless-room/console-line.ts';
import { HeadlessRooms } from '../headless-room/headless-rooms.ts';
import { takeChanges } from '../headless-room/reception.ts';
import { GOVERNMENT_SITE } from '../seed/sample.ts';
import { startInstallation } from '../start/installation.ts';
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
}

interface Stand {
  readonly line: ConsoleLine;
  readonly chair: Page;
  readonly communes: readonly LiveSite[];
  readonly say: (text: string) => void;
}

/**
 * From the operator's command to the first decoded frame of that site on the chair's screen, over two cascade links:
 * communes on the district's node, the chair on the Government's.
 */
export async function take({
  n,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<TakeResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-bench-'));
  const webDir = process.env['NHIPCAU_WEB_DIR'];
  const installation = await startInstallation({
    portBase,
    dataDir,
    logLevel: 'warn',
    ...(webDir ? { webDir } : {}),
  });
  try {
    if (installation.password === null) throw new Error('the bench needs an installation of its own');
    const operator = await signIn(installation.url, 'dieuhanh', installation.password);
    const rooms = await HeadlessRooms.launch(operator);
    try {
      const stand = await setUp(operator, rooms, say);
      const cold = await measure(stand, n, 'cold');
      const cued = await measure(stand, n, 'cued');
      stand.line.close();
      const failed = [...cold, ...cued].filter((ms) => ms === null).length;
      return { bench: 'take', links: 2, n, cued: summary(cued), cold: summary(cold), failed };
    } finally {
      await rooms.close();
    }
  } finally {
    await installation.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const summary = (measured: readonly (number | null)[]): TakeResult['cued'] => {
  const values = measured.filter((ms) => ms !== null);
  return { p50Ms: inMs(percentile(values, 0.5)), p95Ms: inMs(percentile(values, 0.95)) };
};

/** A live meeting chaired by the Government's site, with rooms on the district's node, two links away. */
async function setUp(operator: SignedIn, rooms: HeadlessRooms, say: (text: string) => void): Promise<Stand> {
  const meetingId = await createMeeting(
    operator,
    'Đo thời gian chuyển hình',
    GOVERNMENT_SITE,
    (site) => site.nodeId === 'hb-dabac' && site.levelCode === 'commune',
  );
  const line = await ConsoleLine.open(operator, meetingId);
  await line.give({ type: 'meeting.start' });
  await line.until('the meeting is live', ({ meeting }) => meeting.phase === 'live');
  const chairSite = line.live.sites.find(({ siteId }) => siteId === GOVERNMENT_SITE);
  const communes = line.live.sites.filter(({ siteId }) => siteId !== GOVERNMENT_SITE).slice(0, ROOMS);
  if (!chairSite || communes.length < ROOMS) throw new Error('the sample installation has too few sites');
  const open = (site: LiveSite, isChair: boolean) => openRoom(rooms, meetingId, site, isChair);
  const chair = await open(chairSite, true);
  for (const commune of communes) await open(commune, false);
  const all = new Set([chairSite, ...communes].map(({ siteId }) => siteId));
  await line.until(
    'all rooms are connected',
    ({ sites }) => sites.every(({ siteId, state }) => !all.has(siteId) || state === 'connected'),
    JOIN_TIMEOUT_MS,
  );
  return { line, chair, communes, say };
}

const openRoom = (rooms: HeadlessRooms, meetingId: MeetingId, site: LiveSite, isChair: boolean) =>
  rooms.open({
    meetingId,
    siteId: site.siteId,
    devices: { number: site.number, name: site.name, ...PICTURE, sound: { kind: 'silence' }, marker: true },
    probes: isChair,
    viewport: isChair ? CHAIR_VIEWPORT : { width: 480, height: 270 },
  });

async function measure(stand: Stand, n: number, kind: 'cold' | 'cued'): Promise<(number | null)[]> {
  const { line, communes, say } = stand;
  const measured: (number | null)[] = [];
  for (let round = 0; round < n; round += 1) {
    const site = communes[round % communes.length];
    if (!site) break;
    if (kind === 'cued') {
      await line.give({ type: 'cue.set', cue: [{ siteId: site.siteId, target: 'chairView' }] });
      await pause(CUED_FOR_MS);
    } else await line.until('the site is cold', (live) => isCold(live, site), 30_000);
    const ms = await takeOne(stand, site);
    measured.push(ms);
    say(`${kind} ${round + 1}/${n}: ${site.name} ${ms === null ? 'did not come' : `${ms} ms`}`);
  }
  await line.give({ type: 'cue.set', cue: [] });
  return measured;
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
async function takeOne({ line, chair }: Stand, { siteId, number }: LiveSite): Promise<number | null> {
  await takeChanges(chair);
  const givenAt = Date.now();
  await line.give({
    type: 'stage.take',
    target: 'chairView',
    layout: { kind: 'full', slots: [{ kind: 'site', siteId }] },
  });
  while (Date.now() - givenAt < GIVE_UP_MS) {
    const shown = (await takeChanges(chair)).find(
      (change) => change.number === number && change.shownWidth >= CHAIR_VIEWPORT.width / 2,
    );
    if (shown) return shown.atMs - givenAt;
    await pause(50);
  }
  return null;
}
