import { z } from 'zod';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Offices of the country are in one zone without summer time. */
const OFFSET_MS = 7 * HOUR_MS;
/** Hours of a day the calendar shows. */
export const FIRST_HOUR = 6;
export const LAST_HOUR = 20;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

/** First and last day of a list of bookings. */
export const PeriodSearch = z.object({ tu: day, den: day });
export type PeriodSearch = z.infer<typeof PeriodSearch>;

/** What stands in the address of the calendar; whatever is not understood is left out. */
export const ScheduleSearch = z.object({
  ngay: day,
  xem: z.enum(['tuan']).optional().catch(undefined),
  hang: z.enum(['mcu']).optional().catch(undefined),
  tim: z.string().max(100).optional().catch(undefined),
  cap: z.string().max(40).optional().catch(undefined),
  ban: z.enum(['co']).optional().catch(undefined),
});
export type ScheduleSearch = z.infer<typeof ScheduleSearch>;

/** Beginning of a day, epoch ms. */
export const dayStart = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);
export const dateAt = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(0, 10);
export const shiftDay = (date: string, days: number): string => dateAt(dayStart(date) + days * DAY_MS);

/** Days shown: one, or the week from Monday. */
export function daysOf(date: string, isWeek: boolean): string[] {
  if (!isWeek) return [date];
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, index) => shiftDay(date, index - weekday));
}

/** Share of the visible time at which an instant lies, 0–1; the hours of several days stand beside each other. */
export function shareOf(at: number, days: readonly string[]): number {
  const span = LAST_HOUR - FIRST_HOUR;
  const first = days[0];
  if (first === undefined) return 0;
  const day = Math.floor((at - dayStart(first)) / DAY_MS);
  const hour = (at - dayStart(first) - day * DAY_MS) / HOUR_MS;
  const within = Math.min(Math.max(hour - FIRST_HOUR, 0), span) / span;
  return Math.min(Math.max((day + within) / days.length, 0), 1);
}

/** By how much an instant moves when its mark is moved by a share of the width; quarters of an hour. */
export function msOfShare(share: number, days: number): number {
  const hours = share * days * (LAST_HOUR - FIRST_HOUR);
  return Math.round(hours * 4) * (HOUR_MS / 4);
}
