import {
  type Action,
  type OrganisationId,
  type Registration,
  RegistrationAct,
  type SessionInfo,
} from '@nhipcau/contracts';
import {
  type Clearance,
  type Course,
  can,
  covers,
  gives,
  type LifeStep,
  type Place,
  startable,
  stepOf,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { File } from './registration.repository.ts';

/** A file, where it stands in the organisation, and who worked on it. */
export interface Standing extends File {
  /** The host and all above it. */
  readonly hostPath: readonly OrganisationId[];
}

const placeOf = ({ registration, hostPath }: Standing): Place => ({
  organisationPath: hostPath,
  meetingId: registration.meetingId,
});

const registering: readonly string[] = ['create', 'submit', 'acceptLate', 'change'];
const deciding: readonly string[] = ['confirm', 'refuse'];

const did = ({ actors }: File, userId: string, acts: readonly string[]): boolean =>
  actors.some((actor) => actor.userId === userId && actor.acts.some((act) => acts.includes(act)));

/**
 * Whoever registered a meeting does not decide on it, and whoever decided does not register for it.
 *
 * @rule RE-21 (TCVN 11930, separation of duties)
 */
function areSeparate(standing: Standing, act: string, { userId, grants }: SessionInfo): boolean {
  if (!deciding.includes(act)) return !registering.includes(act) || !did(standing, userId, deciding);
  const registered = (id: string) => standing.registration.createdBy === id || did(standing, id, registering);
  // Nobody's registration is decided by the right of whoever made it, not by a deputy either.
  const place = placeOf(standing);
  return (
    !registered(userId) &&
    grants.some(
      (grant) =>
        gives(grant, 'registration.decide') &&
        covers(grant, place) &&
        (grant.inPlaceOf === undefined || !registered(grant.inPlaceOf.userId)),
    )
  );
}

/**
 * For whom a step is taken, when the right to it is only lent; null for the own right.
 *
 * @rule AC-20
 */
export function actsFor(
  standing: Standing,
  { actions }: Pick<LifeStep, 'actions'>,
  { grants }: SessionInfo,
): string | null {
  const place = placeOf(standing);
  const used = grants.filter(
    (grant) => actions.some((action) => gives(grant, action)) && covers(grant, place),
  );
  return used.some(({ inPlaceOf }) => inPlaceOf === undefined) ? null : (used[0]?.inPlaceOf?.name ?? null);
}

/** Whether somebody takes in what reaches the office by other ways than this application. */
export const isDesk = (person: SessionInfo, standing: Standing): boolean =>
  can(person.grants, 'registration.acceptLate', placeOf(standing));

/**
 * The step this act is, if this person may take it.
 *
 * @throws {AppError} REGISTRATION_STEP_IMPOSSIBLE, NOT_ALLOWED, DUTIES_NOT_SEPARATE
 */
export function permitStep(
  standing: Standing,
  act: RegistrationAct,
  course: Course,
  person: SessionInfo,
): LifeStep {
  const { state } = standing.registration;
  const step = stepOf(state, act, course);
  if (!step.ok || !isAsked(standing, act)) throw new AppError('REGISTRATION_STEP_IMPOSSIBLE', { state, act });
  const place = placeOf(standing);
  if (!step.value.actions.some((action) => can(person.grants, action, place)))
    throw new AppError('NOT_ALLOWED', { act });
  if (!areSeparate(standing, act, person)) throw new AppError('DUTIES_NOT_SEPARATE', { act });
  return step.value;
}

/** Everything this person may do with the file now. */
export function permittedActs(standing: Standing, course: Course, person: SessionInfo): RegistrationAct[] {
  const place = placeOf(standing);
  return RegistrationAct.options.filter((act) => {
    const step = stepOf(standing.registration.state, act, course);
    return (
      step.ok &&
      isAsked(standing, act) &&
      step.value.actions.some((action) => can(person.grants, action, place)) &&
      areSeparate(standing, act, person)
    );
  });
}

/** An answer to a late request needs one that waits for it. */
const isAsked = ({ registration: { lateRequest } }: Standing, act: RegistrationAct): boolean =>
  (act !== 'consentServices' && act !== 'declineServices') || lateRequest?.answer.kind === 'open';

const changeable: readonly string[] = ['draft', 'registered', 'underReview', ...startable];

export const isChangeable = ({ state }: Registration): boolean => changeable.includes(state);

/** @throws {AppError} REGISTRATION_STEP_IMPOSSIBLE, NOT_ALLOWED, DUTIES_NOT_SEPARATE */
export function permitChange(standing: Standing, person: SessionInfo): void {
  const { state } = standing.registration;
  if (!isChangeable(standing.registration))
    throw new AppError('REGISTRATION_STEP_IMPOSSIBLE', { state, act: 'change' });
  if (!can(person.grants, 'registration.write', placeOf(standing)))
    throw new AppError('NOT_ALLOWED', { act: 'change' });
  if (!areSeparate(standing, 'change', person)) throw new AppError('DUTIES_NOT_SEPARATE', { act: 'change' });
}

export const mayChange = (standing: Standing, person: SessionInfo): boolean =>
  isChangeable(standing.registration) &&
  can(person.grants, 'registration.write', placeOf(standing)) &&
  areSeparate(standing, 'change', person);

/**
 * What a person sees of a file: those who serve it technically know when and where, never what it is about; a state secret
 * is known to its host, the desk and those who decide only.
 *
 * @rule RE-19 (R-SEC-07, R-SEC-09)
 */
export function clearanceOf(standing: Standing, person: SessionInfo): Clearance {
  const { registration, actors } = standing;
  const place = placeOf(standing);
  const may = (action: Action) => can(person.grants, action, place);
  const worked =
    registration.createdBy === person.userId || actors.some(({ userId }) => userId === person.userId);
  if (worked || may('registration.write') || may('registration.acceptLate')) return 'content';
  // A draft is its host's own: nobody above knows of it before it is submitted.
  if (registration.state === 'draft') return isAuditor(person) ? 'content' : 'nothing';
  if (may('registration.decide')) return 'content';
  if (reads(standing, person)) return registration.data.secret.declared ? 'metadata' : 'content';
  const isServed =
    person.grants.some(({ role }) => role === 'partner') && serves.includes(registration.state);
  return isServed ? 'metadata' : 'nothing';
}

const serves: readonly string[] = [...startable, 'live', 'ended', 'closed'];

const isAuditor = ({ grants }: SessionInfo): boolean => grants.some(({ role }) => role === 'auditor');

/** By the host's place, or because one of the sites is theirs. */
const reads = (standing: Standing, { grants }: SessionInfo): boolean =>
  can(grants, 'registration.read', placeOf(standing)) ||
  standing.registration.data.sites.some(({ siteId }) => can(grants, 'registration.read', { siteId }));
