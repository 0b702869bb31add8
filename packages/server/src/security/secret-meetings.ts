import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';

/** Whether the file of a meeting declares state secrets; a meeting without a file declares none. */
export async function isSecret(executor: Executor, meetingId: string): Promise<boolean> {
  const file = await executor
    .selectFrom('registration')
    .select(sql<boolean>`coalesce((data #>> '{secret,declared}')::boolean, false)`.as('secret'))
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  return file?.secret === true;
}

/**
 * A site is part of a meeting with state secrets by its approved device and line alone.
 *
 * @throws {AppError} SECRET_MEANS_NOT_APPROVED
 * @rule AC-26 (R-SEC-07; HN Đ5.2)
 */
export async function checkSecretMeans(
  executor: Executor,
  { meetingId, siteId }: { meetingId: string; siteId: string },
): Promise<void> {
  if (!(await isSecret(executor, meetingId))) return;
  const approved = await executor
    .selectFrom('secret_means')
    .innerJoin('site', 'site.id', 'secret_means.site_id')
    .select('secret_means.id')
    .where('meeting_id', '=', meetingId)
    .where('site_id', '=', siteId)
    .where('withdrawn_at', 'is', null)
    // The approval is for the line the site had then; by another one it does not come in.
    .whereRef('site.network', '=', 'secret_means.line')
    .executeTakeFirst();
  if (!approved) throw new AppError('SECRET_MEANS_NOT_APPROVED', { siteId });
}
