import { z } from 'zod';
import { Instant, OrganisationId } from '../ids.ts';
import { Citation } from '../regulation/values.ts';

const words = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();
const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);

export const FeedbackId = z.string().min(1).max(64).brand<'FeedbackId'>();
export type FeedbackId = z.infer<typeof FeedbackId>;

/** `POST /api/feedback`: something is hard to apply (R-RPT-08). The key makes the second of two equal requests harmless. */
export const GiveFeedback = z.strictObject({
  key: z.uuid(),
  organisationId: OrganisationId,
  /** The article it is about, as the unit names it; null: the regulation as a whole. */
  article: z.preprocess(blank, words(1, 60).nullable()).default(null),
  words: words(5, 2_000),
});
export type GiveFeedback = z.infer<typeof GiveFeedback>;

/** `compiled`: put together for the committee; `answered`: settled. */
export const FeedbackState = z.enum(['open', 'compiled', 'answered']);
export type FeedbackState = z.infer<typeof FeedbackState>;

/** `POST /api/feedback/:feedbackId/acts` */
export const FeedbackAct = z.discriminatedUnion('act', [
  /** Reported to the committee, by which document. */
  z.strictObject({ act: z.literal('compile'), document: words(2, 200) }),
  z.strictObject({ act: z.literal('answer'), words: words(3, 2_000) }),
]);
export type FeedbackAct = z.infer<typeof FeedbackAct>;

const Said = z.strictObject({ at: Instant, byName: z.string().max(200), words: z.string().max(2_000) });
export const Feedback = z.strictObject({
  feedbackId: FeedbackId,
  organisationId: OrganisationId,
  /** As the unit was called then. */
  unit: z.string().max(200),
  article: z.string().max(60).nullable(),
  words: z.string().max(2_000),
  at: Instant,
  byName: z.string().max(200),
  state: FeedbackState,
  compiled: Said.nullable(),
  answered: Said.nullable(),
});
export type Feedback = z.infer<typeof Feedback>;

export const FeedbackQuery = z.strictObject({ year: z.coerce.number().int().min(2020).max(2100).optional() });
export type FeedbackQuery = z.infer<typeof FeedbackQuery>;
/** `GET /api/feedback?year=`, the newest first. */
export const FeedbackList = z.strictObject({
  /** Who collects it by the text; null: the text names nobody. */
  rule: z
    .strictObject({
      desk: z.string().max(200),
      label: z.string().max(300),
      cite: z.array(Citation).max(5),
    })
    .nullable(),
  feedback: z.array(Feedback).max(2_000),
  /** Units for which this person may tell something. */
  units: z.array(z.strictObject({ organisationId: OrganisationId, name: z.string().max(200) })).max(5_000),
  mayHandle: z.boolean(),
});
export type FeedbackList = z.infer<typeof FeedbackList>;
