import { z } from 'zod';
import { Instant, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { Citation } from '../regulation/values.ts';

const text = (max: number) => z.string().trim().normalize().min(3).max(max);
const optional = (max: number) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
      z.string().trim().max(max).nullable(),
    )
    .default(null);

/** `POST /api/sites/:siteId/room-conditions`: one judgement of one condition (R-DIR-10). */
export const JudgeRoom = z
  .strictObject({
    key: ProfileKey,
    result: z.enum(['met', 'failed']),
    assessedOn: LocalDate,
    assessor: z.string().trim().normalize().min(2).max(200),
    expiresOn: LocalDate.nullable(),
    note: optional(1_000),
  })
  .refine(({ assessedOn, expiresOn }) => expiresOn === null || expiresOn >= assessedOn, {
    path: ['expiresOn'],
    message: 'before the assessment',
  });
export type JudgeRoom = z.infer<typeof JudgeRoom>;

const RoomCondition = z.strictObject({
  key: ProfileKey,
  label: z.string().max(300),
  mandatory: z.boolean(),
  cite: z.array(Citation).max(5),
  result: z.enum(['met', 'failed']).nullable(),
  isExpired: z.boolean(),
  assessedOn: LocalDate.nullable(),
  assessor: z.string().max(200).nullable(),
  expiresOn: LocalDate.nullable(),
  note: z.string().max(1_000).nullable(),
});
export const RoomSheet = z.strictObject({
  standing: z.enum(['eligible', 'notEligible', 'incomplete']),
  conditions: z.array(RoomCondition).max(30),
});
export type RoomSheet = z.infer<typeof RoomSheet>;

/** `POST /api/admissions/:siteId/evidence` */
export const GiveEvidence = z.strictObject({
  key: ProfileKey,
  result: z.enum(['met', 'failed']),
  evidence: text(2_000),
  documentNumber: optional(100),
  assessedOn: LocalDate,
  assessor: z.string().trim().normalize().min(2).max(200),
});
export type GiveEvidence = z.infer<typeof GiveEvidence>;
/** `POST /api/admissions/:siteId/decision` */
export const DecideAdmission = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('admit') }),
  z.strictObject({ decision: z.literal('refuse'), reason: text(1_000) }),
]);
export type DecideAdmission = z.infer<typeof DecideAdmission>;

const AdmissionState = z.enum(['none', 'proposed', 'admitted', 'refused']);
const Quota = z.strictObject({
  label: z.string().max(300).nullable(),
  limit: z.int().nullable(),
  admitted: z.int(),
  hasRoom: z.boolean(),
  binding: z.boolean(),
  mayBeExtended: z.boolean(),
  cite: z.array(Citation).max(5),
});
export const AdmissionSummary = z.strictObject({
  siteId: SiteId,
  siteName: z.string().max(200),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  levelCode: z.string().max(40),
  siteStatus: z.enum(['proposed', 'admitted', 'suspended', 'closed']),
  state: AdmissionState,
  isNewMember: z.boolean(),
  openCount: z.int(),
  openedAt: Instant.nullable(),
  decidedAt: Instant.nullable(),
});
export type AdmissionSummary = z.infer<typeof AdmissionSummary>;

/** `GET /api/admissions`: files, and proposed sites that have none yet. */
export const AdmissionList = z.strictObject({
  admissions: z.array(AdmissionSummary).max(3_000),
  /** False: the locality's text sets no conditions that bind. */
  blocking: z.boolean(),
  evaluator: z.string().max(300).nullable(),
});

export const AdmissionFile = z.strictObject({
  ...AdmissionSummary.shape,
  blocking: z.boolean(),
  evaluator: z.string().max(300).nullable(),
  cite: z.array(Citation).max(5),
  quota: Quota,
  room: RoomSheet,
  conditions: z
    .array(
      z.strictObject({
        key: ProfileKey,
        label: z.string().max(300),
        kind: z.enum(['room', 'quota', 'evaluation', 'document']),
        cite: z.array(Citation).max(5),
        result: z.enum(['met', 'failed']).nullable(),
        evidence: z.string().max(2_000).nullable(),
        documentNumber: z.string().max(100).nullable(),
        assessor: z.string().max(200).nullable(),
        assessedOn: LocalDate.nullable(),
        /** Counted by the system itself, no evidence is taken. */
        counted: z.boolean(),
      }),
    )
    .max(20),
  reason: z.string().max(1_000).nullable(),
  decidedBy: z.string().max(200).nullable(),
  mayApply: z.boolean(),
  mayDecide: z.boolean(),
});
export type AdmissionFile = z.infer<typeof AdmissionFile>;

/** `POST /api/quota-exceptions` */
export const DraftException = z.strictObject({
  organisationId: OrganisationId,
  sites: z.int().min(1).max(20),
  plan: text(300),
  need: text(4_000),
  responsibleId: OrganisationId,
});
export type DraftException = z.infer<typeof DraftException>;
/** `POST /api/quota-exceptions/:exceptionId` */
export const ActOnException = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('submit') }),
  z.strictObject({ act: z.literal('revise') }),
  z.strictObject({ act: z.literal('accept'), decisionNumber: text(100), decisionOn: LocalDate }),
  z.strictObject({ act: z.literal('refuse'), reason: text(1_000) }),
]);
export type ActOnException = z.infer<typeof ActOnException>;
export const QuotaException = z.strictObject({
  exceptionId: z.string().max(64),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  state: z.enum(['drafted', 'submitted', 'accepted', 'refused']),
  sites: z.int(),
  plan: z.string().max(300),
  need: z.string().max(4_000),
  responsibleName: z.string().max(200),
  draftedAt: Instant,
  decisionNumber: z.string().max(100).nullable(),
  decisionOn: LocalDate.nullable(),
  reason: z.string().max(1_000).nullable(),
  mayWrite: z.boolean(),
  mayDecide: z.boolean(),
});
export type QuotaException = z.infer<typeof QuotaException>;
export const QuotaExceptionList = z.strictObject({ exceptions: z.array(QuotaException).max(2_000) });
