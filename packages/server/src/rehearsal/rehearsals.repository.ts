import { type Instant, instant, MeetingId, Quality, RehearsalAct, RehearsalId } from '@nhipcau/contracts';
import type { TrialEntry } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** A rehearsal as it was opened. */
export interface RehearsalRecord {
  readonly rehearsalId: RehearsalId;
  readonly number: number;
  readonly conferenceId: MeetingId;
  readonly conferencePhase: 'scheduled' | 'live' | 'ended';
  readonly openedAt: Instant;
  readonly byName: string;
}

export async function newestRehearsal(
  executor: Executor,
  meetingId: string,
): Promise<RehearsalRecord | null> {
  const row = await executor
    .selectFrom('rehearsal')
    .innerJoin('meeting', 'meeting.id', 'rehearsal.conference_id')
    .select([
      'rehearsal.id',
      'rehearsal.number',
      'rehearsal.conference_id',
      'rehearsal.at',
      'rehearsal.by_name',
      'meeting.phase',
    ])
    .where('rehearsal.meeting_id', '=', meetingId)
    .orderBy('rehearsal.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    rehearsalId: RehearsalId.parse(row.id),
    number: row.number,
    conferenceId: MeetingId.parse(row.conference_id),
    conferencePhase: row.phase === 'live' ? 'live' : row.phase === 'ended' ? 'ended' : 'scheduled',
    openedAt: instant(row.at.getTime()),
    byName: row.by_name,
  };
}

/** One person acts on the rehearsals of a meeting at a time. */
export const lockRehearsals = (executor: Executor, meetingId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`rehearsals of ${meetingId}`}, 126))`.execute(executor);

/** Oldest first. */
export async function entriesOf(executor: Executor, rehearsalId: string): Promise<TrialEntry[]> {
  const rows = await executor
    .selectFrom('rehearsal_step')
    .select(['at', 'event', 'by_name'])
    .where('rehearsal_id', '=', rehearsalId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    at: instant(row.at.getTime()),
    byName: row.by_name,
    act: RehearsalAct.parse(row.event),
  }));
}

/** @returns false when the same request, by its key, was stored before */
export async function insertAct(
  executor: Executor,
  rehearsalId: string,
  act: RehearsalAct,
  { key, at, userId, byName }: { key: string; at: Instant; userId: string; byName: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await executor
    .insertInto('rehearsal_step')
    .values({
      rehearsal_id: rehearsalId,
      at: new Date(at),
      key,
      act: act.act,
      event: JSON.stringify(act),
      user_id: userId,
      by_name: byName,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** What the conference of a rehearsal itself knows of its sites: the worst of each line, and refused presentations. */
export async function measuredIn(
  executor: Executor,
  conferenceId: string,
): Promise<{ quality: ReadonlyMap<string, Quality>; blocked: ReadonlyMap<string, number> }> {
  const order = sql<number>`array_position(array['unknown', 'good', 'fair', 'poor', 'bad'], quality)`;
  const lines = await executor
    .selectFrom('line_bucket')
    .select(['subject', 'quality'])
    .distinctOn('subject')
    .where('meeting_id', '=', conferenceId)
    .where('kind', '=', 'site')
    .orderBy('subject')
    .orderBy(order, 'desc')
    .execute();
  const { rows } = await sql<{ site_id: string; refused: number }>`
    select body ->> 'siteId' as site_id, count(*)::int as refused from meeting_event
    where meeting_id = ${conferenceId} and body ->> 'type' = 'content.refused' group by 1`.execute(executor);
  return {
    quality: new Map(lines.map(({ subject, quality }) => [subject, Quality.parse(quality)])),
    blocked: new Map(rows.map(({ site_id, refused }) => [site_id, refused])),
  };
}

/** Posts of the rehearsal, with whoever was named for them (R-RHS-08). */
export async function standbyOf(executor: Executor, meetingId: string) {
  const { rows } = await sql<{
    label: string;
    site_id: string | null;
    district_id: string | null;
    providers: string[];
    name: string | null;
    telephone: string | null;
  }>`
    select post.label, post.site_id, post.district_id, post.providers, assigned.name, assigned.telephone
    from duty_post post
      left join lateral (select name, telephone from duty_assignment
        where post_id = post.id order by id desc limit 1) assigned on true
    where post.meeting_id = ${meetingId} and post.session = 'rehearsal' and post.dropped_at is null
    order by post.site_id is not null, post.label, post.district_id, post.site_id`.execute(executor);
  return rows;
}
