import { z } from 'zod';
import { Instant, MeetingId } from '../ids.ts';
import { LocalDate } from './calendar.ts';
import { DeadlineKey } from './deadline.ts';
import { ReportPeriod } from './office/report-rules.ts';
import { Timetable } from './timetable.ts';

/** `void`: the meeting is called off or refused, or its file no longer has this duty. */
export const DeadlineState = z.enum(['pending', 'met', 'late', 'waived', 'impossible', 'void']);
export type DeadlineState = z.infer<typeof DeadlineState>;

/** One duty of one meeting, as lists show it. */
export const LedgerLine = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  start: Instant,
  deadlineId: z.string().max(60),
  key: DeadlineKey,
  duty: z.string().max(300),
  owes: z.array(z.string().max(200)).max(6),
  article: z.string().max(30),
  dueAt: Instant.nullable(),
  state: DeadlineState,
  mayReport: z.boolean(),
  mayWaive: z.boolean(),
});
export type LedgerLine = z.infer<typeof LedgerLine>;

/** A report of the calendar as a duty beside those of meetings; it is done by handing it in. */
export const LedgerReport = z.strictObject({
  reportId: z.string().max(64),
  duty: z.string().max(300),
  /** Over what it is made. */
  period: ReportPeriod,
  from: LocalDate,
  to: LocalDate,
  owes: z.string().max(300),
  /** Who waits for it; null: kept as a record. */
  tells: z.string().max(300).nullable(),
  article: z.string().max(60),
  dueAt: Instant.nullable(),
  submittedAt: Instant.nullable(),
  state: DeadlineState,
});
export type LedgerReport = z.infer<typeof LedgerReport>;

/** `GET /api/deadlines?…`: what is owed next first; `due`: open and late ones of meetings not yet closed. */
export const ListDeadlines = z.strictObject({
  view: z.enum(['due', 'all']).default('due'),
  state: DeadlineState.optional(),
  meetingId: MeetingId.optional(),
  before: z.coerce.number().int().optional(),
  /** Words of the meeting's title or number, with or without diacritics. */
  search: z.string().trim().max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const LedgerPage = z.strictObject({
  lines: z.array(LedgerLine).max(200),
  /** Reports of the calendar that this person makes, the next limit first; with the first page only. */
  reports: z.array(LedgerReport).max(100),
  /** All that are late or fall due within a day, for the badge of the home. */
  lateCount: z.int().min(0),
  soonCount: z.int().min(0),
  next: z.string().max(200).nullable(),
});
export type LedgerPage = z.infer<typeof LedgerPage>;

/** `POST /api/deadlines/:meetingId/:deadlineId/report`: the duty was done, at the latest now. */
export const ReportDeadline = z.strictObject({
  at: Instant.nullable(),
  note: z.string().trim().max(1_000).nullable(),
});
/** `POST /api/deadlines/:meetingId/:deadlineId/waive` */
export const WaiveDeadline = z.strictObject({ reason: z.string().trim().min(3).max(1_000) });

/** What happened to a duty: computed, moved, reported, late by itself. */
export const LedgerChange = z.strictObject({
  deadlineId: z.string().max(60),
  at: Instant,
  fromState: DeadlineState.nullable(),
  toState: DeadlineState,
  dueBefore: Instant.nullable(),
  dueAfter: Instant.nullable(),
  /** `registration`, `calendar`, `time`, `report`, `waiver`. */
  cause: z.string().max(20),
  by: z.string().max(200).nullable(),
});
export type LedgerChange = z.infer<typeof LedgerChange>;

/** `GET /api/deadlines/:meetingId`: the timetable of a file with what happened to each duty. */
export const MeetingLedger = z.strictObject({
  timetable: Timetable,
  changes: z.array(LedgerChange).max(2_000),
});
export type MeetingLedger = z.infer<typeof MeetingLedger>;
