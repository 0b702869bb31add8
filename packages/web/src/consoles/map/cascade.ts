import type {
  LineAlarm,
  LiveLink,
  LiveMeeting,
  LiveNode,
  LiveSite,
  NodeId,
  RelayObserved,
  ShedStream,
} from '@nhipcau/contracts';
import { type DepthReport, depthOf } from '@nhipcau/domain';
import { type TowardChair, towardChair } from './toward-chair.ts';

/** One stream that crosses a link, and in which direction. */
export interface Crossing {
  readonly siteName: string;
  readonly relay: RelayObserved;
  readonly direction: 'down' | 'up';
}

export interface MapNode {
  readonly node: LiveNode;
  /** Depth in the tree, the top being 0, and place among its level. */
  readonly level: number;
  readonly column: number;
  readonly invited: number;
  readonly seated: number;
  /** Busiest worker's share of a core, or null while nothing is known. */
  readonly cpu: number | null;
}

export interface MapLink {
  readonly childId: NodeId;
  readonly parentId: NodeId;
  readonly state: 'up' | 'down' | 'unknown';
  readonly rttMs: number | null;
  /** What the child receives, kilobits per second. */
  readonly downKbps: number;
  readonly upKbps: number;
  readonly loss: number | null;
  readonly crossings: readonly Crossing[];
  readonly towardChair: TowardChair;
  readonly jitterMs: number | null;
  /** Key frames in the last second, both directions. */
  readonly keyFrames: number;
  readonly limits: Readonly<Record<'down' | 'up', LinkLimit>>;
  readonly shed: readonly Shedding[];
  readonly alarms: readonly LineAlarm[];
}

/** Rate that a direction is held to; null: not limited. */
export interface LinkLimit {
  readonly kbps: number | null;
  readonly isMeasured: boolean;
}

/** A stream that a link carries smaller than wished, or not at all. */
export interface Shedding {
  readonly siteName: string;
  readonly stream: ShedStream;
}

/** A node that takes another's place when that is lost, or has taken it. */
export interface MapStandby {
  readonly nodeId: NodeId;
  readonly standbyId: NodeId;
  readonly isInPlace: boolean;
}

export interface CascadeMap {
  readonly nodes: readonly MapNode[];
  readonly links: readonly MapLink[];
  readonly standbys: readonly MapStandby[];
  /** How far sites are from the chair; null while nothing is known of it. */
  readonly depth: DepthReport | null;
}

/** The tree of media nodes with what is observed of it, ready to be drawn or read out. */
export function cascadeMap(
  nodes: readonly LiveNode[],
  links: readonly LiveLink[],
  sites: readonly LiveSite[],
  meeting: Pick<LiveMeeting, 'chairSiteId' | 'stage' | 'chambers'> | null,
): CascadeMap {
  const shown =
    meeting &&
    towardChair(
      meeting,
      nodes.filter((node) => !node.isSpare),
      sites,
    );
  const names = new Map(sites.map(({ siteId, name }) => [siteId, name]));
  const columns = new Map<number, number>();
  const tree = nodes.filter((node) => !node.isSpare);
  const ordered = [...inTreeOrder(tree), ...nodes.filter((node) => node.isSpare)];
  return {
    standbys: nodes.flatMap(({ nodeId, standbyId, relievedBy }): MapStandby[] => {
      if (relievedBy) return [{ nodeId, standbyId: relievedBy.nodeId, isInPlace: true }];
      return standbyId === null ? [] : [{ nodeId, standbyId, isInPlace: false }];
    }),
    nodes: ordered.map((node) => {
      const level = levelOf(besideWhom(node, nodes), tree);
      const column = columns.get(level) ?? 0;
      columns.set(level, column + 1);
      const own = sites.filter(({ nodeId }) => nodeId === node.nodeId);
      const shares = node.load?.workers.map(({ cpu }) => cpu) ?? [];
      return {
        node,
        level,
        column,
        invited: own.length,
        seated: own.filter(({ state }) => state === 'connected').length,
        cpu: shares.length === 0 ? null : Math.max(...shares),
      };
    }),
    links: links.map(({ childId, parentId, child, parent, alarms }) => {
      const crossing = (direction: 'down' | 'up') => (relay: RelayObserved) => ({
        siteName: names.get(relay.siteId) ?? relay.siteId,
        relay,
        direction,
      });
      const states = [child?.state, parent?.state];
      return {
        childId,
        parentId,
        state: states.every((state) => state === undefined)
          ? ('unknown' as const)
          : states.every((state) => state === undefined || state === 'up')
            ? ('up' as const)
            : ('down' as const),
        rttMs: child?.rttMs ?? parent?.rttMs ?? null,
        downKbps: child?.receiveKbps ?? parent?.sendKbps ?? 0,
        upKbps: parent?.receiveKbps ?? child?.sendKbps ?? 0,
        loss: worst(child?.loss ?? null, parent?.loss ?? null),
        crossings: [
          ...(child?.receives.map(crossing('down')) ?? []),
          ...(parent?.receives.map(crossing('up')) ?? []),
        ],
        towardChair: shown?.({ childId, parentId }) ?? 'nothing',
        jitterMs: worst(child?.jitterMs ?? null, parent?.jitterMs ?? null),
        keyFrames: (child?.keyFrames ?? 0) + (parent?.keyFrames ?? 0),
        limits: { down: limitOf(child), up: limitOf(parent) },
        shed: [...(child?.shed ?? []), ...(parent?.shed ?? [])].map((stream) => ({
          siteName: names.get(stream.siteId) ?? stream.siteId,
          stream,
        })),
        alarms,
      };
    }),
    depth: depthOfMeeting(tree, sites, meeting),
  };
}

function depthOfMeeting(
  nodes: readonly LiveNode[],
  sites: readonly LiveSite[],
  meeting: Pick<LiveMeeting, 'chairSiteId'> | null,
): DepthReport | null {
  const chairNode = sites.find(({ siteId }) => siteId === meeting?.chairSiteId)?.nodeId;
  if (chairNode === undefined || !nodes.some(({ nodeId }) => nodeId === chairNode)) return null;
  return depthOf(
    nodes,
    chairNode,
    sites.map(({ nodeId }) => nodeId),
  );
}

const limitOf = (end: LiveLink['child']): LinkLimit => ({
  kbps: end?.limitKbps ?? null,
  isMeasured: end?.limitMeasured ?? false,
});

/** A spare is drawn beside the node it stands for, or that stands for it. */
function besideWhom(node: LiveNode, nodes: readonly LiveNode[]): LiveNode {
  if (!node.isSpare) return node;
  const other = node.relievedBy
    ? nodes.find(({ nodeId }) => nodeId === node.relievedBy?.nodeId)
    : nodes.find(({ standbyId }) => standbyId === node.nodeId);
  return other ?? node;
}

function inTreeOrder(nodes: readonly LiveNode[]): LiveNode[] {
  const below = (parentId: NodeId | null): LiveNode[] =>
    nodes.filter((node) => node.parentId === parentId).flatMap((node) => [node, ...below(node.nodeId)]);
  const tree = below(null);
  return [...tree, ...nodes.filter((node) => !tree.includes(node))];
}

function levelOf(node: LiveNode, nodes: readonly LiveNode[]): number {
  let level = 0;
  let above = nodes.find(({ nodeId }) => nodeId === node.parentId);
  while (above && level < nodes.length) {
    level += 1;
    const parentId: NodeId | null = above.parentId;
    above = nodes.find(({ nodeId }) => nodeId === parentId);
  }
  return level;
}

const worst = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** `1,9 Mb/s` or `160 kb/s`. */
export function rateText(kbps: number, language: 'vi' | 'en'): string {
  if (kbps < 1_000) return `${Math.round(kbps)} kb/s`;
  const text = (kbps / 1_000).toFixed(1);
  return `${language === 'vi' ? text.replace('.', ',') : text} Mb/s`;
}
