import { Deputation, type GrantScope, UserId } from '@nhipcau/contracts';
import { sql } from 'kysely';
import { grantOf } from '../access/grants.repository.ts';
import type { Executor } from '../database/database.ts';

const SHOWN_MS = 30 * 24 * 3_600_000;

const select = (executor: Executor) =>
  executor
    .selectFrom('deputation')
    .innerJoin('user_account as principal', 'principal.id', 'deputation.principal_id')
    .innerJoin('user_account as deputy', 'deputy.id', 'deputation.deputy_id')
    .leftJoin('organisation', (join) =>
      join
        .onRef('organisation.id', '=', 'deputation.scope_id')
        .on('deputation.scope_kind', '=', 'organisation'),
    )
    .leftJoin('site', (join) =>
      join.onRef('site.id', '=', 'deputation.scope_id').on('deputation.scope_kind', '=', 'site'),
    )
    .selectAll('deputation')
    .select([
      'principal.name as principal_name',
      'deputy.name as deputy_name',
      sql<string | null>`coalesce(organisation.name, site.name)`.as('scope_name'),
    ]);

export type DeputationRow = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

/** Of the last month, running and to come, in which somebody lends or borrows; the latest first. */
export const deputationsOf = (executor: Executor, userId: string, now: number): Promise<DeputationRow[]> =>
  select(executor)
    .where((eb) => eb.or([eb('principal_id', '=', userId), eb('deputy_id', '=', userId)]))
    .where('ends_at', '>', new Date(now - SHOWN_MS))
    .orderBy('starts_at', 'desc')
    .orderBy('deputation.id')
    .limit(100)
    .execute();

/** Locks one to the end of the transaction. */
export const lockDeputation = (executor: Executor, id: string): Promise<DeputationRow | undefined> =>
  select(executor).where('deputation.id', '=', id).forUpdate('deputation').executeTakeFirst();

export function deputationOf(row: DeputationRow, userId: string, now: number): Deputation {
  const isOpen = row.ended_at === null && row.ends_at.getTime() > now;
  const state =
    row.ended_at !== null ? 'ended' : !isOpen ? 'over' : row.starts_at.getTime() > now ? 'coming' : 'running';
  return Deputation.parse({
    deputationId: row.id,
    principal: { userId: row.principal_id, name: row.principal_name },
    deputy: { userId: row.deputy_id, name: row.deputy_name },
    scopeName: row.scope_name,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    reason: row.reason,
    state,
    mayEnd: isOpen && (row.principal_id === userId || row.deputy_id === userId),
  });
}

/** The own grants to decide, each with the name of where it counts. */
export async function ownScopes(
  executor: Executor,
  userId: string,
): Promise<{ scope: GrantScope; name: string | null }[]> {
  const rows = await executor
    .selectFrom('user_grant')
    .leftJoin('organisation', (join) =>
      join.onRef('organisation.id', '=', 'scope_id').on('scope_kind', '=', 'organisation'),
    )
    .leftJoin('site', (join) => join.onRef('site.id', '=', 'scope_id').on('scope_kind', '=', 'site'))
    .select([
      'role',
      'scope_kind',
      'scope_id',
      sql<string | null>`coalesce(organisation.name, site.name)`.as('name'),
    ])
    .where('user_id', '=', userId)
    .where('role', '=', 'approver')
    .orderBy('position')
    .limit(50)
    .execute();
  return rows.map((row) => ({ scope: grantOf(row).scope, name: row.name }));
}

/** Active people of the administration; never devices, services and partners. */
export async function candidates(
  executor: Executor,
  { except, search, id }: { except: string; search?: string; id?: string },
) {
  const rows = await executor
    .selectFrom('user_account')
    .leftJoin('organisation', 'organisation.id', 'user_account.organisation_id')
    .select(['user_account.id', 'user_account.name', 'title', 'organisation.name as organisation_name'])
    .where('user_account.kind', '=', 'person')
    .where('disabled', '=', false)
    .where('user_account.id', '<>', except)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('user_grant')
          .select('role')
          .whereRef('user_id', '=', 'user_account.id')
          .where('role', 'not in', ['partner', 'technician', 'observer']),
      ),
    )
    .$if(id !== undefined, (query) => query.where('user_account.id', '=', id ?? ''))
    .$if(search !== undefined && search !== '', (query) =>
      query.where(
        sql<string>`fold_text(user_account.name || ' ' || coalesce(title, '') || ' ' || coalesce(organisation.name, ''))`,
        'like',
        sql<string>`'%' || replace(replace(fold_text(${search ?? ''}), '%', ''), '_', '') || '%'`,
      ),
    )
    .orderBy('user_account.name')
    .orderBy('user_account.id')
    .limit(30)
    .execute();
  return rows.map((row) => ({
    userId: UserId.parse(row.id),
    name: row.name,
    title: row.title,
    organisationName: row.organisation_name,
  }));
}
