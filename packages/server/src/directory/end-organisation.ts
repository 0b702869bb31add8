import type { EndOrganisation } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { versionsOf } from './organisation-lists.ts';
import { closeVersion } from './organisation-versions.ts';

/**
 * Ends an organisation and its place in both trees; `from` is the first day on which it is no more.
 *
 * @throws {AppError} ORGANISATION_UNKNOWN, ORGANISATION_CHANGE_REFUSED, ORGANISATION_HAS_BRANCHES, ORGANISATION_HAS_SITES
 * @rule DY-7 (R-DIR-01)
 */
export async function endOrganisation(
  trx: Executor,
  organisationId: string,
  { from, decree }: EndOrganisation,
): Promise<void> {
  const last = (await versionsOf(trx, organisationId)).at(-1);
  if (!last) throw new AppError('ORGANISATION_UNKNOWN', { organisationId });
  if (last.validTo !== null || (last.validFrom !== null && last.validFrom >= from))
    throw new AppError('ORGANISATION_CHANGE_REFUSED', { organisationId, from });
  await refuseBranches(trx, organisationId, from);
  await refuseSites(trx, organisationId);
  await closeVersion(trx, organisationId, { from, reformId: null });
  // An edge that would begin only then does not begin.
  const { rows } = await sql<{ later: boolean }>`select exists (select from organisation_edge
    where child_id = ${organisationId} and valid_from >= ${from}::date) as later`.execute(trx);
  if (rows[0]?.later) throw new AppError('ORGANISATION_CHANGE_REFUSED', { organisationId, from, decree });
  await trx
    .updateTable('organisation_edge')
    .set({ valid_to: from })
    .where('child_id', '=', organisationId)
    .where('valid_to', 'is', null)
    .execute();
}

async function refuseBranches(trx: Executor, organisationId: string, from: string): Promise<void> {
  const { rows } = await sql<{ name: string; count: string }>`
    select min(child.name) as name, count(distinct child.id) as count
      from organisation_edge edge join organisation child on child.id = edge.child_id
      where edge.parent_id = ${organisationId} and (edge.valid_to is null or edge.valid_to > ${from}::date)`.execute(
    trx,
  );
  const count = Number(rows[0]?.count ?? 0);
  if (count > 0)
    throw new AppError('ORGANISATION_HAS_BRANCHES', { organisationId, count, name: rows[0]?.name ?? '' });
}

async function refuseSites(trx: Executor, organisationId: string): Promise<void> {
  const row = await trx
    .selectFrom('site')
    .select(({ fn }) => [fn.min('name').as('name'), fn.countAll<string>().as('count')])
    .where('organisation_id', '=', organisationId)
    .where('status', '<>', 'closed')
    .executeTakeFirstOrThrow();
  const count = Number(row.count);
  if (count > 0) throw new AppError('ORGANISATION_HAS_SITES', { organisationId, count, name: row.name });
}
