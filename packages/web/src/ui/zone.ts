import { type Instant, LocalDate } from '@nhipcau/contracts';
import { instantOf } from '@nhipcau/domain';
import dayjs, { type Dayjs } from 'dayjs';

/** Zone in which people here say their times; the five localities share it. */
export const ZONE = 'Asia/Ho_Chi_Minh';

const handsIn = (timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
const hands = handsIn(ZONE);
/** The first whole one after the epoch in every zone. */
const FIRST_YEAR = 1971;

/**
 * What a picker is given: the hands of the clock here at an instant. Pickers show and return the hands of the computer's
 * own zone, which may be set to another.
 *
 * @param at - epoch milliseconds
 */
export const handsAt = (at: number, timeZone: string = ZONE): Dayjs =>
  dayjs((timeZone === ZONE ? hands : handsIn(timeZone)).format(at).replace(' ', 'T'));

/** The hands of the clock here now, today's date included. */
export const handsNow = (): Dayjs => handsAt(Date.now());

/** The instant at which the clock here has the hands that a picker returns. */
export const pickedInstant = (picked: Dayjs, timeZone: string = ZONE): Instant =>
  instantOf(LocalDate.parse(picked.format('YYYY-MM-DD')), picked.format('HH:mm:ss'), timeZone);

/** Whether a year is one yet: while it is typed it is one of antiquity at first – 0002, 0020, 0202. */
export const isEnteredYear = (year: number): boolean => year >= FIRST_YEAR;
const isWhole = (picked: Dayjs | null): picked is Dayjs =>
  picked?.isValid() === true && isEnteredYear(picked.year());

/** The instant somebody entered; null while the year is not one yet. */
export const enteredInstant = (picked: Dayjs | null, timeZone: string): Instant | null =>
  isWhole(picked) ? pickedInstant(picked, timeZone) : null;

/** The day somebody entered, `2026-12-02`; null while the year is not one yet. */
export const enteredDay = (picked: Dayjs | null): LocalDate | null =>
  isWhole(picked) ? LocalDate.parse(picked.format('YYYY-MM-DD')) : null;
