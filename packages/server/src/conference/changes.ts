import type { BringUpId, ConferenceEvent, ConferenceState, NodeId, SiteId } from '@nhipcau/contracts';

/** What has changed since the last delta: names only, the entities are read when it is sent. */
export class Changes {
  meeting = false;
  segments = false;
  speech = false;
  connecting = false;
  attendance = false;
  directions = false;
  readonly sites = new Set<SiteId>();
  readonly goneSites = new Set<SiteId>();
  readonly nodes = new Set<NodeId>();
  /** Gates of other installations that take part no more. */
  readonly goneNodes = new Set<NodeId>();
  /** Links by their child. */
  readonly links = new Set<NodeId>();
  readonly goneLinks: { readonly childId: NodeId; readonly parentId: NodeId }[] = [];
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
        this.connecting = true;
        for (const { siteId } of state.roster) this.sites.add(siteId);
        for (const { nodeId } of state.tree) {
          this.nodes.add(nodeId);
          this.links.add(nodeId);
        }
        break;
      case 'script.takenUp':
        this.meeting = true;
        this.segments = true;
        break;
      case 'node.relieved':
      case 'node.reinstated':
        this.meeting = true;
        for (const { siteId } of state.roster) this.sites.add(siteId);
        for (const { nodeId } of [...state.tree, ...(state.reliefs?.tree ?? [])]) {
          this.nodes.add(nodeId);
          this.links.add(nodeId);
        }
        this.nodes.add(body.nodeId);
        break;
      case 'link.closed':
        this.goneLinks.push({ childId: body.childId, parentId: body.parentId });
        break;
      case 'meeting.reset':
        this.meeting = true;
        for (const { siteId } of state.roster) this.sites.add(siteId);
        break;
      case 'trunk.linked':
        this.meeting = true;
        this.nodes.add(body.node.nodeId);
        this.links.add(body.node.nodeId);
        this.goneNodes.delete(body.node.nodeId);
        if (body.replaces) this.goneNodes.add(body.replaces);
        for (const { siteId } of body.entries) {
          this.sites.add(siteId);
          this.goneSites.delete(siteId);
        }
        break;
      case 'trunk.unlinked':
        this.meeting = true;
        this.goneNodes.add(body.nodeId);
        break;
      case 'bringUp.requested':
      case 'bringUp.changed':
        this.bringUps.add(body.bringUp.bringUpId);
        // The end of a call ends the speech that it was made for.
        if (state.speakRequests.some(({ bringUpId }) => bringUpId === body.bringUp.bringUpId)) {
          this.speech = true;
          this.meeting = true;
        }
        break;
      case 'direction.sent':
      case 'direction.read':
        this.directions = true;
        break;
      case 'attendance.asked':
      case 'attendance.given':
        this.attendance = true;
        break;
      case 'connect.queued':
      case 'connect.called':
      case 'connect.answered':
      case 'connect.unanswered':
      case 'connect.escalated':
      case 'connect.slaveJoined':
      case 'connect.slaveLate':
      case 'connect.recorded':
      case 'connect.stepped':
      case 'connect.ready':
        this.connecting = true;
        break;
      case 'speak.changed':
      case 'speak.arranged':
        this.speech = true;
        this.meeting = true;
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
      case 'line.degraded':
      case 'line.recovered':
        if (body.subject.kind === 'site') this.sites.add(body.subject.siteId);
        else this.links.add(body.subject.childId);
        break;
      case 'node.lost':
      case 'node.returned':
        this.nodes.add(body.nodeId);
        break;
      case 'worker.died':
      case 'sound.mended':
      case 'content.refused':
      case 'device.barred':
      case 'report.written':
      case 'camera.recalled':
      case 'camera.turned':
        break;
      default:
        this.meeting = true;
    }
  }

  /** Notes that the meeting itself looks different, without an event: somebody is at a console. */
  noteMeeting(): void {
    this.meeting = true;
  }

  /** Notes that a node is heard, or not any more: its links and all its sites look different. */
  noteNode(nodeId: NodeId, { tree }: ConferenceState, sitesOfIt: Iterable<SiteId>): void {
    this.nodes.add(nodeId);
    this.links.add(nodeId);
    for (const node of tree) if (node.parentId === nodeId) this.links.add(node.nodeId);
    for (const siteId of sitesOfIt) this.sites.add(siteId);
  }
}
