import type { ConferencePlan, Layer, NodeId, Subscription } from '@nhipcau/contracts';
import { type Seat, viewOf } from './seat-view.ts';
import { pathBetween } from './tree.ts';

type Wish = Pick<Subscription, 'layer' | 'readiness'>;

/** Key of a stream within a conference: one site has at most one of each source. */
export const streamKey = ({ siteId, source }: Pick<Subscription, 'siteId' | 'source'>): string => `${siteId}/${source}`;

/** Streams a seat needs, each once (rule ST-9). Own streams are never among them. */
export function subscriptionsOf(plan: ConferencePlan, seat: Seat): Subscription[] {
  const view = viewOf(plan, seat);
  const wanted = new Map<string, Subscription>();
  const want = (subscription: Subscription) => {
    const key = streamKey(subscription);
    const known = wanted.get(key);
    wanted.set(key, known ? merged(known, subscription) : subscription);
  };
  const screens = [view.main, ...(view.second ? [view.second] : []), ...view.insets.map((inset) => inset.screen)];
  for (const { panes } of screens) {
    for (const pane of panes) {
      if (pane.kind === 'remote')
        want({ siteId: pane.siteId, source: pane.source, layer: pane.layer, readiness: 'live' });
    }
  }
  for (const siteId of view.hears) want({ siteId, source: 'mic', layer: null, readiness: 'live' });
  for (const siteId of view.cued) {
    want({ siteId, source: 'camera', layer: 'low', readiness: 'cued' });
    want({ siteId, source: 'mic', layer: null, readiness: 'cued' });
  }
  return [...wanted.values()];
}

/**
 * Two wishes for the same stream as one. A tile that is also cued stays a tile for which the sender already encodes
 * the large picture; sound that is heard is not held because it is also cued.
 */
function merged(a: Subscription, b: Subscription): Subscription {
  const layer = a.layer === 'high' || b.layer === 'high' ? 'high' : a.layer;
  const bothCued = a.readiness === 'cued' && b.readiness === 'cued';
  const tileAndCue = layer === 'low' && (a.readiness === 'cued' || b.readiness === 'cued');
  return { siteId: a.siteId, source: a.source, layer, readiness: bothCued || tileAndCue ? 'cued' : 'live' };
}

/** Highest layer a sender must encode for all these wishes; null when nobody wants its picture (rule ST-10). */
export function wantedLayer(wishes: Iterable<Wish>): Layer | null {
  let wanted: Layer | null = null;
  for (const wish of wishes) {
    if (wish.layer === null) continue;
    if (wish.layer === 'high' || wish.readiness === 'cued') return 'high';
    wanted = wish.layer;
  }
  return wanted;
}

/** Whether packets must flow for these wishes: cued sound alone is held. */
export function mustFlow(wishes: Iterable<Wish>): boolean {
  for (const wish of wishes) if (wish.layer !== null || wish.readiness === 'live') return true;
  return false;
}

/** A seat that is really connected, and the node it sits on. */
export interface SeatAt {
  readonly seat: Seat;
  readonly nodeId: NodeId;
}

/** What one direction of a link carries: each stream once, with the strongest wish behind it (rule ST-11). */
export interface LinkDemand {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly streams: readonly Subscription[];
}

/**
 * Streams that must cross each link of the cascade for the seats that are connected; links without any are left out.
 * A stream between two seats of one node crosses none.
 */
export function demandsOf(plan: ConferencePlan, seats: readonly SeatAt[]): LinkDemand[] {
  const homes = new Map(plan.roster.map((entry) => [entry.siteId, entry.nodeId]));
  const crossing = new Map<string, { from: NodeId; to: NodeId; streams: Map<string, Subscription> }>();
  for (const { seat, nodeId } of seats) {
    for (const subscription of subscriptionsOf(plan, seat)) {
      const home = homes.get(subscription.siteId);
      const path = home === undefined ? null : pathBetween(plan.tree, home, nodeId);
      for (const [from, to] of steps(path ?? [])) {
        const link = crossing.get(`${from}>${to}`) ?? { from, to, streams: new Map<string, Subscription>() };
        crossing.set(`${from}>${to}`, link);
        const key = streamKey(subscription);
        const known = link.streams.get(key);
        link.streams.set(key, known ? merged(known, subscription) : subscription);
      }
    }
  }
  return [...crossing.values()].map(({ from, to, streams }) => ({ from, to, streams: [...streams.values()] }));
}

function* steps(path: readonly NodeId[]): Generator<[NodeId, NodeId]> {
  for (let index = 1; index < path.length; index += 1) {
    const from = path[index - 1];
    const to = path[index];
    if (from !== undefined && to !== undefined) yield [from, to];
  }
}

/**
 * Whether a slave shows exactly one site full screen toward the chair (R-CON-09): `grid` while more than one live
 * camera crosses its link upward, `oneSite`, or `nothing`.
 */
export function slaveLayout(upward: LinkDemand | undefined): 'nothing' | 'oneSite' | 'grid' {
  const cameras = upward?.streams.filter((stream) => stream.source === 'camera' && stream.readiness === 'live') ?? [];
  if (cameras.length === 0) return 'nothing';
  return cameras.length === 1 ? 'oneSite' : 'grid';
}
