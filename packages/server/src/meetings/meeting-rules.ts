import type { CreateMeeting, Instant } from '@nhipcau/contracts';
import { conferenceRules } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import type { NewMeeting } from './meetings.repository.ts';

/**
 * What the regulation in force says of a meeting registered now: its class, and the rules of the live conference.
 *
 * @throws {AppError} LOCALITY_UNKNOWN, REGULATION_NOT_IN_FORCE, MEETING_KIND_UNKNOWN
 */
export async function rulesFor(
  executor: Executor,
  {
    now,
    locality,
    kind,
    urgency = 'planned',
  }: { now: Instant } & Pick<CreateMeeting, 'locality' | 'kind' | 'urgency'>,
): Promise<Pick<NewMeeting, 'bringUpLimitMs' | 'cascadeAllowed' | 'regulation'>> {
  const profile = await regulationInForce(executor, { now, locality });
  const chosen = profile.kinds.find(({ key }) => kind === undefined || key === kind);
  if (!chosen) throw new AppError('MEETING_KIND_UNKNOWN', { kind: kind ?? null });
  return {
    ...conferenceRules(profile),
    regulation: { locality: profile.locality, version: profile.version, kind: chosen.key, urgency },
  };
}
