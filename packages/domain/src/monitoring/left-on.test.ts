import { instant, TimeOfDay } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { isInUse, isNight, nextNightLook } from './left-on.ts';

const zone = 'Asia/Ho_Chi_Minh';
const at = (iso: string) => instant(Date.parse(iso));

test('[MN-15] [R-MON-07] the next look is at two in the morning, listed on that day', () => {
  expect(nextNightLook(at('2026-03-02T01:59:59+07:00'), zone)).toEqual({
    at: at('2026-03-02T02:00:00+07:00'),
    nightOf: '2026-03-02',
  });
  expect(nextNightLook(at('2026-03-02T02:00:00+07:00'), zone)).toEqual({
    at: at('2026-03-03T02:00:00+07:00'),
    nightOf: '2026-03-03',
  });
});

test('[MN-15] the night of the text lies around midnight', () => {
  const night = { from: TimeOfDay.parse('22:00'), to: TimeOfDay.parse('05:00') };
  expect(isNight(night, at('2026-03-02T02:00:00+07:00'), zone)).toBe(true);
  expect(isNight(night, at('2026-03-02T05:00:00+07:00'), zone)).toBe(false);
  expect(isNight(night, at('2026-03-02T21:59:59+07:00'), zone)).toBe(false);
  expect(isNight(night, at('2026-03-02T22:00:00+07:00'), zone)).toBe(true);
});

test('[MN-15] a room that is used, or set up within two hours, may be on', () => {
  const use = { start: at('2026-03-02T04:00:00+07:00'), end: at('2026-03-02T05:00:00+07:00') };
  expect(isInUse([use], at('2026-03-02T02:00:00+07:00'))).toBe(true);
  expect(isInUse([use], at('2026-03-02T01:59:59+07:00'))).toBe(false);
  expect(isInUse([use], at('2026-03-02T07:00:01+07:00'))).toBe(false);
});
