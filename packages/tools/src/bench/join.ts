import { CHAIR_SITE, GOVERNMENT_SITE } from '../seed/sample.ts';
import { LiveStand, type LiveStandOptions } from './live/live-stand.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const JOIN_TIMEOUT_MS = 120_000;
/** More sites than this are spread over a master and its slaves. */
const ONE_NODE = 300;
const DEFAULT_SITES = 230;
/**
 * The chair's sound and small picture go to everybody, 80 packets a second each; more would measure how fast one process
 * can receive for 230. The others' cameras are on and nobody looks at them.
 */
const SENDING = 12;

export interface JoinResult {
  readonly bench: 'join';
  readonly sites: number;
  readonly nodes: number;
  /** From the instant at which all begin until the console's wall shows all connected. */
  readonly wallS: number;
  /** Of each room, from its beginning until its media lines stand. */
  readonly p95Ms: number | null;
  /** Server and nodes, the worst of them, over the whole storm. */
  readonly eventLoopP99Ms: number;
  readonly eventLoops: Readonly<Record<string, number>>;
  /** Rooms that receive the chair's picture and sound at the end. */
  readonly receiving: number;
  readonly receivingS: number;
  /** Attempts that failed and were repeated. */
  readonly failedAttempts: number;
}

/** Where the sites of a large meeting sit: on one node up to `ONE_NODE`, beyond on master and slaves evenly. */
export function placesOf(sites: number): Pick<LiveStandOptions, 'locality' | 'chairSiteId' | 'sitesOf'> {
  if (sites <= ONE_NODE) return { locality: 'hoa-binh', chairSiteId: CHAIR_SITE, sitesOf: { hb: sites - 1 } };
  const each = Math.ceil((sites - 1) / 3);
  return {
    locality: 'hoa-binh',
    chairSiteId: GOVERNMENT_SITE,
    sitesOf: { cp: sites - 1 - 2 * each, hb: each, 'hb-dabac': each },
  };
}

/** Everybody joins at the same instant: signalling, ICE, DTLS, consumers, real packets. */
export async function join({
  sites = DEFAULT_SITES,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<JoinResult> {
  const stand = await LiveStand.open({ portBase, title: 'Đo thời gian vào họp', ...placesOf(sites) });
  try {
    const everybody = [stand.chair, ...stand.satellites].map(({ siteId }) => siteId);
    const crowd = await stand.crowd(everybody, { sending: SENDING, onlyLow: true });
    say(`${everybody.length} devices are prepared`);
    await stand.eventLoopP99Ms();
    const from = performance.now();
    const entering = crowd.enter();
    await stand.untilOnWall(everybody.length, JOIN_TIMEOUT_MS);
    const wallMs = performance.now() - from;
    const took = await entering;
    for (const room of crowd.rooms)
      if (room.failures > 0) say(`${room.siteId}: ${room.failures} failures, last ${room.lastFailure}`);
    say(`on the wall after ${(wallMs / 1000).toFixed(1)} s`);
    const receiving = () =>
      crowd.rooms.filter(
        (room) =>
          room.siteId !== stand.chair.siteId &&
          (['camera', 'mic'] as const).every((source) => room.streamOf(stand.chair.siteId, source)?.packets),
      ).length;
    for (const end = from + JOIN_TIMEOUT_MS; performance.now() < end && receiving() < everybody.length - 1; )
      await new Promise((resolve) => setTimeout(resolve, 50));
    const receivingMs = performance.now() - from;
    const loops = await stand.eventLoopP99Ms();
    const result: JoinResult = {
      bench: 'join',
      sites: everybody.length,
      nodes: stand.installation.nodeIds.length,
      wallS: Math.round(wallMs / 10) / 100,
      p95Ms: inMs(percentile(took, 0.95)),
      eventLoopP99Ms: loops.worst,
      eventLoops: loops.each,
      receiving: receiving(),
      receivingS: Math.round(receivingMs / 10) / 100,
      failedAttempts: crowd.rooms.reduce((sum, room) => sum + room.failures, 0),
    };
    crowd.close();
    return result;
  } finally {
    await stand.close();
  }
}
