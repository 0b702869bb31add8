import {
  type CalendarDay,
  type DayScope,
  type DayType,
  instant,
  LocalDate,
  LocalityCode,
  OrganisationId,
  type WorkingCalendar,
} from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CalendarGapError, OwnCalendar } from './calendar.ts';
import { countWorkingDays, limitOf, remindAt } from './counting.ts';
import { dateOf, instantOf, shiftDate } from './zone.ts';

const on = (date: string): LocalDate => LocalDate.parse(date);
const at = (iso: string) => instant(Date.parse(iso));
const nation: DayScope = { kind: 'nation' };
const aDay = (date: string, type: DayType, more: Partial<CalendarDay> = {}): CalendarDay => ({
  date: on(date),
  scope: nation,
  type,
  name: type,
  endsAt: null,
  status: 'confirmed',
  source: 'test',
  ...more,
});

/** 30 April to 3 May 2022, Tết 2024, and Saturday 4 May 2024 worked for Monday 29 April. */
const days: CalendarDay[] = [
  aDay('2022-04-30', 'publicHoliday'),
  aDay('2022-05-01', 'publicHoliday'),
  aDay('2022-05-02', 'dayInLieu'),
  aDay('2022-05-03', 'dayInLieu'),
  ...['2024-02-08', '2024-02-09', '2024-02-10', '2024-02-11', '2024-02-12'].map((date) =>
    aDay(date, 'publicHoliday'),
  ),
  aDay('2024-02-13', 'dayInLieu'),
  aDay('2024-02-14', 'dayInLieu'),
  aDay('2024-04-29', 'swappedFree'),
  aDay('2024-04-30', 'publicHoliday'),
  aDay('2024-05-01', 'publicHoliday'),
  aDay('2024-05-04', 'swappedWorking'),
];
const aCalendar = (more: CalendarDay[] = []): WorkingCalendar => ({
  version: 1,
  weeklyRest: [6, 7],
  from: on('2022-01-01'),
  to: on('2024-12-31'),
  days: [...days, ...more],
});
const owner = { locality: 'binh-dinh', organisationId: 'org-1' };
const own = (more: CalendarDay[] = []) => new OwnCalendar(aCalendar(more), owner);
const rules = { timeZone: 'Asia/Ho_Chi_Minh', dayCutoff: '24:00' };

describe('[R-PROF-03] [RG-2] the test vectors of the requirements', () => {
  const limit = (
    trigger: string,
    n: number,
    unit: 'workingDay' | 'calendarDay',
    direction: 'before' | 'after',
  ) => limitOf({ triggerAt: at(trigger), direction, offset: { n, unit } }, own(), rules).dueAt;

  test.each([
    ['start Fri 06/05/2022 − 3 WD', '2022-05-06T08:00+07:00', 3, 'workingDay', 'before', '2022-04-29'],
    ['start Mon 09/05/2022 − 3 WD', '2022-05-09T08:00+07:00', 3, 'workingDay', 'before', '2022-05-04'],
    ['start Mon 09/05/2022 − 1 WD', '2022-05-09T08:00+07:00', 1, 'workingDay', 'before', '2022-05-06'],
    ['end Fri 29/04/2022 + 2 WD', '2022-04-29T16:30+07:00', 2, 'workingDay', 'after', '2022-05-05'],
    ['start Mon 09/05/2022 − 3 d', '2022-05-09T08:00+07:00', 3, 'calendarDay', 'before', '2022-05-06'],
  ] as const)('%s is the end of %s', (_, trigger, n, unit, direction, last) => {
    expect(limit(trigger, n, unit, direction)).toBe(instantOf(on(last), '24:00', rules.timeZone));
    expect(dateOf(instant(limit(trigger, n, unit, direction) - 1), rules.timeZone)).toBe(last);
  });
});

describe('counting working days', () => {
  test.each([
    ['back over Tết', '2024-02-15', -1, '2024-02-07', 7],
    ['forward over Tết', '2024-02-07', 1, '2024-02-15', 7],
    ['forward onto a swapped Saturday', '2024-05-03', 1, '2024-05-04', 0],
    ['back over a swapped Monday', '2024-05-02', -1, '2024-04-26', 5],
    ['over an ordinary weekend', '2024-06-07', 1, '2024-06-10', 2],
    ['from a day of rest', '2024-06-08', 1, '2024-06-10', 1],
    ['none at all', '2024-06-08', 0, '2024-06-08', 0],
  ])('[RG-2] %s', (_, from, n, date, skipped) => {
    const count = countWorkingDays(own(), on(from), n);
    expect([count.date, count.skipped.length]).toEqual([date, skipped]);
  });

  test('[RG-2] tells each day passed over and why', () => {
    expect(
      countWorkingDays(own(), on('2024-05-02'), -1).skipped.map(({ date, type }) => `${date} ${type}`),
    ).toEqual([
      '2024-05-01 publicHoliday',
      '2024-04-30 publicHoliday',
      '2024-04-29 swappedFree',
      '2024-04-28 weeklyRest',
      '2024-04-27 weeklyRest',
    ]);
  });

  test('[RG-2] a span the calendar does not cover is an error with the missing day', () => {
    const caught = (() => {
      try {
        return countWorkingDays(own(), on('2022-01-04'), -2);
      } catch (cause) {
        return cause;
      }
    })();
    expect(caught).toBeInstanceOf(CalendarGapError);
    expect(caught).toMatchObject({ date: '2021-12-31' });
    expect(() => countWorkingDays(own(), on('2024-12-31'), 1)).toThrow(CalendarGapError);
  });
});

describe('whose days count', () => {
  const storm = (scope: DayScope) => own([aDay('2024-06-11', 'localClosure', { scope })]);
  const province = (locality: string): DayScope => ({
    kind: 'province',
    locality: LocalityCode.parse(locality),
  });
  const organisation = (id: string): DayScope => ({
    kind: 'organisation',
    organisationId: OrganisationId.parse(id),
  });

  test.each([
    ['the nation', nation, '2024-06-12'],
    ['the own province', province('binh-dinh'), '2024-06-12'],
    ['another province', province('ha-noi'), '2024-06-11'],
    ['the own organisation', organisation('org-1'), '2024-06-12'],
    ['another organisation', organisation('org-2'), '2024-06-11'],
  ])('[RG-3] a closure of %s', (_, scope, next) => {
    expect(countWorkingDays(storm(scope), on('2024-06-10'), 1).date).toBe(next);
  });

  test('[RG-3] the narrower scope decides, whatever the order of the list', () => {
    const closed = aDay('2024-06-11', 'localClosure', { scope: province('binh-dinh') });
    const open = aDay('2024-06-11', 'working', { scope: organisation('org-1') });
    for (const pair of [
      [closed, open],
      [open, closed],
    ])
      expect(countWorkingDays(own(pair), on('2024-06-10'), 1).date).toBe('2024-06-11');
  });

  test('[RG-3] a proposed day counts only when it is confirmed, an unconfirmed one at once', () => {
    const next = (status: CalendarDay['status']) =>
      countWorkingDays(own([aDay('2024-11-22', 'publicHoliday', { status })]), on('2024-11-21'), 1).date;
    expect([next('proposed'), next('unconfirmed'), next('confirmed')]).toEqual([
      '2024-11-22',
      '2024-11-25',
      '2024-11-25',
    ]);
  });
});

describe('the end of a day', () => {
  const half = [aDay('2024-06-11', 'halfDay', { endsAt: '11:30' })];
  const due = (dayCutoff: string, more: CalendarDay[] = []) =>
    limitOf(
      { triggerAt: at('2024-06-10T09:00+07:00'), direction: 'after', offset: { n: 1, unit: 'workingDay' } },
      own(more),
      { timeZone: rules.timeZone, dayCutoff },
    ).dueAt;

  test.each([
    ['midnight', '24:00', [], '2024-06-12T00:00+07:00'],
    ['office hours', '17:00', [], '2024-06-11T17:00+07:00'],
    ['office hours of a half day', '17:00', half, '2024-06-11T11:30+07:00'],
    ['midnight, also of a half day', '24:00', half, '2024-06-12T00:00+07:00'],
  ])('[RG-3] %s', (_, cutoff, more, instantIso) => {
    expect(due(cutoff, more)).toBe(at(instantIso));
  });

  test('[RG-3] the zone is an argument: the same instant is another day elsewhere', () => {
    const late = at('2024-06-10T20:00Z');
    expect([dateOf(late, 'Asia/Ho_Chi_Minh'), dateOf(late, 'UTC')]).toEqual(['2024-06-11', '2024-06-10']);
  });
});

describe('hours and minutes', () => {
  test.each([
    ['30 minutes before', 30, 'minute', 'before', '2024-02-10T01:30+07:00'],
    ['24 hours before, in the night of Tết', 24, 'hour', 'before', '2024-02-09T02:00+07:00'],
    ['15 minutes after', 15, 'minute', 'after', '2024-02-10T02:15+07:00'],
  ] as const)('[RG-1] %s are exact, on any day', (_, n, unit, direction, due) => {
    const triggerAt = at('2024-02-10T02:00+07:00');
    expect(limitOf({ triggerAt, direction, offset: { n, unit } }, own(), rules).dueAt).toBe(at(due));
  });

  test('[RG-9] a reminder is a span before the limit', () => {
    const due = at('2024-06-11T17:00+07:00');
    expect(remindAt(due, { n: 1, unit: 'calendarDay' }, rules.timeZone)).toBe(at('2024-06-10T17:00+07:00'));
    expect(remindAt(due, { n: 90, unit: 'minute' }, rules.timeZone)).toBe(at('2024-06-11T15:30+07:00'));
  });
});

describe('arithmetic over any calendar', () => {
  const types: DayType[] = [
    'publicHoliday',
    'swappedWorking',
    'halfDay',
    'localClosure',
    'dayInLieu',
    'working',
  ];
  const anyDate = fc.integer({ min: 0, max: 700 }).map((n) => shiftDate(on('2022-06-01'), n));
  const anyCalendar = fc
    .uniqueArray(fc.record({ date: anyDate, type: fc.constantFrom(...types) }), {
      maxLength: 60,
      selector: ({ date }) => date,
    })
    .map(
      (some) =>
        new OwnCalendar(
          { ...aCalendar(), days: some.map(({ date, type }) => aDay(date, type)) },
          { locality: 'binh-dinh', organisationId: null },
        ),
    );
  const anyCount = fc.integer({ min: -25, max: 25 });

  test('[R-PROF-03] [RG-2] a later day never has an earlier limit', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, anyDate, anyCount, (calendar, a, b, n) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        expect(countWorkingDays(calendar, first, n).date <= countWorkingDays(calendar, second, n).date).toBe(
          true,
        );
      }),
    );
  });

  test('[R-PROF-03] [RG-2] from a working day, counting there and back returns', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, anyCount, (calendar, date, n) => {
        fc.pre(calendar.natureOf(date).works);
        const there = countWorkingDays(calendar, date, n).date;
        expect(countWorkingDays(calendar, there, -n).date).toBe(date);
      }),
    );
  });

  test('[R-PROF-03] [RG-2] every day between is either counted or passed over, and a limit is a working day', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, anyCount, (calendar, from, n) => {
        const { date, counted, skipped } = countWorkingDays(calendar, from, n);
        const all = [...counted, ...skipped.map((day) => day.date)].sort();
        const span = Array.from({ length: all.length }, (_, index) =>
          shiftDate(from, Math.sign(n) * (index + 1)),
        );
        expect(all).toEqual(span.sort());
        expect(counted).toHaveLength(Math.abs(n));
        if (n !== 0) expect(calendar.natureOf(date).works).toBe(true);
      }),
    );
  });
});
