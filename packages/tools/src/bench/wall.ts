import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIdentity } from '@nhipcau/base/node';
import type { LiveSite, MeetingId } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { signedInPage } from '../demo/open.ts';
import {
  ConsoleLine,
  createMeeting,
  listSites,
  type SignedIn,
  signIn,
} from '../headless-room/console-line.ts';
import { HeadlessRooms } from '../headless-room/headless-rooms.ts';
import { wallProbeScript } from '../headless-room/page-script.ts';
import { addSites } from '../load/more-sites.ts';
import { CHAIR_SITE } from '../seed/sample.ts';
import { type Installation, startInstallation } from '../start/installation.ts';
import { SiteStorm } from './live/site-storm.ts';
import { SpeakingNode } from './live/speaking-node.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const DEFAULT_SITES = 230;
const NODE = 'hb';
const SIZE = { width: 1366, height: 768 };
const ROUNDS = 3;
const WINDOW_MS = 6_000;
const SETTLE_MS = 2_000;
const COMMANDS = 60;
const READY_TIMEOUT_MS = 60_000;

export interface WallResult {
  readonly bench: 'wall';
  readonly tiles: number;
  /** Frames a second the page drew while states changed; median of the rounds. */
  readonly fps: number | null;
  /** The same page while nothing changes, in the same rounds. */
  readonly baselineFps: number | null;
  readonly ratio: number | null;
  /** Longest gap between two frames while states changed, milliseconds. */
  readonly worstFrameMs: number | null;
  /** From the key that gives the command to the frame in which the tile shows that the server has it. */
  readonly p50CommandMs: number | null;
  readonly p95CommandMs: number | null;
  /** Of the same commands: from the socket's send until the cue comes back, without the page's own work. */
  readonly p50AwayMs: number | null;
  readonly p95AwayMs: number | null;
  /** Of the same commands: what the page itself took, before the one and after the other. */
  readonly p95PageMs: number | null;
  /** Changes of state a second that were reported while frames were counted. */
  readonly changesPerS: number;
  /** Tiles that in the end show something else than was reported last. */
  readonly stale: number;
}

/** The operator's wall in Chromium while 230 sites drop, come back, open microphones and tell figures. */
export async function wall({
  sites = DEFAULT_SITES,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<WallResult> {
  const closers: (() => unknown)[] = [];
  try {
    const stand = await openStand({ sites, portBase }, closers);
    const { page, storm, line, meetingId } = stand;
    await page.waitForSelector('.tile', { timeout: READY_TIMEOUT_MS });
    storm.arrive();
    await line.until(
      'everybody is on the wall',
      (live) => live.sites.filter(({ state }) => state === 'connected').length >= sites,
      READY_TIMEOUT_MS,
    );
    say(`${sites} sites are on the wall of ${meetingId}`);
    const still: Frames[] = [];
    const busy: Frames[] = [];
    let changes = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await pause(SETTLE_MS);
      still.push(await framesOf(page));
      storm.start();
      await pause(SETTLE_MS);
      const before = storm.changes;
      busy.push(await framesOf(page));
      changes += storm.changes - before;
      if (round < ROUNDS - 1) storm.stop();
      say(
        `round ${round + 1}: ${still.at(-1)?.fps} frames/s at rest, ${busy.at(-1)?.fps} while states change`,
      );
    }
    const commands = await commandsOf(page, storm, line.live.sites);
    storm.stop();
    await pause(SETTLE_MS);
    const whole = commands.map(({ ms }) => ms);
    const away = commands.map(({ awayMs }) => awayMs);
    const fps = percentile(
      busy.map((frames) => frames.fps),
      0.5,
    );
    const baselineFps = percentile(
      still.map((frames) => frames.fps),
      0.5,
    );
    return {
      bench: 'wall',
      tiles: await page.locator('.tile').count(),
      fps,
      baselineFps,
      ratio: fps !== null && baselineFps ? Math.round((1000 * fps) / baselineFps) / 1000 : null,
      worstFrameMs: inMs(Math.max(...busy.map(({ worstMs }) => worstMs))),
      p50CommandMs: inMs(percentile(whole, 0.5)),
      p95CommandMs: inMs(percentile(whole, 0.95)),
      p50AwayMs: inMs(percentile(away, 0.5)),
      p95AwayMs: inMs(percentile(away, 0.95)),
      p95PageMs: inMs(
        percentile(
          commands.map(({ ms, awayMs }) => ms - awayMs),
          0.95,
        ),
      ),
      changesPerS: Math.round((changes * 10_000) / (ROUNDS * WINDOW_MS)) / 10,
      stale: await staleOf(page, storm, line.live.sites),
    };
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}

interface Stand {
  readonly page: Page;
  readonly storm: SiteStorm;
  readonly line: ConsoleLine;
  readonly meetingId: MeetingId;
}

/** Database, server and page are real; of the nodes only what they say. */
async function openStand(
  { sites, portBase }: { sites: number; portBase: number },
  closers: (() => unknown)[],
): Promise<Stand> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-bench-'));
  closers.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const webDir = process.env['NHIPCAU_WEB_DIR'];
  const installation = await startInstallation({
    portBase,
    dataDir,
    locality: 'hoa-binh',
    logLevel: 'warn',
    isOfficeOnly: true,
    ...(webDir ? { webDir } : {}),
    env: { NHIPCAU_REQUESTS_PER_MINUTE: '60000', NHIPCAU_IDLE_LOCK: 'false' },
  });
  closers.push(() => installation.close());
  if (installation.password === null) throw new Error('the bench needs an installation of its own');
  const operator = await signIn(installation.url, 'dieuhanh', installation.password);
  const meetingId = await planMeeting(operator, installation, sites);
  const line = await ConsoleLine.open(operator, meetingId);
  closers.push(() => line.close());
  await line.give({ type: 'meeting.start' });
  await line.until('the meeting is live', ({ meeting }) => meeting.phase === 'live');
  const node = await SpeakingNode.open(installation.url, NODE, {
    identity: loadIdentity(join(dataDir, 'nodes', NODE, 'identity.pem')),
    serverKey: loadIdentity(join(dataDir, 'server', 'server-key.pem')).publicKey,
  });
  closers.push(() => node.close());
  const rooms = await HeadlessRooms.launch(operator);
  closers.push(() => rooms.close());
  const page = await signedInPage(rooms, operator);
  await page.setViewportSize(SIZE);
  await page.addInitScript({ content: wallProbeScript() });
  await page.goto(`${installation.url}/dieu-hanh/${meetingId}`);
  const siteIds = line.live.sites.map(({ siteId }) => siteId);
  const storm = new SiteStorm(node, {
    meetingId,
    siteIds,
    still: z.string().parse(await page.evaluate('wallProbe.still()')),
  });
  closers.push(() => storm.stop());
  return { page, storm, line, meetingId };
}

async function planMeeting(
  operator: SignedIn,
  { databaseUrl }: Installation,
  count: number,
): Promise<MeetingId> {
  const there = (await listSites(operator)).filter(({ nodeId }) => nodeId === NODE).length;
  await addSites(databaseUrl, { [NODE]: Math.max(0, count - there) });
  let left = count - 1;
  return createMeeting(operator, 'Đo bức tường điểm cầu', CHAIR_SITE, ({ siteId, nodeId }) => {
    if (nodeId !== NODE || siteId === CHAIR_SITE || left === 0) return false;
    left -= 1;
    return true;
  });
}

const Frames = z.object({ fps: z.number(), worstMs: z.number() });
type Frames = z.infer<typeof Frames>;

/** Frames the page really draws in a window, counted by the page. */
const framesOf = async (page: Page): Promise<Frames> =>
  Frames.parse(await page.evaluate(`wallProbe.frames(${WINDOW_MS})`));

const Took = z.object({ ms: z.number(), awayMs: z.number() });
type Took = z.infer<typeof Took>;

/** Sites cued by keys, one after the other: number, Enter, and how long until the tile says so. */
async function commandsOf(page: Page, storm: SiteStorm, all: readonly LiveSite[]): Promise<Took[]> {
  const took: Took[] = [];
  const steady = new Set(storm.steady);
  const sites = all.filter(({ siteId }) => steady.has(siteId));
  const step = Math.max(1, Math.floor(sites.length / COMMANDS));
  for (let n = 0; n < COMMANDS; n += 1) {
    const site = sites[n * step];
    // The chair is on air from the beginning: it is never cued.
    if (!site || site.siteId === CHAIR_SITE) continue;
    await page.keyboard.type(String(site.number));
    await page.evaluate('wallProbe.arm()');
    const seen = page.evaluate(`wallProbe.cued(${JSON.stringify(site.siteId)})`);
    await page.keyboard.press('Enter');
    took.push(Took.parse(await Promise.race([seen, timeout(`${site.name} is not cued`)])));
  }
  return took;
}

/** Tiles whose state is not what the node told last. */
async function staleOf(page: Page, storm: SiteStorm, sites: readonly LiveSite[]): Promise<number> {
  const tiles = z.array(z.tuple([z.string(), z.string()])).parse(await page.evaluate('wallProbe.tiles()'));
  const shown = new Map(tiles);
  return sites.filter(
    ({ siteId }) =>
      !shown
        .get(siteId)
        ?.split(' ')
        .includes(`state-${storm.seatOf(siteId)?.state}`),
  ).length;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function timeout(what: string): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(what)), READY_TIMEOUT_MS).unref();
  });
}
