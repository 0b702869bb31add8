import { type MeetingId, RecordingId, ScriptSegments, SegmentFacts, SiteId } from '@nhipcau/contracts';
import { type FilmSegment, filmFactsOf, type filmPlan } from '@nhipcau/domain';
import type { EventStore } from '../conference/event-store.ts';
import type { Database } from '../database/database.ts';
import { PRINTED_TIME } from '../documents/printed-time.ts';
import { nameOf, type Vault } from './vault.ts';

/** Everything a film is made of. */
export interface FilmMaterial {
  readonly meetingId: MeetingId;
  readonly title: string;
  /** Line below the title: when it was. */
  readonly below: string;
  readonly facts: Parameters<typeof filmPlan>[0];
  /** Size of all that goes into it. */
  readonly bytes: number;
  /** A segment as a plain file: the kept one, or a copy in this folder that is taken away when it has been used. */
  readonly fileOf: (segmentId: string, folder: string) => Promise<{ path: string; isCopy: boolean }>;
}

const dayIn = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  ...PRINTED_TIME,
});

/** Reads log, segments, names and the approved running order; null when nothing was recorded. */
export async function filmMaterial(
  { database, store, vault }: { database: Database; store: EventStore; vault: Vault },
  meetingId: MeetingId,
): Promise<FilmMaterial | null> {
  const rows = await database
    .selectFrom('recording_segment')
    .innerJoin('recording', 'recording.id', 'recording_segment.recording_id')
    .selectAll('recording_segment')
    .where('recording.meeting_id', '=', meetingId)
    .where('recording_segment.stored_at', 'is not', null)
    .where('recording_segment.deleted_at', 'is', null)
    .orderBy('recording_segment.started_at')
    .execute();
  const { intervals, stages, names: siteNames } = filmFactsOf(await store.events(meetingId, 0));
  const [first] = intervals;
  if (rows.length === 0 || !first) return null;
  const meeting = await database
    .selectFrom('meeting')
    .select('title')
    .where('id', '=', meetingId)
    .executeTakeFirstOrThrow();
  const names = new Map(
    rows.map((row) => [row.id, nameOf.segment(meetingId, RecordingId.parse(row.recording_id), row.id)]),
  );
  return {
    meetingId,
    title: meeting.title,
    below: dayIn.format(first.from),
    facts: {
      intervals,
      stages,
      segments: rows.map(
        (row): FilmSegment => ({
          segmentId: row.id,
          siteId: SiteId.parse(row.site_id),
          source: SegmentFacts.shape.source.parse(row.source),
          from: row.started_at.getTime(),
          to: row.ended_at.getTime(),
        }),
      ),
      script: await scriptOf(database, meetingId),
      nameOf: (siteId) => siteNames.get(siteId) ?? siteId,
    },
    bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    fileOf: (segmentId, folder) => {
      const name = names.get(segmentId);
      if (name === undefined) throw new Error(`segment ${segmentId} is not of this meeting`);
      return vault.plainFile(name, folder);
    },
  };
}

/** Steps of the newest approved running order. */
async function scriptOf(database: Database, meetingId: MeetingId) {
  const row = await database
    .selectFrom('script_version')
    .select('segments')
    .where('meeting_id', '=', meetingId)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (!row) return [];
  return ScriptSegments.parse(row.segments).map(({ title, plannedAt }) => ({ title, at: plannedAt }));
}
