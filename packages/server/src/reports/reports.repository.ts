import {
  instant,
  OrganisationId,
  ReportColumn,
  ReportForm,
  ReportId,
  ReportPeriod,
  ReportRow,
  ReportState,
  ReportValue,
} from '@nhipcau/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';

/** A report as it stands in the database. */
export type StoredReport = ReturnType<typeof reportOf>;

const reports = (executor: Executor) =>
  executor
    .selectFrom('report')
    .selectAll('report')
    .select([sql<string>`from_on::text`.as('from_day'), sql<string>`to_on::text`.as('to_day')]);
type Row = Awaited<ReturnType<ReturnType<typeof reports>['execute']>>[number];

const reportOf = (row: Row) => ({
  reportId: ReportId.parse(row.id),
  rule: row.rule,
  form: ReportForm.parse(row.form),
  name: row.name,
  annex: row.annex,
  article: row.article,
  period: ReportPeriod.parse(row.period),
  from: row.from_day,
  to: row.to_day,
  meetingId: row.meeting_id,
  authorId: row.author_id === null ? null : OrganisationId.parse(row.author_id),
  author: row.author_name,
  whole: row.whole,
  recipientId: row.recipient_id === null ? null : OrganisationId.parse(row.recipient_id),
  recipient: row.recipient_name,
  includes: row.includes,
  reminders: row.reminders.map((at) => at.getTime()),
  demandedBy: row.demanded_by,
  dueAt: row.due_at && instant(row.due_at.getTime()),
  state: ReportState.parse(row.state),
  submittedAt: row.submitted_at && instant(row.submitted_at.getTime()),
  rows: row.rows === null ? null : z.array(ReportRow).parse(row.rows),
});

export async function findReport(executor: Executor, reportId: string): Promise<StoredReport | null> {
  const row = await reports(executor).where('id', '=', reportId).executeTakeFirst();
  return row ? reportOf(row) : null;
}

/** The same, held until the end of the transaction. */
export async function lockReport(executor: Executor, reportId: string): Promise<StoredReport | null> {
  const row = await reports(executor).where('id', '=', reportId).forUpdate().executeTakeFirst();
  return row ? reportOf(row) : null;
}

const MOST = 3_000;

/** Those not settled in the order of their limits, then the others, the newest period first. Without their rows. */
export async function listReports(
  executor: Executor,
  { open }: { open: boolean },
): Promise<Omit<StoredReport, 'rows'>[]> {
  const rows = await reports(executor)
    .$if(open, (query) => query.where('state', '<>', 'accepted'))
    .orderBy(sql`state = 'accepted'`)
    .orderBy(sql`due_at asc nulls last`)
    .orderBy('to_on', 'desc')
    .orderBy('author_name')
    .limit(MOST * 2)
    .execute();
  return rows.map((row) => reportOf({ ...row, rows: null }));
}

/** Reports that belong into one: of the rules it includes, for the same period, that came to its author. */
export async function partsOf(
  executor: Executor,
  { includes, authorId, period, from }: StoredReport,
): Promise<StoredReport[]> {
  if (includes.length === 0) return [];
  const rows = await reports(executor)
    .where('rule', 'in', includes)
    .where('period', '=', period)
    .where(sql<boolean>`from_on = ${from}::date`)
    // What the author made of its own sites for this sheet goes to nobody else.
    .where(
      sql<boolean>`(recipient_id is not distinct from ${authorId} and recipient_name is not null
        or author_id = ${authorId} and recipient_name is null)`,
    )
    .orderBy('author_name')
    .execute();
  return rows.map(reportOf);
}

export interface StoredCorrection {
  readonly row: string;
  readonly column: ReportColumn;
  readonly value: ReportValue;
  readonly counted: ReportValue;
  readonly reason: string;
  readonly byName: string;
  readonly at: number;
}

/** What was corrected, the newest of each cell. */
export async function correctionsOf(executor: Executor, reportId: string): Promise<StoredCorrection[]> {
  const rows = await executor
    .selectFrom('report_correction')
    .selectAll()
    .distinctOn(['row_key', 'col'])
    .where('report_id', '=', reportId)
    .orderBy('row_key')
    .orderBy('col')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    row: row.row_key,
    column: ReportColumn.parse(row.col),
    value: ReportValue.parse(row.value),
    counted: ReportValue.parse(row.counted),
    reason: row.reason,
    byName: row.by_name,
    at: row.at.getTime(),
  }));
}

const StepAct = z.enum(['open', 'submit', 'return', 'accept']);

export async function stepsOf(executor: Executor, reportId: string) {
  const rows = await executor
    .selectFrom('report_step')
    .selectAll()
    .where('report_id', '=', reportId)
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    act: StepAct.parse(row.act),
    at: instant(row.at.getTime()),
    byName: row.by_name,
    reason: row.reason,
  }));
}
