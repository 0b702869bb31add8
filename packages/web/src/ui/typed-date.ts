import { isEnteredYear } from './zone.ts';

/** What is asked for: a point in time, a day, a month, a year, a time of the day. */
export type DateEntry = 'moment' | 'day' | 'month' | 'year' | 'time';

/** Why what was typed is none. */
export type TypedFault =
  | 'missing'
  | 'unreadable'
  | 'noSuchDay'
  | 'noSuchMonth'
  | 'noSuchTime'
  | 'yearOutside';

const days = ['DD/MM/YYYY', 'D/M/YYYY', 'DD/M/YYYY', 'D/MM/YYYY', 'DDMMYYYY'];
const times = ['HH:mm', 'H:mm', 'HHmm'];

/** As it is shown first; what may be typed as well after it: without leading zeros, or digits alone. */
export const dateFormats: Readonly<Record<DateEntry, string[]>> = {
  moment: [...days.flatMap((day) => times.map((time) => `${day} ${time}`)), 'DDMMYYYYHHmm'],
  day: days,
  month: ['MM/YYYY', 'M/YYYY', 'MMYYYY'],
  year: ['YYYY'],
  time: times,
};

const DAY = String.raw`(?:(\d\d?)\/(\d\d?)\/(\d{4})|(\d\d)(\d\d)(\d{4}))`;
const TIME = String.raw`(?:(\d\d?):(\d\d)|(\d\d)(\d\d))`;
// Day, month, year, then once more without strokes; hour and minute likewise.
const shapes: Readonly<Record<DateEntry, RegExp>> = {
  moment: new RegExp(`^${DAY}(?: |(?<=^\\d{8})(?=\\d{4}$))${TIME}$`),
  day: new RegExp(`^${DAY}$`),
  month: /^()(?:(\d\d?)\/(\d{4})|()(\d\d)(\d{4}))$/,
  year: /^()()(\d{4})$/,
  time: new RegExp(`^()()()()()()${TIME}$`),
};

/**
 * What is wrong with a text in a field for dates; null: nothing, it can be taken. The 31st of February is told apart from a
 * text that is no date at all, so that whoever typed it knows what to mend.
 */
export function typedFault(text: string, entry: DateEntry, mayBeEmpty: boolean): TypedFault | null {
  if (text === '') return mayBeEmpty ? null : 'missing';
  const found = shapes[entry].exec(text);
  if (!found) return 'unreadable';
  const number = (...groups: number[]) => Number(groups.map((group) => found[group]).find(Boolean) ?? 0);
  const [day, month, year] = [number(1, 4), number(2, 5), number(3, 6)];
  const hasMonth = month >= 1 && month <= 12;
  if (entry === 'month' && !hasMonth) return 'noSuchMonth';
  if (entry === 'day' || entry === 'moment')
    if (!hasMonth || day < 1 || day > daysIn(month, year)) return 'noSuchDay';
  if (entry !== 'time' && !isEnteredYear(year)) return 'yearOutside';
  if (entry === 'moment' || entry === 'time')
    if (number(7, 9) > 23 || number(8, 10) > 59) return 'noSuchTime';
  return null;
}

/** Whether a period does not end before it begins; an end that is open is no fault. Days as `2026-12-02`. */
export const isForward = (from: string | null, to: string | null): boolean =>
  from === null || to === null || from <= to;

/** Years below 100 are counted as they are: the 29th of February is looked up in the year of the same kind. */
const daysIn = (month: number, year: number): number =>
  new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
