import { ReportColumn, ReportForm, type ReportState } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import {
  columnKinds,
  fitsColumn,
  isLate,
  judgementOf,
  nextReportState,
  type ReportAct,
  reportColumns,
  reportDuty,
  totalOf,
} from './report-forms.ts';

test.each(ReportForm.options)('[R-RPT-01] form %s has its columns, each once', (form) => {
  const columns = reportColumns(form);
  expect(columns.length).toBeGreaterThan(1);
  expect(new Set(columns).size).toBe(columns.length);
});

test.each([
  [9, 10, 'good'],
  [8, 9, 'notGood'],
  [38, 38, 'good'],
  [0, 0, null],
] as const)('[R-EVL-03] [FG-11] %i of %i judged good: %s', (good, rated, judgement) => {
  expect(judgementOf(good, rated)).toBe(judgement);
});

test('[R-RPT-06] [FG-12] numbers add up, words and shares do not', () => {
  const rows = [
    { cells: { sessions: 38, lossLong: 1, connected: 99.5, cause: 'Hệ thống treo' } },
    { cells: { sessions: 2, lossLong: null } },
  ];
  expect(totalOf('quality', rows)).toMatchObject({ sessions: 40, lossLong: 1, lossTotal: 0 });
  expect(totalOf('quality', rows)).not.toHaveProperty('connected');
  expect(totalOf('quality', rows)).not.toHaveProperty('cause');
});

describe('[R-RPT-01] the course of a report', () => {
  const acts: ReportAct[] = ['correct', 'submit', 'return', 'accept'];
  test.each<[ReportState, (ReportState | null)[]]>([
    ['open', ['open', 'submitted', null, null]],
    ['returned', ['returned', 'submitted', null, null]],
    ['submitted', [null, null, 'returned', 'accepted']],
    ['accepted', [null, null, null, null]],
  ])('[FG-13] from %s', (state, next) => {
    expect(acts.map((act) => nextReportState(state, act))).toEqual(next);
  });

  test.each([
    [100, null, 101, true],
    [100, null, 100, false],
    [100, 100, 500, false],
    [100, 101, 500, true],
    [null, null, 500, false],
  ])('[FG-14] due %s, handed in %s, now %s: late %s', (dueAt, submittedAt, now, late) => {
    expect(isLate({ dueAt, submittedAt }, now)).toBe(late);
  });
});

test('a value that does not belong into its column is refused', () => {
  for (const column of ReportColumn.options) {
    const wrong = columnKinds[column] === 'text' ? 7 : 'bảy';
    expect(fitsColumn(column, wrong), column).toBe(false);
    expect(fitsColumn(column, null), column).toBe(true);
  }
  expect(fitsColumn('connected', 101)).toBe(false);
  expect(fitsColumn('sessions', 1.5)).toBe(false);
});

test.each([
  ['before its limit', { dueAt: 10, submittedAt: null }, 10, 'pending'],
  ['a moment after', { dueAt: 10, submittedAt: null }, 11, 'late'],
  ['handed in at its limit', { dueAt: 10, submittedAt: 10 }, 99, 'met'],
  ['handed in afterwards', { dueAt: 10, submittedAt: 11 }, 99, 'late'],
  ['without a limit', { dueAt: null, submittedAt: null }, 99, 'pending'],
  ['without a limit, handed in', { dueAt: null, submittedAt: 5 }, 99, 'met'],
] as const)('[LG-4] [R-PROF-04] a report as a duty of the ledger: %s', (_what, report, now, state) => {
  expect(reportDuty(report, now)).toBe(state);
});
