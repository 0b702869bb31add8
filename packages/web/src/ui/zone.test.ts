import dayjs from 'dayjs';
import { afterEach, expect, test, vi } from 'vitest';
import { fromField } from '../regulation/format.ts';
import { enteredDay, enteredInstant, handsAt, pickedInstant, ZONE } from './zone.ts';

afterEach(() => vi.unstubAllEnvs());

const EIGHT_HERE = Date.parse('2026-12-02T08:00:00+07:00');

test.each(['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York', 'Asia/Kathmandu'])(
  '[R-PROF-03] on a computer set to %s a picker shows and gives the time of the locality',
  (zone) => {
    vi.stubEnv('TZ', zone);
    expect(handsAt(EIGHT_HERE).format('HH:mm DD/MM/YYYY')).toBe('08:00 02/12/2026');
    expect(pickedInstant(dayjs('2026-12-02T08:00'))).toBe(EIGHT_HERE);
    expect(pickedInstant(handsAt(EIGHT_HERE))).toBe(EIGHT_HERE);
    expect(pickedInstant(handsAt(EIGHT_HERE).startOf('day'))).toBe(Date.parse('2026-12-02T00:00:00+07:00'));
  },
);

test.each(['0000', '0002', '0020', '0202', '1970'])(
  '[R-REG-01] a year that is being typed is none yet: %s changes nothing',
  (year) => {
    const typed = dayjs(new Date(0)).year(Number(year)).month(11).date(2);
    expect(enteredInstant(typed, ZONE)).toBeNull();
    expect(enteredDay(typed)).toBeNull();
    expect(fromField(`${year}-12-02T08:00`, ZONE)).toBeNull();
  },
);

test('[R-REG-01] a whole year is taken, nothing and nonsense are not', () => {
  expect(enteredInstant(dayjs('2026-12-02T08:00'), ZONE)).toBe(EIGHT_HERE);
  expect(enteredInstant(dayjs('2026-12-02T08:00'), 'UTC')).toBe(Date.parse('2026-12-02T08:00:00Z'));
  expect(enteredDay(dayjs('2026-12-02'))).toBe('2026-12-02');
  expect(fromField('2026-12-02T08:00', ZONE)).toBe(EIGHT_HERE);
  for (const nothing of [null, dayjs('x')]) {
    expect(enteredInstant(nothing, ZONE)).toBeNull();
    expect(enteredDay(nothing)).toBeNull();
  }
  for (const text of [undefined, '', '2026-12', '2026-13-02T08:00', '2026-02-30T08:00', '2026-12-02T99:00'])
    expect(fromField(text, ZONE)).toBeNull();
});
