import type { AccountKind, Duty, Role, SecondFactor } from '@nhipcau/contracts';
import { type AccessPolicy, policyOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { readKind, readRole } from './words.ts';

const DAY_MS = 24 * 3600_000;

/** An account with what decides how it may be entered. */
export interface AccountAccess {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly organisationId: string | null;
  readonly passwordHash: string;
  readonly failedCount: number;
  readonly lockouts: number;
  readonly lockedUntil: number | null;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  readonly passwordChangedAt: number | null;
  readonly secondFactorDue: boolean;
  readonly roles: readonly Role[];
  /** What is enrolled, the recovery codes only beside another. */
  readonly factors: readonly SecondFactor[];
  readonly policy: AccessPolicy;
}

const rolesOf = sql<
  string[]
>`array(select role from user_grant where user_id = user_account.id order by position)`;
const hasTotp = sql<boolean>`exists(select from user_totp where user_id = user_account.id and confirmed_at is not null)`;
const hasPasskey = sql<boolean>`exists(select from user_passkey where user_id = user_account.id)`;
const hasRecovery = sql<boolean>`exists(select from user_recovery_code where user_id = user_account.id and used_at is null)`;

const accounts = (executor: Executor) =>
  executor
    .selectFrom('user_account')
    .selectAll('user_account')
    .select([
      rolesOf.as('roles'),
      hasTotp.as('has_totp'),
      hasPasskey.as('has_passkey'),
      hasRecovery.as('has_recovery'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['execute']>>[number];

const timeOf = (date: Date | null): number | null => date?.getTime() ?? null;

/** Second factors in the order in which they are offered. */
export function factorsIn(row: {
  has_totp: boolean;
  has_passkey: boolean;
  has_recovery: boolean;
}): SecondFactor[] {
  const enrolled: SecondFactor[] = [
    ...(row.has_passkey ? (['passkey'] as const) : []),
    ...(row.has_totp ? (['totp'] as const) : []),
  ];
  return enrolled.length > 0 && row.has_recovery ? [...enrolled, 'recovery'] : enrolled;
}

function accessOf(row: Row): AccountAccess {
  const roles = row.roles.map(readRole);
  const kind = readKind(row.kind);
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    kind,
    organisationId: row.organisation_id,
    passwordHash: row.password_hash,
    failedCount: row.failed_count,
    lockouts: row.lockouts,
    lockedUntil: timeOf(row.locked_until),
    disabled: row.disabled,
    mustChangePassword: row.must_change_password,
    passwordChangedAt: timeOf(row.password_changed_at),
    secondFactorDue: row.second_factor_due,
    roles,
    factors: factorsIn(row),
    policy: policyOf(roles, kind),
  };
}

export async function findAccessByLogin(executor: Executor, login: string): Promise<AccountAccess | null> {
  const row = await accounts(executor).where('login', '=', login).executeTakeFirst();
  return row ? accessOf(row) : null;
}

export async function findAccess(executor: Executor, userId: string): Promise<AccountAccess | null> {
  const row = await accounts(executor).where('id', '=', userId).executeTakeFirst();
  return row ? accessOf(row) : null;
}

/** Whether the account may not be used without a second factor. */
export const needsSecondFactor = (
  { secondFactorDue, policy }: Pick<AccountAccess, 'secondFactorDue' | 'policy'>,
  required: boolean,
): boolean => secondFactorDue || (required && policy.secondFactor === 'always');

export const passwordExpiresAt = ({
  passwordChangedAt,
  policy,
}: Pick<AccountAccess, 'passwordChangedAt' | 'policy'>): number | null =>
  passwordChangedAt === null || policy.password.maxAgeDays === null
    ? null
    : passwordChangedAt + policy.password.maxAgeDays * DAY_MS;

export interface DutyFacts
  extends Pick<AccountAccess, 'mustChangePassword' | 'passwordChangedAt' | 'policy' | 'secondFactorDue'> {
  readonly enrolled: boolean;
  readonly assurance: string;
}

/** What is owed before anything else is allowed (AC-9, AC-12). */
export function dutiesOf(
  facts: DutyFacts,
  { now, requireSecondFactor }: { now: number; requireSecondFactor: boolean },
): Duty[] {
  const expires = passwordExpiresAt(facts);
  const mustChange = facts.mustChangePassword || (expires !== null && expires <= now);
  const proven = facts.enrolled || facts.assurance === 'passkey' || facts.assurance === 'oidc';
  return [
    ...(mustChange ? (['changePassword'] as const) : []),
    ...(needsSecondFactor(facts, requireSecondFactor) && !proven ? (['enrolSecondFactor'] as const) : []),
  ];
}
