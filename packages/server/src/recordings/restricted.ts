import { RegistrationData } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

/**
 * Whether what was recorded of a meeting is sealed at rest: whatever its file declares a state secret.
 *
 * @rule RD-25 (R-REC-06)
 */
export async function isRestricted(executor: Executor, meetingId: string): Promise<boolean> {
  const row = await executor
    .selectFrom('registration')
    .select('data')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  return row !== undefined && RegistrationData.parse(row.data).secret.declared;
}
