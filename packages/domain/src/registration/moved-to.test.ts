import { instant } from '@nhipcau/contracts';
import { aRegistration } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { movedTo } from './moved-to.ts';

const start = Date.UTC(2026, 10, 12, 1);
const HOUR = 3_600_000;
const data = aRegistration(start, {
  rehearsal: { start: instant(start - 24 * HOUR), end: instant(start - 22 * HOUR) },
});

test('[RE-29] [R-APR-06] a meeting goes to another time with its rehearsal, and nothing else of it changes', () => {
  const slot = { start: instant(start + 3 * HOUR), end: instant(start + 5 * HOUR) };
  expect(movedTo(data, slot)).toEqual({
    ...data,
    official: slot,
    rehearsal: { start: start - 21 * HOUR, end: start - 19 * HOUR },
  });
});

test('[RE-29] another length is no other time', () => {
  expect(movedTo(data, { start: instant(start), end: instant(start + HOUR) })).toBeNull();
});
