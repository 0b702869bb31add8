import { z } from 'zod';
import { Instant, MeetingId, OrganisationId } from '../ids.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { Citation } from '../regulation/values.ts';

const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();

/** `POST /api/violations`: what somebody saw (R-SEC-12). */
export const ReportViolation = z.strictObject({
  /** A prohibition of the home locality's regulation. */
  kind: ProfileKey,
  organisationId: OrganisationId,
  meetingId: MeetingId.nullable().default(null),
  happenedAt: Instant,
  evidence: line(3, 2_000),
});
export type ReportViolation = z.infer<typeof ReportViolation>;
/** `POST /api/violations/:id/handling` */
export const HandleViolation = z.strictObject({
  outcome: z.enum(['handled', 'dismissed']),
  handling: line(3, 2_000),
});
export type HandleViolation = z.infer<typeof HandleViolation>;

export const Violation = z.strictObject({
  violationId: z.string().max(64),
  kind: ProfileKey,
  label: z.string().max(300),
  cite: z.array(Citation).max(5),
  organisationId: OrganisationId.nullable(),
  organisationName: z.string().max(200).nullable(),
  meetingId: MeetingId.nullable(),
  happenedAt: Instant,
  foundBy: z.enum(['system', 'person']),
  byName: z.string().max(200),
  evidence: z.string().max(2_000),
  state: z.enum(['open', 'handled', 'dismissed']),
  handling: z.string().max(2_000).nullable(),
  handledByName: z.string().max(200).nullable(),
});
export type Violation = z.infer<typeof Violation>;
/** `GET /api/violations`, the open ones first, then the newest. */
export const ViolationList = z.strictObject({
  /** What the home locality's text prohibits. */
  prohibitions: z
    .array(z.strictObject({ key: ProfileKey, label: z.string().max(300), cite: z.array(Citation).max(5) }))
    .max(30),
  violations: z.array(Violation).max(1_000),
  mayWrite: z.boolean(),
});
export type ViolationList = z.infer<typeof ViolationList>;
