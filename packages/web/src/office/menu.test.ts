import { SessionInfo } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { entriesFor, entryAt, menuEntries } from './menu.ts';

const person = (role: string) =>
  SessionInfo.parse({
    userId: 'u',
    name: 'Người thử',
    kind: 'person',
    role,
    siteId: null,
    organisationId: null,
    grants: [{ role, scope: { kind: 'installation' } }],
  });

test('every page stands in the menu once', () => {
  const paths = menuEntries.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});

test('the menu shows what the rights allow', () => {
  const paths = (role: string) => entriesFor(person(role)).map(({ path }) => path);
  expect(paths('clerk')).toContain('/thoi-han');
  expect(paths('partner')).not.toContain('/thoi-han');
});

test.each([
  ['/', '/'],
  ['/quy-che', '/quy-che'],
  ['/quy-che/m-1', '/quy-che'],
  ['/quy-che-khac', undefined],
])('%s lights %s', (path, lit) => {
  expect(entryAt(menuEntries, path)?.path).toBe(lit);
});
