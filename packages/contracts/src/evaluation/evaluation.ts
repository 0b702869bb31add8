import { z } from 'zod';
import { SiteRating } from '../ending/ending.ts';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { LossClass } from '../monitoring/lines.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { Citation } from '../regulation/values.ts';

const line = z.string().trim().min(2).max(300);
const Said = z.strictObject({ at: Instant, byName: z.string().max(200) });

/** A session at a site as it is judged: what was measured, what the site says, who confirmed that. */
export const JudgedSite = z.strictObject({
  siteId: SiteId,
  name: z.string().max(300),
  lossClass: LossClass,
  lossMs: z.int().min(0),
  incidents: z.int().min(0),
  /** Times it came to the chair's screen later than allowed. */
  bringUpsLate: z.int().min(0),
  rating: SiteRating.nullable(),
  confirmation: Said.extend({ agreed: z.boolean(), note: z.string().nullable() }).nullable(),
  /** Reached quality; null: the site did not say yet. */
  reached: z.boolean().nullable(),
});
export type JudgedSite = z.infer<typeof JudgedSite>;

/** `GET /api/evaluations/sessions/:meetingId` */
export const SessionEvaluation = z.strictObject({
  meetingId: MeetingId,
  /** Null for whoever may not know what it was about. */
  title: z.string().max(300).nullable(),
  fileNumber: z.string().max(100).nullable(),
  /** Whose word completes it; null: each site's own. */
  compiledBy: z.string().max(200).nullable(),
  confirmedBy: z.string().max(200).nullable(),
  sites: z.array(JudgedSite).max(2_002),
  signed: Said.extend({ words: z.string() }).nullable(),
  mayConfirm: z.boolean(),
  maySign: z.boolean(),
  cite: z.array(Citation).max(5),
});
export type SessionEvaluation = z.infer<typeof SessionEvaluation>;

export const SessionEvaluationAct = z.discriminatedUnion('act', [
  /** Whoever runs the service agrees with what the site says, or says why not (R-EVL-02). */
  z.strictObject({
    act: z.literal('confirmRating'),
    siteId: SiteId,
    agreed: z.boolean(),
    note: line.nullable(),
  }),
  z.strictObject({ act: z.literal('sign'), words: line }),
]);
export type SessionEvaluationAct = z.infer<typeof SessionEvaluationAct>;
export const ActOnSessionEvaluation = z.strictObject({ key: z.uuid(), act: SessionEvaluationAct });
export type ActOnSessionEvaluation = z.infer<typeof ActOnSessionEvaluation>;

/** `2026-1`: the first period of 2026. */
export const PeriodKey = z.string().regex(/^\d{4}-[1-4]$/);
export const Payment = z.enum(['full', 'reduced', 'withheld']);
export type Payment = z.infer<typeof Payment>;

/** A site's sessions in a period, as QN PL II counts them (R-EVL-03). */
export const JudgedFigures = z.strictObject({
  siteId: SiteId,
  name: z.string().max(300),
  organisationId: OrganisationId,
  sessions: z.int().min(0),
  /** Share of the time with signal, of 1; null: no session. */
  availability: z.number().min(0).max(1).nullable(),
  lostWhole: z.int().min(0),
  lostLong: z.int().min(0),
  soundGood: z.int().min(0),
  soundPoor: z.int().min(0),
  lineGood: z.int().min(0),
  linePoor: z.int().min(0),
  pictureGood: z.int().min(0),
  picturePoor: z.int().min(0),
  reached: z.int().min(0),
  /** Sessions judged by the site of which the lessor did not say that they agree. */
  unconfirmed: z.int().min(0),
  incidents: z.int().min(0),
  issuesOpen: z.int().min(0),
  /** What the figures speak for; people decide. */
  suggested: Payment,
});
export type JudgedFigures = z.infer<typeof JudgedFigures>;

export const ObjectionId = z.string().min(1).max(64).brand<'ObjectionId'>();
export type ObjectionId = z.infer<typeof ObjectionId>;

export const PeriodAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('judge'), siteId: SiteId, payment: Payment, reason: line }),
  /** The figures are kept as they are; the time to object begins. */
  z.strictObject({ act: z.literal('publish') }),
  z.strictObject({ act: z.literal('object'), siteId: SiteId, words: line }),
  z.strictObject({
    act: z.literal('answer'),
    objectionId: ObjectionId,
    accepted: z.boolean(),
    payment: Payment,
    words: line,
  }),
  z.strictObject({ act: z.literal('close'), outcome: line }),
]);
export type PeriodAct = z.infer<typeof PeriodAct>;
export const ActOnPeriod = z.strictObject({ key: z.uuid(), act: PeriodAct });
export type ActOnPeriod = z.infer<typeof ActOnPeriod>;

export const Objection = Said.extend({
  objectionId: ObjectionId,
  siteId: SiteId,
  siteName: z.string().max(300),
  words: z.string(),
  answer: Said.extend({ accepted: z.boolean(), payment: Payment, words: z.string() }).nullable(),
});
export type Objection = z.infer<typeof Objection>;

/** `GET /api/evaluations/periods/:period` */
export const PeriodEvaluation = z.strictObject({
  period: PeriodKey,
  from: LocalDate,
  to: LocalDate,
  state: z.enum(['running', 'open', 'published', 'closed']),
  by: z.string().max(200),
  lessor: z.string().max(200),
  sites: z
    .array(JudgedFigures.extend({ payment: Payment.nullable(), reason: z.string().nullable() }))
    .max(3_000),
  published: Said.extend({ objectBy: Instant }).nullable(),
  objections: z.array(Objection).max(2_000),
  closed: Said.extend({ outcome: z.string() }).nullable(),
  may: z.strictObject({ judge: z.boolean(), publish: z.boolean(), object: z.boolean(), close: z.boolean() }),
  cite: z.array(Citation).max(5),
});
export type PeriodEvaluation = z.infer<typeof PeriodEvaluation>;

/** Query of `GET /api/evaluations/execution`. */
export const ExecutionQuery = z.strictObject({ from: LocalDate, to: LocalDate });

/** How the regulation was kept in a span of days (R-EVL-05). */
export const ExecutionReport = z.strictObject({
  from: LocalDate,
  to: LocalDate,
  madeOn: LocalDate,
  by: z.string().max(200),
  duties: z
    .array(
      z.strictObject({
        duty: z.string().max(300),
        article: z.string().max(60),
        owed: z.int().min(0),
        late: z.int().min(0),
        waived: z.int().min(0),
      }),
    )
    .max(200),
  units: z
    .array(
      z.strictObject({
        name: z.string().max(300),
        sessions: z.int().min(0),
        duties: z.int().min(0),
        late: z.int().min(0),
      }),
    )
    .max(500),
  violations: z
    .array(z.strictObject({ label: z.string().max(500), found: z.int().min(0), open: z.int().min(0) }))
    .max(200),
  /** Lines of books that are overdue. */
  linesLate: z.int().min(0),
  cite: z.array(Citation).max(5),
});
export type ExecutionReport = z.infer<typeof ExecutionReport>;

/** `GET /api/evaluations/periods`, the newest first. */
export const PeriodList = z.strictObject({
  periods: z
    .array(PeriodEvaluation.pick({ period: true, from: true, to: true, state: true, published: true }))
    .max(40),
  cite: z.array(Citation).max(5),
  /** Who judges how the regulation is kept; null: the text asks for nothing of the kind. */
  executionBy: z.string().max(200).nullable(),
});
export type PeriodList = z.infer<typeof PeriodList>;
