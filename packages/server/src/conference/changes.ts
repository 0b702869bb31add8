import type { BringUpId, ConferenceEvent, ConferenceState, NodeId, SiteId } from '@nhipcau/contracts';

/** What has changed since the last delta: names only, the entities are read when it is sent. */
export class Changes {
  meeting = false;
  readonly sites = new Set<SiteId>();
  readonly goneSites = new Set<SiteId>();
  readonly nodes = new Set<NodeId>();
  /** Links by their child. */
  readonly links = new Set<NodeId>();
  readonly bringUps = new Set<BringUpId>();
  readonly log: ConferenceEvent[] = [];
  readonly stills = new Map<SiteId, number>();

  /** Notes what consoles show differently after an event. */
  noteEvent(event: ConferenceEvent, state: ConferenceState): void {
    this.log.push(event);
    const { body } = event;
    switch (body.type) {
      case 'meeting.started':
        this.meeting = true;
        for (const { siteId } of state.roster) this.sites.add(siteId);
        for (const { nodeId } of state.tree) {
          this.nodes.add(nodeId);
          this.links.add(nodeId);
        }
        break;
      case 'bringUp.requested':
      case 'bringUp.changed':
        this.bringUps.add(body.bringUp.bringUpId);
        break;
      case 'site.invited':
        this.meeting = true;
        this.sites.add(body.entry.siteId);
        this.goneSites.delete(body.entry.siteId);
        break;
      case 'site.joined':
      case 'site.dropped':
      case 'site.returned':
      case 'site.lost':
        this.sites.add(body.siteId);
        break;
      case 'link.down':
      case 'link.up':
        this.links.add(body.childId);
        break;
      case 'node.lost':
      case 'node.returned':
        this.nodes.add(body.nodeId);
        break;
      case 'worker.died':
      case 'content.refused':
        break;
      default:
        this.meeting = true;
    }
  }

  /** Notes that a node is heard, or not any more: its links and all its sites look different. */
  noteNode(nodeId: NodeId, { tree }: ConferenceState, sitesOfIt: Iterable<SiteId>): void {
    this.nodes.add(nodeId);
    this.links.add(nodeId);
    for (const node of tree) if (node.parentId === nodeId) this.links.add(node.nodeId);
    for (const siteId of sitesOfIt) this.sites.add(siteId);
  }
}
