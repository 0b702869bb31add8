import { expect, test } from 'vitest';
import { applyPatch } from './recipe.mjs';

const patch = { file: 'a.cpp', find: 'ret == 1', replace: 'ret & 1' };

test('a patch replaces its text', () => {
  expect(applyPatch('if (ret == 1) {}', patch)).toBe('if (ret & 1) {}');
});

test.each([
  ['is missing', 'if (ret) {}', '0 times'],
  ['occurs twice', 'ret == 1; ret == 1;', '2 times'],
])('a patch whose text %s is refused', (_what, source, times) => {
  expect(() => applyPatch(source, patch)).toThrow(times);
});
