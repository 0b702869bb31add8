import { type Instant, LocalDate } from '@nhipcau/contracts';
import { instantOf } from '@nhipcau/domain';
import type { Language } from '../text/language.tsx';
import { isEnteredYear } from '../ui/zone.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const locales = { vi: 'vi-VN', en: 'en-GB' } as const satisfies Record<Language, string>;

/** `2026-11-20T08:00` of an instant in a zone, as date fields of a form want it. */
export function toField(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
  return parts.replace(' ', 'T');
}

/** Instant of `2026-11-20T08:00` in a zone; null for anything that is not one since there is an epoch. */
export function fromField(text: string | undefined, timeZone: string): Instant | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)/.exec(text ?? '');
  const date = LocalDate.safeParse(parts?.[1]);
  if (!date.success || !parts?.[2] || !isEnteredYear(Number(date.data.slice(0, 4)))) return null;
  return instantOf(date.data, parts[2], timeZone);
}

/** Day and clock time at which something is due: midnight is `24:00` of the day that ends. */
export interface DueText {
  readonly day: string;
  readonly time: string;
  /** `2026-11-20`, to put entries of a day together. */
  readonly key: string;
}

export function dueText(
  at: number,
  { timeZone, language }: { timeZone: string; language: Language },
): DueText {
  const isMidnight = toField(at, timeZone).endsWith('T00:00');
  const shown = isMidnight ? at - MINUTE_MS : at;
  const field = toField(shown, timeZone);
  return {
    key: field.slice(0, 10),
    day: dayText(field.slice(0, 10), language),
    time: isMidnight ? '24:00' : field.slice(11),
  };
}

/** `Thứ Sáu, 20/11/2026` */
export function dayText(date: LocalDate | string, language: Language): string {
  const noon = new Date(`${date}T12:00:00Z`);
  const weekday = new Intl.DateTimeFormat(locales[language], { weekday: 'long', timeZone: 'UTC' }).format(
    noon,
  );
  return `${weekday}, ${shortDate(date)}`;
}

/** `20/11/2026` */
export const shortDate = (date: LocalDate | string): string => date.split('-').reverse().join('/');
/** `20/11` */
export const dayAndMonth = (date: LocalDate | string): string => date.slice(5).split('-').reverse().join('/');

/** The largest part of a span of time and the one below it, when that is not zero. */
export function spanParts(ms: number): { unit: 'days' | 'hours' | 'minutes'; n: number }[] {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  const parts = [
    { unit: 'days', n: Math.floor(minutes / DAY_MINUTES) },
    { unit: 'hours', n: Math.floor((minutes % DAY_MINUTES) / 60) },
    { unit: 'minutes', n: minutes % 60 },
  ] as const;
  const first = parts.findIndex(({ n }) => n > 0);
  return first < 0 ? [] : parts.slice(first, first + 2).filter(({ n }) => n > 0);
}
