import { setTimeout as pause } from 'node:timers/promises';
import type { SiteId } from '@nhipcau/contracts';
import { GOVERNMENT_SITE } from '../seed/sample.ts';
import { HopDelay } from './live/hop-delay.ts';
import { LiveStand } from './live/live-stand.ts';
import { untilReceiving } from './live/reception.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const DEFAULT_SITES = 230;
const JOIN_TIMEOUT_MS = 120_000;
const MEASURE_MS = 10_000;
/** Nodes measure their links every second. */
const SETTLE_MS = 3_000;

export interface CascadeResult {
  readonly bench: 'cascade';
  readonly sites: number;
  readonly links: number;
  /** Pictures that cross a link while one site is broadcast, the most of any link. */
  readonly streamsPerLink: number;
  /** What the lowest link carries, kbit/s, with everybody behind it. */
  readonly linkKbps: number;
  /** Added by each node and link that a packet passes, before the crowd comes. */
  readonly hopP50Ms: number | null;
  readonly hopP95Ms: number | null;
  /** Asked of the broadcast site while all join, of the encoding that was asked most. */
  readonly keyFramesPerS: number;
  readonly keyFrames: number;
}

/** One site of the uppermost node is broadcast to everybody: what crosses the links, and how late it arrives. */
export async function cascade({
  sites = DEFAULT_SITES,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<CascadeResult> {
  const below = Math.floor((sites - 4) / 2);
  const stand = await LiveStand.open({
    portBase,
    title: 'Đo đường truyền giữa các MCU',
    locality: 'hoa-binh',
    chairSiteId: GOVERNMENT_SITE,
    sitesOf: { cp: 1, hb: below, 'hb-dabac': sites - 2 - below },
  });
  try {
    const first = (nodeId: string) => stand.satellites.find((site) => site.nodeId === nodeId)?.siteId;
    const probes = ['cp', 'hb', 'hb-dabac'].flatMap((nodeId) => first(nodeId) ?? []);
    const others = stand.satellites.map(({ siteId }) => siteId).filter((siteId) => !probes.includes(siteId));
    const few = await stand.crowd([stand.chair.siteId, ...probes], { sending: 1 });
    const many = await stand.crowd(others, { sending: 0 });
    await few.enter();
    await putOnAir(stand, stand.chair.siteId);
    const source = few.roomOf(stand.chair.siteId);
    const receivers = probes.map((siteId) => few.roomOf(siteId));
    await untilReceiving(receivers, stand.chair.siteId);
    const delay = new HopDelay(source, receivers);
    await pause(MEASURE_MS);
    const quiet = delay.perHop();
    say(`${quiet.length} packets followed over two links`);
    const asked = source.sender?.keyFramesAsked ?? [];
    const from = performance.now();
    await many.enter();
    await stand.untilOnWall(sites, JOIN_TIMEOUT_MS);
    await untilReceiving(many.rooms, stand.chair.siteId);
    const joinedS = (performance.now() - from) / 1000;
    const storm = asked.filter(({ at }) => at >= from);
    say(`${others.length} joined in ${joinedS.toFixed(1)} s, ${storm.length} key frames were asked for`);
    await pause(SETTLE_MS);
    const links = stand.line.live.links.map(({ child }) => child);
    const counts = links.map(
      (link) =>
        link?.receives.filter(({ source, state }) => source === 'camera' && state !== 'warm').length ?? 0,
    );
    few.close();
    many.close();
    return {
      bench: 'cascade',
      sites,
      links: links.length,
      streamsPerLink: Math.max(...counts),
      linkKbps: Math.round(links.at(-1)?.receiveKbps ?? 0),
      hopP50Ms: inMs(percentile(quiet, 0.5)),
      hopP95Ms: inMs(percentile(quiet, 0.95)),
      keyFramesPerS: askedPerS(storm),
      keyFrames: storm.length,
    };
  } finally {
    await stand.close();
  }
}

/** Rate at which requests followed one another, of the encoding that was asked fastest. */
function askedPerS(asked: readonly { readonly ssrc: number; readonly at: number }[]): number {
  const rates = [...new Set(asked.map(({ ssrc }) => ssrc))].map((ssrc) => {
    const instants = asked.filter((each) => each.ssrc === ssrc).map(({ at }) => at);
    const overS = ((instants.at(-1) ?? 0) - (instants[0] ?? 0)) / 1000;
    return overS === 0 ? 0 : (instants.length - 1) / overS;
  });
  return Math.round(Math.max(0, ...rates) * 100) / 100;
}

/** Broadcast and heard. */
export async function putOnAir({ line }: LiveStand, siteId: SiteId): Promise<void> {
  await line.give({
    type: 'stage.take',
    target: 'broadcast',
    layout: { kind: 'full', slots: [{ kind: 'site', siteId }] },
  });
  if (!line.live.meeting.stage?.floor.includes(siteId)) await line.give({ type: 'floor.grant', siteId });
}
