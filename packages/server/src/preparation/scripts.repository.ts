import { type ApprovedScript, instant, MeetingId, ScriptSegments } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

export interface ScriptDraft {
  readonly revision: number;
  readonly segments: ScriptSegments;
  readonly byName: string;
}

export async function findDraft(executor: Executor, meetingId: string): Promise<ScriptDraft | null> {
  const row = await executor
    .selectFrom('script_draft')
    .select(['revision', 'segments', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!row) return null;
  return { revision: row.revision, segments: ScriptSegments.parse(row.segments), byName: row.by_name };
}

/** The newest approved script of a meeting, from which it is conducted; null while there is none. */
export async function findApprovedScript(
  executor: Executor,
  meetingId: string,
): Promise<{ script: ApprovedScript; revision: number } | null> {
  const row = await executor
    .selectFrom('script_version')
    .select(['version', 'revision', 'segments', 'approved_at', 'by_name'])
    .where('meeting_id', '=', meetingId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    revision: row.revision,
    script: {
      meetingId: MeetingId.parse(meetingId),
      version: row.version,
      approvedAt: instant(row.approved_at.getTime()),
      approvedBy: row.by_name,
      segments: ScriptSegments.parse(row.segments),
    },
  };
}

/** @returns false when somebody else saved meanwhile */
export async function writeDraft(
  executor: Executor,
  meetingId: string,
  draft: { revision: number; segments: ScriptSegments; at: number; userId: string; byName: string },
): Promise<boolean> {
  const values = {
    revision: draft.revision + 1,
    segments: JSON.stringify(draft.segments),
    at: new Date(draft.at),
    user_id: draft.userId,
    by_name: draft.byName,
  };
  if (draft.revision === 0) {
    const { numInsertedOrUpdatedRows } = await executor
      .insertInto('script_draft')
      .values({ meeting_id: meetingId, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await executor
    .updateTable('script_draft')
    .set(values)
    .where('meeting_id', '=', meetingId)
    .where('revision', '=', draft.revision)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
