import { expect, test } from 'vitest';
import { assert, DefectError, present } from './assert.ts';

test('a missing value is a defect that says what was missing; empty and zero are there', () => {
  expect(() => present(null, 'chair')).toThrow(new DefectError('missing: chair'));
  expect(() => present(undefined, 'chair')).toThrow(DefectError);
  expect([present(0, 'zero'), present('', 'text'), present(false, 'flag')]).toEqual([0, '', false]);
});

test('an assertion that does not hold is a defect', () => {
  expect(() => assert(false, 'two roots')).toThrow(new DefectError('two roots'));
  expect(() => assert(true, 'fine')).not.toThrow();
});
