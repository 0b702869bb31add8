import { z } from 'zod';
import { Instant } from '../ids.ts';

/** Who did it: a signed-in person, a room's device, a node, somebody without a session, or the system by itself. */
export const AuditActorKind = z.enum(['user', 'room', 'node', 'peer', 'anonymous', 'system']);
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

/** What lines of the audit are looked for; text is found without diacritics. */
export const AuditFilter = z.strictObject({
  meetingId: z.string().max(64).optional(),
  actorId: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  outcome: z.enum(['allowed', 'refused']).optional(),
  /** UTC, epoch milliseconds; the end is not included. */
  from: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  to: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  text: z.string().trim().max(100).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** `GET /api/audit?before=&limit=…`, newest first. */
export const AuditQuery = z.strictObject({
  ...AuditFilter.shape,
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const AuditPage = z.strictObject({ entries: z.array(AuditEntry).max(500) });
export type AuditPage = z.infer<typeof AuditPage>;

/** The last link of the chain: written down elsewhere, it proves later that nothing before it was changed. */
export const AuditHead = z.strictObject({
  seq: z.int().min(1),
  /** SHA-256, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditHead = z.infer<typeof AuditHead>;

/** `POST /api/audit/verify`: with a head of an earlier export, also whether that one is still part of the chain. */
export const VerifyAudit = z.strictObject({ head: AuditHead.optional() });
export const AuditVerified = z.strictObject({
  lines: z.int().min(0),
  head: AuditHead.nullable(),
  /** The first line that is not as it was written; null when all are. */
  fault: z
    .strictObject({
      seq: z.int().nullable(),
      id: z.int(),
      kind: z.enum(['altered', 'missing', 'gap', 'unchained', 'headLost']),
    })
    .nullable(),
  tookMs: z.int().min(0),
});
export type AuditVerified = z.infer<typeof AuditVerified>;
