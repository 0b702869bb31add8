import { Grant, HeldGrant } from '@nhipcau/contracts';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';

/** Name of the id in each kind of scope. */
const idIn = { organisation: 'organisationId', site: 'siteId', meeting: 'meetingId' } as const;

const isPlaced = (kind: string): kind is keyof typeof idIn => Object.hasOwn(idIn, kind);

export interface GrantRow {
  readonly role: string;
  readonly scope_kind: string;
  readonly scope_id: string;
}

export const grantOf = ({ role, scope_kind, scope_id }: GrantRow): Grant =>
  Grant.parse({
    role,
    scope: isPlaced(scope_kind) ? { kind: scope_kind, [idIn[scope_kind]]: scope_id } : { kind: scope_kind },
  });

/** What a person may do and where, the home's first. */
export async function grantsOf(executor: Executor, userId: string): Promise<Grant[]> {
  const rows = await executor
    .selectFrom('user_grant')
    .select(['role', 'scope_kind', 'scope_id'])
    .where('user_id', '=', userId)
    .orderBy('position')
    .execute();
  return rows.map(grantOf);
}

export interface LentRow extends GrantRow {
  readonly until: number;
  readonly principal_id: string;
  readonly principal_name: string;
}

/**
 * What is lent to `user_account` at this instant, as a column: begun, not over, and the grant it rests on is still the
 * principal's. It ends by itself.
 */
export const lentGrants = (now: number) => sql<LentRow[]>`(
  select coalesce(json_agg(lent order by lent.until, lent.id), '[]') from (
    select d.id, d.role, d.scope_kind, d.scope_id, (extract(epoch from d.ends_at) * 1000)::bigint as until,
      principal.id as principal_id, principal.name as principal_name
    from deputation d
      join user_account principal on principal.id = d.principal_id and not principal.disabled
      join user_grant held on held.user_id = d.principal_id and held.role = d.role
        and held.scope_kind = d.held_scope_kind and held.scope_id = d.held_scope_id
    where d.deputy_id = user_account.id and d.ended_at is null
      and d.starts_at <= ${new Date(now)} and d.ends_at > ${new Date(now)}
    limit 50) lent)`;

export const lentGrantOf = ({ until, principal_id, principal_name, ...grant }: LentRow): HeldGrant =>
  HeldGrant.parse({
    ...grantOf(grant),
    inPlaceOf: { userId: principal_id, name: principal_name, until },
  });
