/** An instant as it is printed: `08:00 05/01/2026`, day and month with two digits, the year whole. */
export const PRINTED_TIME = {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const satisfies Intl.DateTimeFormatOptions;
