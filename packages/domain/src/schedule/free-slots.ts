import { type FreeSlot, type HoursOfDay, type Instant, instant, type LocalDate } from '@nhipcau/contracts';
import { dateOf, instantOf, shiftDate } from '../regulation/zone.ts';
import { fullTimes, type Interval, isInside, meetsAny, mergeIntervals, type Taking } from './intervals.ts';

/** A shared thing: how much there is, what others have of it, what is needed. */
export interface Shared {
  readonly available: number;
  readonly needed: number;
  readonly taken: readonly Taking[];
}

export interface SlotSearch {
  readonly official: Interval;
  /** All times of the meeting, its set-up and rehearsal among them. */
  readonly windows: readonly Interval[];
  /** When something is taken, or asked for by others, that only one may have. */
  readonly busy: readonly Interval[];
  readonly shared: readonly Shared[];
  /** Nothing begins before. */
  readonly notBefore: Instant;
  readonly timeZone: string;
  /** Between which meetings are held. */
  readonly hours: HoursOfDay;
  /** Whether offices work on this day. */
  readonly works: (date: LocalDate) => boolean;
  readonly limit: number;
}

const STEP_MS = 30 * 60_000;
const DAY_MS = 24 * 3_600_000;
const HORIZON_DAYS = 21;
/** How far ahead and back is looked. */
export const SLOT_HORIZON_MS = HORIZON_DAYS * DAY_MS;

/**
 * The next times at which everything a meeting needs is free for as long, the nearest to the one asked for first; moved
 * in steps of half an hour, within one working day's hours, unless the meeting itself lies outside them.
 *
 * @rule SC-6 (R-APR-06, R-SCH-04)
 */
export function freeSlots(search: SlotSearch): FreeSlot[] {
  const { official, windows, notBefore, limit } = search;
  const taken = mergeIntervals([...search.busy, ...search.shared.flatMap(fullTimes)]);
  const allowed = allowedTimes(search);
  const back = Math.max(0, Math.floor((official.start - notBefore) / STEP_MS));
  const ahead = Math.floor(SLOT_HORIZON_MS / STEP_MS);
  const found: FreeSlot[] = [];
  for (let away = 1; away <= ahead && found.length < limit; away += 1)
    for (const steps of [away, -away]) {
      if (-steps > back || found.length >= limit) continue;
      const shift = steps * STEP_MS;
      if (allowed !== null && !isInside(moved(official, shift), allowed)) continue;
      const isFree = windows.every(
        (window) => window.start + shift >= notBefore && !meetsAny(moved(window, shift), taken),
      );
      if (isFree) found.push({ start: instant(official.start + shift), end: instant(official.end + shift) });
    }
  return found;
}

const moved = ({ start, end }: Interval, by: number) => ({ start: start + by, end: end + by });

/**
 * Hours of working days around the meeting; null, any time: it lies outside them itself. One on a day of rest may be moved
 * to another day of rest.
 */
function allowedTimes({ official, hours, timeZone, works }: SlotSearch): Interval[] | null {
  const day = dateOf(official.start, timeZone);
  const hoursOf = (date: LocalDate): Interval => ({
    start: instantOf(date, hours.from, timeZone),
    end: instantOf(date, hours.to, timeZone),
  });
  if (!isInside(official, [hoursOf(day)])) return null;
  const days = Array.from({ length: 2 * HORIZON_DAYS + 1 }, (_, at) => shiftDate(day, at - HORIZON_DAYS));
  return (works(day) ? days.filter(works) : days).map(hoursOf);
}
