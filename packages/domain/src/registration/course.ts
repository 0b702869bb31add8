import type { MeetingState, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import { approvalOf } from './approval.ts';

/** Steps of preparation between the confirmation and the conference, in their order. */
export const preparation = ['noticed', 'planned', 'rehearsed', 'connected', 'ready'] as const;
export type Preparation = (typeof preparation)[number];

/** Which of the steps of a meeting's life there are for this meeting. */
export interface Course {
  readonly needsApproval: boolean;
  readonly steps: readonly Preparation[];
  /** An urgent meeting may pass over steps of preparation that have become impossible. */
  readonly maySkip: boolean;
}

type Classed = Pick<RegistrationData, 'kind' | 'urgency' | 'chairBody'>;

/**
 * The course a meeting takes by its regulation: what a locality does not have is passed over.
 *
 * @rule RE-3 (R-REG-14, R-PROF-05, R-REG-15)
 */
export function courseOf(profile: RegulationProfile, meeting: Classed): Course {
  return {
    needsApproval: approvalOf(profile, meeting) !== null,
    steps: preparation.filter((step) => hasStep(profile, meeting, step)),
    maySkip: meeting.urgency === 'urgent',
  };
}

function hasStep(profile: RegulationProfile, meeting: Classed, step: Preparation): boolean {
  const isSelfOrganised = profile.kinds.some(
    ({ key, selfOrganised }) => key === meeting.kind && selfOrganised,
  );
  switch (step) {
    case 'noticed':
    case 'connected':
      return true;
    case 'planned':
      return !isSelfOrganised && profile.parameters['plan.required'] !== null;
    case 'rehearsed':
      return !isSelfOrganised && owes(profile, meeting, 'rehearsal.due');
    case 'ready':
      return !isSelfOrganised && owes(profile, meeting, 'ready');
  }
}

const owes = (
  profile: RegulationProfile,
  { kind, urgency }: Classed,
  key: 'rehearsal.due' | 'ready',
): boolean =>
  (profile.deadlines[key] ?? []).some(
    ({ when }) => (when.kinds?.includes(kind) ?? true) && (when.urgency?.includes(urgency) ?? true),
  );

/** States in which the conference may be started, and in which others know of the meeting already. */
export const startable: readonly MeetingState[] = ['confirmed', ...preparation];
