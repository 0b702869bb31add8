import { z } from 'zod';
import { Instant, MeetingId, SiteId } from '../ids.ts';
import { LossClass } from '../monitoring/lines.ts';
import { EndingStep } from '../regulation/office/ending-rules.ts';

const line = z.string().trim().min(2).max(300);

export const Grade = z.enum(['good', 'fair', 'poor']);
export type Grade = z.infer<typeof Grade>;

/** How a site judges the meeting: three answers, one minute. */
export const SiteRating = z.strictObject({
  picture: Grade,
  sound: Grade,
  line: Grade,
  note: line.nullable(),
});
export type SiteRating = z.infer<typeof SiteRating>;

export const IssueId = z.string().min(1).max(64).brand<'IssueId'>();
export type IssueId = z.infer<typeof IssueId>;

/** What people do after a meeting. Site null: at the control room. */
export const EndingAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('step'), siteId: SiteId.nullable(), step: EndingStep }),
  z.strictObject({ act: z.literal('rate'), siteId: SiteId, rating: SiteRating }),
  z.strictObject({ act: z.literal('leaveIssue'), siteId: SiteId, words: line, dueAt: Instant.nullable() }),
  z.strictObject({ act: z.literal('takeOver'), issueId: IssueId, note: line.nullable() }),
  z.strictObject({ act: z.literal('fix'), issueId: IssueId, words: line }),
  /** The result was reported upward (R-END-04). */
  z.strictObject({ act: z.literal('report') }),
]);
export type EndingAct = z.infer<typeof EndingAct>;

/** `POST /api/endings/:meetingId/acts`; the key makes the second of two equal requests harmless. */
export const ActOnEnding = z.strictObject({ key: z.uuid(), act: EndingAct });
export type ActOnEnding = z.infer<typeof ActOnEnding>;

/** Something left to be mended at a site (R-END-03). */
export const OutstandingIssue = z.strictObject({
  issueId: IssueId,
  meetingId: MeetingId,
  siteId: SiteId,
  siteName: z.string().max(200),
  words: z.string().max(300),
  at: Instant,
  byName: z.string().max(200),
  dueAt: Instant.nullable(),
  takenOver: z.strictObject({ at: Instant, byName: z.string(), note: z.string().nullable() }).nullable(),
  fixed: z.strictObject({ at: Instant, byName: z.string(), words: z.string() }).nullable(),
});
export type OutstandingIssue = z.infer<typeof OutstandingIssue>;

const StepDone = z.strictObject({ step: EndingStep, at: Instant, byName: z.string().max(200) });

/** A site after the meeting, or the control room. */
export const EndedSite = z.strictObject({
  /** Null: the control room. */
  siteId: SiteId.nullable(),
  number: z.int().nullable(),
  name: z.string().max(200),
  steps: z.array(StepDone).max(3),
  /** The step to be taken now; null: all are taken. */
  next: EndingStep.nullable(),
  rating: SiteRating.extend({ at: Instant, byName: z.string().max(200) }).nullable(),
  /** Signal of the site in the meeting; null: it was not held here. */
  lossClass: LossClass.nullable(),
  lossMs: z.int().min(0).nullable(),
  interrupted: z.string().nullable(),
  incidents: z.int().min(0),
  mayAct: z.boolean(),
});
export type EndedSite = z.infer<typeof EndedSite>;

/** `GET /api/endings/:meetingId` */
export const Ending = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300).nullable(),
  fileNumber: z.string().max(100).nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Steps of the locality, in their order. */
  order: z.array(EndingStep).max(3),
  rates: z.boolean(),
  articles: z.array(z.string().max(60)).max(10),
  sites: z.array(EndedSite).max(2_002),
  issues: z.array(OutstandingIssue).max(2_000),
  /** Whom the result is reported to, and when it was; null: this meeting is not reported. */
  report: z
    .strictObject({
      to: z.string().max(200),
      reportedAt: Instant.nullable(),
      byName: z.string().max(200).nullable(),
    })
    .nullable(),
  /** Issues this person may take over or call fixed. */
  mayMend: z.boolean(),
  mayReport: z.boolean(),
  mayPrint: z.boolean(),
});
export type Ending = z.infer<typeof Ending>;
