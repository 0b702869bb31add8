import type { Clock } from '@nhipcau/base';
import type { SetCapacity } from '@nhipcau/contracts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { authorise } from '../http/caller.ts';
import type { Worker } from '../registration/parts.ts';
import { lockSchedule } from './booking-writer.ts';

/**
 * Sets how much of a shared thing there is. Less than is already taken is allowed: nothing new is then accepted.
 *
 * @throws {AppError} NOT_ALLOWED
 */
export async function setCapacity(
  { database, clock }: { database: Database; clock: Clock },
  { kind, resourceId, available }: SetCapacity,
  { person, correlationId }: Worker,
): Promise<{ done: true }> {
  authorise(person, 'schedule.write', {});
  await database.transaction().execute(async (trx) => {
    await lockSchedule(trx);
    const place = { resource_kind: kind, resource_id: resourceId };
    if (available === null)
      await trx
        .deleteFrom('schedule_capacity')
        .where('resource_kind', '=', kind)
        .where('resource_id', '=', resourceId)
        .execute();
    else
      await trx
        .insertInto('schedule_capacity')
        .values({ ...place, available })
        .onConflict((conflict) =>
          conflict.columns(['resource_kind', 'resource_id']).doUpdateSet({ available }),
        )
        .execute();
    await appendAudit(trx, {
      at: clock.now(),
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action: 'schedule.setCapacity',
      subject: `${kind} ${resourceId}`,
      facts: { available },
      correlationId,
    });
  });
  return { done: true };
}
