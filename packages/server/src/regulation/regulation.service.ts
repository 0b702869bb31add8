import type { Clock } from '@nhipcau/base';
import {
  type CalendarDaySet,
  type CalendarYear,
  instant,
  MeetingFacts,
  MeetingId,
  type MovedDeadline,
  type PreviewTimetable,
  type RegulationList,
  type RegulationProfile,
  type SessionInfo,
  type SetCalendarDay,
  type Timetable,
  type WorkingCalendar,
} from '@nhipcau/contracts';
import { CalendarGapError, dateOf, effectiveProfile, timetableOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import {
  findProfile,
  homeLocality,
  listProfiles,
  lockCalendar,
  type RegisteredMeeting,
  readWorkingCalendar,
  registeredMeetings,
  regulationInForce,
  replaceDay,
} from './regulation.repository.ts';

/** Regulations, the working calendar, and what meetings owe by them. */
export class RegulationService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #files: Pick<LedgerService, 'timetable' | 'calendarChanged'>;

  /** @param files - ledger of the meetings that have a file */
  constructor({
    database,
    clock,
    files,
  }: {
    database: Database;
    clock: Clock;
    files: Pick<LedgerService, 'timetable' | 'calendarChanged'>;
  }) {
    this.#database = database;
    this.#clock = clock;
    this.#files = files;
  }

  async list(): Promise<RegulationList> {
    const profiles = await listProfiles(this.#database);
    const now = instant(this.#clock.now());
    return {
      home: await homeLocality(this.#database),
      profiles: profiles
        .map((profile) => ({
          locality: profile.locality,
          name: profile.name,
          version: profile.version,
          title: profile.instrument.title,
          validFrom: profile.validFrom,
          validTo: profile.validTo,
          effective:
            effectiveProfile(profiles, profile.locality, dateOf(now, profile.timeZone))?.version ===
            profile.version,
        }))
        .sort((a, b) => a.name.localeCompare(b.name, 'vi') || a.version - b.version),
    };
  }

  /** @throws {AppError} LOCALITY_UNKNOWN, REGULATION_NOT_IN_FORCE, NOT_FOUND for an unknown version */
  async find(locality: string, version?: number): Promise<RegulationProfile> {
    if (version === undefined)
      return regulationInForce(this.#database, { now: instant(this.#clock.now()), locality });
    const profile = await findProfile(this.#database, locality, version);
    if (!profile) throw new AppError('NOT_FOUND', { locality, version });
    return profile;
  }

  /**
   * What a meeting would owe; changes nothing.
   *
   * @throws {AppError} LOCALITY_UNKNOWN, REGULATION_NOT_IN_FORCE, MEETING_KIND_UNKNOWN, CALENDAR_NOT_COVERING
   */
  async preview(locality: string, { registeredAt, ...meeting }: PreviewTimetable): Promise<Timetable> {
    const now = instant(this.#clock.now());
    const at = registeredAt ?? now;
    const profile = await regulationInForce(this.#database, { now: at, locality });
    if (!profile.kinds.some(({ key }) => key === meeting.kind))
      throw new AppError('MEETING_KIND_UNKNOWN', { kind: meeting.kind });
    const calendar = await readWorkingCalendar(this.#database);
    // The question is how things would stand at the registration, also when that lies in the past or future.
    return computed(
      profile,
      calendar,
      {
        ...meeting,
        recorded: false,
        informedAt: at,
        hostOrganisationId: null,
        waivers: {},
        registeredAt: at,
        receivedAt: at,
        confirmedAt: null,
        rehearsalAt: null,
        done: {},
        registeredBy: null,
      },
      at,
    );
  }

  /** @throws {AppError} MEETING_NOT_FOUND, also for one registered before regulations were data */
  async ofMeeting(meetingId: string): Promise<Timetable> {
    const timetable = await this.#files.timetable(meetingId);
    if (timetable) return timetable;
    const [meeting] = await registeredMeetings(this.#database, { meetingId });
    if (!meeting) throw new AppError('MEETING_NOT_FOUND');
    const profile = await this.find(meeting.locality, meeting.version);
    const calendar = await readWorkingCalendar(this.#database);
    return computed(profile, calendar, factsOf(meeting), this.#clock.now());
  }

  /** Special days of a year: national ones and those of a locality. */
  async calendarOf(year: number, locality?: string): Promise<CalendarYear> {
    const { version, from, to, weeklyRest, days } = await readWorkingCalendar(this.#database);
    return {
      version,
      from,
      to,
      weeklyRest,
      days: days.filter(
        ({ date, scope }) =>
          date.startsWith(`${year}-`) &&
          (scope.kind === 'nation' || (scope.kind === 'province' && scope.locality === locality)),
      ),
    };
  }

  /**
   * Takes an officer's word about a day and tells which limits of meetings to come it moves (R-PROF-03).
   *
   * @throws {AppError} CALENDAR_NOT_COVERING for a day outside the calendar
   */
  async setDay(day: SetCalendarDay, person: SessionInfo, correlationId: string): Promise<CalendarDaySet> {
    const at = this.#clock.now();
    return this.#database.transaction().execute(async (trx) => {
      await lockCalendar(trx);
      const before = await readWorkingCalendar(trx);
      if (day.date < before.from || day.date > before.to)
        throw new AppError('CALENDAR_NOT_COVERING', { date: day.date });
      const version = await replaceDay(trx, day, { at, userId: person.userId });
      const after = await readWorkingCalendar(trx);
      const meetings = await registeredMeetings(trx, { phase: 'scheduled' });
      const profiles = await listProfiles(trx);
      const moved = [
        ...(await this.#files.calendarChanged(trx, person.name)),
        ...meetings.flatMap((meeting) => this.#moves(meeting, { profiles, before, after })),
      ];
      await appendAudit(trx, {
        at,
        actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
        action: 'calendar.setDay',
        subject: day.date,
        facts: {
          type: day.type,
          name: day.name,
          scope: day.scope.kind,
          source: day.source,
          version,
          moved: moved.length,
        },
        correlationId,
      });
      return { version, moved };
    });
  }

  #moves(
    meeting: RegisteredMeeting,
    {
      profiles,
      before,
      after,
    }: { profiles: readonly RegulationProfile[]; before: WorkingCalendar; after: WorkingCalendar },
  ): MovedDeadline[] {
    const profile = profiles.find(
      ({ locality, version }) => locality === meeting.locality && version === meeting.version,
    );
    if (!profile) return [];
    const facts = factsOf(meeting);
    const now = instant(this.#clock.now());
    try {
      const was = timetableOf(profile, before, facts, now).entries;
      return timetableOf(profile, after, facts, now).entries.flatMap(({ deadlineId, duty, dueAt }) => {
        const old = was.find((entry) => entry.deadlineId === deadlineId)?.dueAt ?? null;
        if (old === dueAt) return [];
        const { title } = meeting;
        return [
          {
            meetingId: MeetingId.parse(meeting.meetingId),
            title,
            deadlineId,
            duty,
            before: old,
            after: dueAt,
          },
        ];
      });
    } catch (cause) {
      // A meeting beyond the end of the calendar has no limits yet, before as after.
      if (cause instanceof CalendarGapError) return [];
      throw cause;
    }
  }
}

function factsOf(meeting: RegisteredMeeting): MeetingFacts {
  return MeetingFacts.parse({
    kind: meeting.kind,
    urgency: meeting.urgency,
    recording: false,
    recorded: false,
    siteCount: meeting.siteCount,
    hostOrganisationId: null,
    waivers: {},
    start: meeting.plannedStart,
    end: meeting.endedAt,
    // The meeting is registered where it is received: one desk, one instant.
    informedAt: meeting.registeredAt,
    registeredAt: meeting.registeredAt,
    receivedAt: meeting.registeredAt,
    confirmedAt: null,
    rehearsalAt: null,
    done: {},
    registeredBy: meeting.registeredBy,
  });
}

function computed(
  profile: RegulationProfile,
  calendar: WorkingCalendar,
  facts: MeetingFacts,
  now: number,
): Timetable {
  try {
    return timetableOf(profile, calendar, facts, instant(now));
  } catch (cause) {
    if (cause instanceof CalendarGapError)
      // biome-ignore lint/style/useErrorCause: the cause is the third argument of AppError
      throw new AppError('CALENDAR_NOT_COVERING', { date: cause.date }, { cause });
    throw cause;
  }
}
