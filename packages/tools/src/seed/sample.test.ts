import { Site } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { SAMPLE_ACCOUNTS, SAMPLE_NODES, sampleDirectory } from './sample.ts';

const { organisations, sites } = sampleDirectory();
const countAt = (level: string) => sites.filter((site) => site.levelCode === level).length;

test('[R-DIR-01] the sample has the Government, the province, its 10 districts and 151 communes, each below its parent', () => {
  expect(['central', 'province', 'district', 'commune'].map(countAt)).toEqual([1, 1, 10, 151]);
  const parents = new Set(organisations.map(({ id }) => id));
  const orphans = organisations.filter(({ parentId }) => parentId !== null && !parents.has(parentId));
  expect(orphans).toEqual([]);
  const daBac = organisations.find(({ name }) => name === 'UBND huyện Đà Bắc');
  expect(organisations.filter(({ parentId }) => parentId === daBac?.id)).toHaveLength(17);
});

test('numbers are unique and follow the levels, so that an operator can type them', () => {
  expect(new Set(sites.map(({ number }) => number)).size).toBe(163);
  const numbersAt = (level: string) =>
    sites.filter((site) => site.levelCode === level).map(({ number }) => number);
  expect(numbersAt('central')).toEqual([1]);
  expect(numbersAt('province')).toEqual([2]);
  expect(numbersAt('district')).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(numbersAt('commune')).toEqual(Array.from({ length: 151 }, (_, index) => 101 + index));
});

test('every site has a made-up telephone of its duty, and sits on a node there is', () => {
  const nodes = SAMPLE_NODES.map(({ nodeId }) => nodeId);
  for (const { dutyPhone, nodeId, roles } of sites) {
    expect(dutyPhone).toMatch(/^0900 000 \d{3}$/);
    expect(nodes).toContain(nodeId);
    expect(Site.shape.roles.safeParse(roles).success).toBe(true);
  }
  expect(new Set(sites.map(({ dutyPhone }) => dutyPhone)).size).toBe(163);
  expect(sites.filter(({ nodeId }) => nodeId === 'hb-dabac')).toHaveLength(18);
});

test('there is one account of each role', () => {
  expect(SAMPLE_ACCOUNTS.map(({ role }) => role).sort()).toEqual([
    'administrator',
    'chair',
    'observer',
    'operator',
    'technician',
  ]);
  const ids = sites.map(({ id }) => id);
  for (const { siteId } of SAMPLE_ACCOUNTS) if (siteId !== null) expect(ids).toContain(siteId);
});
