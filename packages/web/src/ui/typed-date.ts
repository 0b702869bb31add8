import { isEnteredYear } from './zone.ts';

/** What is asked for: a point in time, a day, a time of the day. */
export type DateEntry = 'moment' | 'day' | 'time';

/** Why what was typed is none. */
export type TypedFault = 'missing' | 'unreadable' | 'noSuchDay' | 'noSuchTime' | 'yearOutside';

const days = ['DD/MM/YYYY', 'D/M/YYYY', 'DD/M/YYYY', 'D/MM/YYYY', 'DDMMYYYY'];
const times = ['HH:mm', 'H:mm', 'HHmm'];

/** As it is shown first; what may be typed as well after it: without leading zeros, or digits alone. */
export const dateFormats: Readonly<Record<DateEntry, string[]>> = {
  moment: [...days.flatMap((day) => times.map((time) => `${day} ${time}`)), 'DDMMYYYYHHmm'],
  day: days,
  time: times,
};

const DAY = String.raw`(?:(\d\d?)\/(\d\d?)\/(\d{4})|(\d\d)(\d\d)(\d{4}))`;
const TIME = String.raw`(?:(\d\d?):(\d\d)|(\d\d)(\d\d))`;
const shapes: Readonly<Record<DateEntry, RegExp>> = {
  moment: new RegExp(`^${DAY}(?: |(?<=^\\d{8})(?=\\d{4}$))${TIME}$`),
  day: new RegExp(`^${DAY}$`),
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
  if (entry !== 'time') {
    const [day, month, year] = [number(1, 4), number(2, 5), number(3, 6)];
    if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return 'noSuchDay';
    if (!isEnteredYear(year)) return 'yearOutside';
  }
  if (entry !== 'day' && (number(7, 9) > 23 || number(8, 10) > 59)) return 'noSuchTime';
  return null;
}

/** Years below 100 are counted as they are: the 29th of February is looked up in the year of the same kind. */
const daysIn = (month: number, year: number): number =>
  new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
