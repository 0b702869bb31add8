import {
  type Instant,
  LocalDate,
  type ReportDue,
  type ReportPeriod,
  type ReportRule,
} from '@nhipcau/contracts';
import type { OwnCalendar } from '../regulation/calendar.ts';
import { type CountingRules, limitOf } from '../regulation/counting.ts';
import { dateOf, instantOf, shiftDate } from '../regulation/zone.ts';

/** A report is there to be filled so long before its limit, when that comes before the end of its period. */
const OPENS_BEFORE_DAYS = 14;

/** A report of the calendar whose time has come. */
export interface DueReport {
  readonly period: ReportPeriod;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly opensAt: Instant;
  readonly dueAt: Instant | null;
}

const months: Readonly<Record<Exclude<ReportPeriod, 'session'>, number>> = {
  month: 1,
  quarter: 3,
  halfYear: 6,
  year: 12,
};

/**
 * The periods of a year, from the first day of their first month to the last day of their last.
 *
 * @rule FG-8 (QN Đ13.8; R-RPT-02)
 */
export function periodsOf(
  year: number,
  period: Exclude<ReportPeriod, 'session'>,
): { readonly from: LocalDate; readonly to: LocalDate }[] {
  const length = months[period];
  const firstOf = (month: number): LocalDate =>
    LocalDate.parse(`${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`);
  return Array.from({ length: 12 / length }, (_, index) => ({
    from: firstOf(index * length),
    to: shiftDate(firstOf((index + 1) * length), -1),
  }));
}

/**
 * The last instant at which a report is in time.
 *
 * @throws {CalendarGapError} when the calendar does not cover the span
 * @rule FG-9 (BD Đ16.2d, A-04; QN Đ11.3, A-20)
 */
export function reportDue(
  due: ReportDue,
  to: LocalDate,
  calendar: OwnCalendar,
  counting: CountingRules,
): Instant | null {
  const { dayCutoff, timeZone } = counting;
  switch (due.kind) {
    case 'open':
      return null;
    case 'lastDay':
      return instantOf(to, dayCutoff, timeZone);
    case 'before': {
      const day = LocalDate.parse(
        `${to.slice(0, 4)}-${String(due.month).padStart(2, '0')}-${String(due.day).padStart(2, '0')}`,
      );
      return instantOf(shiftDate(day, -1), dayCutoff, timeZone);
    }
    case 'after':
      return limitOf(
        { triggerAt: instantOf(to, '12:00', timeZone), direction: 'after', offset: due.offset },
        calendar,
        counting,
      ).dueAt;
  }
}

/**
 * Reports of one line of the calendar that came up within a span: each when its period is over, or two weeks before its
 * limit where the limit comes first.
 *
 * @rule FG-10 (R-RPT-01)
 */
export function dueReports(
  { periods }: Pick<ReportRule, 'periods'>,
  { after, until }: { readonly after: Instant; readonly until: Instant },
  calendar: OwnCalendar,
  counting: CountingRules,
): DueReport[] {
  const { timeZone } = counting;
  const years = { from: yearOf(after, timeZone), to: yearOf(until, timeZone) };
  return periods.flatMap(({ period, due }) => {
    if (period === 'session') return [];
    const found: DueReport[] = [];
    for (let year = years.from - 1; year <= years.to; year += 1)
      for (const { from, to } of periodsOf(year, period)) {
        const end = instantOf(to, '24:00', timeZone);
        // A year further off than the calendar reaches has no reports yet.
        if (end > until && due.kind === 'after') continue;
        const dueAt = reportDue(due, to, calendar, counting);
        const opensAt =
          dueAt !== null && dueAt <= end
            ? instantOf(shiftDate(dateOf(dueAt, timeZone), -OPENS_BEFORE_DAYS), '24:00', timeZone)
            : end;
        if (opensAt > after && opensAt <= until) found.push({ period, from, to, opensAt, dueAt });
      }
    return found;
  });
}

const yearOf = (at: Instant, timeZone: string): number => Number(dateOf(at, timeZone).slice(0, 4));
