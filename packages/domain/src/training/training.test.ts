import { describe, expect, test } from 'vitest';
import { isTrainedBy, missedCourse, needStanding } from './training.ts';

const cite = [{ article: 'Đ1', quote: 'lời văn' }];

describe('[TN-1] whoever took over is trained within the months of the text', () => {
  const needs = { by: 'Sở', withinMonths: 3, cite, note: null };
  test.each([
    ['on the last day', '2026-11-30', { dueOn: '2026-11-30', isLate: false }],
    ['a day later', '2026-12-01', { dueOn: '2026-11-30', isLate: true }],
  ])('[R-TRN-03] %s', (_, today, standing) => {
    expect(needStanding({ needs }, '2026-08-31', today)).toEqual(standing);
    expect(needStanding({ needs: null }, '2026-08-31', today)).toEqual({ dueOn: null, isLate: false });
  });
});

test('[TN-2] [R-TRN-02] an excuse counts, but where the text wants full attendance', () => {
  const yearly = (fullAttendance: boolean) => ({ yearly: { by: 'Sở', fullAttendance, cite } });
  expect(
    [null, 'attended', 'excused', 'absent'].map((one) => missedCourse(yearly(false), one as never)),
  ).toEqual([false, false, false, true]);
  expect(missedCourse(yearly(true), 'excused')).toBe(true);
  expect(missedCourse({ yearly: null }, 'excused')).toBe(false);
});

test('[TN-3] [R-TRN-01] only who was there and passed counts as trained', () => {
  expect(isTrainedBy({ attendance: 'attended', passed: true })).toBe(true);
  expect(isTrainedBy({ attendance: 'attended', passed: false })).toBe(false);
  expect(isTrainedBy({ attendance: 'excused', passed: true })).toBe(false);
});
