import type {
  FreeSlot,
  MeetingState,
  Registration,
  RegistrationData,
  RegulationProfile,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { findProfile } from '../regulation/regulation.repository.ts';
import { keepNames } from './meeting-names.ts';
import type { MoveListener } from './move.ts';
import type { Standing } from './permit.ts';
import { actorsOf, appendMove, lockRegistration, updateRegistration } from './registration.repository.ts';

/** What a step makes of a file. */
export interface FileStep {
  readonly act: string;
  /** The file as it was, locked. */
  readonly before: Registration;
  /** What is different afterwards; the revision is counted here. */
  readonly after: Partial<Omit<Registration, 'meetingId' | 'revision'>> & { readonly state: MeetingState };
  readonly profile: RegulationProfile;
  readonly at: number;
  readonly actor: AuditActor;
  readonly reason: string | null;
  readonly changed: readonly (keyof RegistrationData)[];
  readonly correlationId?: string;
  readonly alternatives?: readonly FreeSlot[];
  /** Name of whom a deputy acts for. */
  readonly inPlaceOf?: string | null;
}

/**
 * Locks a file for the rest of the transaction.
 *
 * @throws {AppError} MEETING_NOT_FOUND
 */
export async function openFile(transaction: Executor, meetingId: string): Promise<Standing> {
  const registration = await lockRegistration(transaction, meetingId);
  if (!registration) throw new AppError('MEETING_NOT_FOUND', { meetingId });
  const actors = (await actorsOf(transaction, [meetingId])).get(meetingId) ?? [];
  return {
    registration,
    actors,
    hostPath: await organisationPath(transaction, registration.data.hostOrganisationId),
  };
}

/** @throws {AppError} LOCALITY_UNKNOWN when the version of the regulation is gone, which the database prevents */
export async function profileOf(
  executor: Executor,
  { locality, regulationVersion }: Pick<Registration, 'locality' | 'regulationVersion'>,
): Promise<RegulationProfile> {
  const profile = await findProfile(executor, locality, regulationVersion);
  if (!profile) throw new AppError('LOCALITY_UNKNOWN', { locality });
  return profile;
}

/**
 * Writes a step: the file, the row of its history, what others have to do about it, and the audit. All of it in the
 * given transaction, so that it is there or not.
 *
 * @throws {AppError} what a listener objects to
 */
export async function writeStep(
  transaction: Executor,
  step: FileStep,
  listeners: readonly MoveListener[],
  prepare: (after: Registration) => Promise<void> = async () => {},
): Promise<Registration> {
  const {
    before,
    after,
    act,
    at,
    actor,
    reason,
    changed,
    profile,
    alternatives = [],
    inPlaceOf = null,
  } = step;
  const registration = { ...before, ...after, revision: before.revision + 1 };
  await updateRegistration(transaction, registration);
  const way = { from: before.state, to: registration.state, act, at, actor, reason, changed, alternatives };
  await appendMove(transaction, registration.meetingId, { ...way, inPlaceOf });
  await keepNames(transaction, before, registration);
  await prepare(registration);
  for (const listener of listeners) await listener.moved(transaction, { ...way, registration, profile });
  await appendAudit(transaction, {
    at,
    actor,
    action: `registration.${act}`,
    meetingId: registration.meetingId,
    subject: registration.fileNumber,
    facts: {
      from: before.state,
      to: registration.state,
      reason,
      changed: [...changed],
      ...(inPlaceOf === null ? {} : { inPlaceOf }),
    },
    ...(step.correlationId === undefined ? {} : { correlationId: step.correlationId }),
  });
  return registration;
}
