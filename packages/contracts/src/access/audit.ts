import { z } from 'zod';
import { Instant } from '../ids.ts';

/** Who did it: a signed-in person, a room's device, a node, somebody without a session, or the system by itself. */
export const AuditActorKind = z.enum(['user', 'room', 'node', 'anonymous', 'system']);
export type AuditActorKind = z.infer<typeof AuditActorKind>;

/** One line of the audit: never changed, never deleted. */
export const AuditEntry = z.strictObject({
  id: z.int().min(1),
  at: Instant,
  actorKind: AuditActorKind,
  actorId: z.string().max(100).nullable(),
  actorName: z.string().max(200).nullable(),
  /** `session.open`, `ticket.issue`, `command.stage.take` … */
  action: z.string().max(100),
  meetingId: z.string().max(64).nullable(),
  subject: z.string().max(200).nullable(),
  outcome: z.enum(['allowed', 'refused']),
  /** Error code of a refusal. */
  code: z.string().max(64).nullable(),
  facts: z.record(z.string(), z.unknown()),
  correlationId: z.string().max(64).nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** `GET /api/audit?before=&limit=`, newest first. */
export const AuditPage = z.strictObject({ entries: z.array(AuditEntry).max(500) });
