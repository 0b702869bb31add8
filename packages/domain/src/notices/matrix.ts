import type { MeetingState, NoticeRow, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import { asksForService } from '../registration/meeting-facts.ts';

/** A step of a meeting's life, as far as notices depend on it. */
export interface NoticedStep {
  readonly from: MeetingState;
  readonly to: MeetingState;
}

const decided: readonly MeetingState[] = ['confirmed', 'refused'];

/**
 * The rows of the matrix a step sends, for the first time.
 *
 * @rule NT-1 (R-NTC-01)
 */
export const rowsSentBy = (
  profile: RegulationProfile,
  data: RegistrationData,
  step: NoticedStep,
): NoticeRow[] => profile.office.notices.rows.filter((row) => applies(row, data) && isSentBy(row, step));

/** Whether a row is there for this meeting at all. */
export function applies({ when }: NoticeRow, data: RegistrationData): boolean {
  return (
    when.urgency.includes(data.urgency) &&
    (when.kinds?.includes(data.kind) ?? true) &&
    (!when.services || asksForService(data))
  );
}

function isSentBy({ on }: NoticeRow, { from, to }: NoticedStep): boolean {
  const isEntered = from === 'draft' && to !== 'draft' && to !== 'cancelled';
  switch (on) {
    case 'registered':
      return isEntered;
    case 'confirmed':
      return to === 'confirmed' && from !== 'confirmed';
    case 'decided':
      return decided.includes(to) && !decided.includes(from);
  }
}

/** Rows that would have left by now: a change may bring one in, such as a recording asked for later. */
export function rowsOwed(
  profile: RegulationProfile,
  data: RegistrationData,
  state: MeetingState,
): NoticeRow[] {
  const isIn = !['draft', 'cancelled', 'refused'].includes(state);
  const isConfirmed = isIn && !['registered', 'underReview'].includes(state);
  return profile.office.notices.rows.filter(
    (row) => applies(row, data) && (row.on === 'registered' ? isIn : isConfirmed),
  );
}
