import {
  type CreateMeeting,
  type Instant,
  instant,
  type LocalityCode,
  MeetingId,
  MeetingSummary,
  type SessionInfo,
  SiteId,
  type Urgency,
} from '@nhipcau/contracts';
import { appendAudit, systemActor } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';

const summaries = (executor: Executor) =>
  executor
    .selectFrom('meeting')
    .innerJoin('site as chair', 'chair.id', 'meeting.chair_site_id')
    .select((eb) => [
      'meeting.id',
      'meeting.title',
      'meeting.phase',
      'meeting.planned_start',
      'meeting.chair_site_id',
      'chair.name as chair_name',
      'meeting.bring_up_limit_ms',
      'meeting.cascade',
      'meeting.started_at',
      'meeting.ended_at',
      eb
        .selectFrom('meeting_site')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('meeting_site.meeting_id', '=', 'meeting.id')
        .as('site_count'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number];

const summaryOf = (row: Row): MeetingSummary =>
  MeetingSummary.parse({
    meetingId: row.id,
    title: row.title,
    phase: row.phase,
    plannedStart: row.planned_start.getTime(),
    chairSiteId: row.chair_site_id,
    chairSiteName: row.chair_name,
    siteCount: Number(row.site_count),
  });

/** Live meetings first, then by planned start, newest first. */
export async function listMeetings(executor: Executor): Promise<MeetingSummary[]> {
  const rows = await summaries(executor)
    .orderBy((eb) =>
      eb
        .case()
        .when('meeting.phase', '=', 'live')
        .then(0)
        .when('meeting.phase', '=', 'scheduled')
        .then(1)
        .else(2)
        .end(),
    )
    .orderBy('planned_start', 'desc')
    .limit(1000)
    .execute();
  return rows.map(summaryOf);
}

/** The plan of a meeting as it stands in the database. */
export interface MeetingRecord extends MeetingSummary {
  readonly bringUpLimitMs: number | null;
  readonly cascadeAllowed: boolean;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

export async function findMeeting(executor: Executor, meetingId: string): Promise<MeetingRecord | null> {
  const row = await summaries(executor).where('meeting.id', '=', meetingId).executeTakeFirst();
  if (!row) return null;
  return {
    ...summaryOf(row),
    bringUpLimitMs: row.bring_up_limit_ms,
    cascadeAllowed: row.cascade,
    startedAt: row.started_at && instant(row.started_at.getTime()),
    endedAt: row.ended_at && instant(row.ended_at.getTime()),
  };
}

export async function liveMeetingIds(executor: Executor): Promise<MeetingId[]> {
  const rows = await executor.selectFrom('meeting').select('id').where('phase', '=', 'live').execute();
  return rows.map((row) => MeetingId.parse(row.id));
}

export interface NewMeeting extends Omit<CreateMeeting, 'locality' | 'kind' | 'urgency'> {
  readonly meetingId: MeetingId;
  readonly bringUpLimitMs: number | null;
  readonly cascadeAllowed: boolean;
  /** Version it is registered under and keeps (R-PROF-02), and its class in it (R-PROF-07). */
  readonly regulation: {
    readonly locality: LocalityCode;
    readonly version: number;
    readonly kind: string;
    readonly urgency: Urgency;
  };
}

/** The meeting, its sites and the audit line in one transaction. */
export async function insertMeeting(
  database: Database,
  meeting: NewMeeting,
  { at, person, correlationId }: { at: number; person: SessionInfo | null; correlationId?: string },
): Promise<void> {
  const { meetingId, title, siteIds } = meeting;
  await database.transaction().execute(async (trx) => {
    await writePlan(trx, meeting, { at, createdBy: person?.userId ?? null });
    await appendAudit(trx, {
      at,
      actor: person ? { actorKind: 'user', actorId: person.userId, actorName: person.name } : systemActor,
      action: 'meeting.create',
      meetingId,
      facts: {
        title,
        sites: siteIds.length,
        ...(meeting.lateReason ? { lateReason: meeting.lateReason } : {}),
      },
      ...(correlationId ? { correlationId } : {}),
    });
  });
}

/** Rows of a plan; call it inside a transaction. */
export async function writePlan(
  executor: Executor,
  meeting: NewMeeting,
  { at, createdBy }: { at: number; createdBy: string | null },
): Promise<void> {
  await executor
    .insertInto('meeting')
    .values({
      id: meeting.meetingId,
      title: meeting.title,
      planned_start: new Date(meeting.plannedStart),
      chair_site_id: meeting.chairSiteId,
      bring_up_limit_ms: meeting.bringUpLimitMs,
      cascade: meeting.cascadeAllowed,
      locality: meeting.regulation.locality,
      regulation_version: meeting.regulation.version,
      kind: meeting.regulation.kind,
      urgency: meeting.regulation.urgency,
      created_by: createdBy,
      created_at: new Date(at),
    })
    .execute();
  await writePlannedSites(executor, meeting);
}

/**
 * Changes the plan of a meeting that has not started; a started one goes on as it is.
 *
 * Call it inside a transaction.
 */
export async function updatePlan(executor: Executor, meeting: NewMeeting): Promise<void> {
  const { numUpdatedRows } = await executor
    .updateTable('meeting')
    .set({
      title: meeting.title,
      planned_start: new Date(meeting.plannedStart),
      chair_site_id: meeting.chairSiteId,
    })
    .where('id', '=', meeting.meetingId)
    .where('phase', '=', 'scheduled')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return;
  await executor.deleteFrom('meeting_site').where('meeting_id', '=', meeting.meetingId).execute();
  await writePlannedSites(executor, meeting);
}

async function writePlannedSites(
  executor: Executor,
  { meetingId, siteIds, presenterIds }: NewMeeting,
): Promise<void> {
  const rows = siteIds.map((siteId) => ({
    meeting_id: meetingId,
    site_id: siteId,
    may_present: presenterIds.includes(SiteId.parse(siteId)),
  }));
  await executor.insertInto('meeting_site').values(rows).execute();
}
