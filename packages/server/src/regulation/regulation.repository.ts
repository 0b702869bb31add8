import {
  CalendarDay,
  type Instant,
  LocalDate,
  LocalityCode,
  RegulationProfile,
  type SetCalendarDay,
  WorkingCalendar,
} from '@nhipcau/contracts';
import { dateOf, effectiveProfile } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { scopeId } from './load-shipped.ts';

/**
 * Documents that were parsed before, by what they are: reading one is a hundred times the work of asking which there are.
 * A version is never rewritten but by a release, whose document has another sum.
 */
const parsed = new Map<string, RegulationProfile>();
/** Far more than there are; a bound all the same. */
const MAX_PARSED = 200;

function remember(key: string, document: unknown, validTo: string | null): RegulationProfile {
  const profile = RegulationProfile.parse({ ...Object(document), validTo });
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(key, profile);
  return profile;
}

/** Every version of every locality, or of one. */
export async function listProfiles(executor: Executor, locality?: string): Promise<RegulationProfile[]> {
  const { rows } = await sql<ProfileRow>`${prepared}
    select locality, version, document_sum, valid_to::text as valid_to from regulation_profile
      where ${locality ?? null}::text is null or locality = ${locality ?? null}
      order by locality, version`.execute(executor);
  return profilesOf(executor, rows);
}

async function profilesOf(executor: Executor, rows: readonly ProfileRow[]): Promise<RegulationProfile[]> {
  const profiles: RegulationProfile[] = [];
  for (const row of rows) profiles.push(parsed.get(keyOf(row)) ?? (await readProfile(executor, row)));
  return profiles;
}

interface ProfileRow {
  readonly locality: string;
  readonly version: number;
  readonly document_sum: string;
  readonly valid_to: string | null;
}

const keyOf = ({ document_sum, valid_to }: ProfileRow): string => `${document_sum} ${valid_to}`;

async function readProfile(executor: Executor, row: ProfileRow): Promise<RegulationProfile> {
  const { document } = await executor
    .selectFrom('regulation_profile')
    .select('document')
    .where('locality', '=', row.locality)
    .where('version', '=', row.version)
    .executeTakeFirstOrThrow();
  return remember(keyOf(row), document, row.valid_to);
}

/** The locality whose installation this is. */
export async function homeLocality(executor: Executor): Promise<LocalityCode> {
  const row = await executor
    .selectFrom('locality')
    .select('code')
    .where('is_home', '=', true)
    .executeTakeFirst();
  if (!row) throw new AppError('LOCALITY_UNKNOWN');
  return LocalityCode.parse(row.code);
}

async function homeProfiles(executor: Executor): Promise<RegulationProfile[]> {
  const { rows } = await sql<ProfileRow>`${prepared}
    select p.locality, p.version, p.document_sum, p.valid_to::text as valid_to
      from locality join regulation_profile p on p.locality = locality.code
      where locality.is_home
      order by p.version`.execute(executor);
  return profilesOf(executor, rows);
}

/**
 * The regulation a meeting registered now follows.
 *
 * @param locality - by default that of the installation
 * @throws {AppError} LOCALITY_UNKNOWN, REGULATION_NOT_IN_FORCE
 */
export async function regulationInForce(
  executor: Executor,
  { now, locality }: { now: Instant; locality?: string | undefined },
): Promise<RegulationProfile> {
  const versions =
    locality === undefined ? await homeProfiles(executor) : await listProfiles(executor, locality);
  const newest = versions.at(-1);
  if (!newest) throw new AppError('LOCALITY_UNKNOWN', { locality: locality ?? null });
  const profile = effectiveProfile(versions, newest.locality, dateOf(now, newest.timeZone));
  if (!profile) throw new AppError('REGULATION_NOT_IN_FORCE', { locality: newest.locality });
  return profile;
}

/** One version of one locality's regulation. */
export async function findProfile(
  executor: Executor,
  locality: string,
  version: number,
): Promise<RegulationProfile | null> {
  const versions = await listProfiles(executor, locality);
  return versions.find((profile) => profile.version === version) ?? null;
}

/** Calendars that were read before, by what they are known by. */
const calendars = new Map<string, WorkingCalendar>();
const MAX_CALENDARS = 20;

/** The calendar as it counts now. */
export async function readWorkingCalendar(executor: Executor): Promise<WorkingCalendar> {
  const version = await executor
    .selectFrom('calendar_version')
    .modifyFront(prepared)
    .select([
      'version',
      'weekly_rest',
      sql<string>`from_on::text`.as('from_on'),
      sql<string>`to_on::text`.as('to_on'),
      // What a calendar is known by: its version, and the rows of its days.
      sql<string>`concat_ws(' ', version, at, reason, made_by, weekly_rest, from_on, to_on,
        (select concat_ws(' ', count(*), max(id), sum(id)) from calendar_day where until_version is null))`.as(
        'sum',
      ),
    ])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const known = calendars.get(version.sum);
  if (known) return known;
  const rows = await executor
    .selectFrom('calendar_day')
    .select([
      sql<string>`on_day::text`.as('on_day'),
      'scope_kind',
      'scope_id',
      'type',
      'name',
      'ends_at',
      'status',
      'source',
    ])
    .where('until_version', 'is', null)
    .orderBy('on_day')
    .orderBy('id')
    .execute();
  const calendar = WorkingCalendar.parse({
    version: version.version,
    weeklyRest: version.weekly_rest,
    from: version.from_on,
    to: version.to_on,
    days: rows.map((row) =>
      CalendarDay.parse({
        date: LocalDate.parse(row.on_day),
        scope: scopeOf(row.scope_kind, row.scope_id),
        type: row.type,
        name: row.name,
        endsAt: row.ends_at,
        status: row.status,
        source: row.source,
      }),
    ),
  });
  if (calendars.size >= MAX_CALENDARS) calendars.clear();
  calendars.set(version.sum, calendar);
  return calendar;
}

const scopeOf = (kind: string, id: string): unknown =>
  kind === 'province'
    ? { kind, locality: id }
    : kind === 'organisation'
      ? { kind, organisationId: id }
      : { kind };

/** Lets one officer after the other change the calendar; held to the end of the transaction. */
export async function lockCalendar(executor: Executor): Promise<void> {
  await sql`lock table calendar_version in share row exclusive mode`.execute(executor);
}

/**
 * Replaces what is known of a day by an officer's word; the calendar gets its next version.
 *
 * Call it with the calendar locked.
 *
 * @returns the new version
 */
export async function replaceDay(
  executor: Executor,
  day: SetCalendarDay,
  { at, userId }: { at: number; userId: string },
): Promise<number> {
  const { version } = await executor
    .insertInto('calendar_version')
    .columns(['version', 'at', 'made_by', 'reason', 'weekly_rest', 'from_on', 'to_on'])
    .expression((eb) =>
      eb
        .selectFrom('calendar_version')
        .select([
          sql<number>`version + 1`.as('version'),
          sql<Date>`${new Date(at)}::timestamptz`.as('at'),
          sql<string>`${userId}`.as('made_by'),
          sql<string>`${day.source}`.as('reason'),
          'weekly_rest',
          'from_on',
          'to_on',
        ])
        .orderBy('version', 'desc')
        .limit(1),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  await executor
    .updateTable('calendar_day')
    .set({ until_version: version })
    .where('on_day', '=', sql<string>`${day.date}::date`)
    .where('scope_kind', '=', day.scope.kind)
    .where('scope_id', '=', scopeId(day.scope))
    .where('until_version', 'is', null)
    .execute();
  await executor
    .insertInto('calendar_day')
    .values({
      on_day: day.date,
      scope_kind: day.scope.kind,
      scope_id: scopeId(day.scope),
      type: day.type,
      name: day.name,
      ends_at: day.endsAt,
      status: 'confirmed',
      source: day.source,
      since_version: version,
    })
    .execute();
  return version;
}

/** A meeting as far as its timetable needs it. */
export interface RegisteredMeeting {
  readonly meetingId: string;
  readonly title: string;
  readonly locality: string;
  readonly version: number;
  readonly kind: string;
  readonly urgency: string;
  readonly plannedStart: number;
  readonly endedAt: number | null;
  readonly registeredAt: number;
  readonly registeredBy: string | null;
  readonly siteCount: number;
}

/** Meetings without a file that follow a regulation: one of them, or all that are still to come. */
export async function registeredMeetings(
  executor: Executor,
  which: { meetingId: string } | { phase: 'scheduled' },
): Promise<RegisteredMeeting[]> {
  let query = executor
    .selectFrom('meeting')
    .leftJoin('user_account', 'user_account.id', 'meeting.created_by')
    .select((eb) => [
      'meeting.id',
      'meeting.title',
      'meeting.locality',
      'meeting.regulation_version',
      'meeting.kind',
      'meeting.urgency',
      'meeting.planned_start',
      'meeting.ended_at',
      'meeting.created_at',
      'user_account.name as registered_by',
      eb
        .selectFrom('meeting_site')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('meeting_site.meeting_id', '=', 'meeting.id')
        .as('site_count'),
    ])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('registration').select('meeting_id').whereRef('meeting_id', '=', 'meeting.id'))),
    )
    .orderBy('planned_start')
    .limit(1000);
  query =
    'meetingId' in which
      ? query.where('meeting.id', '=', which.meetingId)
      : query.where('phase', '=', which.phase);
  const rows = await query.execute();
  return rows.flatMap((row) =>
    row.locality === null || row.regulation_version === null || row.kind === null || row.urgency === null
      ? []
      : [
          {
            meetingId: row.id,
            title: row.title,
            locality: row.locality,
            version: row.regulation_version,
            kind: row.kind,
            urgency: row.urgency,
            plannedStart: row.planned_start.getTime(),
            endedAt: row.ended_at?.getTime() ?? null,
            registeredAt: row.created_at.getTime(),
            registeredBy: row.registered_by,
            siteCount: Number(row.site_count),
          },
        ],
  );
}
