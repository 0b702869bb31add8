import { z } from 'zod';
import { Instant, OrganisationId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { ProfileKey } from '../regulation/deadline.ts';
import { ReportDue, ReportForm, ReportPeriod } from '../regulation/office/report-rules.ts';
import { Citation } from '../regulation/values.ts';

const name = z.string().max(300);
const reason = z.string().trim().min(3).max(500);

export const ReportId = z.string().min(1).max(64).brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;

/** Columns of all forms; which of them a form has is decided by `reportColumns`. */
export const ReportColumn = z.enum([
  'device',
  'sessions',
  'lossTotal',
  'lossLong',
  'cause',
  'repair',
  'sound',
  'line',
  'picture',
  'good',
  'unconfirmed',
  'minutes',
  'connected',
  'incidents',
  'callsLate',
  'attendance',
  'kind',
  'rehearsals',
  'sites',
  'urgent',
  'mixed',
  'recorded',
  'content',
  'time',
  'recording',
  'siteTechnician',
  'telecomTechnician',
  'open',
  'maintenance',
  'repairs',
  'upkeepCost',
  'needs',
  'owed',
  'late',
]);
export type ReportColumn = z.infer<typeof ReportColumn>;

/** A number, words, or `good`/`notGood` in a column that judges; null: not known. */
export const ReportValue = z.union([z.number().min(0).max(1e12), z.string().trim().max(500), z.null()]);
export type ReportValue = z.infer<typeof ReportValue>;

const Cells = z.partialRecord(ReportColumn, ReportValue);

/** What one cell says instead of what was counted, why, and by whom; the counted value stays beside it. */
const Correction = z.strictObject({
  column: ReportColumn,
  counted: ReportValue,
  reason: z.string().max(500),
  byName: name,
  at: Instant,
});

export const ReportRow = z.strictObject({
  /** A site, session, host and kind, or duty. */
  key: z.string().min(1).max(200),
  name,
  /** The unit whose report it came with; null: the author's own. */
  from: name.nullable(),
  /** As they are stated, corrections applied. */
  cells: Cells,
  corrections: z.array(Correction).max(40),
});
export type ReportRow = z.infer<typeof ReportRow>;

/** `open`: to be made; `returned`: to be made again; `late` is not a state but a fact beside it. */
export const ReportState = z.enum(['open', 'submitted', 'returned', 'accepted']);
export type ReportState = z.infer<typeof ReportState>;

export const ReportLine = z.strictObject({
  reportId: ReportId,
  rule: ProfileKey,
  name,
  form: ReportForm,
  period: ReportPeriod,
  from: LocalDate,
  to: LocalDate,
  /** Null: the office that runs this installation. */
  authorId: OrganisationId.nullable(),
  author: name,
  /** Null: kept as a record. */
  recipient: name.nullable(),
  state: ReportState,
  dueAt: Instant.nullable(),
  /** Not handed in although its limit has passed, or handed in after it. */
  late: z.boolean(),
  onDemand: z.boolean(),
  submittedAt: Instant.nullable(),
  article: z.string().max(60),
  mayWrite: z.boolean(),
  mayReceive: z.boolean(),
});
export type ReportLine = z.infer<typeof ReportLine>;

/** `GET /api/reports`. `mine`: to be made; `received`: of those who report here. */
export const ReportQuery = z.strictObject({
  view: z.enum(['mine', 'received', 'all']).default('mine'),
  /** Only what is not settled. */
  open: z.enum(['yes', 'no']).default('yes'),
});
export type ReportQuery = z.infer<typeof ReportQuery>;
export const ReportList = z.strictObject({
  reports: z.array(ReportLine).max(3_000),
  /** Reports of the calendar that this person may ask for. */
  demandable: z.array(z.strictObject({ rule: ProfileKey, name })).max(20),
});
export type ReportList = z.infer<typeof ReportList>;

/** `GET /api/reports/:reportId` */
export const Report = ReportLine.extend({
  columns: z.array(ReportColumn).min(1).max(40),
  rows: z.array(ReportRow).max(20_000),
  /** Sums of the columns that can be added. */
  total: Cells,
  /** Reports that belong into this one, and how each stands (R-RPT-06). */
  parts: z
    .array(
      z.strictObject({
        reportId: ReportId,
        author: name,
        /** Into whose sheet it goes; null: straight into this one. */
        under: name.nullable(),
        state: ReportState,
        late: z.boolean(),
        /** Not handed in: its figures are not in this one. */
        missing: z.boolean(),
      }),
    )
    .max(2_000),
  steps: z
    .array(
      z.strictObject({
        act: z.enum(['open', 'submit', 'return', 'accept']),
        at: Instant,
        byName: name,
        reason: z.string().max(500).nullable(),
      }),
    )
    .max(500),
});
export type Report = z.infer<typeof Report>;

/** `POST /api/reports/:reportId/corrections` */
export const CorrectReport = z.strictObject({
  row: z.string().min(1).max(200),
  column: ReportColumn,
  value: ReportValue,
  reason,
});
export type CorrectReport = z.infer<typeof CorrectReport>;

/** `POST /api/reports/:reportId/acts` */
export const ActOnReport = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('submit') }),
  z.strictObject({ act: z.literal('return'), reason }),
  z.strictObject({ act: z.literal('accept') }),
]);
export type ActOnReport = z.infer<typeof ActOnReport>;

/** `POST /api/reports`: a report outside its turn (R-RPT-01, ad hoc). */
export const DemandReport = z.strictObject({
  rule: ProfileKey,
  from: LocalDate,
  to: LocalDate,
  dueOn: LocalDate,
});
export type DemandReport = z.infer<typeof DemandReport>;

/** `GET /api/report-calendar` */
export const ReportCalendar = z.strictObject({
  reports: z
    .array(
      z.strictObject({
        rule: ProfileKey,
        name,
        form: ReportForm,
        periods: z.array(z.strictObject({ period: ReportPeriod, due: ReportDue })).max(5),
        author: name,
        recipient: name.nullable(),
        onDemand: z.boolean(),
        cite: z.array(Citation).max(5),
        note: z.string().max(400).nullable(),
      }),
    )
    .max(20),
});
export type ReportCalendar = z.infer<typeof ReportCalendar>;
