import { expect, test } from 'vitest';
import { isSameSet } from './npm-packages.mjs';

const locked = {
  '': {},
  'node_modules/a': { version: '1.0.0', integrity: 'x' },
  'node_modules/b-for-another-platform': { version: '1.0.0', integrity: 'y', optional: true },
};

test.each([
  ['the same', { 'node_modules/a': { version: '1.0.0', integrity: 'x' } }, true],
  ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'x' } }, false],
  ['another content', { 'node_modules/a': { version: '1.0.0', integrity: 'z' } }, false],
  ['a package missing', {}, false],
  [
    'one too many',
    { 'node_modules/a': locked['node_modules/a'], 'node_modules/c': { version: '1.0.0' } },
    false,
  ],
])('%s', (_what, installed, isSame) => {
  expect(isSameSet(locked, installed)).toBe(isSame);
});
