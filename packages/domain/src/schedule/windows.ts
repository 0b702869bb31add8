import { instant, type RegistrationData, type ScheduleRules } from '@nhipcau/contracts';
import { type Interval, without } from './intervals.ts';

/** A time in which a meeting has its rooms, and what for. */
export interface Window extends Interval {
  readonly kind: 'official' | 'rehearsal' | 'setup';
}

const MINUTE_MS = 60_000;

/**
 * Times a meeting takes its rooms: itself, its rehearsal, and the set-up its regulation wants before it. They never
 * overlap: what is official is no set-up, and set-up begins where the rehearsal ends.
 *
 * @rule SC-1 (R-SCH-01; HB II.1.2 b4, VP Đ6.1 b5, BD Đ10.2c, QN Đ5.2.2)
 */
export function windowsOf(
  { setUp }: Pick<ScheduleRules, 'setUp'>,
  { official, rehearsal, urgency }: Pick<RegistrationData, 'official' | 'rehearsal' | 'urgency'>,
): Window[] {
  const before = setUp.find((rule) => rule.urgency.includes(urgency))?.minutesBefore ?? 0;
  const taken: Interval[] = [official];
  const rehearsals = rehearsal === null ? [] : without(rehearsal, taken);
  const setUps =
    before === 0
      ? []
      : without({ start: instant(Math.max(0, official.start - before * MINUTE_MS)), end: official.start }, [
          ...taken,
          ...rehearsals,
        ]);
  const windows: Window[] = [
    { kind: 'official', ...official },
    ...rehearsals.map((one) => ({ kind: 'rehearsal', ...one }) as const),
    ...setUps.map((one) => ({ kind: 'setup', ...one }) as const),
  ];
  return windows.toSorted((a, b) => a.start - b.start);
}
