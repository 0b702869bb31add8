import { expect, test } from 'vitest';
import { clockText, dateAndTime, limitText, secondsLeft, secondsText, timeOfDay } from './durations.ts';

test.each([
  [0, '0:00'],
  [65_999, '1:05'],
  [3_909_000, '1:05:09'],
  [-5, '0:00'],
])('a duration of %d ms reads %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test('seconds have the decimal sign of the language', () => {
  expect(secondsText(12_449, 'vi')).toBe('12,4');
  expect(secondsText(12_449, 'en')).toBe('12.4');
});

test('a countdown shows the second that is running', () => {
  expect(secondsLeft(10_000, 0)).toBe(10);
  expect(secondsLeft(10_000, 9_001)).toBe(1);
  expect(secondsLeft(10_000, 10_000)).toBe(0);
});

test('times are those of Vietnam', () => {
  expect(timeOfDay(Date.UTC(2026, 10, 23, 17, 5, 9), 'vi')).toBe('00:05:09');
  expect(dateAndTime(Date.UTC(2026, 10, 23, 17, 5), 'vi')).toContain('24/11/2026');
});

test('[R-RPT-01] a limit at the end of a day reads 24:00 of that day, as the ledger has it', () => {
  const endOfDay = Date.UTC(2026, 9, 10, 17);
  expect(limitText(endOfDay, 'vi')).toBe('24:00 10/10/2026');
  expect(limitText(endOfDay, 'en')).toContain('24:00');
  expect(limitText(endOfDay + 3_600_000, 'vi')).toBe(dateAndTime(endOfDay + 3_600_000, 'vi'));
});
