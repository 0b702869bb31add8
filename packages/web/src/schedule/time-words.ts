import { ZONE } from '../ui/zone.ts';

const format = (language: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: ZONE, ...options });

export const timeWords = (at: number, language: string): string =>
  format(language, { hour: '2-digit', minute: '2-digit' }).format(at);
export const dayWords = (at: number, language: string): string =>
  format(language, { weekday: 'long', day: '2-digit', month: '2-digit' }).format(at);
export const shortDay = (at: number, language: string): string =>
  format(language, { weekday: 'short', day: '2-digit', month: '2-digit' }).format(at);
/** `08:00 – 10:00, thứ năm, 12/11`. */
export const spanWords = (start: number, end: number, language: string): string =>
  `${timeWords(start, language)} – ${timeWords(end, language)}, ${dayWords(start, language)}`;
