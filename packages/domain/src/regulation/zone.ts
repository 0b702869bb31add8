import { type Instant, instant, LocalDate } from '@nhipcau/contracts';
import { Temporal } from 'temporal-polyfill';

const DAY_MS = 24 * 3_600_000;
/** Where a zone's clocks have never been set, as far as calendars of offices go. */
const FAR_MS = 100 * 366 * DAY_MS;

/** Between two settings of its clocks a zone has one offset from UTC, and counting is adding. */
interface Span {
  /** First instant, epoch milliseconds. */
  readonly from: number;
  /** First instant after it. */
  readonly to: number;
  readonly offsetMs: number;
}

/** Spans met so far: asking the rules of a zone is a hundred times the work of adding its offset. */
const known = new Map<string, Span[]>();
/** Zones of a country, and how often their clocks were set in living memory: a bound, never reached. */
const MAX_ZONES = 100;
const MAX_SPANS = 400;

function spanAt(at: number, timeZone: string): Span {
  const spans = known.get(timeZone) ?? [];
  const found = spans.find(({ from, to }) => at >= from && at < to);
  if (found) return found;
  const span = readSpan(at, timeZone);
  if (known.size >= MAX_ZONES) known.clear();
  known.set(timeZone, spans.length >= MAX_SPANS ? [span] : [...spans, span]);
  return span;
}

function readSpan(at: number, timeZone: string): Span {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const before = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const after = zoned.getTimeZoneTransition('next');
  return {
    from: before?.epochMilliseconds ?? at - FAR_MS,
    to: after?.epochMilliseconds ?? at + FAR_MS,
    offsetMs: Math.round(zoned.offsetNanoseconds / 1e6),
  };
}

/** The day in a zone on which an instant falls. */
export function dateOf(at: Instant, timeZone: string): LocalDate {
  return dateFrom(at + spanAt(at, timeZone).offsetMs);
}

/** The instant of a clock time on a day; `24:00` is the day's end, which is the next day's beginning. */
export function instantOf(date: LocalDate, time: string, timeZone: string): Instant {
  const local = time === '24:00' ? dayOf(date) + DAY_MS : Date.parse(`${date}T${time}Z`);
  const span = spanAt(local - spanAt(local, timeZone).offsetMs, timeZone);
  const at = local - span.offsetMs;
  // Away from a setting of the clocks every local time is there once.
  if (at - DAY_MS >= span.from && at + DAY_MS < span.to) return instant(at);
  return nearSetting(date, time, timeZone);
}

function nearSetting(date: LocalDate, time: string, timeZone: string): Instant {
  const day = Temporal.PlainDate.from(date);
  const zoned =
    time === '24:00'
      ? day.add({ days: 1 }).toZonedDateTime({ timeZone })
      : day.toZonedDateTime({ timeZone, plainTime: time });
  return instant(zoned.epochMilliseconds);
}

/** The same clock time `days` later, or earlier when negative. */
export function sameTimeOn(at: Instant, days: number, timeZone: string): Instant {
  const { from, to } = spanAt(at, timeZone);
  const moved = at + days * DAY_MS;
  if (moved >= from && moved < to) return instant(moved);
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return instant(zoned.add({ days }).epochMilliseconds);
}

/** The day `days` later, or earlier when negative. */
export const shiftDate = (date: LocalDate, days: number): LocalDate => dateFrom(dayOf(date) + days * DAY_MS);

/** From 1, Monday, to 7, Sunday. */
export const weekdayOf = (date: LocalDate): number => new Date(dayOf(date)).getUTCDay() || 7;

const dayOf = (date: LocalDate): number => Date.parse(`${date}T00:00Z`);

const dateFrom = (utc: number): LocalDate => LocalDate.parse(new Date(utc).toISOString().slice(0, 10));
