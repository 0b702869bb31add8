import { setTimeout as pause } from 'node:timers/promises';
import { GOVERNMENT_SITE } from '../seed/sample.ts';
import { putOnAir } from './cascade.ts';
import { inspectedAt, liveHeapOf } from './live/heap.ts';
import { LiveStand } from './live/live-stand.ts';
import { childrenOf, memoryOf, openFilesOf, readMetrics } from './live/processes.ts';
import { untilReceiving } from './live/reception.ts';
import type { BenchSettings } from './settings.ts';

const DEFAULT_SITES = 60;
const MINUTE_MS = 60_000;
/** What happens during a soak, and how often at its usual pace. */
const TAKE_EVERY_MS = 10_000;
const LEAVE_EVERY_MS = 1_000;
const LINK_CUT_EVERY_MS = 5 * MINUTE_MS;
const LINK_CUT_MS = 1_000;
/** Relays are kept warm for ten seconds, seats for a minute. */
const CALM_MS = 75_000;
const NODE = 'hb';
const SENDING = 6;

/** What must be the same again at the end. */
interface Holdings {
  readonly nodeRssMb: number;
  readonly workerRssMb: number;
  readonly serverRssMb: number;
  /** Live JavaScript objects of the node, garbage collected. */
  readonly nodeHeapMb: number;
  readonly nodeFiles: number;
  readonly workerFiles: number;
  readonly serverFiles: number;
  readonly seats: number;
  readonly producers: number;
  readonly consumers: number;
  readonly routers: number;
  readonly relays: number;
}

export interface SoakResult {
  readonly bench: 'soak';
  readonly minutes: number;
  readonly sites: number;
  readonly pace: number;
  readonly takes: number;
  /** Takes whose picture did not arrive everywhere within ten seconds. */
  readonly failedTakes: number;
  readonly rejoins: number;
  readonly linkCuts: number;
  /** Times the operator's console lost its line and came back. */
  readonly consoleDrops: number;
  readonly baseline: Holdings;
  readonly end: Holdings;
}

/** A meeting that never rests: takes, rooms that leave and come back, links that break. Afterwards nothing may be left over. */
export async function soak({
  sites = DEFAULT_SITES,
  minutes,
  pace,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<SoakResult> {
  const inspectPort = portBase + 999;
  const below = Math.floor((sites - 1) / 2);
  const stand = await LiveStand.open({
    portBase,
    title: 'Chạy thử dài hạn',
    locality: 'hoa-binh',
    chairSiteId: GOVERNMENT_SITE,
    sitesOf: { hb: below, 'hb-dabac': sites - 1 - below },
    linkDelayMs: 20,
    env: inspectedAt(inspectPort),
  });
  try {
    const everybody = [stand.chair, ...stand.satellites].map(({ siteId }) => siteId);
    const crowd = await stand.crowd(everybody, { sending: SENDING });
    await crowd.enter();
    const senders = everybody.slice(0, SENDING);
    const holdings = async (): Promise<Holdings> => {
      await stand.keepLine();
      await putOnAir(stand, stand.chair.siteId);
      await pause(Math.min(CALM_MS, minutes * MINUTE_MS));
      await crowd.untilIn(everybody.length, MINUTE_MS);
      await untilReceiving(crowd.rooms, stand.chair.siteId);
      return look(stand, inspectPort);
    };
    const baseline = await holdings();
    say(`baseline ${JSON.stringify(baseline)}`);
    const counts = { takes: 0, failedTakes: 0, rejoins: 0, linkCuts: 0, consoleDrops: 0 };
    const end = performance.now() + minutes * MINUTE_MS;
    const each = async (everyMs: number, act: (round: number) => Promise<void>) => {
      for (let round = 1; performance.now() < end; round += 1) {
        await pause(everyMs / pace);
        if (performance.now() < end) await act(round);
      }
    };
    await Promise.all([
      each(TAKE_EVERY_MS, async (round) => {
        const siteId = senders[round % senders.length] ?? stand.chair.siteId;
        const lost = await stand.keepLine();
        if (lost !== null) {
          counts.consoleDrops += 1;
          say(`the console lost its line: ${lost}`);
        }
        counts.takes += 1;
        await putOnAir(stand, siteId);
        const sample = crowd.rooms.filter((room) => room.isIn && room.siteId !== siteId).slice(-5);
        await untilReceiving(sample, siteId, 10_000).catch(() => {
          counts.failedTakes += 1;
        });
        if (siteId !== stand.chair.siteId) await stand.line.give({ type: 'floor.withdraw', siteId });
      }),
      each(LEAVE_EVERY_MS, async (round) => {
        const room = crowd.rooms[SENDING + (round % (crowd.rooms.length - SENDING))];
        counts.rejoins += 1;
        room?.cut();
      }),
      each(LINK_CUT_EVERY_MS, async () => {
        counts.linkCuts += 1;
        const link = stand.links.get('cp');
        link?.cut();
        await pause(LINK_CUT_MS);
        link?.restore();
      }),
    ]);
    say(JSON.stringify(counts));
    const after = await holdings();
    crowd.close();
    return { bench: 'soak', minutes, sites: everybody.length, pace, ...counts, baseline, end: after };
  } finally {
    await stand.close();
  }
}

async function look(stand: LiveStand, inspectPort: number): Promise<Holdings> {
  const { installation } = stand;
  const node = stand.nodePid(NODE);
  const server = installation.server.pid ?? 0;
  const workers = childrenOf(node);
  const metrics = await readMetrics(installation.nodeUrl(NODE));
  const figure = (name: string) => metrics.get(`nhipcau_mcu_${name}`) ?? 0;
  const megabytes = (bytes: number) => Math.round(bytes / 104_857.6) / 10;
  const sum = (of: (pid: number) => number) => workers.reduce((total, pid) => total + of(pid), 0);
  return {
    nodeHeapMb: megabytes(await liveHeapOf(node, inspectPort)),
    nodeRssMb: megabytes(memoryOf(node)),
    workerRssMb: megabytes(sum(memoryOf)),
    serverRssMb: megabytes(memoryOf(server)),
    nodeFiles: openFilesOf(node),
    workerFiles: sum(openFilesOf),
    serverFiles: openFilesOf(server),
    seats: figure('seats'),
    producers: figure('producers'),
    consumers: figure('consumers'),
    routers: figure('routers'),
    relays: figure('relays_incoming') + figure('relays_outgoing'),
  };
}
