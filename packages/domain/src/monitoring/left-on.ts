import { type Instant, type LocalDate, type MonitoringRules, TimeOfDay } from '@nhipcau/contracts';
import { dateOf, instantOf, shiftDate } from '../regulation/zone.ts';

type Night = NonNullable<MonitoringRules['leftOn']>;

/** The night watch looks once, in the middle of the night. */
const LOOKS_AT = TimeOfDay.parse('02:00');

/**
 * When the devices of the rooms are looked at next, and on which morning what answers is listed.
 *
 * @rule MN-15 (R-MON-07; QN Đ7.4, BD Đ7.6)
 */
export function nextNightLook(
  now: Instant,
  timeZone: string,
): { readonly at: Instant; readonly nightOf: LocalDate } {
  const today = dateOf(now, timeZone);
  const at = instantOf(today, LOOKS_AT, timeZone);
  if (at > now) return { at, nightOf: today };
  const tomorrow = shiftDate(today, 1);
  return { at: instantOf(tomorrow, LOOKS_AT, timeZone), nightOf: tomorrow };
}

/** A time during which a room is used, with what is set up before and taken down after. */
interface Use {
  readonly start: number;
  readonly end: number;
}

const AROUND_MS = 2 * 3_600_000;

/** Whether a device may be on at an instant because its room is used then (rule MN-15). */
export const isInUse = (uses: readonly Use[], at: Instant): boolean =>
  uses.some(({ start, end }) => at >= start - AROUND_MS && at <= end + AROUND_MS);

/** Whether the instant lies in the night of the text. */
export function isNight({ from, to }: Pick<Night, 'from' | 'to'>, at: Instant, timeZone: string): boolean {
  const day = dateOf(at, timeZone);
  return at < instantOf(day, to, timeZone) || at >= instantOf(day, from, timeZone);
}
