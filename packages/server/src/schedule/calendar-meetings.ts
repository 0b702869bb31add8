import type { MeetingId } from '@nhipcau/contracts';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database, Executor } from '../database/database.ts';
import { type CalendarMeeting, icsFor } from './ical.ts';

/** Meetings others know of, as calendar programs show them; `r` is the registration in the condition. */
export async function calendarMeetings(
  executor: Executor,
  condition: Expression<SqlBool>,
): Promise<CalendarMeeting[]> {
  const { rows } = await sql<{
    id: string;
    revision: number;
    title: string;
    secret: boolean;
    starts: Date;
    ends: Date;
    state: string;
    number: string;
    host: string;
    host_id: string;
    host_email: string | null;
    place: string | null;
    confirmed: boolean;
    at: Date;
  }>`
      select r.meeting_id as id, r.revision, r.data ->> 'title' as title, r.starts_at as starts, r.ends_at as ends, r.state,
          coalesce(r.data -> 'secret' ->> 'declared' = 'true', false) as secret, r.file_number as number,
          host.name as host, host.id as host_id, host.email as host_email, chair.name as place, r.confirmed_at is not null as confirmed,
          (select max(at) from meeting_move where meeting_move.meeting_id = r.meeting_id) as at
        from registration r
        join organisation host on host.id = r.host_organisation_id
        left join site chair on chair.id = r.data ->> 'chairSiteId'
        where (r.confirmed_at is not null or r.state in ('registered', 'underReview'))
          and ${condition}
        order by r.starts_at limit 5000`.execute(executor);
  return rows.map((row) => ({
    meetingId: row.id,
    revision: row.revision,
    title: row.secret ? null : row.title,
    place: row.place,
    organiser: { organisationId: row.host_id, name: row.host, email: row.host_email },
    lines: [`Số hồ sơ: ${row.number}`, `Cơ quan chủ trì: ${row.host}`],
    start: row.starts.getTime(),
    end: row.ends.getTime(),
    isCancelled: row.state === 'cancelled' || row.state === 'refused',
    isFirm: row.confirmed,
    at: row.at.getTime(),
  }));
}

/** The file that goes with a notice: an invitation, its change, or its cancellation. */
export class MeetingCalendarFile {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null for a meeting nobody knows of yet. */
  async of(meetingId: MeetingId): Promise<Buffer | null> {
    const [meeting] = await calendarMeetings(this.#database, sql<SqlBool>`r.meeting_id = ${meetingId}`);
    return meeting ? Buffer.from(icsFor(meeting, meeting.isCancelled ? 'CANCEL' : 'REQUEST')) : null;
  }
}
