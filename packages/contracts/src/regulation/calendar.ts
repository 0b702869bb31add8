import { z } from 'zod';
import { OrganisationId } from '../ids.ts';
import { LocalityCode, TimeOfDay } from './values.ts';

/** A day without a clock: `2022-05-06`. What it begins and ends with depends on a zone, which is always an argument. */
export const LocalDate = z.iso.date().brand<'LocalDate'>();
export type LocalDate = z.infer<typeof LocalDate>;

/**
 * Why a day is not the day its weekday would make it (R-PROF-03).
 *
 * `swappedWorking` is a Saturday or Sunday on which offices work because another day was made free for it; `halfDay`
 * counts as a working day and ends early; `working` takes a day of a wider scope back.
 */
export const DayType = z.enum([
  'publicHoliday',
  'dayInLieu',
  'swappedFree',
  'swappedWorking',
  'halfDay',
  'localClosure',
  'weeklyRest',
  'working',
]);
export type DayType = z.infer<typeof DayType>;

/** For whom a day counts; the narrowest scope that knows the day decides. */
export const DayScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nation') }),
  z.strictObject({ kind: z.literal('province'), locality: LocalityCode }),
  z.strictObject({ kind: z.literal('organisation'), organisationId: OrganisationId }),
]);
export type DayScope = z.infer<typeof DayScope>;

/**
 * `confirmed`: read in a law or a decision, or confirmed by an officer; `unconfirmed`: counts, but somebody should look
 * it up; `proposed`: announced, not law as far as known, and counts only when an officer has confirmed it.
 */
const DayStatus = z.enum(['confirmed', 'unconfirmed', 'proposed']);

/** A day that is not what its weekday says. */
export const CalendarDay = z.strictObject({
  date: LocalDate,
  scope: DayScope,
  type: DayType,
  /** In Vietnamese, as people call it. */
  name: z.string().trim().min(1).max(200),
  /** End of office hours of a half day; null on other days. */
  endsAt: TimeOfDay.nullable(),
  status: DayStatus,
  /** Law, decision or page it was taken from. */
  source: z.string().max(300),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

/** All days that are not what their weekday says, and the span within which that list is complete. */
export const WorkingCalendar = z.strictObject({
  /** Raised by every change; each deadline says by which version it was computed. */
  version: z.int().min(1),
  /** ISO numbers of the weekly days of rest, Monday is 1. */
  weeklyRest: z.array(z.int().min(1).max(7)).max(6),
  from: LocalDate,
  to: LocalDate,
  days: z.array(CalendarDay).max(20_000),
});
export type WorkingCalendar = z.infer<typeof WorkingCalendar>;

/** File of one year in `data/regulation/calendar`. */
export const CalendarYearFile = z.strictObject({
  year: z.int().min(1990).max(2200),
  note: z.string().max(600),
  days: z.array(CalendarDay).max(400),
});
