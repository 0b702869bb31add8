import type { Instant, LocalDate } from '@nhipcau/contracts';
import { Temporal } from 'temporal-polyfill';

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/**
 * Text as it may be printed: NFC, without control characters and without marks that turn the direction of writing, which
 * could make a document read otherwise than it is stored.
 */
export const printable = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[\p{Cf}\p{Noncharacter_Code_Point}]/gu, '')
    .trim();

/** `ngày 05 tháng 01 năm 2026`: days below 10 and the first two months with a leading zero (Decree 30/2020). */
export function dayInWords(date: LocalDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date);
  return `ngày ${twoDigits(day)} tháng ${month < 3 ? twoDigits(month) : month} năm ${year}`;
}

/** `05/01/2026` */
export function shortDay(date: LocalDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date);
  return `${twoDigits(day)}/${twoDigits(month)}/${year}`;
}

/**
 * A span of time as an office writes it.
 *
 * @example `từ 08 giờ 00 đến 10 giờ 30, ngày 05/01/2026 (thứ Hai)`
 */
export function periodInWords({ start, end }: { start: Instant; end: Instant }, timeZone: string): string {
  const from = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
  const to = Temporal.Instant.fromEpochMilliseconds(end).toZonedDateTimeISO(timeZone);
  const day = (at: Temporal.ZonedDateTime) =>
    `ngày ${twoDigits(at.day)}/${twoDigits(at.month)}/${at.year} (${weekdays[at.dayOfWeek - 1]})`;
  if (from.toPlainDate().equals(to.toPlainDate())) return `từ ${clock(from)} đến ${clock(to)}, ${day(from)}`;
  return `từ ${clock(from)} ${day(from)} đến ${clock(to)} ${day(to)}`;
}

const weekdays = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

const clock = ({ hour, minute }: { hour: number; minute: number }): string =>
  `${twoDigits(hour)} giờ ${twoDigits(minute)}`;

/** A dot for thousands: `7`, `1.250`. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '.');

/** Numbers as offices write them: a dot for thousands, two digits at least (`07`, `1.250`). */
export const countInWords = (n: number): string => (n < 10 ? twoDigits(n) : grouped(n));

/** Weekdays and telephone numbers are not torn apart at the end of a line. */
export const unbroken = (text: string): string =>
  text.replace(/\(thứ /g, '(thứ\u00a0').replace(/(?<=\d) (?=\d{3})/g, '\u00a0');
