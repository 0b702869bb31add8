import { describe, expect, test } from 'vitest';
import { dutyTrainingIn, isTrainedBy, missedCourse, needStanding } from './training.ts';

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

describe('[TN-6] whoever is on duty is trained where the text wants it', () => {
  const register = [
    { personId: 'p1', name: 'Lê An', telephone: '0900 000 001', isTrained: true },
    { personId: 'p2', name: 'Lê Bình', telephone: '0900 000 001', isTrained: false },
    { personId: 'p3', name: 'Vũ Chi', telephone: null, isTrained: false },
  ];
  const standing = dutyTrainingIn({ trainedOnly: { cite } }, register);
  test.each([
    ['by the entry', { personId: 'p2', name: 'Lê An', telephone: '0900000001' }, 'untrained'],
    ['by number and name', { personId: null, name: 'Lê Bình', telephone: '+84 900 000 001' }, 'untrained'],
    ['trained', { personId: null, name: 'Lê An', telephone: '0900.000.001' }, null],
    ['one of that number is trained', { personId: null, name: 'Anh An', telephone: '0900000001' }, null],
    ['nobody knows', { personId: null, name: 'Vũ Chi', telephone: '0911 222 333' }, 'unknown'],
  ] as const)('[R-TRN-01] %s', (_, person, expected) => {
    expect(standing(person)).toBe(expected);
    expect(dutyTrainingIn({ trainedOnly: null }, register)(person)).toBeNull();
  });
});
