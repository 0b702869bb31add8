import { expect, test } from 'vitest';
import { quarterOf, StatisticsSearch, usualSpans } from './page-search.ts';

test.each([
  ['2026-01-01', '2026-01-01', '2026-03-31'],
  ['2026-06-30', '2026-04-01', '2026-06-30'],
  ['2024-12-31', '2024-10-01', '2024-12-31'],
])('[R-RPT-02] the quarter of %s', (day, from, to) => {
  expect(quarterOf(day)).toEqual({ from, to });
});

test('the last quarter of January is that of the year before', () => {
  expect(usualSpans('2026-01-15').find(({ key }) => key === 'lastQuarter')).toMatchObject({
    from: '2025-10-01',
    to: '2025-12-31',
  });
});

test('what does not fit leaves the address', () => {
  expect(StatisticsSearch.parse({ tu: '2026-13-01', xem: 'x', quy: 1 })).toEqual({});
});
