import type { Clock } from '@nhipcau/base';
import { lockMinutes } from '@nhipcau/domain';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { AccountAccess } from './account-access.ts';

const MINUTE_MS = 60_000;

/**
 * Counts a wrong try, by the database, so that tries at the same time all count. The lock of the role's policy falls at
 * the last one, and grows each time in a row (AC-5).
 */
export async function countFailure(
  { database, clock }: { database: Database; clock: Clock },
  account: AccountAccess,
  correlationId: string,
): Promise<void> {
  const { tries } = account.policy.lockout;
  await database.transaction().execute(async (trx) => {
    const { failed_count } = await trx
      .updateTable('user_account')
      .set((eb) => ({ failed_count: eb('failed_count', '+', 1) }))
      .where('id', '=', account.id)
      .returning('failed_count')
      .executeTakeFirstOrThrow();
    if (failed_count < tries) return;
    const at = clock.now();
    const until = at + lockMinutes(account.policy, account.lockouts) * MINUTE_MS;
    await trx
      .updateTable('user_account')
      .set((eb) => ({ failed_count: 0, lockouts: eb('lockouts', '+', 1), locked_until: new Date(until) }))
      .where('id', '=', account.id)
      .execute();
    const actor: AuditActor = { actorKind: 'system', actorId: null, actorName: null };
    await appendAudit(trx, {
      at,
      actor,
      action: 'account.lock',
      subject: account.id,
      facts: { until, lockouts: account.lockouts + 1 },
      correlationId,
    });
  });
}
