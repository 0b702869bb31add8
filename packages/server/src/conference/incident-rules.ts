import type { ConferenceEventBody, Incident, LineSubject, NodeId, SiteId } from '@nhipcau/contracts';

interface Subject {
  readonly kind: Incident['kind'];
  /** What is broken; it cannot be broken twice at once. */
  readonly subject: string;
}

/** What an event does to the list of incidents (R-MON-03). `moment`: begins and ends at once. */
export type IncidentChange =
  | (Subject & {
      readonly change: 'open' | 'moment';
      readonly siteId: SiteId | null;
      readonly nodeId: NodeId | null;
      readonly detail: string;
    })
  | (Subject & { readonly change: 'close' });

const lineOf = (subject: LineSubject): string => (subject.kind === 'site' ? subject.siteId : linkOf(subject));

const linkOf = ({ childId, parentId }: { childId: NodeId; parentId: NodeId }): string =>
  `${childId}>${parentId}`;

/** A site that is lost stays an open incident until its room is there again. */
export function incidentChangeOf(body: ConferenceEventBody): IncidentChange | null {
  switch (body.type) {
    case 'site.dropped':
      return {
        change: 'open',
        kind: 'siteDropped',
        subject: body.siteId,
        siteId: body.siteId,
        nodeId: null,
        detail: body.reason,
      };
    case 'site.joined':
    case 'site.returned':
    case 'site.removed':
      return { change: 'close', kind: 'siteDropped', subject: body.siteId };
    case 'link.down':
      return {
        change: 'open',
        kind: 'linkDown',
        subject: linkOf(body),
        siteId: null,
        nodeId: body.childId,
        detail: body.reason,
      };
    case 'link.up':
    case 'link.closed':
      return { change: 'close', kind: 'linkDown', subject: linkOf(body) };
    case 'node.lost':
      return {
        change: 'open',
        kind: 'nodeLost',
        subject: body.nodeId,
        siteId: null,
        nodeId: body.nodeId,
        detail: 'notHeard',
      };
    case 'node.returned':
      return { change: 'close', kind: 'nodeLost', subject: body.nodeId };
    case 'line.degraded':
      return {
        change: 'open',
        kind: 'lineDegraded',
        subject: `${body.alarm} ${lineOf(body.subject)}`,
        siteId: body.subject.kind === 'site' ? body.subject.siteId : null,
        nodeId: body.subject.kind === 'link' ? body.subject.childId : null,
        detail: body.alarm,
      };
    case 'line.recovered':
      return {
        change: 'close',
        kind: 'lineDegraded',
        subject: `${body.alarm} ${lineOf(body.subject)}`,
      };
    case 'worker.died':
      return {
        change: 'moment',
        kind: 'workerDied',
        subject: body.nodeId,
        siteId: null,
        nodeId: body.nodeId,
        detail: 'workerDied',
      };
    default:
      return null;
  }
}
