import { Incident, type MeetingId } from '@nhipcau/contracts';
import type { Database } from '../database/database.ts';

/** Incidents of a meeting, oldest first. */
export async function listIncidents(database: Database, meetingId: MeetingId): Promise<Incident[]> {
  const rows = await database
    .selectFrom('incident')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .orderBy('started_at')
    .orderBy('id')
    .limit(5000)
    .execute();
  return rows.map((row) =>
    Incident.parse({
      incidentId: row.id,
      meetingId: row.meeting_id,
      kind: row.kind,
      siteId: row.site_id,
      nodeId: row.node_id,
      detail: row.detail,
      startedAt: row.started_at.getTime(),
      endedAt: row.ended_at?.getTime() ?? null,
      durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    }),
  );
}
