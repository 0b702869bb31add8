import {
  type AccountDetail,
  AccountLine,
  type AccountQuery,
  type AccountState,
  Assurance,
  type Grant,
  instant,
  type NamedGrant,
} from '@nhipcau/contracts';
import { policyOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { factorsIn, needsSecondFactor } from './account-access.ts';
import { grantOf } from './grants.repository.ts';
import { listSessions } from './security.repository.ts';
import { readKind, readRole } from './words.ts';

interface Reading {
  readonly now: number;
  readonly requireSecondFactor: boolean;
}

const accountRows = (executor: Executor, now: number) =>
  executor
    .selectFrom('user_account')
    .leftJoin('organisation', 'organisation.id', 'user_account.organisation_id')
    .selectAll('user_account')
    .select([
      'organisation.name as organisation_name',
      sql<string[]>`array(select role from user_grant where user_id = user_account.id order by position)`.as(
        'roles',
      ),
      sql<boolean>`exists(select from user_totp where user_id = user_account.id and confirmed_at is not null)`.as(
        'has_totp',
      ),
      sql<boolean>`exists(select from user_passkey where user_id = user_account.id)`.as('has_passkey'),
      sql<boolean>`exists(select from user_recovery_code where user_id = user_account.id and used_at is null)`.as(
        'has_recovery',
      ),
      sql<string>`(select count(*) from user_session where user_id = user_account.id and ended_at is null
        and expires_at > ${new Date(now)})`.as('open_sessions'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof accountRows>['execute']>>[number];

const at = (date: Date | null) => (date === null ? null : instant(date.getTime()));

function stateOf(row: Row, now: number): AccountState {
  if (row.disabled) return 'disabled';
  if (row.locked_until !== null && row.locked_until.getTime() > now) return 'locked';
  return row.last_sign_in_at === null ? 'neverUsed' : 'active';
}

function lineOf(row: Row, { now, requireSecondFactor }: Reading): AccountLine {
  const roles = row.roles.map(readRole);
  const kind = readKind(row.kind);
  const state = stateOf(row, now);
  return AccountLine.parse({
    userId: row.id,
    login: row.login,
    name: row.name,
    kind,
    state,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    title: row.title,
    roles: [...new Set(roles)],
    secondFactor: factorsIn(row).length > 0,
    secondFactorRequired: needsSecondFactor(
      { secondFactorDue: row.second_factor_due, policy: policyOf(roles, kind) },
      requireSecondFactor,
    ),
    mustChangePassword: row.must_change_password,
    lastSignInAt: at(row.last_sign_in_at),
    lockedUntil: state === 'locked' ? at(row.locked_until) : null,
    disabledReason: row.disabled ? (row.disabled_reason ?? 'administrator') : null,
    openSessions: Number(row.open_sessions),
    reviewedAt: at(row.reviewed_at),
  });
}

/** Accounts that fit, by name as Vietnamese names are sorted: the given name, which is the last word, first. */
export async function listAccounts(
  executor: Executor,
  { search, role, kind, state, organisationId }: Partial<AccountQuery>,
  reading: Reading,
): Promise<AccountLine[]> {
  let query = accountRows(executor, reading.now);
  if (search !== undefined && search !== '')
    query = query.where(
      sql<boolean>`user_account.search_text like '%' || fold_text(${search.replace(/[\\%_]/g, '\\$&')}) || '%'`,
    );
  if (kind !== undefined) query = query.where('user_account.kind', '=', kind);
  if (organisationId !== undefined) query = query.where('user_account.organisation_id', '=', organisationId);
  if (role !== undefined)
    query = query.where(
      sql<boolean>`exists(select from user_grant where user_id = user_account.id and role = ${role})`,
    );
  const lines = (await query.execute()).map((row) => lineOf(row, reading));
  return lines.filter((line) => state === undefined || line.state === state).sort(byName);
}

const collator = new Intl.Collator('vi');
const givenName = (name: string): string => name.trim().split(/\s+/).at(-1) ?? '';
const byName = (a: AccountLine, b: AccountLine): number =>
  collator.compare(givenName(a.name), givenName(b.name)) ||
  collator.compare(a.name, b.name) ||
  a.login.localeCompare(b.login);

/** Grants of accounts as people read them, by account. */
export async function namedGrants(
  executor: Executor,
  userIds: readonly string[],
): Promise<Map<string, NamedGrant[]>> {
  const named = new Map<string, NamedGrant[]>(userIds.map((userId) => [userId, []]));
  if (userIds.length === 0) return named;
  const rows = await executor
    .selectFrom('user_grant')
    .leftJoin('organisation', (join) =>
      join.onRef('organisation.id', '=', 'scope_id').on('scope_kind', '=', 'organisation'),
    )
    .leftJoin('site', (join) => join.onRef('site.id', '=', 'scope_id').on('scope_kind', '=', 'site'))
    .leftJoin('meeting', (join) => join.onRef('meeting.id', '=', 'scope_id').on('scope_kind', '=', 'meeting'))
    .select([
      'user_id',
      'role',
      'scope_kind',
      'scope_id',
      'delegation_id',
      sql<string | null>`coalesce(organisation.name, site.name, meeting.title)`.as('scope_name'),
    ])
    .where('user_id', 'in', [...userIds])
    .orderBy('position')
    .execute();
  for (const row of rows)
    named.get(row.user_id)?.push({
      grant: grantOf(row),
      scopeName: row.scope_name,
      delegated: row.delegation_id !== null,
    });
  return named;
}

/** One account with everything; null when there is none of this id. */
export async function readAccount(
  executor: Executor,
  userId: string,
  reading: Reading,
): Promise<AccountDetail | null> {
  const row = await accountRows(executor, reading.now)
    .where('user_account.id', '=', userId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...lineOf(row, reading),
    email: row.email,
    phone: row.phone,
    note: row.note,
    createdAt: instant(row.created_at.getTime()),
    grants: (await namedGrants(executor, [userId])).get(userId) ?? [],
    factors: factorsIn(row).map((factor) => Assurance.parse(factor)),
    sessions: await listSessions(executor, userId, { now: reading.now }),
  };
}

/** Rows of the table for grants, in their order. */
export const grantRows = (userId: string, grants: readonly Grant[], from = 1) =>
  grants.map(({ role, scope }, index) => ({
    user_id: userId,
    position: from + index,
    role,
    scope_kind: scope.kind,
    scope_id: scopeIdOf(scope),
  }));

export function scopeIdOf(scope: Grant['scope']): string {
  switch (scope.kind) {
    case 'installation':
      return '';
    case 'organisation':
      return scope.organisationId;
    case 'site':
      return scope.siteId;
    case 'meeting':
      return scope.meetingId;
  }
}
