import {
  RecordedMeeting,
  type RecordingList,
  type RecordingListQuery,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can, custodianOf, mayEver } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { Units } from '../staff/units.ts';
import { bodyOf } from './recorded-meeting.ts';

const READ = 2_000;
const LISTED = 500;

/**
 * Meetings of which something was recorded, with or without a file: those somebody may read, and those in which their unit
 * took part, to ask for. A meeting with state secrets is never shown to be asked for.
 *
 * @rule RD-18 (R-REC-02, R-REC-05, R-REC-06)
 */
export async function listRecordings(
  database: Database,
  person: SessionInfo,
  query: RecordingListQuery,
): Promise<Omit<RecordingList, 'store'>> {
  const units = await Units.read(database);
  const rows = await recorded(database, query);
  const own = bodyOf(person);
  const listed = rows.flatMap((row): RecordedMeeting[] => {
    const host = row.host ?? units.site(row.chair_site_id)?.organisationId;
    const path = host === undefined ? [] : units.pathOf(host);
    const keeper = row.keeper === null ? null : { id: row.keeper, name: units.nameOf(row.keeper) };
    const place = { meetingId: RecordedMeeting.shape.meetingId.parse(row.id), organisationPath: path };
    const mayRead =
      can(person.grants, 'recording.read', place) ||
      (keeper !== null &&
        can(person.grants, 'recording.read', { organisationPath: units.pathOf(keeper.id) }));
    const tookPart =
      own !== null && row.participants.some((id) => units.pathOf(id).some((above) => above === own));
    const mayAsk = !mayRead && !row.is_secret && tookPart && mayEver(person.grants, 'recording.request');
    if (!mayRead && !mayAsk) return [];
    return [viewOf(row, { keeper, mayRead, mayAsk })];
  });
  return { recordings: listed.slice(0, LISTED), more: listed.length > LISTED || rows.length === READ };
}

async function recorded(database: Database, { search, meetingId }: RecordingListQuery) {
  const words = search?.trim() ?? '';
  const { rows } = await sql<{
    id: string;
    title: string;
    chair_site_id: string;
    host: string | null;
    file_number: string | null;
    is_secret: boolean;
    started_at: Date;
    stopped_at: Date | null;
    film_state: string | null;
    duration_ms: string | null;
    bytes: string | null;
    sha256: Buffer | null;
    handover: string | null;
    handed_film: string | null;
    keeper: string | null;
    participants: string[];
  }>`
    select meeting.id, meeting.title, meeting.chair_site_id, registration.host_organisation_id as host,
           registration.file_number,
           coalesce((registration.data #>> '{secret,declared}')::boolean, false) as is_secret,
           run.started_at, run.stopped_at, film.state as film_state, film.duration_ms,
           coalesce(case when film.state = 'ready' then film.video_bytes end, stored.bytes) as bytes,
           case when film.state = 'ready' then film.video_sha256 end as sha256,
           last.state as handover, received.film as handed_film, received.keeper,
           array(select distinct site.organisation_id from meeting_site
             join site on site.id = meeting_site.site_id where meeting_site.meeting_id = meeting.id) as participants
    from meeting
    join lateral (
      select min(recording.started_at) as started_at,
             case when bool_or(recording.stopped_at is null) then null else max(recording.stopped_at) end as stopped_at
      from recording where recording.meeting_id = meeting.id
    ) run on run.started_at is not null
    left join registration on registration.meeting_id = meeting.id
    left join film on film.meeting_id = meeting.id
    left join lateral (
      select sum(recording_segment.bytes) as bytes from recording_segment
      join recording on recording.id = recording_segment.recording_id where recording.meeting_id = meeting.id
    ) stored on true
    left join lateral (
      select coalesce(answer, 'given') as state from recording_handover
      where recording_handover.meeting_id = meeting.id order by number desc limit 1
    ) last on true
    left join lateral (
      select to_organisation_id as keeper,
             (select item ->> 'sha256' from jsonb_array_elements(items) item where item ->> 'part' = 'film' limit 1) as film
      from recording_handover
      where recording_handover.meeting_id = meeting.id and answer = 'received' order by number desc limit 1
    ) received on true
    where ${meetingId === undefined ? sql`true` : sql`meeting.id = ${meetingId}`} and ${
      words === ''
        ? sql`true`
        : sql`fold_text(meeting.title || ' ' || coalesce(registration.file_number, ''))
              like '%' || replace(replace(fold_text(${words}), '%', ''), '_', '') || '%'`
    }
    order by run.started_at desc limit ${READ}`.execute(database);
  return rows;
}

type Row = Awaited<ReturnType<typeof recorded>>[number];

function viewOf(
  row: Row,
  {
    keeper,
    mayRead,
    mayAsk,
  }: { keeper: { id: string; name: string } | null; mayRead: boolean; mayAsk: boolean },
): RecordedMeeting {
  const sum = row.sha256?.toString('hex') ?? null;
  const stored =
    row.film_state === 'deleted'
      ? 'deleted'
      : row.film_state === 'ready'
        ? row.handed_film === sum
          ? 'handedOver'
          : 'stored'
        : 'finalising';
  return RecordedMeeting.parse({
    meetingId: row.id,
    title: row.is_secret ? (row.file_number ?? '') : row.title,
    fileNumber: row.file_number,
    startedAt: row.started_at.getTime(),
    stoppedAt: row.stopped_at?.getTime() ?? null,
    state: row.stopped_at === null ? 'recording' : stored,
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    bytes: Number(row.bytes ?? 0),
    sha256: mayRead ? sum : null,
    handover: row.handover ?? 'none',
    custodianId: keeper?.id ?? null,
    custodian: custodianOf(
      keeper === null ? [] : [{ answer: { kind: 'received' as const }, to: keeper.name }],
      '',
    ),
    mayRead,
    mayAsk,
  });
}
