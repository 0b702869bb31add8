import { type Instant, LocalDate } from '@nhipcau/contracts';
import { instantOf } from '@nhipcau/domain';
import dayjs, { type Dayjs } from 'dayjs';

/** Zone in which people here say their times; the five localities share it. */
export const ZONE = 'Asia/Ho_Chi_Minh';

const hands = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });

/**
 * What a picker is given: the hands of the clock here at an instant. Pickers show and return the hands of the computer's
 * own zone, which may be set to another.
 *
 * @param at - epoch milliseconds
 */
export const handsAt = (at: number): Dayjs => dayjs(hands.format(at).replace(' ', 'T'));

/** The hands of the clock here now, today's date included. */
export const handsNow = (): Dayjs => handsAt(Date.now());

/** The instant at which the clock here has the hands that a picker returns. */
export const pickedInstant = (picked: Dayjs): Instant =>
  instantOf(LocalDate.parse(picked.format('YYYY-MM-DD')), picked.format('HH:mm:ss'), ZONE);
