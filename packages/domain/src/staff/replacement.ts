import type { LocalDate, OperatorDuty, WorkingCalendar } from '@nhipcau/contracts';
import { CalendarGapError, type CalendarOwner, OwnCalendar } from '../regulation/calendar.ts';
import { countWorkingDays } from '../regulation/counting.ts';

export interface Succession {
  readonly duty: OperatorDuty;
  /** First day on which the person no longer serves. */
  readonly endedOn: string;
  /** Last day of the target; null where the text asks for nothing. */
  readonly dueOn: string | null;
  readonly successorId: string | null;
  readonly notifiedOn: string | null;
}

export type SuccessionState = 'noSuccessor' | 'notNotified' | 'settled';

/**
 * Where the replacement of an operator stands: without successor it is a warning, with one the managing office is to be
 * told; late when the target has passed.
 *
 * @rule SF-9 (BD Đ16.1c; HN Đ19.3; QN Đ13.3)
 */
export function successionState(
  { dueOn, successorId, notifiedOn }: Succession,
  today: string,
): { readonly state: SuccessionState; readonly isLate: boolean } {
  const state = successorId === null ? 'noSuccessor' : notifiedOn === null ? 'notNotified' : 'settled';
  return { state, isLate: state !== 'settled' && dueOn !== null && dueOn < today };
}

/** The day so many working days later for this owner; null beyond the end of the calendar. */
export function replacementDueOn(
  calendar: WorkingCalendar,
  owner: CalendarOwner,
  { from, workingDays }: { from: LocalDate; workingDays: number },
): LocalDate | null {
  try {
    return countWorkingDays(new OwnCalendar(calendar, owner), from, workingDays).date;
  } catch (cause) {
    if (cause instanceof CalendarGapError) return null;
    throw cause;
  }
}
