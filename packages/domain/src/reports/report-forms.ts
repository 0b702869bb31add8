import type { ReportColumn, ReportForm, ReportRow, ReportState, ReportValue } from '@nhipcau/contracts';

/** What a column holds, and whether rows add up. */
export type ColumnKind = 'count' | 'minutes' | 'percent' | 'text' | 'judgement';

export const columnKinds: Readonly<Record<ReportColumn, ColumnKind>> = {
  device: 'text',
  sessions: 'count',
  lossTotal: 'count',
  lossLong: 'count',
  cause: 'text',
  repair: 'text',
  sound: 'judgement',
  line: 'judgement',
  picture: 'judgement',
  good: 'count',
  unconfirmed: 'count',
  minutes: 'minutes',
  connected: 'percent',
  incidents: 'count',
  callsLate: 'count',
  attendance: 'count',
  kind: 'text',
  rehearsals: 'count',
  sites: 'count',
  urgent: 'count',
  mixed: 'count',
  recorded: 'count',
  content: 'text',
  time: 'text',
  recording: 'text',
  siteTechnician: 'text',
  telecomTechnician: 'text',
  open: 'count',
  maintenance: 'count',
  repairs: 'count',
  upkeepCost: 'count',
  needs: 'text',
  owed: 'count',
  late: 'count',
};

const columns: Readonly<Record<ReportForm, readonly ReportColumn[]>> = {
  quality: [
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
  ],
  sessionLog: ['content', 'time', 'recording', 'cause', 'siteTechnician', 'telecomTechnician'],
  count: [
    'kind',
    'sessions',
    'minutes',
    'sites',
    'rehearsals',
    'urgent',
    'mixed',
    'recorded',
    'incidents',
    'cause',
  ],
  use: [
    'sessions',
    'minutes',
    'connected',
    'incidents',
    'open',
    'maintenance',
    'repairs',
    'upkeepCost',
    'needs',
  ],
  execution: ['owed', 'late'],
};

/** The columns of a form, in the order in which they are printed. */
export const reportColumns = (form: ReportForm): readonly ReportColumn[] => columns[form];

/** Least share of a period's judgements by which its quality is good. */
const GOOD_SHARE = 0.9;

/**
 * How a site's sound, line or picture was over a period: good when nine in ten of the sessions it judged were; without a
 * judgement nothing is said.
 *
 * @rule FG-11 (QN PL II, A-19; R-EVL-03)
 */
export const judgementOf = (good: number, rated: number): 'good' | 'notGood' | null =>
  rated === 0 ? null : good / rated >= GOOD_SHARE ? 'good' : 'notGood';

type Row = Pick<ReportRow, 'cells'>;

/**
 * Sums of the columns that can be added; shares and words are not.
 *
 * @rule FG-12 (R-RPT-06)
 */
export function totalOf(form: ReportForm, rows: readonly Row[]): ReportRow['cells'] {
  const total: Record<string, ReportValue> = {};
  for (const column of reportColumns(form)) {
    const kind = columnKinds[column];
    if (kind !== 'count' && kind !== 'minutes') continue;
    total[column] = rows.reduce((sum, { cells }) => {
      const value = cells[column];
      return typeof value === 'number' ? sum + value : sum;
    }, 0);
  }
  return total;
}

/** Whether a value can stand in a column: numbers where numbers are counted, words where words stand. */
export function fitsColumn(column: ReportColumn, value: ReportValue): boolean {
  if (value === null) return true;
  switch (columnKinds[column]) {
    case 'count':
    case 'minutes':
      return typeof value === 'number' && Number.isInteger(value);
    case 'percent':
      return typeof value === 'number' && value <= 100;
    case 'text':
      return typeof value === 'string';
    case 'judgement':
      return value === 'good' || value === 'notGood';
  }
}

export type ReportAct = 'correct' | 'submit' | 'return' | 'accept';

/**
 * The course of a report: made and handed in, sent back to be made again or accepted, which is the end. A figure is
 * corrected only while the report lies with whoever makes it.
 *
 * @returns null where the act has no place
 * @rule FG-13 (R-RPT-01, R-RPT-06)
 */
export function nextReportState(state: ReportState, act: ReportAct): ReportState | null {
  const withAuthor = state === 'open' || state === 'returned';
  switch (act) {
    case 'correct':
      return withAuthor ? state : null;
    case 'submit':
      return withAuthor ? 'submitted' : null;
    case 'return':
      return state === 'submitted' ? 'returned' : null;
    case 'accept':
      return state === 'submitted' ? 'accepted' : null;
  }
}

/**
 * Late is what was not in at its limit, and stays so when it comes in afterwards.
 *
 * @rule FG-14 (R-RPT-01, R-RPT-03)
 */
export const isLate = (
  { dueAt, submittedAt }: { readonly dueAt: number | null; readonly submittedAt: number | null },
  now: number,
): boolean => dueAt !== null && (submittedAt ?? now) > dueAt;

/**
 * Where a report stands as a duty of the ledger: pending until its limit, met when it was handed in by then, late by itself
 * after it, and late for good when it came in afterwards. Without a limit it is pending or met.
 *
 * @rule LG-4 (R-PROF-04, R-RPT-01)
 */
export const reportDuty = (
  report: { readonly dueAt: number | null; readonly submittedAt: number | null },
  now: number,
): 'pending' | 'met' | 'late' =>
  isLate(report, now) ? 'late' : report.submittedAt === null ? 'pending' : 'met';
