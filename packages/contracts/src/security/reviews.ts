import { z } from 'zod';
import { Instant, OrganisationId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { Citation } from '../regulation/values.ts';

const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();

export const Severity = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** `POST /api/security-reviews`: somebody looked at the security of a system (R-SEC-10). */
export const RecordReview = z.strictObject({
  organisationId: OrganisationId,
  title: line(3, 300),
  reviewers: line(3, 300),
  reviewedOn: LocalDate,
  /** Number of the minute. */
  document: line(1, 100).nullable().default(null),
  weaknesses: z
    .array(z.strictObject({ title: line(3, 300), severity: Severity }))
    .max(100)
    .default([]),
});
export type RecordReview = z.infer<typeof RecordReview>;

/** `POST /api/security-weaknesses/:id/plan`: how it is mended, and when work is done on the system. */
export const PlanRemedy = z
  .strictObject({ remedy: line(3, 2_000), startsAt: Instant, endsAt: Instant })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, {
    path: ['endsAt'],
    message: 'ends before it begins',
  });
export type PlanRemedy = z.infer<typeof PlanRemedy>;
/** `POST /api/security-weaknesses/:id/close`: with the test that operation is undisturbed (BD Đ6.7). */
export const CloseWeakness = z.strictObject({
  testedOn: LocalDate,
  test: line(3, 1_000),
  passed: z.boolean(),
});
export type CloseWeakness = z.infer<typeof CloseWeakness>;

export const Weakness = z.strictObject({
  weaknessId: z.string().max(64),
  title: z.string().max(300),
  severity: Severity,
  state: z.enum(['open', 'planned', 'closed']),
  remedy: z.string().max(2_000).nullable(),
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable(),
  /** A meeting has been put into the time of the work since. */
  collides: z.boolean(),
  test: z.strictObject({ on: LocalDate, words: z.string().max(1_000), passed: z.boolean() }).nullable(),
});
export type Weakness = z.infer<typeof Weakness>;
export const SecurityReview = z.strictObject({
  reviewId: z.string().max(64),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  title: z.string().max(300),
  reviewers: z.string().max(300),
  reviewedOn: LocalDate,
  document: z.string().max(100).nullable(),
  byName: z.string().max(200),
  weaknesses: z.array(Weakness).max(100),
});
export type SecurityReview = z.infer<typeof SecurityReview>;
/** `GET /api/security-reviews`, the newest first. */
export const SecurityReviewList = z.strictObject({
  rule: z
    .strictObject({ by: z.string().max(300), everyMonths: z.int(), cite: z.array(Citation).max(5) })
    .nullable(),
  /** When the next review of the installation is due; null where none was made yet: now. */
  dueOn: LocalDate.nullable(),
  isDue: z.boolean(),
  mayWrite: z.boolean(),
  reviews: z.array(SecurityReview).max(500),
});
export type SecurityReviewList = z.infer<typeof SecurityReviewList>;
