import { describe, expect, test } from 'vitest';
import { inScope } from './unit-scope.ts';

const anywhere = { levels: null, kinds: null, parentKinds: null, codes: null };
const centre = {
  code: 'TTCNTT',
  levelCode: 'province',
  kind: 'department',
  parent: { levelCode: 'province', kind: 'department' },
} as const;
const department = {
  code: 'STTTT',
  levelCode: 'province',
  kind: 'department',
  parent: { levelCode: 'province', kind: 'peoplesCommittee' },
} as const;

describe('[SF-1] a rule speaks of the organisations of its levels, kinds and parents', () => {
  test.each([
    ['no restriction', anywhere, department, true],
    ['its level', { ...anywhere, levels: ['province'] }, department, true],
    ['another level', { ...anywhere, levels: ['district', 'commune'] }, department, false],
    ['another kind', { ...anywhere, kinds: ['police' as const] }, department, false],
    ['its code', { ...anywhere, codes: ['TU', 'STTTT'] }, department, true],
    ['another code', { ...anywhere, codes: ['TU', 'STTTT'] }, centre, false],
    ['below a department', { ...anywhere, parentKinds: ['department' as const] }, centre, true],
    ['below the committee', { ...anywhere, parentKinds: ['department' as const] }, department, false],
    [
      'below one at another level',
      { ...anywhere, parentKinds: ['department' as const] },
      { ...centre, levelCode: 'district' },
      false,
    ],
    [
      'without parent',
      { ...anywhere, parentKinds: ['department' as const] },
      { ...centre, parent: null },
      false,
    ],
  ])('%s', (_, scope, unit, expected) => {
    expect(inScope(scope, unit)).toBe(expected);
  });
});
