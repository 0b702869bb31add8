import { BringUp, type Instant, type MeetingId } from '@nhipcau/contracts';
import type { Database } from '../database/database.ts';

const toDate = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
const toMs = (at: Date | null): number | null => at?.getTime() ?? null;

export function toBringUpRow(meetingId: MeetingId, bringUp: BringUp) {
  const { facts } = bringUp;
  return {
    id: bringUp.bringUpId,
    meeting_id: meetingId,
    site_id: bringUp.siteId,
    requested_at: new Date(bringUp.requestedAt),
    requested_by: bringUp.by,
    state: bringUp.state,
    pushed_at: toDate(facts.pushedAt),
    layout_at: toDate(facts.layoutAt),
    chair_sees_at: toDate(facts.chairSeesAt),
    chair_hears_at: toDate(facts.chairHearsAt),
    site_sees_at: toDate(facts.siteSeesAt),
    site_hears_at: toDate(facts.siteHearsAt),
    established_at: toDate(bringUp.establishedAt),
    ended_at: toDate(bringUp.endedAt),
    limit_ms: bringUp.limitMs,
    breached: bringUp.breached,
  };
}

/** All bring-ups of a meeting with their times, oldest first. */
export async function listBringUps(database: Database, meetingId: MeetingId): Promise<BringUp[]> {
  const rows = await database
    .selectFrom('bring_up')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .orderBy('requested_at')
    .orderBy('id')
    .limit(5000)
    .execute();
  return rows.map((row) =>
    BringUp.parse({
      bringUpId: row.id,
      siteId: row.site_id,
      requestedAt: row.requested_at.getTime(),
      by: row.requested_by,
      state: row.state,
      facts: {
        pushedAt: toMs(row.pushed_at),
        layoutAt: toMs(row.layout_at),
        chairSeesAt: toMs(row.chair_sees_at),
        chairHearsAt: toMs(row.chair_hears_at),
        siteSeesAt: toMs(row.site_sees_at),
        siteHearsAt: toMs(row.site_hears_at),
      },
      establishedAt: toMs(row.established_at),
      endedAt: toMs(row.ended_at),
      limitMs: row.limit_ms,
      breached: row.breached,
    }),
  );
}
