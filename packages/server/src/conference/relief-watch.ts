import type { ConferenceEventBody, ConferenceState, NodeId, SiteId } from '@nhipcau/contracts';
import { type NodeEvidence, relieve, type StandbyAtHand, verdictOf } from '@nhipcau/domain';
import type { NodePresence } from '../nodes/node-registry.ts';
import type { Observations } from './observations.ts';
import type { Presence } from './presence.ts';

export interface ReliefWatchOptions {
  readonly state: () => ConferenceState;
  readonly observations: Observations;
  readonly presence: Presence;
  readonly presenceOf: (nodeId: NodeId) => NodePresence;
  readonly standbyOf: (nodeId: NodeId) => StandbyAtHand | null;
}

/** Gathers what tells a lost node from one whose line to the server is cut, and says when a standby takes its place. */
export class ReliefWatch {
  readonly #options: ReliefWatchOptions;
  readonly #unreached = new Map<NodeId, Set<SiteId>>();

  constructor(options: ReliefWatchOptions) {
    this.#options = options;
  }

  /** A room says that it cannot reach its node. */
  cannotReach(nodeId: NodeId, siteId: SiteId): void {
    const { roster } = this.#options.state();
    if (!roster.some((entry) => entry.siteId === siteId && entry.nodeId === nodeId)) return;
    const rooms = this.#unreached.get(nodeId) ?? new Set();
    this.#unreached.set(nodeId, rooms.add(siteId));
  }

  /** It is there again: what was said of it before counts no more. */
  heard(nodeId: NodeId): void {
    this.#unreached.delete(nodeId);
  }

  /** Whether any node is away at all. */
  get isNeeded(): boolean {
    const { state, presence } = this.#options;
    return state().tree.some(({ nodeId }) => presence.isNodeLost(nodeId));
  }

  /** What follows from what is known at this moment; at most one node changes places at a time. */
  due(): ConferenceEventBody[] {
    const { state, standbyOf, presence } = this.#options;
    const { tree, roster } = state();
    const isHeard = (id: NodeId) => this.#isThere(id);
    for (const { nodeId } of tree) {
      if (verdictOf(this.#evidenceOf(nodeId)) !== 'lost') continue;
      const siteIds = roster.flatMap(({ siteId, nodeId: at }) =>
        at === nodeId && presence.siteOf(siteId) !== null ? [siteId] : [],
      );
      const decided = relieve(state(), { nodeId, siteIds }, { standbyOf, isHeard });
      if (decided.ok) return decided.value;
    }
    return [];
  }

  #isThere(nodeId: NodeId): boolean {
    return this.#options.presenceOf(nodeId).state === 'connected';
  }

  #evidenceOf(nodeId: NodeId): NodeEvidence {
    const { state, observations, presence } = this.#options;
    const { tree } = state();
    const isThere = (id: NodeId) => this.#isThere(id);
    const parentId = tree.find((node) => node.nodeId === nodeId)?.parentId ?? null;
    const children = tree.filter((node) => node.parentId === nodeId && isThere(node.nodeId));
    const below = children.flatMap((child) => {
      const seen = observations.linkSeenBy(child.nodeId, child.nodeId, nodeId);
      return seen === null ? [] : [seen.state === 'up' ? ('up' as const) : ('down' as const)];
    });
    const above =
      parentId !== null && isThere(parentId) ? observations.linkSeenBy(parentId, nodeId, parentId) : null;
    return {
      isHeard: isThere(nodeId) || !presence.isNodeLost(nodeId),
      links: above?.state === 'up' ? [...below, 'up'] : below,
      witnesses: below.filter((state) => state === 'down').length + (this.#unreached.get(nodeId)?.size ?? 0),
    };
  }
}
