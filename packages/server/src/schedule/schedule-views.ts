import type { Clock } from '@nhipcau/base';
import {
  BookingKind,
  type CalendarEntry,
  type CalendarRow,
  type CapacityLine,
  type CapacityReport,
  FreeSlot,
  instant,
  MeetingId,
  type MeetingSchedule,
  MeetingState,
  OrganisationId,
  type PeriodQuery,
  RegistrationData,
  type SchedulePage,
  type ScheduleQuery,
  type SessionInfo,
  SharedKind,
  type WavePlanList,
} from '@nhipcau/contracts';
import { can, peakOf, SESSIONS, startable } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { searchWords, siteHas } from '../directory/directory.repository.ts';
import { visibleTo } from '../registration/visibility.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';

const LONGEST_MS = 45 * 24 * 3_600_000;
const ENTRIES_SHOWN = 30_000;

interface EntryRow {
  id: string;
  kind: string;
  resource: string;
  starts: Date;
  ends: Date;
  is_firm: boolean;
  units: number;
  meeting_id: string | null;
  title: string | null;
  file_number: string | null;
  host_name: string | null;
  state: string | null;
  urgent: boolean | null;
  secret: boolean | null;
  disputed: boolean;
  visible: boolean;
  host_path: string[] | null;
}

/** The calendar as people see it; what is none of their business shows only that something is taken. */
export class ScheduleViews {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { database: Database; clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** @throws {AppError} BAD_MESSAGE for a period that ends before it begins or is too long */
  async page(query: ScheduleQuery, person: SessionInfo): Promise<SchedulePage> {
    checkPeriod(query);
    const { timeZone } = await regulationInForce(this.#database, { now: instant(this.#clock.now()) });
    const levels = await this.#database
      .selectFrom('level')
      .select(['code', 'name'])
      .orderBy('rank')
      .execute();
    const rows = query.rows === 'rooms' ? await this.#rooms(query) : await this.#nodes(query);
    const entries = await this.#entries(query, person);
    const shown = new Set(rows.map(({ resourceId }) => resourceId));
    const busy = new Set(entries.map(({ resourceId }) => resourceId));
    return {
      rows: query.busy === 'yes' ? rows.filter(({ resourceId }) => busy.has(resourceId)) : rows,
      entries: entries.filter(({ resourceId }) => shown.has(resourceId)),
      levels,
      timeZone,
    };
  }

  async #rooms({ search, level }: ScheduleQuery): Promise<CalendarRow[]> {
    const words = await searchWords(this.#database, search);
    const found =
      words.length === 0
        ? sql`true`
        : sql`(${siteHas(words)} or fold_text(room.name) like '%' || fold_text(${search ?? ''}) || '%')`;
    const { rows } = await sql<{ id: string; name: string; place: string; level: string }>`
      select room.id, room.name, site.name as place, site.level_code as level
        from room join site on site.id = room.site_id join level on level.code = site.level_code
        where room.status = 'open' and site.status <> 'closed'
          and (${level ?? null}::text is null or site.level_code = ${level ?? null})
          and ${found}
        order by level.rank, site.sort_key, room.id
        limit 3000`.execute(this.#database);
    return rows.map(({ id, name, place, level: levelCode }) => ({
      kind: 'room',
      resourceId: id,
      name,
      place,
      levelCode,
      capacity: null,
    }));
  }

  async #nodes({ search }: ScheduleQuery): Promise<CalendarRow[]> {
    const lines = await this.#counted();
    const wanted = (search ?? '').toLowerCase();
    return lines
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ kind, resourceId, name, available }) => ({
        kind,
        resourceId: `${kind}:${resourceId}`,
        name,
        place: '',
        levelCode: '',
        capacity: available,
      }));
  }

  /** Ports and line of every MCU, streams and line of every link above one, and the sessions, with how much there is of each. */
  async #counted(): Promise<
    { kind: SharedKind; resourceId: string; name: string; available: number | null }[]
  > {
    const { rows } = await sql<{
      kind: SharedKind;
      id: string;
      name: string;
      available: number | null;
    }>`
      select thing.kind, thing.id, thing.name, c.available from (
          select 'session' as kind, ${SESSIONS}::text as id, '' as name, 0 as place
          union all select kind, id, name, 1 from mcu_node cross join (values ('mcu'), ('mcuRate')) of_node (kind)
          union all select of_link.kind, node.id, node.name || ' – ' || upper.name, 2 from mcu_node node
            join mcu_node upper on upper.id = node.parent_id
            cross join (values ('link'), ('linkRate')) of_link (kind)
        ) thing
        left join schedule_capacity c on c.resource_kind = thing.kind and c.resource_id = thing.id
        order by thing.place, thing.name, thing.kind`.execute(this.#database);
    return rows.map(({ kind, id, name, available }) => ({ kind, resourceId: id, name, available }));
  }

  async #entries(query: ScheduleQuery, person: SessionInfo): Promise<CalendarEntry[]> {
    const isNodes = query.rows === 'nodes';
    const kinds = isNodes ? SharedKind.options : ['room'];
    const during = sql`tstzrange(${new Date(query.from)}, ${new Date(query.to)})`;
    const { rows } = await sql<EntryRow>`
      with recursive piece as materialized (
        select b.id, b.kind, b.resource_kind, b.resource_id, b.during, b.is_firm, b.units, b.meeting_id, b.local_use_id
          from booking b where b.during && ${during} and b.resource_kind = any(${kinds}::text[])
          order by b.id limit ${ENTRIES_SHOWN}
      ), file as materialized (
        select registration.meeting_id, registration.data ->> 'title' as title, file_number, host.name as host_name,
            registration.state, registration.data ->> 'urgency' = 'urgent' as urgent,
            registration.data -> 'secret' ->> 'declared' = 'true' as secret, ${visibleTo(person)} as visible,
            registration.host_organisation_id as host_id
          from registration join organisation host on host.id = registration.host_organisation_id
          where registration.meeting_id in (select meeting_id from piece)
      ), path (host_id, id, parent_id) as (
        select o.id, o.id, o.parent_id from organisation o where o.id in (select host_id from file)
        union select path.host_id, upper.id, upper.parent_id from organisation upper join path on upper.id = path.parent_id
      ), paths as (select host_id, array_agg(id) as ids from path group by host_id)
      select piece.id, piece.kind,
          case when ${isNodes} then piece.resource_kind || ':' || piece.resource_id else piece.resource_id end as resource,
          lower(piece.during) as starts, upper(piece.during) as ends, piece.is_firm, piece.units, piece.meeting_id,
          coalesce(file.title, local_use.title) as title, file.file_number,
          coalesce(file.host_name, owner.name) as host_name, file.state, file.urgent, file.secret,
          coalesce(file.visible, true) as visible, paths.ids as host_path,
          not ${isNodes} and exists (select from piece other where other.resource_id = piece.resource_id
            and other.id <> piece.id and other.during && piece.during
            and other.meeting_id is distinct from piece.meeting_id) as disputed
        from piece
        left join file on file.meeting_id = piece.meeting_id
        left join paths on paths.host_id = file.host_id
        left join local_use on local_use.id = piece.local_use_id
        left join organisation owner on owner.id = local_use.organisation_id
        order by lower(piece.during), piece.id`.execute(this.#database);
    return rows.map((row) => entryOf(row, person));
  }

  /** @throws {AppError} BAD_MESSAGE */
  async capacity(period: PeriodQuery): Promise<CapacityReport> {
    checkPeriod(period);
    const within = { start: instant(period.from), end: instant(period.to) };
    const { rows } = await sql<{
      kind: string;
      id: string;
      starts: Date;
      ends: Date;
      units: number;
      is_firm: boolean;
    }>`
      select resource_kind as kind, resource_id as id, lower(during) as starts, upper(during) as ends, units, is_firm
        from booking where resource_kind = any(${SharedKind.options}::text[])
          and during && tstzrange(${new Date(period.from)}, ${new Date(period.to)})`.execute(this.#database);
    const takings = rows.map(({ starts, ends, ...row }) => ({
      ...row,
      start: instant(starts.getTime()),
      end: instant(ends.getTime()),
    }));
    const counted = await this.#counted();
    const lines = counted.map(({ kind, resourceId, name, available }): CapacityLine => {
      const own = takings.filter((one) => one.kind === kind && one.id === resourceId);
      const all = peakOf(own, within);
      const firm = peakOf(
        own.filter(({ is_firm }) => is_firm),
        within,
      );
      const peakAt = all.units === 0 ? null : all.at;
      return { kind, resourceId, name, available, peakAt, firm: firm.units, asked: all.units };
    });
    return { lines };
  }

  /** @throws {AppError} MEETING_NOT_FOUND also for whom the file is none of their business */
  async ofMeeting(meetingId: MeetingId, person: SessionInfo): Promise<MeetingSchedule> {
    const file = await this.#database
      .selectFrom('registration')
      .select('meeting_id')
      .where('meeting_id', '=', meetingId)
      .where(visibleTo(person))
      .executeTakeFirst();
    if (!file) throw new AppError('MEETING_NOT_FOUND', { meetingId });
    const { rows: windows } = await sql<{
      kind: string;
      starts: Date;
      ends: Date;
      rooms: string;
      firm: boolean;
    }>`
      select kind, lower(during) as starts, upper(during) as ends, bool_or(is_firm) as firm,
          count(*) filter (where resource_kind = 'room') as rooms
        from booking where meeting_id = ${meetingId} group by kind, during order by lower(during)`.execute(
      this.#database,
    );
    return {
      meetingId,
      isFirm: windows.some(({ firm }) => firm),
      windows: windows.slice(0, 40).map(({ kind, starts, ends, rooms }) => ({
        kind: BookingKind.parse(kind),
        start: instant(starts.getTime()),
        end: instant(ends.getTime()),
        rooms: Number(rooms),
      })),
      waves: await this.#wavesOf(meetingId),
      displacements: await this.#displacementsOf(meetingId),
    };
  }

  /** Meetings to come that are rehearsed in waves, as far as this person sees their files. */
  async wavePlans(person: SessionInfo): Promise<WavePlanList> {
    const rows = await this.#database
      .selectFrom('registration')
      .select(['meeting_id', 'file_number', 'starts_at', 'data'])
      .where('starts_at', '>', new Date(this.#clock.now()))
      .where(visibleTo(person))
      .where(
        sql<boolean>`exists (select from rehearsal_wave wave where wave.meeting_id = registration.meeting_id)`,
      )
      .orderBy('starts_at')
      .limit(50)
      .execute();
    const plans = [];
    for (const { meeting_id, file_number, starts_at, data: kept } of rows) {
      const data = RegistrationData.parse(kept);
      plans.push({
        meetingId: MeetingId.parse(meeting_id),
        fileNumber: file_number,
        title: data.secret.declared ? null : data.title,
        start: instant(starts_at.getTime()),
        isFirm: await this.#isFirm(meeting_id),
        siteCount: data.sites.length,
        waves: await this.#wavesOf(meeting_id),
      });
    }
    return { plans, mayMove: can(person.grants, 'schedule.write', {}) };
  }

  async #isFirm(meetingId: string): Promise<boolean> {
    const { rows } = await sql<{ firm: boolean }>`select exists (select from booking
      where meeting_id = ${meetingId} and is_firm) as firm`.execute(this.#database);
    return rows[0]?.firm ?? false;
  }

  async #wavesOf(meetingId: string): Promise<MeetingSchedule['waves']> {
    const { rows } = await sql<{
      stage: number;
      name: string;
      group_name: string | null;
      group_id: string;
      chosen: boolean;
      starts: Date;
      ends: Date;
      count: number;
    }>`
      select stage, wave.name, o.name as group_name, wave.group_id, wave.chosen, lower(during) as starts, upper(during) as ends,
          cardinality(site_ids) as count
        from rehearsal_wave wave left join organisation o on o.id = wave.group_id
        where meeting_id = ${meetingId} order by stage, o.sort_key limit 200`.execute(this.#database);
    return rows.map(({ stage, name, group_name, group_id, chosen, starts, ends, count }) => ({
      stage,
      name,
      groupName: group_name,
      groupId: group_id === '' ? null : OrganisationId.parse(group_id),
      isChosen: chosen,
      start: instant(starts.getTime()),
      end: instant(ends.getTime()),
      siteCount: count,
    }));
  }

  async #displacementsOf(meetingId: string): Promise<MeetingSchedule['displacements']> {
    const { rows } = await sql<{
      at: Date;
      by_number: string;
      number: string | null;
      title: string | null;
      starts: Date;
      ends: Date;
      slots: unknown;
    }>`
      select d.at, by_file.file_number as by_number, file.file_number as number, lower(d.during) as starts,
          upper(d.during) as ends, d.slots,
          case when file.data -> 'secret' ->> 'declared' = 'true' then null else coalesce(file.data ->> 'title', u.title) end
            as title
        from displacement d
        join registration by_file on by_file.meeting_id = d.by_meeting_id
        left join registration file on file.meeting_id = d.meeting_id
        left join local_use u on u.id = d.local_use_id
        where d.by_meeting_id = ${meetingId} or d.meeting_id = ${meetingId}
        order by d.id desc limit 50`.execute(this.#database);
    return rows.map(({ at, by_number, number, title, starts, ends, slots }) => ({
      at: instant(at.getTime()),
      byFileNumber: by_number,
      fileNumber: number,
      title,
      start: instant(starts.getTime()),
      end: instant(ends.getTime()),
      slots: FreeSlot.array().parse(slots ?? []),
    }));
  }
}

/** @throws {AppError} BAD_MESSAGE */
export function checkPeriod({ from, to }: PeriodQuery): void {
  if (to <= from || to - from > LONGEST_MS) throw new AppError('BAD_MESSAGE', { path: 'to' });
}

function entryOf(row: EntryRow, person: SessionInfo): CalendarEntry {
  const isSecret = row.secret === true;
  const isOpen = row.visible && !isSecret;
  const hostPath = row.host_path?.map((id) => OrganisationId.parse(id)) ?? [];
  const movable: readonly string[] = ['registered', 'underReview', ...startable];
  return {
    bookingId: row.id,
    resourceId: row.resource,
    kind: BookingKind.parse(row.kind),
    start: instant(row.starts.getTime()),
    end: instant(row.ends.getTime()),
    isFirm: row.is_firm,
    units: row.units,
    meetingId: row.visible && row.meeting_id !== null ? MeetingId.parse(row.meeting_id) : null,
    title: isOpen ? row.title : null,
    fileNumber: row.visible ? row.file_number : null,
    hostName: row.visible ? row.host_name : null,
    state: row.state === null ? null : MeetingState.parse(row.state),
    isUrgent: row.urgent === true,
    isSecret,
    isDisputed: row.disputed,
    mayMove:
      isOpen &&
      row.kind === 'official' &&
      row.state !== null &&
      movable.includes(row.state) &&
      can(person.grants, 'registration.write', { organisationPath: hostPath }),
  };
}
