import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';

/**
 * That a site takes part in a meeting, as it is planned.
 *
 * @throws {AppError} SITE_NOT_INVITED
 */
export async function checkInvited(executor: Executor, meetingId: string, siteId: string): Promise<void> {
  const invited = await executor
    .selectFrom('meeting_site')
    .select('site_id')
    .where('meeting_id', '=', meetingId)
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if (!invited) throw new AppError('SITE_NOT_INVITED', { siteId });
}
