import { z } from 'zod';
import { Instant, MeetingId } from '../ids.ts';

/** What the system notices of attempts on it and of changes to it (R-MON-06). */
export const SecurityEventKind = z.enum([
  /** Repeated failed sign-ins of one account. */
  'signInFailures',
  /** Repeated calls of rooms that nobody knows. */
  'unknownCalls',
  /** An MCU announces itself under another address. */
  'addressChange',
  /** Limits of a link were changed. */
  'portChange',
  /** Accounts, delegations or the directory were changed around a meeting. */
  'adminAction',
]);
export type SecurityEventKind = z.infer<typeof SecurityEventKind>;

export const NoticedEvent = z.strictObject({
  eventId: z.string().max(64),
  kind: SecurityEventKind,
  /** Account, room, node or action it is about. */
  subject: z.string().max(200),
  byName: z.string().max(200).nullable(),
  count: z.int().min(1),
  firstAt: Instant,
  lastAt: Instant,
  /** The meeting that was live, or about to be held. */
  meetingId: MeetingId.nullable(),
  state: z.enum(['open', 'handled', 'dismissed']),
  handling: z.string().max(1000).nullable(),
  handledByName: z.string().max(200).nullable(),
});
export type NoticedEvent = z.infer<typeof NoticedEvent>;

/** `GET /api/security-events`, open ones first. */
export const SecurityEventList = z.strictObject({
  events: z.array(NoticedEvent).max(1_000),
  /** Steps prepared for such a case (R-PLN-06). */
  plan: z.strictObject({ name: z.string(), steps: z.array(z.string()).max(12) }).nullable(),
  mayWrite: z.boolean(),
});
export type SecurityEventList = z.infer<typeof SecurityEventList>;

/** `POST /api/security-events/:id/handling` */
export const HandleSecurityEvent = z.strictObject({
  outcome: z.enum(['handled', 'dismissed']),
  handling: z.string().trim().min(3).max(1000),
});
export type HandleSecurityEvent = z.infer<typeof HandleSecurityEvent>;
