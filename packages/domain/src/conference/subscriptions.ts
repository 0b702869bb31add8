import type { Layer, NodeId, Subscription } from '@nhipcau/contracts';
import type { StagePlan } from './chambers.ts';
import { type Seat, viewOf } from './seat-view.ts';
import { talkHeardBy } from './talkback.ts';
import { pathBetween, type TreeShape } from './tree.ts';

type Wish = Pick<Subscription, 'layer' | 'readiness'>;

/** Key of a stream within a conference: one site has at most one of each source. */
export const streamKey = ({ siteId, source }: Pick<Subscription, 'siteId' | 'source'>): string =>
  `${siteId}/${source}`;

/** Streams a seat needs, each once (rule ST-10). Own streams are never among them. */
export function subscriptionsOf(plan: StagePlan, seat: Seat): Subscription[] {
  return needsOf(plan, seat).map(plain);
}

/** A subscription, and whether somebody really shows or hears it: a cue alone is neither. */
interface Need extends Subscription {
  readonly shown: boolean;
}

const plain = ({ siteId, source, layer, readiness }: Need): Subscription => ({
  siteId,
  source,
  layer,
  readiness,
});

function needsOf(plan: StagePlan, seat: Seat): Need[] {
  const view = viewOf(plan, seat);
  const needs = new Map<string, Need>();
  const live = { readiness: 'live', shown: true } as const;
  const cued = { readiness: 'cued', shown: false } as const;
  const screens = [
    view.main,
    ...(view.second ? [view.second] : []),
    ...view.insets.map((inset) => inset.screen),
  ];
  for (const { panes } of screens) {
    for (const pane of panes) {
      if (pane.kind === 'remote')
        put(needs, { siteId: pane.siteId, source: pane.source, layer: pane.layer, ...live });
    }
  }
  for (const siteId of view.hears) put(needs, { siteId, source: 'mic', layer: null, ...live });
  for (const siteId of view.cued) {
    put(needs, { siteId, source: 'camera', layer: 'low', ...cued });
    put(needs, { siteId, source: 'mic', layer: null, ...cued });
  }
  for (const siteId of talkHeardBy(plan, seat)) put(needs, { siteId, source: 'talk', layer: null, ...live });
  return [...needs.values()];
}

function put(needs: Map<string, Need>, need: Need): void {
  const key = streamKey(need);
  const known = needs.get(key);
  needs.set(key, known ? merged(known, need) : need);
}

/**
 * Two needs for the same stream as one. A tile that is also cued stays a tile for which the sender already encodes
 * the large picture; sound that is heard is not held because it is also cued.
 */
function merged(a: Need, b: Need): Need {
  const layer = a.layer === 'high' || b.layer === 'high' ? 'high' : a.layer;
  const bothCued = a.readiness === 'cued' && b.readiness === 'cued';
  const tileAndCue = layer === 'low' && (a.readiness === 'cued' || b.readiness === 'cued');
  const readiness = bothCued || tileAndCue ? 'cued' : 'live';
  return { siteId: a.siteId, source: a.source, layer, readiness, shown: a.shown || b.shown };
}

/** Highest layer a sender must encode for all these wishes; null when nobody wants its picture (rule ST-11). */
export function wantedLayer(wishes: Iterable<Wish>): Layer | null {
  let wanted: Layer | null = null;
  for (const wish of wishes) {
    if (wish.layer === null) continue;
    if (wish.layer === 'high' || wish.readiness === 'cued') return 'high';
    wanted = wish.layer;
  }
  return wanted;
}

/** Whether packets must flow for these wishes: cued sound alone is held (rule ST-12). */
export function mustFlow(wishes: Iterable<Wish>): boolean {
  for (const wish of wishes) if (wish.layer !== null || wish.readiness === 'live') return true;
  return false;
}

/** A seat that is really connected, and the node it sits on. */
export interface SeatAt {
  readonly seat: Seat;
  readonly nodeId: NodeId;
}

/** A stream that crosses a link, with the strongest wish behind it. */
export interface LinkStream extends Subscription {
  /** Somebody behind the link shows or hears it; false while it is only cued. */
  readonly shown: boolean;
}

/** What one direction of a link carries: each stream once (rule ST-13). */
export interface LinkDemand {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly streams: readonly LinkStream[];
}

/**
 * Streams that must cross each link of the cascade for the seats that are connected; links without any are left out.
 * A stream between two seats of one node crosses none.
 */
export function demandsOf(
  plan: StagePlan & { readonly tree: TreeShape },
  seats: readonly SeatAt[],
): LinkDemand[] {
  const homes = new Map(plan.roster.map((entry) => [entry.siteId, entry.nodeId]));
  for (const { deskId, nodeId } of plan.talks ?? []) homes.set(deskId, nodeId);
  const crossing = new Map<string, { from: NodeId; to: NodeId; needs: Map<string, Need> }>();
  for (const [nodeId, needs] of needsByNode(plan, seats)) {
    for (const need of needs.values()) {
      const home = homes.get(need.siteId);
      const path = home === undefined ? null : pathBetween(plan.tree, home, nodeId);
      for (const [from, to] of steps(path ?? [])) {
        const link = crossing.get(`${from}>${to}`) ?? { from, to, needs: new Map<string, Need>() };
        crossing.set(`${from}>${to}`, link);
        put(link.needs, need);
      }
    }
  }
  return [...crossing.values()].map(({ from, to, needs }) => ({ from, to, streams: [...needs.values()] }));
}

/** What all seats of a node need together: many rooms of a large meeting want the same few streams. */
function needsByNode(plan: StagePlan, seats: readonly SeatAt[]): Map<NodeId, Map<string, Need>> {
  const nodes = new Map<NodeId, Map<string, Need>>();
  for (const { seat, nodeId } of seats) {
    const needs = nodes.get(nodeId) ?? new Map<string, Need>();
    nodes.set(nodeId, needs);
    for (const need of needsOf(plan, seat)) put(needs, need);
  }
  return nodes;
}

function* steps(path: readonly NodeId[]): Generator<[NodeId, NodeId]> {
  for (let index = 1; index < path.length; index += 1) {
    const from = path[index - 1];
    const to = path[index];
    if (from !== undefined && to !== undefined) yield [from, to];
  }
}

/**
 * Whether an MCU shows exactly one site full screen toward the chair (rule ST-14, R-CON-09): `grid` while more than one
 * camera that somebody shows crosses its link in that direction, `oneSite`, or `nothing`.
 *
 * @param towardChair - what its link carries in the direction of the chair's node
 */
export function slaveLayout(towardChair: LinkDemand | undefined): 'nothing' | 'oneSite' | 'grid' {
  const cameras = towardChair?.streams.filter((stream) => stream.source === 'camera' && stream.shown) ?? [];
  if (cameras.length === 0) return 'nothing';
  return cameras.length === 1 ? 'oneSite' : 'grid';
}
