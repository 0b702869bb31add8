import { expect, test } from 'vitest';
import { inRepository } from '../paths.mjs';
import { violationsOf } from './boundaries.mjs';

function aFile({ name, imports = [], uses = [] }) {
  const [, packageName] = name.split('/');
  return {
    name,
    file: inRepository(name),
    package: packageName,
    folder: inRepository('packages', packageName),
    imports: imports.map((to) => ({ to })),
    uses,
  };
}

test.each([
  ['a package below it', { name: 'packages/server/src/a.ts', imports: ['@nhipcau/domain'] }],
  ['a named entry of a package', { name: 'packages/mcu/src/a.ts', imports: ['@nhipcau/base/node'] }],
  ['a file of its own package', { name: 'packages/domain/src/x/a.ts', imports: ['../b.ts'] }],
  ['the testkit in a test', { name: 'packages/server/src/a.test.ts', imports: ['@nhipcau/testkit'] }],
  ['a package from npm', { name: 'packages/web/src/a.ts', imports: ['react'] }],
])('%s is allowed', (_what, file) => {
  expect(violationsOf(aFile(file))).toEqual([]);
});

test.each([
  [
    'a package above it',
    { name: 'packages/domain/src/a.ts', imports: ['@nhipcau/server'] },
    'may not import',
  ],
  ['a neighbour', { name: 'packages/server/src/a.ts', imports: ['@nhipcau/mcu'] }, 'may not import'],
  [
    'the testkit outside tests',
    { name: 'packages/server/src/a.ts', imports: ['@nhipcau/testkit'] },
    'may not import',
  ],
  [
    'a deep path',
    { name: 'packages/mcu/src/a.ts', imports: ['@nhipcau/domain/src/b.ts'] },
    'not a public entry',
  ],
  [
    'a way round',
    { name: 'packages/mcu/src/a.ts', imports: ['../../domain/src/b.ts'] },
    'leaves the package',
  ],
  ['Node in the domain', { name: 'packages/domain/src/a.ts', imports: ['node:fs'] }, 'does not know Node'],
  ['Node in the web', { name: 'packages/web/src/a.ts', imports: ['path'] }, 'does not know Node'],
  [
    'Node outside its folder',
    { name: 'packages/base/src/a.ts', imports: ['node:fs'] },
    'only below src/node/',
  ],
  ['a clock in the domain', { name: 'packages/domain/src/a.ts', uses: ['Date.now'] }, 'is an argument here'],
])('%s is refused', (_what, file, why) => {
  expect(violationsOf(aFile(file))).toEqual([expect.stringContaining(why)]);
});
