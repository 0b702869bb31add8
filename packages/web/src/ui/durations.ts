import { ZONE } from './zone.ts';
/** `1:05:09` or `5:09`; never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds with one decimal, in the reader's language: `12,4` or `12.4`. */
export function secondsText(ms: number, language: 'vi' | 'en'): string {
  const text = (Math.max(0, ms) / 1000).toFixed(1);
  return language === 'vi' ? text.replace('.', ',') : text;
}

/** Whole seconds left until an instant, rounded up; 0 when it has passed. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

const times: Readonly<Record<'vi' | 'en', Intl.DateTimeFormat>> = {
  vi: new Intl.DateTimeFormat('vi-VN', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }),
  en: new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }),
};
const dates: Readonly<Record<'vi' | 'en', Intl.DateTimeFormat>> = {
  vi: new Intl.DateTimeFormat('vi-VN', {
    timeZone: ZONE,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
  en: new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
};

/** Time of day in the business zone, `14:05:09`. */
export const timeOfDay = (at: number, language: 'vi' | 'en') => times[language].format(at);
/** Date and time in the business zone. */
export const dateAndTime = (at: number, language: 'vi' | 'en') => dates[language].format(at);
/** A limit in the business zone: the end of a day is `24:00` of that day, not 00:00 of the next. */
export const limitText = (at: number, language: 'vi' | 'en'): string =>
  dateAndTime(at, language).includes('00:00')
    ? dateAndTime(at - 60_000, language).replace('23:59', '24:00')
    : dateAndTime(at, language);
