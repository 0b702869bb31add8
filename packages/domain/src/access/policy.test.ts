import { type DelegationCondition, type Evidence, Role } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delegationRefusal } from './delegation.ts';
import { classesOf, passwordFault, passwordRule } from './password.ts';
import { accessPolicies, lockMinutes, policyOf } from './policy.ts';

describe('[AC-9] [R-SEC-01] the policy of roles', () => {
  test('holds the rows of the standard', () => {
    expect(accessPolicies.clerk).toMatchObject({
      password: { minLengthWithSecondFactor: 8, minLengthAlone: 14, minClassesAlone: 4, history: 10 },
      lockout: { tries: 5 },
      idleLockMinutes: 15,
      idleDisableDays: 45,
      secondFactor: 'allowed',
    });
    expect(accessPolicies.administrator).toMatchObject({
      idleLockMinutes: 5,
      secondFactor: 'always',
      password: { maxAgeDays: 60, history: 10 },
    });
    expect([accessPolicies.partner.secondFactor, accessPolicies.auditor.secondFactor]).toEqual([
      'always',
      'always',
    ]);
    for (const role of Role.options) {
      expect(accessPolicies[role].lockout.tries).toBeLessThanOrEqual(5);
      expect(accessPolicies[role].idleLockMinutes).toBeLessThanOrEqual(15);
      expect(accessPolicies[role].idleDisableDays).toBeLessThanOrEqual(45);
    }
  });

  test('of several roles the strictest counts, whatever their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...Role.options), { minLength: 1 }), (roles) => {
        const all = policyOf(roles);
        expect(policyOf([...roles].reverse())).toEqual(all);
        for (const role of roles) {
          const one = accessPolicies[role];
          expect(all.idleLockMinutes).toBeLessThanOrEqual(one.idleLockMinutes);
          expect(all.password.minLengthAlone).toBeGreaterThanOrEqual(one.password.minLengthAlone);
          expect(lockMinutes(all, 1)).toBeGreaterThanOrEqual(lockMinutes(one, 1));
          if (one.secondFactor === 'always') expect(all.secondFactor).toBe('always');
          if (one.password.maxAgeDays !== null)
            expect(all.password.maxAgeDays).toBeLessThanOrEqual(one.password.maxAgeDays);
        }
      }),
    );
  });

  test('a partner’s account needs a second factor whatever its role', () => {
    expect(policyOf(['technician'], 'partner').secondFactor).toBe('always');
    expect(policyOf(['technician'], 'person').secondFactor).toBe('allowed');
  });

  test.each([
    ['clerk', [15, 60, 720, 720]],
    ['administrator', [15, 720, 1440, 1440]],
  ] as const)('[AC-5] locks of %s grow and then repeat', (role, minutes) => {
    expect([0, 1, 2, 9].map((earlier) => lockMinutes(policyOf([role]), earlier))).toEqual(minutes);
  });
});

describe('[AC-10] [R-SEC-01] a new password', () => {
  const fault = (password: string, alone = true) =>
    passwordFault(password, { login: 'vanthu', ...passwordRule(policyOf(['clerk']), !alone) });
  test.each([
    ['thirteen characters', 'Abcdefgh-1234', 'tooShort'],
    ['fourteen characters of four classes', 'Abcdefghi-1234', null],
    ['fourteen of three classes', 'Abcdefghij1234', 'tooFewClasses'],
    ['the login in it, in capitals', 'Xx-1-VANTHU-abcd', 'holdsLogin'],
    ['Vietnamese letters', 'Điểm-cầu-2026-ắ', null],
    ['Vietnamese letters, decomposed', 'Điểm-cầu-2026-ắ'.normalize('NFD'), null],
    ['one letter again and again', 'aA1-aA1-aA1-aA1-', 'repeats'],
    ['nothing', '', 'tooShort'],
  ])('with %s', (_what, password, expected) => {
    expect(fault(password)).toBe(expected);
  });

  test('beside a second factor eight characters of two classes are enough, for an administrator twelve of three', () => {
    expect(fault('abcdefg1', false)).toBeNull();
    expect(fault('abcdefg1', true)).toBe('tooShort');
    const rule = passwordRule(policyOf(['administrator']), true);
    expect(rule).toEqual({ minLength: 12, minClasses: 3, maxAgeDays: 60, history: 10 });
  });

  test('counts classes of any alphabet', () => {
    expect(['a', 'đ', 'aĐ', 'aĐ1', 'aĐ1 ', ''].map(classesOf)).toEqual([1, 1, 2, 3, 4, 0]);
  });
});

describe('[AC-14] [R-SEC-06] control is delegated', () => {
  const conditions: DelegationCondition[] = [
    'terminals',
    'wan',
    'placement',
    'fireSafety',
    'power',
    'laptop',
    'token',
  ];
  const cite = [{ article: 'Đ10.1', quote: 'các điểm cầu' }];
  const rule = {
    levels: ['province', 'district'],
    conditions: conditions.map((condition) => ({
      condition,
      clause: condition === 'laptop' || condition === 'token' ? 'Đ10.2b' : 'Đ6',
      cite,
    })),
    cite,
  };
  const all: Evidence[] = conditions.map((condition) => ({ condition, met: true, proof: null }));

  test('to a site of the city or a district with everything', () => {
    expect(delegationRefusal(rule, 'district', all)).toBeNull();
    expect(delegationRefusal(rule, 'province', all)).toBeNull();
  });
  test('never to a commune, with the clause, whatever it has', () => {
    expect(delegationRefusal(rule, 'commune', all)).toEqual({ kind: 'level', clause: 'Đ10.1' });
  });
  test('not without a laptop, with the clause; said to be missing or not said', () => {
    const refusal = { kind: 'condition', condition: 'laptop', clause: 'Đ10.2b' };
    const without = all.filter(({ condition }) => condition !== 'laptop');
    expect(delegationRefusal(rule, 'district', without)).toEqual(refusal);
    expect(
      delegationRefusal(rule, 'district', [...without, { condition: 'laptop', met: false, proof: 'sẽ mua' }]),
    ).toEqual(refusal);
  });
  test.each(conditions)('not without %s', (missing) => {
    const evidence = all.filter(({ condition }) => condition !== missing);
    expect(delegationRefusal(rule, 'district', evidence)).toMatchObject({ condition: missing });
  });
  test('not where the regulation does not know it', () => {
    expect(delegationRefusal(null, 'province', all)).toEqual({ kind: 'notProvided' });
  });
});
