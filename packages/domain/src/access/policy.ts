import type { AccountKind, Role } from '@nhipcau/contracts';

/** What the security of a role asks of its accounts; durations in minutes or days as the names say. */
export interface AccessPolicy {
  readonly password: {
    readonly minLengthWithSecondFactor: number;
    readonly minLengthAlone: number;
    /** Small letters, capitals, digits, others. */
    readonly minClassesWithSecondFactor: number;
    readonly minClassesAlone: number;
    readonly maxAgeDays: number | null;
    /** That many former passwords may not come back. */
    readonly history: number;
  };
  readonly lockout: {
    readonly tries: number;
    /** The first lock lasts the first period, the next the second …; the last one repeats. */
    readonly minutes: readonly number[];
  };
  readonly idleLockMinutes: number;
  readonly secondFactor: 'always' | 'allowed';
  /** An account nobody used that long is disabled. */
  readonly idleDisableDays: number;
}

/**
 * The rows of clause 5 of TCVN 14423:2026 (level 3), as the product holds to them:
 *
 * - 5.6.2.2: eight characters with a second factor, fourteen of four classes without; for administrators a second
 *   factor, a change every two months, not one of the last ten;
 * - 5.5.2.2: at most five wrong tries; the suggested lock of twelve hours to thirty days is reached by repetition,
 *   since a lock of half a day at the first mistake would keep an operator out of a running meeting;
 * - 5.5.2.2: idle for at most fifteen minutes with important data, for five as an administrator;
 * - 5.6.2.3: disabled after 45 idle days; 5.6.2.4: a second factor for administrators and third parties.
 */
const usual: AccessPolicy = {
  password: {
    minLengthWithSecondFactor: 8,
    minLengthAlone: 14,
    minClassesWithSecondFactor: 2,
    minClassesAlone: 4,
    maxAgeDays: null,
    history: 10,
  },
  lockout: { tries: 5, minutes: [15, 60, 720] },
  idleLockMinutes: 15,
  secondFactor: 'allowed',
  idleDisableDays: 45,
};

const administrator: AccessPolicy = {
  ...usual,
  password: {
    ...usual.password,
    minLengthWithSecondFactor: 12,
    minClassesWithSecondFactor: 3,
    maxAgeDays: 60,
  },
  lockout: { tries: 5, minutes: [15, 720, 1440] },
  idleLockMinutes: 5,
  secondFactor: 'always',
};

/** A third party: as others, but never by a password alone. */
const thirdParty: AccessPolicy = { ...usual, secondFactor: 'always' };

/** One row per role. What differs from `usual` says so here and nowhere else. */
export const accessPolicies: Readonly<Record<Role, AccessPolicy>> = {
  operator: usual,
  chair: usual,
  technician: usual,
  observer: usual,
  administrator,
  clerk: usual,
  approver: usual,
  scheduler: usual,
  desk: usual,
  partner: thirdParty,
  auditor: thirdParty,
  head: usual,
};

const least = (numbers: readonly number[]): number => Math.min(...numbers);
const most = (numbers: readonly number[]): number => Math.max(...numbers);
const leastKnown = (numbers: readonly (number | null)[]): number | null => {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : least(known);
};

/**
 * The policy of somebody with several roles: the strictest of each. Partners are third parties by their kind of account
 * too, whatever their role is.
 *
 * @rule AC-9
 */
export function policyOf(roles: readonly Role[], kind: AccountKind = 'person'): AccessPolicy {
  const rows = [
    usual,
    ...roles.map((role) => accessPolicies[role]),
    ...(kind === 'partner' ? [thirdParty] : []),
  ];
  const passwords = rows.map((row) => row.password);
  const lengthOfLock = (step: number) =>
    most(rows.map(({ lockout }) => lockout.minutes[Math.min(step, lockout.minutes.length - 1)] ?? 0));
  return {
    password: {
      minLengthWithSecondFactor: most(passwords.map((row) => row.minLengthWithSecondFactor)),
      minLengthAlone: most(passwords.map((row) => row.minLengthAlone)),
      minClassesWithSecondFactor: most(passwords.map((row) => row.minClassesWithSecondFactor)),
      minClassesAlone: most(passwords.map((row) => row.minClassesAlone)),
      maxAgeDays: leastKnown(passwords.map((row) => row.maxAgeDays)),
      history: most(passwords.map((row) => row.history)),
    },
    lockout: {
      tries: least(rows.map(({ lockout }) => lockout.tries)),
      minutes: usual.lockout.minutes.map((_minutes, step) => lengthOfLock(step)),
    },
    idleLockMinutes: least(rows.map((row) => row.idleLockMinutes)),
    secondFactor: rows.some((row) => row.secondFactor === 'always') ? 'always' : 'allowed',
    idleDisableDays: least(rows.map((row) => row.idleDisableDays)),
  };
}

/** How long the n-th lock in a row lasts, counted from 0, minutes. */
export const lockMinutes = ({ lockout }: AccessPolicy, earlierLocks: number): number =>
  lockout.minutes[Math.min(earlierLocks, lockout.minutes.length - 1)] ?? 0;
