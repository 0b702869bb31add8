import type { ConferenceEvent, ConferenceEventBody, NodeId, SiteId } from '@nhipcau/contracts';

export type SitePresence = 'joined' | 'dropped' | 'lost';

/** What the log last said of sites, links and nodes, so that nothing is written twice, also across a restart. */
export class Presence {
  readonly #sites = new Map<SiteId, SitePresence>();
  readonly #linksDown = new Set<NodeId>();
  readonly #nodesLost = new Set<NodeId>();

  constructor(lastSeen: readonly ConferenceEvent[]) {
    for (const { body } of lastSeen) this.apply(body);
  }

  apply(body: ConferenceEventBody): void {
    switch (body.type) {
      case 'site.joined':
      case 'site.returned':
        this.#sites.set(body.siteId, 'joined');
        break;
      case 'site.dropped':
        this.#sites.set(body.siteId, 'dropped');
        break;
      case 'site.lost':
        this.#sites.set(body.siteId, 'lost');
        break;
      case 'site.removed':
        this.#sites.delete(body.siteId);
        break;
      case 'link.down':
        this.#linksDown.add(body.childId);
        break;
      case 'link.up':
      case 'link.closed':
        this.#linksDown.delete(body.childId);
        break;
      case 'node.lost':
        this.#nodesLost.add(body.nodeId);
        break;
      case 'node.returned':
        this.#nodesLost.delete(body.nodeId);
        break;
      default:
    }
  }

  siteOf(siteId: SiteId): SitePresence | null {
    return this.#sites.get(siteId) ?? null;
  }

  /** The room left of its own will: coming again is a new joining. */
  left(siteId: SiteId): void {
    if (this.#sites.get(siteId) === 'joined') this.#sites.delete(siteId);
  }

  /** A link is known by its child: a node has one parent. */
  isLinkDown(childId: NodeId): boolean {
    return this.#linksDown.has(childId);
  }

  isNodeLost(nodeId: NodeId): boolean {
    return this.#nodesLost.has(nodeId);
  }
}
