import type { Clock } from '@nhipcau/base';
import {
  instant,
  type ListReceptions,
  type ListRegistrations,
  type OrganisationId,
  type ReceptionList,
  type Registration,
  type RegistrationPage,
  type RegistrationSummary,
  type RegulationProfile,
  type SessionInfo,
  type WorkingCalendar,
} from '@nhipcau/contracts';
import { approvalOf, courseOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';
import { profileOf } from './files.ts';
import { chairOf, type MeetingNames, namesOf } from './meeting-names.ts';
import type { RegistrationParts } from './parts.ts';
import { clearanceOf, permittedActs, type Standing } from './permit.ts';
import {
  actorsOf,
  type RegistrationRow,
  registrationOf,
  selectRegistrations,
} from './registration.repository.ts';
import { isWaiting, kindName, limitOf } from './registration-views.ts';
import { grantedAt, mineOf, visibleTo } from './visibility.ts';

type Asked = z.output<typeof ListRegistrations>;

/** More files than this do not wait for one office at a time; the rest follow when these are decided. */
const MOST_WAITING = 500;

/** Lists of files, as far as somebody may see them. */
export class RegistrationLists {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: Pick<RegistrationParts, 'database' | 'clock'>) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws {AppError} BAD_MESSAGE for a cursor that is none */
  async page(asked: Asked, person: SessionInfo): Promise<RegistrationPage> {
    return asked.view === 'inbox' ? this.#inbox(asked, person) : this.#byStart(asked, person);
  }

  /** What the desk noted between two instants, of the files this person takes in; the newest first. */
  async receptions(
    { from, to }: z.output<typeof ListReceptions>,
    person: SessionInfo,
  ): Promise<ReceptionList> {
    const rows = await selectRegistrations(this.#database)
      .where('reception', 'is not', null)
      .where('registered_at', '>=', new Date(from))
      .where('registered_at', '<', new Date(to))
      .where(grantedAt(person.grants, 'registration.acceptLate'))
      .orderBy('registered_at', 'desc')
      .limit(MOST_WAITING)
      .execute();
    const registrations = rows.map(registrationOf);
    const names = await namesOf(this.#database, registrations, chairOf);
    return {
      receptions: registrations.flatMap(({ meetingId, fileNumber, state, data, reception }) =>
        reception === null
          ? []
          : [
              {
                meetingId,
                fileNumber,
                title: data.title,
                state,
                hostName: names.get(meetingId)?.host ?? '',
                start: data.official.start,
                reception,
              },
            ],
      ),
    };
  }

  /** Newest start first. */
  async #byStart(asked: Asked, person: SessionInfo): Promise<RegistrationPage> {
    const after = asked.cursor === undefined ? null : parseCursor(asked.cursor);
    const rows = await this.#matching(asked, person)
      .$if(asked.view === 'mine', (query) => query.where(mineOf(person)))
      .$if(after !== null, (query) =>
        query.where(
          sql<boolean>`(registration.starts_at, registration.meeting_id) < (${new Date(after?.at ?? 0)}::timestamptz, ${after?.id ?? ''})`,
        ),
      )
      .orderBy('starts_at', 'desc')
      .orderBy('meeting_id', 'desc')
      .limit(asked.limit + 1)
      .execute();
    const page = rows.slice(0, asked.limit);
    const last = page.at(-1);
    return {
      registrations: await this.#summaries(page, person),
      next:
        rows.length > asked.limit && last
          ? `${(await this.#startOf(last.meeting_id)).getTime()}_${last.meeting_id}`
          : null,
    };
  }

  /** Waiting for a decision of mine, the nearest limit first; those without a limit by their start. */
  async #inbox(asked: Asked, person: SessionInfo): Promise<RegistrationPage> {
    const rows = await this.#matching(asked, person)
      .where('state', 'in', ['registered', 'underReview'])
      .where(grantedAt(person.grants, 'registration.decide'))
      .orderBy('starts_at')
      .orderBy('meeting_id')
      .limit(MOST_WAITING)
      .execute();
    const summaries = (await this.#summaries(rows, person)).filter(
      ({ acts }) => acts.includes('takeUp') || acts.includes('confirm') || acts.includes('refuse'),
    );
    const sorted = summaries.sort(
      (a, b) => (a.decideBy ?? Infinity) - (b.decideBy ?? Infinity) || a.start - b.start,
    );
    const from = asked.cursor === undefined ? 0 : Number(asked.cursor);
    if (!Number.isInteger(from) || from < 0) throw new AppError('BAD_MESSAGE', { path: 'query.cursor' });
    const until = from + asked.limit;
    return {
      registrations: sorted.slice(from, until),
      next: sorted.length > until ? String(until) : null,
    };
  }

  #matching({ state, search, from, to }: Asked, person: SessionInfo) {
    const words = (search ?? '').split(/\s+/).filter((word) => word !== '');
    let query = selectRegistrations(this.#database).where(visibleTo(person));
    if (state !== undefined) query = query.where('state', '=', state);
    if (from !== undefined) query = query.where('ends_at', '>', new Date(from));
    if (to !== undefined) query = query.where('starts_at', '<', new Date(to));
    for (const word of words)
      query = query.where(
        'search_text',
        'like',
        sql<string>`'%' || replace(replace(fold_text(${word}), '%', ''), '_', '') || '%'`,
      );
    return query;
  }

  async #startOf(meetingId: string): Promise<Date> {
    const { starts_at } = await this.#database
      .selectFrom('registration')
      .select('starts_at')
      .where('meeting_id', '=', meetingId)
      .executeTakeFirstOrThrow();
    return starts_at;
  }

  async #summaries(rows: readonly RegistrationRow[], person: SessionInfo): Promise<RegistrationSummary[]> {
    const registrations = rows.map(registrationOf);
    const reading = new Reading(this.#database, await readWorkingCalendar(this.#database));
    const actors = await actorsOf(
      this.#database,
      registrations.map(({ meetingId }) => meetingId),
    );
    const names = await namesOf(this.#database, registrations, chairOf);
    const summaries: RegistrationSummary[] = [];
    for (const registration of registrations) {
      const standing: Standing = {
        registration,
        actors: actors.get(registration.meetingId) ?? [],
        hostPath: await reading.pathOf(registration.data.hostOrganisationId),
      };
      const profile = await reading.profileOf(registration);
      summaries.push(
        this.#summary(standing, person, {
          profile,
          names: names.get(registration.meetingId),
          calendar: reading.calendar,
        }),
      );
    }
    return summaries;
  }

  #summary(
    standing: Standing,
    person: SessionInfo,
    {
      profile,
      names,
      calendar,
    }: { profile: RegulationProfile; names: MeetingNames | undefined; calendar: WorkingCalendar },
  ): RegistrationSummary {
    const { registration } = standing;
    const { data, fileNumber } = registration;
    const now = instant(this.#clock.now());
    const isDecided = !isWaiting(registration) || approvalOf(profile, data) === null;
    return {
      meetingId: registration.meetingId,
      revision: registration.revision,
      fileNumber,
      title: clearanceOf(standing, person) === 'content' ? data.title : fileNumber,
      state: registration.state,
      urgency: data.urgency,
      kindName: kindName(profile, data.kind),
      hostOrganisationId: data.hostOrganisationId,
      hostName: names?.host ?? '',
      chairSiteName: data.chairSiteId === null ? null : (names?.sites.get(data.chairSiteId) ?? null),
      siteCount: data.sites.length,
      start: data.official.start,
      end: data.official.end,
      registeredAt: registration.registeredAt,
      decideBy: isDecided ? null : limitOf(registration, { profile, calendar, now }),
      isSecret: data.secret.declared,
      acts: permittedActs(standing, courseOf(profile, data), person),
    };
  }
}

/** What many files of one page have in common, read once. */
class Reading {
  readonly calendar: WorkingCalendar;
  readonly #database: Database;
  readonly #profiles = new Map<string, RegulationProfile>();
  readonly #paths = new Map<string, OrganisationId[]>();

  constructor(database: Database, calendar: WorkingCalendar) {
    this.#database = database;
    this.calendar = calendar;
  }

  async profileOf(registration: Registration): Promise<RegulationProfile> {
    const key = `${registration.locality} ${registration.regulationVersion}`;
    const known = this.#profiles.get(key) ?? (await profileOf(this.#database, registration));
    this.#profiles.set(key, known);
    return known;
  }

  async pathOf(organisationId: OrganisationId): Promise<OrganisationId[]> {
    const known = this.#paths.get(organisationId) ?? (await organisationPath(this.#database, organisationId));
    this.#paths.set(organisationId, known);
    return known;
  }
}

function parseCursor(cursor: string): { at: number; id: string } {
  const [, at, id] = /^(-?\d{1,15})_(.{1,100})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new AppError('BAD_MESSAGE', { path: 'query.cursor' });
  return { at: Number(at), id };
}
