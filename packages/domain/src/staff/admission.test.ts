import type { AdmissionCondition } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  conditionsOf,
  type ExceptionAct,
  nextAdmission,
  nextException,
  openConditions,
} from './admission.ts';

const condition = (key: string, newMembersOnly = false): AdmissionCondition => ({
  key,
  label: key.padEnd(2, '.'),
  kind: 'document',
  newMembersOnly,
  cite: [{ article: 'Đ9.1', quote: 'phải đáp ứng yêu cầu sau' }],
  note: null,
});
const all = [condition('room'), condition('quota'), condition('wan', true), condition('evaluation')];
const admission = { blocking: true, evaluator: 'VP', conditions: all, cite: condition('x').cite, note: null };

describe('[R-DIR-07] [R-DIR-08] conditions of an admission', () => {
  test('a member shows a, b and c', () => {
    const keys = conditionsOf({ admission }, { isNewMember: false }).map(({ key }) => key);
    expect(keys).toEqual(['room', 'quota', 'evaluation']);
  });
  test('a new organisation also its documents', () => {
    expect(conditionsOf({ admission }, { isNewMember: true })).toHaveLength(4);
  });
  test('without a rule there is none', () => {
    expect(conditionsOf({ admission: null }, { isNewMember: true })).toEqual([]);
  });
});

describe('[SF-4] a site is admitted only when nothing is open', () => {
  test('[SF-4] admitted is unreachable while any condition is open or failed', () => {
    const result = fc.constantFrom('met', 'failed', undefined);
    fc.assert(
      fc.property(fc.tuple(result, result, result, result), ([room, quota, wan, evaluation]) => {
        const given = { room, quota, wan, evaluation };
        const evidence = Object.fromEntries(
          Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
        );
        const next = nextAdmission('proposed', { kind: 'admit', conditions: all, evidence });
        expect(next.ok).toBe(Object.values(given).every((value) => value === 'met'));
        if (!next.ok) expect(next.error).toEqual({ code: 'open', keys: openConditions(all, evidence) });
      }),
    );
  });
});

describe('[SF-5] a decided admission is not decided again', () => {
  const admit = { kind: 'admit', conditions: [], evidence: {} } as const;
  test.each([
    ['admitted', admit],
    ['admitted', { kind: 'refuse', reason: 'x' }],
    ['admitted', { kind: 'propose' }],
    ['refused', admit],
    ['refused', { kind: 'refuse', reason: 'x' }],
    ['proposed', { kind: 'propose' }],
  ] as const)('%s: %o', (state, event) => {
    expect(nextAdmission(state, event)).toEqual({ ok: false, error: { code: 'decided', state } });
  });
  test('a refused one may be proposed again', () => {
    expect(nextAdmission('refused', { kind: 'propose' })).toEqual({ ok: true, value: 'proposed' });
  });
});

describe('[SF-6] a plan beyond the quota is drafted, reported, then accepted or refused', () => {
  const acts: ExceptionAct[] = ['submit', 'accept', 'refuse', 'revise'];
  test.each([
    ['drafted', { submit: 'submitted' }],
    ['submitted', { accept: 'accepted', refuse: 'refused', revise: 'drafted' }],
    ['accepted', {}],
    ['refused', { revise: 'drafted' }],
  ] as const)('[SF-6] %s', (state, possible: Partial<Record<ExceptionAct, string>>) => {
    for (const act of acts) expect(nextException(state, act)).toBe(possible[act] ?? null);
  });
});
