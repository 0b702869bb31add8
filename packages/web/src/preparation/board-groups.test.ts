import { type BoardGroup, OrganisationId, SiteId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { shownGroups } from './board-groups.ts';

const aGroup = (id: string | null, sites: number, clearance: BoardGroup['clearance'] = null): BoardGroup => ({
  organisationId: id === null ? null : OrganisationId.parse(id),
  name: id ?? '',
  clearance,
  sites: Array.from({ length: sites }, (_, index) => ({
    siteId: SiteId.parse(`${id ?? 'top'}-${index}`),
    number: index + 1,
    name: `${id} ${index}`,
    state: 'checking' as const,
    done: 0,
    due: 1,
    faults: [],
    isChair: false,
    retests: 0,
    acknowledged: null,
    onDuty: null,
    present: null,
    power: 'none' as const,
    terminalAt: null,
    lastAt: null,
  })),
});
const seen = (groups: BoardGroup[]) =>
  shownGroups(groups).map(({ name, sites, areSingles }) => [areSingles ? 'singles' : name, sites.length]);

test('[R-CHK-01] areas of one site each stand together at the end of the board, the others as they were', () => {
  const parties = ['p1', 'p2', 'p3', 'p4'].map((id) => aGroup(id, 1));
  expect(seen([aGroup(null, 1), aGroup('d1', 12), ...parties, aGroup('d2', 2)])).toEqual([
    ['', 1],
    ['d1', 12],
    ['d2', 2],
    ['singles', 4],
  ]);
});

test('[R-CHK-01] a few of them, and those that are let in one by one, keep a place of their own', () => {
  expect(seen(['p1', 'p2', 'p3'].map((id) => aGroup(id, 1)))).toHaveLength(3);
  const held = { cleared: false, missing: 1, override: null };
  expect(seen(['p1', 'p2', 'p3', 'p4'].map((id) => aGroup(id, 1, held)))).toHaveLength(4);
});
