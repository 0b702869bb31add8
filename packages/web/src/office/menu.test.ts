import { SessionInfo, Vocabulary } from '@nhipcau/contracts';
import { commonTerms } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { entriesFor, entryAt, menuEntries } from './menu.ts';

const locality = (judged: Vocabulary['judged']) =>
  Vocabulary.parse({ locality: 'hoa-binh', name: 'Hòa Bình', terms: commonTerms, judged });

const person = (role: string, scope: object = { kind: 'installation' }) =>
  SessionInfo.parse({
    userId: 'u',
    name: 'Người thử',
    kind: 'person',
    role,
    siteId: null,
    organisationId: null,
    grants: [{ role, scope }],
  });

test('every page stands in the menu once', () => {
  const paths = menuEntries.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});

test('the menu shows what the rights allow', () => {
  const paths = (role: string) => entriesFor(person(role), locality(null)).map(({ path }) => path);
  expect(paths('clerk')).toContain('/thoi-han');
  expect(paths('partner')).not.toContain('/thoi-han');
});

test('[R-SEC-11] the board of notices stands in the menu of who may open one, not of who works at sites only', () => {
  const isShown = (role: string, scope?: object) =>
    entriesFor(person(role, scope), locality(null)).some(({ path }) => path === '/thong-bao');
  expect(isShown('technician', { kind: 'site', siteId: 's-1' })).toBe(false);
  expect(isShown('clerk', { kind: 'organisation', organisationId: 'o-so' })).toBe(true);
  expect(isShown('operator')).toBe(true);
});

const ofUnit = { kind: 'organisation', organisationId: 'o-so' };
test.each([
  ['a text that has nothing judged', null, person('operator'), false],
  ['a text by which the system is judged', 'system', person('technician', ofUnit), true],
  ['a text that has its own keeping judged, to who sees the whole', 'execution', person('operator'), true],
  ['the same, to a unit', 'execution', person('technician', ofUnit), false],
] as const)('[EV-9] [R-EVL-05] the evaluation stands in the menu by %s: %s', (_, judged, who, isShown) => {
  const paths = entriesFor(who, locality(judged)).map(({ path }) => path);
  expect(paths.includes('/danh-gia')).toBe(isShown);
});

test.each([
  ['/', '/'],
  ['/quy-che', '/quy-che'],
  ['/quy-che/m-1', '/quy-che'],
  ['/quy-che-khac', undefined],
])('%s lights %s', (path, lit) => {
  expect(entryAt(menuEntries, path)?.path).toBe(lit);
});
