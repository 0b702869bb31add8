import type { Clock } from '@nhipcau/base';
import {
  type CheckRegistration,
  type Instant,
  instant,
  type Registration,
  type RegistrationChecked,
  type RegistrationData,
  type RegistrationDetail,
  type RegulationProfile,
  type SessionInfo,
} from '@nhipcau/contracts';
import {
  approvalOf,
  CalendarGapError,
  courseOf,
  decisionLimit,
  meetingFactsOf,
  timetableOf,
  withoutContent,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { readWorkingCalendar, regulationInForce } from '../regulation/regulation.repository.ts';
import type { Availability } from '../schedule/bookings.ts';
import { profileOf } from './files.ts';
import { namesOf } from './meeting-names.ts';
import type { RegistrationParts } from './parts.ts';
import { clearanceOf, mayChange, permittedActs, type Standing } from './permit.ts';
import { actorsOf, findRegistration, movesOf } from './registration.repository.ts';
import { checkWith } from './registration-check.ts';

const SLOTS_OFFERED = 5;
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** What people are shown of files; changes nothing. */
export class RegistrationViews {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #availability: Availability;
  readonly #maxSites: number;

  constructor({ database, clock, availability, maxSites }: RegistrationParts) {
    this.#database = database;
    this.#clock = clock;
    this.#availability = availability;
    this.#maxSites = maxSites;
  }

  /**
   * Everything that can be said of a registration before it is submitted.
   *
   * @throws {AppError} MEETING_NOT_FOUND for a file that is none of this person's business
   */
  async check(
    { meetingId, data, reception }: CheckRegistration,
    person: SessionInfo,
  ): Promise<RegistrationChecked> {
    const now = instant(this.#clock.now());
    const standing = meetingId === undefined ? null : await this.#standing(meetingId, person);
    const registration = standing?.registration ?? null;
    const isDraft = registration === null || registration.state === 'draft';
    const profile = isDraft
      ? await regulationInForce(this.#database, { now })
      : await profileOf(this.#database, registration);
    const checked = await checkWith(this.#database, {
      profile,
      data,
      reception: reception ?? registration?.reception ?? null,
      registered: isDraft ? null : registration,
      now,
      maxSites: this.#maxSites,
    });
    const demand = { meetingId: meetingId ?? null, profile, data };
    return {
      ...checked,
      ...(await this.#availability.outlookOf(this.#database, demand, SLOTS_OFFERED)),
      approval: decisionOf(profile, data, decisionLimit(profile, checked.timetable)),
      becomes: courseOf(profile, data).needsApproval ? 'registered' : 'confirmed',
    };
  }

  /** @throws {AppError} MEETING_NOT_FOUND */
  async detail(meetingId: string, person: SessionInfo): Promise<RegistrationDetail> {
    const standing = await this.#standing(meetingId, person);
    const { registration } = standing;
    const profile = await profileOf(this.#database, registration);
    const isOpen = clearanceOf(standing, person) === 'content';
    const moves = await movesOf(this.#database, meetingId);
    const limit = isWaiting(registration) ? await this.#limitOf(registration, profile) : null;
    return {
      registration: isOpen
        ? registration
        : {
            ...registration,
            data: withoutContent(registration.data, registration.fileNumber),
            reception: null,
            lateReason: null,
          },
      ...(await this.#names(registration, profile)),
      moves: moves.map(({ actorId: _actor, ...move }) => (isOpen ? move : { ...move, reason: null })),
      acts: permittedActs(standing, courseOf(profile, registration.data), person),
      mayChange: mayChange(standing, person),
      approval: decisionOf(profile, registration.data, limit),
    };
  }

  /**
   * The data of an earlier meeting to start from, moved by whole weeks to the next time that is still to come; what
   * belongs to that one meeting alone is left out.
   *
   * @throws {AppError} MEETING_NOT_FOUND
   */
  async template(from: string, person: SessionInfo): Promise<RegistrationData> {
    const standing = await this.#standing(from, person);
    if (clearanceOf(standing, person) !== 'content')
      throw new AppError('MEETING_NOT_FOUND', { meetingId: from });
    const { data } = standing.registration;
    const behind = this.#clock.now() - data.official.start;
    const shift = Math.max(0, Math.floor(behind / WEEK_MS) + 1) * WEEK_MS;
    const moved = ({ start, end }: RegistrationData['official']) => ({
      start: instant(start + shift),
      end: instant(end + shift),
    });
    return {
      ...data,
      official: moved(data.official),
      rehearsal: data.rehearsal && moved(data.rehearsal),
      urgency: 'planned',
      urgentCause: null,
      basis: null,
      invitation: null,
      upstream: null,
    };
  }

  async #standing(meetingId: string, person: SessionInfo): Promise<Standing> {
    const registration = await findRegistration(this.#database, meetingId);
    if (!registration) throw new AppError('MEETING_NOT_FOUND', { meetingId });
    const actors = (await actorsOf(this.#database, [meetingId])).get(meetingId) ?? [];
    const hostPath = await organisationPath(this.#database, registration.data.hostOrganisationId);
    const standing = { registration, actors, hostPath };
    if (clearanceOf(standing, person) === 'nothing') throw new AppError('MEETING_NOT_FOUND', { meetingId });
    return standing;
  }

  async #limitOf(registration: Registration, profile: RegulationProfile): Promise<Instant | null> {
    const calendar = await readWorkingCalendar(this.#database);
    return limitOf(registration, { profile, calendar, now: instant(this.#clock.now()) });
  }

  async #names(
    registration: Registration,
    profile: RegulationProfile,
  ): Promise<Pick<RegistrationDetail, 'hostName' | 'kindName' | 'siteNames'>> {
    const names = (await namesOf(this.#database, [registration])).get(registration.meetingId);
    return {
      hostName: names?.host ?? '',
      kindName: kindName(profile, registration.data.kind),
      siteNames: Object.fromEntries(names?.sites ?? []),
    };
  }
}

export const isWaiting = ({ state }: Pick<Registration, 'state'>): boolean =>
  state === 'registered' || state === 'underReview';

export const kindName = (profile: RegulationProfile, kind: string): string =>
  profile.kinds.find(({ key }) => key === kind)?.name ?? kind;

/** Until when it is to be decided; null without a limit, or beyond the calendar. */
export function limitOf(
  registration: Registration,
  rules: {
    profile: RegulationProfile;
    calendar: Awaited<ReturnType<typeof readWorkingCalendar>>;
    now: Instant;
  },
): Instant | null {
  try {
    const facts = meetingFactsOf(registration, rules.now);
    return decisionLimit(rules.profile, timetableOf(rules.profile, rules.calendar, facts, rules.now));
  } catch (cause) {
    if (cause instanceof CalendarGapError) return null;
    throw cause;
  }
}

function decisionOf(
  profile: RegulationProfile,
  data: RegistrationData,
  decideBy: Instant | null,
): RegistrationChecked['approval'] {
  const approval = approvalOf(profile, data);
  return approval === null ? null : { role: approval.name, decideBy };
}
