import { z } from 'zod';
import { Instant, MeetingId, NodeId, SiteId } from '../ids.ts';
import { BringUp } from './bring-up.ts';
import { ConferenceEvent } from './events.ts';

/** Something that went wrong during a meeting, from when until when (R-MON-03). */
export const Incident = z.strictObject({
  incidentId: z.string().max(64),
  meetingId: MeetingId,
  kind: z.enum(['siteDropped', 'linkDown', 'nodeLost', 'workerDied', 'lineDegraded']),
  /** The site that dropped, or null. */
  siteId: SiteId.nullable(),
  /** The node concerned; for a link its lower node. */
  nodeId: NodeId.nullable(),
  /** Reason as the node reported it, a word of the protocol; for people it is put into words by its code. */
  detail: z.string().max(100),
  startedAt: Instant,
  /** Null while it lasts. */
  endedAt: Instant.nullable(),
  durationMs: z.int().min(0).nullable(),
});
export type Incident = z.infer<typeof Incident>;

/** `GET /api/meetings/:meetingId/incidents`, oldest first. */
export const IncidentList = z.strictObject({ incidents: z.array(Incident).max(5000) });
/** `GET /api/meetings/:meetingId/bring-ups`, oldest first, each with all its times. */
export const BringUpList = z.strictObject({ bringUps: z.array(BringUp).max(5000) });
/** `GET /api/meetings/:meetingId/events?after=`, oldest first. */
export const EventPage = z.strictObject({ events: z.array(ConferenceEvent).max(500), more: z.boolean() });
