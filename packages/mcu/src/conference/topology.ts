import {
  type ConferencePlan,
  defaultLinkBudget,
  type LinkLimits,
  MAX_LINKS,
  type NodeId,
  type RosterEntry,
  type SiteId,
  type Source,
  type SpareNode,
  type StreamAnnounced,
  type TalkPlan,
  type TreeNode,
  type TrunkEnd,
} from '@nhipcau/contracts';
import { nextHop } from '@nhipcau/domain';

/** Why an announcement is not believed. */
export type AnnouncementFault = 'loop' | 'tooLong' | 'notFromPeer' | 'notItsHome' | 'notOnTheWay';

/** The conference's tree as one of its nodes sees it. */
export class Topology {
  readonly self: NodeId;
  readonly parent: TreeNode | null;
  readonly children: readonly TreeNode[];
  /** Above this node if another change of places comes: dialled before, so that the link stands at once (rule SB-9). */
  readonly warmParents: readonly SpareNode[];
  /** Below this node in that case: they may dial. */
  readonly warmChildren: readonly SpareNode[];
  readonly #own: TreeNode | null;
  readonly #roster: ReadonlyMap<SiteId, RosterEntry>;
  readonly #nextHops: ReadonlyMap<NodeId, NodeId | null>;

  /** Where consoles sit that speak on the talkback. */
  readonly #desks: ReadonlyMap<SiteId, TalkPlan>;

  constructor(
    self: NodeId,
    {
      tree,
      roster,
      spares,
      talks = [],
    }: Pick<ConferencePlan, 'tree' | 'roster' | 'spares'> & Partial<Pick<ConferencePlan, 'talks'>>,
  ) {
    this.self = self;
    const own = tree.find((node) => node.nodeId === self);
    this.#own = own ?? null;
    this.parent = tree.find((node) => node.nodeId === own?.parentId) ?? null;
    this.children = own === undefined ? [] : tree.filter((node) => node.parentId === self);
    const warm = warmLinks(tree, spares);
    this.warmParents = warm.filter(({ child }) => child.nodeId === self).map(({ parent }) => parent);
    this.warmChildren = warm.filter(({ parent }) => parent.nodeId === self).map(({ child }) => child);
    this.#roster = new Map(roster.map((entry) => [entry.siteId, entry]));
    this.#desks = new Map(talks.map((talk) => [talk.deskId, talk]));
    this.#nextHops = new Map(tree.map((node) => [node.nodeId, nextHop(tree, self, node.nodeId)]));
  }

  /** In the tree of this meeting; a node that is not only knows its plan. */
  get isInTree(): boolean {
    return this.#own !== null;
  }

  get neighbours(): readonly TreeNode[] {
    return this.parent === null ? this.children : [this.parent, ...this.children];
  }

  get sites(): Iterable<RosterEntry> {
    return this.#roster.values();
  }

  isNeighbour(nodeId: NodeId): boolean {
    return this.neighbours.some((node) => node.nodeId === nodeId);
  }

  /** What the link to a neighbour may carry in our direction. */
  limitsFrom(peer: NodeId): LinkLimits {
    if (peer === this.parent?.nodeId) return (this.#own?.budget ?? defaultLinkBudget).down;
    const child = this.children.find((node) => node.nodeId === peer);
    return (child?.budget ?? defaultLinkBudget).up;
  }

  /** The trunk that a neighbour is the gate of; null for a node of our own installation. */
  trunkTo(peer: NodeId): TrunkEnd | null {
    return this.children.find((node) => node.nodeId === peer)?.trunk ?? null;
  }

  /** Whether a stream may be given to a neighbour at all: out of the installation only what its server offers (rule TK-4). */
  mayLeave(peer: NodeId, siteId: SiteId, source: Source): boolean {
    const trunk = this.trunkTo(peer);
    return (
      trunk === null ||
      trunk.offers.some((offer) => offer.siteId === siteId && offer.sources.includes(source))
    );
  }

  entryOf(siteId: SiteId): RosterEntry | null {
    return this.#roster.get(siteId) ?? null;
  }

  /** A console that speaks on the talkback; null: none of that name does. */
  deskOf(deskId: SiteId): TalkPlan | null {
    return this.#desks.get(deskId) ?? null;
  }

  /** Neighbour towards a node; null for the node itself and for unknown ones. */
  nextHopTo(nodeId: NodeId): NodeId | null {
    return this.#nextHops.get(nodeId) ?? null;
  }

  /** Checks the path of an announcement that came from `peer`; null when it is believed (rule LK-3). */
  faultOf(stream: StreamAnnounced, peer: NodeId): AnnouncementFault | null {
    const { path, siteId, streamId } = stream;
    if (path.includes(this.self) || new Set(path).size !== path.length) return 'loop';
    if (path.length > MAX_LINKS) return 'tooLong';
    if (path.at(-1) !== peer) return 'notFromPeer';
    // A site has no voice of a console's name, and a console nothing but its voice on the talkback.
    const home =
      (stream.source === 'talk' ? this.deskOf(siteId) : null)?.nodeId ?? this.entryOf(siteId)?.nodeId;
    if (home === undefined || path[0] !== home || !streamId.startsWith(`${home}/${siteId}/${stream.source}/`))
      return 'notItsHome';
    return this.nextHopTo(home) === peer ? null : 'notOnTheWay';
  }
}

/** Links that there would be if any one node were relieved by its standby. */
function warmLinks(
  tree: readonly TreeNode[],
  spares: readonly SpareNode[],
): { readonly child: SpareNode; readonly parent: SpareNode }[] {
  const byId = new Map<NodeId, SpareNode>([...spares, ...tree].map((node) => [node.nodeId, node]));
  return tree.flatMap((node) => {
    const standby = node.standbyId === undefined ? undefined : byId.get(node.standbyId);
    if (!standby) return [];
    const above = node.parentId === null ? undefined : byId.get(node.parentId);
    const below = tree.filter((child) => child.parentId === node.nodeId);
    return [
      ...(above ? [{ child: standby, parent: above }] : []),
      ...below.map((child) => ({ child, parent: standby })),
    ].filter(({ child, parent }) => child.nodeId !== parent.nodeId);
  });
}
