import { describe, expect, test } from 'vitest';
import { daysOf, msOfShare, ScheduleSearch, shareOf } from './page-search.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);

describe('time on the calendar', () => {
  test('a week begins on Monday, also seen from Sunday', () => {
    expect(daysOf('2026-11-15', true)[0]).toBe('2026-11-09');
    expect(daysOf('2026-11-09', true).at(-1)).toBe('2026-11-15');
    expect(daysOf('2026-11-12', false)).toEqual(['2026-11-12']);
  });

  test('06:00–20:00 is the width of a day; what is outside stands at its edge', () => {
    const day = ['2026-11-12'];
    expect(shareOf(at('2026-11-12T06:00'), day)).toBe(0);
    expect(shareOf(at('2026-11-12T13:00'), day)).toBe(0.5);
    expect(shareOf(at('2026-11-12T03:00'), day)).toBe(0);
    expect(shareOf(at('2026-11-12T22:00'), day)).toBe(1);
    expect(shareOf(at('2026-11-13T09:00'), day)).toBe(1);
  });

  test('a mark moved by a seventh of a day moves two hours, in quarters', () => {
    expect(msOfShare(1 / 7, 1)).toBe(2 * 3_600_000);
    expect(msOfShare(0.01, 1)).toBe(15 * 60_000);
    expect(msOfShare(-1 / 7, 7)).toBe(-14 * 3_600_000);
  });

  test('an address with nonsense is the calendar of today', () => {
    expect(ScheduleSearch.parse({ ngay: 'mai', xem: 'nam', hang: 3 })).toEqual({});
  });
});
