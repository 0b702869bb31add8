import { instantText, type Speech } from '../regulation/sentences.ts';

const clockOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('vi-VN', { timeZone, hour: '2-digit', minute: '2-digit', hour12: false }).format(
    at,
  );
const dayOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);

/** `08:00–10:00 Thứ Năm, 12/11/2026`; two instants when it does not end on the same day. */
export function periodText({ start, end }: { start: number; end: number }, speech: Speech): string {
  const { timeZone } = speech;
  if (dayOf(start, timeZone) !== dayOf(end, timeZone))
    return `${instantText(start, speech)} – ${instantText(end, speech)}`;
  const whole = instantText(start, speech);
  const from = clockOf(start, timeZone);
  return whole.startsWith(from)
    ? `${from}–${clockOf(end, timeZone)}${whole.slice(from.length)}`
    : `${whole} – ${clockOf(end, timeZone)}`;
}
