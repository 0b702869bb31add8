import {
  type Counting,
  type Instant,
  instant,
  type LocalDate,
  type Offset,
  type RegulationProfile,
} from '@nhipcau/contracts';
import type { OwnCalendar } from './calendar.ts';
import { dateOf, instantOf, sameTimeOn, shiftDate } from './zone.ts';

/** Days counted from a day and those passed over, nearest first. */
export interface DayCount {
  readonly date: LocalDate;
  readonly counted: LocalDate[];
  readonly skipped: Counting['skipped'];
}

/**
 * Counts working days from a day, which itself is not counted.
 *
 * @param days - positive: forward, negative: backward, zero: the day itself
 * @throws {CalendarGapError} when the calendar does not cover the span
 * @rule RG-2 (BD Đ8.1, Đ9.1, Đ12.2; QN Đ5.1.1; HN Đ14.3; Civil Code 2015, art. 147–148)
 */
export function countWorkingDays(calendar: OwnCalendar, from: LocalDate, days: number): DayCount {
  const step = Math.sign(days);
  const counted: LocalDate[] = [];
  const skipped: DayCount['skipped'] = [];
  let date = from;
  while (counted.length < Math.abs(days)) {
    date = shiftDate(date, step);
    const { works, type, name } = calendar.natureOf(date);
    if (works) counted.push(date);
    else skipped.push({ date, type, name });
  }
  return { date, counted, skipped };
}

/** What a limit is counted with. */
export type CountingRules = Pick<RegulationProfile, 'timeZone' | 'dayCutoff'>;

interface Limit {
  readonly dueAt: Instant;
  readonly counted: LocalDate[];
  readonly skipped: Counting['skipped'];
}

const clockUnits = { minute: 60_000, hour: 3_600_000 } as const;

/**
 * Last instant at which a duty is in time.
 *
 * Minutes and hours are exact, also at night and on holidays. Days are dates: the trigger's day is not counted, and the
 * limit is the end (`dayCutoff`) of the last day; on a half day office hours end earlier, but the day's end does not.
 *
 * @throws {CalendarGapError} when the calendar does not cover the span
 * @rule RG-1, RG-2, RG-3 (requirements, chapter 0; A-01)
 */
export function limitOf(
  { triggerAt, direction, offset }: { triggerAt: Instant; direction: 'before' | 'after'; offset: Offset },
  calendar: OwnCalendar,
  { timeZone, dayCutoff }: CountingRules,
): Limit {
  const sign = direction === 'before' ? -1 : 1;
  const { n, unit } = offset;
  if (unit === 'minute' || unit === 'hour')
    return { dueAt: instant(triggerAt + sign * n * clockUnits[unit]), counted: [], skipped: [] };
  const from = dateOf(triggerAt, timeZone);
  const { date, counted, skipped } =
    unit === 'workingDay'
      ? countWorkingDays(calendar, from, sign * n)
      : { date: shiftDate(from, sign * n), counted: [], skipped: [] };
  // Only working days have office hours; a limit in calendar days may fall on a day of rest.
  const { endsAt } = unit === 'workingDay' ? calendar.natureOf(date) : { endsAt: null };
  const cutoff = dayCutoff !== '24:00' && endsAt !== null && endsAt < dayCutoff ? endsAt : dayCutoff;
  return { dueAt: instantOf(date, cutoff, timeZone), counted, skipped };
}

/** The instant a reminder falls on: a span of time, in days with the same clock time. */
export const remindAt = (dueAt: Instant, { n, unit }: Offset, timeZone: string): Instant =>
  unit === 'minute' || unit === 'hour'
    ? instant(dueAt - n * clockUnits[unit])
    : sameTimeOn(dueAt, -n, timeZone);
