import { z } from 'zod';
import { Offset, ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';
import { UnitScope } from './directory-rules.ts';

const cite = z.array(Citation).min(1).max(5);

/** What a report states, row by row. */
export const ReportForm = z.enum([
  /** A row for each site: sessions, losses of signal, quality (QN PL II). */
  'quality',
  /** A row for each session (QN PL I). */
  'sessionLog',
  /** A row for each host and kind of meeting. */
  'count',
  /** A row for each site: use, incidents, what is left to be mended. */
  'use',
  /** A row for each duty of the text: how often owed, how often late. */
  'execution',
]);
export type ReportForm = z.infer<typeof ReportForm>;

/** Over what a report is made. A quarter runs from day 1 of its first month to its last day, a year from 01/01 to 31/12. */
export const ReportPeriod = z.enum(['session', 'month', 'quarter', 'halfYear', 'year']);
export type ReportPeriod = z.infer<typeof ReportPeriod>;

export const ReportDue = z.discriminatedUnion('kind', [
  /** So long after the last day of the period. */
  z.strictObject({ kind: z.literal('after'), offset: Offset }),
  /** With the last day of the period. */
  z.strictObject({ kind: z.literal('lastDay') }),
  /** Before a day of the year: the day before is the last. */
  z.strictObject({ kind: z.literal('before'), month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
  /** The text sets no limit. */
  z.strictObject({ kind: z.literal('open') }),
]);
export type ReportDue = z.infer<typeof ReportDue>;

/** Who makes a report. */
export const ReportAuthor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('role'), role: ProfileKey }),
  /** Every unit with a site that fits one of these scopes. */
  z.strictObject({ kind: z.literal('units'), scopes: z.array(UnitScope).min(1).max(6) }),
]);
export type ReportAuthor = z.infer<typeof ReportAuthor>;

/** Who gets it. `superior`: the unit above in the reporting tree; `nobody`: kept as a record. */
export const ReportRecipient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('role'), role: ProfileKey }),
  z.strictObject({ kind: z.literal('superior') }),
  z.strictObject({ kind: z.literal('nobody') }),
]);
export type ReportRecipient = z.infer<typeof ReportRecipient>;

/** One line of a locality's report calendar (R-RPT-01). */
export const ReportRule = z.strictObject({
  key: ProfileKey,
  name: z.string().min(3).max(200),
  form: ReportForm,
  periods: z.array(z.strictObject({ period: ReportPeriod, due: ReportDue })).max(5),
  author: ReportAuthor,
  recipient: ReportRecipient,
  /** Rows of these reports that came to the author are taken over (R-RPT-06). */
  includes: z.array(ProfileKey).max(5).default([]),
  /** Also whenever it is asked for. */
  onDemand: z.boolean(),
  reminders: z.array(Offset).max(5),
  /** Printed above the sheet; null: the name. */
  annex: z.string().max(40).nullable().default(null),
  cite,
  note: z.string().max(400).nullable(),
});
export type ReportRule = z.infer<typeof ReportRule>;

/** Who collects what is hard to apply, and what becomes of it (R-RPT-08). */
const FeedbackRule = z.strictObject({ desk: ProfileKey, label: z.string().min(3).max(300), cite });

/** A locality's report calendar, as its text has it. */
export const ReportRules = z
  .strictObject({
    calendar: z.array(ReportRule).max(20),
    /** Null: the text names nobody who collects problems in applying it. */
    feedback: FeedbackRule.nullable(),
  })
  .superRefine(({ calendar }, context) => {
    const keys = new Set(calendar.map(({ key }) => key));
    if (keys.size !== calendar.length)
      context.addIssue({ code: 'custom', path: ['calendar'], message: 'a report twice' });
    for (const [index, { includes, periods }] of calendar.entries()) {
      for (const key of includes)
        if (!keys.has(key))
          context.addIssue({
            code: 'custom',
            path: ['calendar', index],
            message: `report ${key} is not there`,
          });
      if (new Set(periods.map(({ period }) => period)).size !== periods.length)
        context.addIssue({ code: 'custom', path: ['calendar', index], message: 'a period twice' });
    }
  });
export type ReportRules = z.infer<typeof ReportRules>;

export const silentReports: ReportRules = { calendar: [], feedback: null };
