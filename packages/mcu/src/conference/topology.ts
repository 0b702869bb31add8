import type {
  ConferencePlan,
  NodeId,
  RosterEntry,
  SiteId,
  StreamAnnounced,
  TreeNode,
} from '@nhipcau/contracts';
import { MAX_LINKS } from '@nhipcau/contracts';
import { nextHop } from '@nhipcau/domain';

/** Why an announcement is not believed. */
export type AnnouncementFault = 'loop' | 'tooLong' | 'notFromPeer' | 'notItsHome' | 'notOnTheWay';

/** The conference's tree as one of its nodes sees it. */
export class Topology {
  readonly self: NodeId;
  readonly parent: TreeNode | null;
  readonly children: readonly TreeNode[];
  readonly #roster: ReadonlyMap<SiteId, RosterEntry>;
  readonly #nextHops: ReadonlyMap<NodeId, NodeId | null>;

  constructor(self: NodeId, { tree, roster }: Pick<ConferencePlan, 'tree' | 'roster'>) {
    this.self = self;
    const own = tree.find((node) => node.nodeId === self);
    this.parent = tree.find((node) => node.nodeId === own?.parentId) ?? null;
    this.children = own === undefined ? [] : tree.filter((node) => node.parentId === self);
    this.#roster = new Map(roster.map((entry) => [entry.siteId, entry]));
    this.#nextHops = new Map(tree.map((node) => [node.nodeId, nextHop(tree, self, node.nodeId)]));
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

  entryOf(siteId: SiteId): RosterEntry | null {
    return this.#roster.get(siteId) ?? null;
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
    const home = this.entryOf(siteId)?.nodeId;
    if (home === undefined || path[0] !== home || !streamId.startsWith(`${home}/${siteId}/${stream.source}/`))
      return 'notItsHome';
    return this.nextHopTo(home) === peer ? null : 'notOnTheWay';
  }
}
