import { instant } from '@nhipcau/contracts';
import { aRegistration } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { meetingFactsOf } from './meeting-facts.ts';

const HOUR = 3_600_000;
const start = Date.UTC(2026, 11, 11, 1);
const filed = { reception: null, registeredAt: instant(start - 96 * HOUR), confirmedAt: null };
const rehearsal = { start: instant(start - 18 * HOUR), end: instant(start - 16 * HOUR) };

test('[PL-8] [R-PLN-01] what is owed before the rehearsal is owed at its beginning (VP Đ6.1 b3)', () => {
  const facts = meetingFactsOf({ ...filed, data: aRegistration(start, { rehearsal }) }, instant(start));
  expect(facts.rehearsalAt).toBe(rehearsal.start);
});

test('[PL-8] [R-PLN-01] without a rehearsal there is no such limit yet', () => {
  expect(meetingFactsOf({ ...filed, data: aRegistration(start) }, instant(start)).rehearsalAt).toBeNull();
});
