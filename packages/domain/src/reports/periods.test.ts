import { instant, LocalDate, type ReportRule, type WorkingCalendar } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { OwnCalendar } from '../regulation/calendar.ts';
import { dueReports, periodsOf, reportDue } from './periods.ts';

const counting = { timeZone: 'Asia/Ho_Chi_Minh', dayCutoff: '24:00' } as const;
const day = (text: string) => LocalDate.parse(text);
const calendar: WorkingCalendar = {
  version: 1,
  weeklyRest: [6, 7],
  from: day('2025-01-01'),
  to: day('2027-12-31'),
  days: [],
};
const own = new OwnCalendar(calendar, { locality: 'quang-ninh', organisationId: null });
const at = (text: string) => instant(Date.parse(`${text}+07:00`));
const due = (rule: Parameters<typeof reportDue>[0], to: string) => reportDue(rule, day(to), own, counting);

describe('[R-RPT-02] periods', () => {
  test('[FG-8] four quarters from day 1 of the first month to the last day', () => {
    expect(periodsOf(2024, 'quarter')).toEqual([
      { from: '2024-01-01', to: '2024-03-31' },
      { from: '2024-04-01', to: '2024-06-30' },
      { from: '2024-07-01', to: '2024-09-30' },
      { from: '2024-10-01', to: '2024-12-31' },
    ]);
    expect(periodsOf(2024, 'month')[1]).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(periodsOf(2026, 'halfYear').map(({ to }) => to)).toEqual(['2026-06-30', '2026-12-31']);
    expect(periodsOf(2026, 'year')).toEqual([{ from: '2026-01-01', to: '2026-12-31' }]);
  });
});

describe('[R-RPT-03] limits', () => {
  test('[FG-9] before 30 December means until the end of the 29th: one dated the 30th is late', () => {
    const limit = due({ kind: 'before', month: 12, day: 30 }, '2026-12-31');
    expect(limit).toBe(at('2026-12-30T00:00'));
    expect(at('2026-12-29T23:59') <= (limit ?? 0)).toBe(true);
    expect(at('2026-12-30T08:00') > (limit ?? 0)).toBe(true);
  });

  test('[FG-9] ten days after the quarter, its last day, and no limit', () => {
    expect(due({ kind: 'after', offset: { n: 10, unit: 'calendarDay' } }, '2026-03-31')).toBe(
      at('2026-04-11T00:00'),
    );
    expect(due({ kind: 'lastDay' }, '2026-06-30')).toBe(at('2026-07-01T00:00'));
    expect(due({ kind: 'open' }, '2026-06-30')).toBeNull();
  });
});

describe('[R-RPT-01] the calendar', () => {
  const rule: Pick<ReportRule, 'periods'> = {
    periods: [
      { period: 'quarter', due: { kind: 'after', offset: { n: 10, unit: 'calendarDay' } } },
      { period: 'year', due: { kind: 'before', month: 12, day: 30 } },
    ],
  };

  test('[FG-10] a simulated year brings exactly these, each once', () => {
    const span = { after: at('2026-01-01T00:00'), until: at('2027-01-01T00:00') };
    expect(dueReports(rule, span, own, counting).map(({ period, from }) => [period, from])).toEqual([
      ['quarter', '2026-01-01'],
      ['quarter', '2026-04-01'],
      ['quarter', '2026-07-01'],
      ['quarter', '2026-10-01'],
      ['year', '2026-01-01'],
    ]);
  });

  test('[FG-10] a report whose limit comes before the end of its year opens two weeks before', () => {
    const [year] = dueReports(
      rule,
      { after: at('2026-12-01T00:00'), until: at('2026-12-20T00:00') },
      own,
      counting,
    );
    expect(year).toMatchObject({ period: 'year', opensAt: at('2026-12-17T00:00') });
  });

  test('[FG-10] day by day it is the same as at once', () => {
    const DAY = 86_400_000;
    const found: string[] = [];
    for (let now = at('2026-01-01T00:00') as number; now < at('2027-01-01T00:00'); now += DAY)
      for (const one of dueReports(rule, { after: instant(now), until: instant(now + DAY) }, own, counting))
        found.push(`${one.period} ${one.from}`);
    expect(found).toHaveLength(5);
    expect(new Set(found).size).toBe(5);
  });
});
