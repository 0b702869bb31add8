import { NodeId, Site, type TreeNode } from '@nhipcau/contracts';
import { standbyFault } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { SAMPLE_LOCALITIES, sampleLocality } from './localities.ts';
import { CHAIR_SITE, sampleAccounts, sampleDirectory } from './sample.ts';

const all = Object.values(SAMPLE_LOCALITIES);
const hoaBinh = sampleDirectory(sampleLocality('hoa-binh'));
const countAt = ({ sites }: ReturnType<typeof sampleDirectory>, level: string) =>
  sites.filter((site) => site.levelCode === level).length;

test('[R-DIR-01] Hoà Bình has the Government, the province, its 10 districts and 151 communes, each below its parent', () => {
  expect(['central', 'province', 'district', 'commune'].map((level) => countAt(hoaBinh, level))).toEqual([
    1, 1, 10, 151,
  ]);
  const { organisations } = hoaBinh;
  const daBac = organisations.find(({ name }) => name === 'UBND huyện Đà Bắc');
  expect(organisations.filter(({ parentId }) => parentId === daBac?.id)).toHaveLength(17);
});

test('[R-DIR-03] Quảng Ninh has its 3 chair rooms, 14 Party and 14 PC sites of districts, 186 communes and the 11 listed sites', () => {
  const { organisations, sites } = sampleDirectory(sampleLocality('quang-ninh'));
  const kindOf = (organisationId: string) => organisations.find(({ id }) => id === organisationId)?.kind;
  const at = (level: string, kind?: string) =>
    sites.filter((site) => site.levelCode === level && (!kind || kindOf(site.organisationId) === kind));
  const chairs = at('province').filter(({ roles }) => roles.includes('chair'));
  expect(chairs.map(({ name }) => name).sort()).toEqual([
    'Hội trường A - Trung tâm tổ chức hội nghị tỉnh',
    'Văn phòng Tỉnh ủy',
    'Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh',
  ]);
  expect([at('district', 'partyBody').length, at('district', 'peoplesCommittee').length]).toEqual([14, 14]);
  expect([at('commune').length, at('province').length - chairs.length, sites.length]).toEqual([186, 11, 228]);
});

test.each([
  ['vinh-phuc', 9, 136, 3],
  ['binh-dinh', 11, 0, 1],
  ['ha-noi', 30, 579, 1],
  ['quang-ninh', 28, 186, 1],
])('[R-MCU-05] %s has the units of its day and its own topology', (code, districts, communes, nodes) => {
  const locality = sampleLocality(code);
  const directory = sampleDirectory(locality);
  expect([countAt(directory, 'district'), countAt(directory, 'commune'), locality.nodes.length]).toEqual([
    districts,
    communes,
    nodes,
  ]);
});

describe.each(all.map((locality) => [locality.code, locality] as const))('%s', (_code, locality) => {
  const { organisations, sites } = sampleDirectory(locality);
  const ids = new Set(organisations.map(({ id }) => id));

  test('each organisation stands below one that comes before it; ids, codes and numbers are unique', () => {
    const seen = new Set<string>();
    for (const { id, parentId } of organisations) {
      if (parentId !== null) expect(seen).toContain(parentId);
      seen.add(id);
    }
    expect(new Set(organisations.map(({ code }) => code)).size).toBe(organisations.length);
    expect(new Set(sites.map(({ number }) => number)).size).toBe(sites.length);
    expect(new Set(sites.map(({ id }) => id)).size).toBe(sites.length);
  });

  test('every site belongs to an organisation, has a made-up telephone and sits on a node there is', () => {
    const nodes = locality.nodes.map(({ nodeId }) => nodeId);
    const levels = locality.levels.map(({ code }) => code);
    for (const site of sites) {
      expect(ids).toContain(site.organisationId);
      expect(levels).toContain(site.levelCode);
      expect(site.dutyPhone).toMatch(/^0900 000 \d{3}$/);
      expect(nodes).toContain(site.nodeId);
      expect(Site.shape.roles.safeParse(site.roles).success).toBe(true);
    }
    expect(sites.find(({ id }) => id === CHAIR_SITE)?.roles).toContain('chair');
  });

  test('accounts and rooms stand at places there are', () => {
    const places = new Set([...ids, ...sites.map(({ id }) => id)]);
    for (const { scope, organisationId } of sampleAccounts(locality)) {
      if (scope !== 'installation')
        expect(places).toContain('siteId' in scope ? scope.siteId : scope.organisationId);
      if (organisationId !== null) expect(places).toContain(organisationId);
    }
    for (const { siteId } of locality.rooms) expect(places).toContain(siteId);
    expect(sampleAccounts(locality)).toHaveLength(14);
  });
});

test('Hoà Bình keeps the numbers an operator types', () => {
  const numbersAt = (level: string) =>
    hoaBinh.sites.filter((site) => site.levelCode === level).map(({ number }) => number);
  expect(numbersAt('central')).toEqual([1]);
  expect(numbersAt('province')).toEqual([2]);
  expect(numbersAt('district')).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(numbersAt('commune')).toEqual(Array.from({ length: 151 }, (_, index) => 101 + index));
  expect(hoaBinh.sites.filter(({ nodeId }) => nodeId === 'hb-dabac')).toHaveLength(18);
});

test('names the localities there are when one is unknown', () => {
  expect(() => sampleLocality('atlantis')).toThrow('hoa-binh, vinh-phuc, binh-dinh, ha-noi, quang-ninh');
});

test('[SB-4] [R-CON-13] a sample declares a standby, and each that is declared leaves a tree', () => {
  const declared = all.flatMap(({ nodes }) => {
    const tree = nodes.map(
      ({ nodeId, parentId, name }): TreeNode => ({
        nodeId: NodeId.parse(nodeId),
        parentId: parentId === null ? null : NodeId.parse(parentId),
        name,
        linkUrl: `ws://127.0.0.1/${nodeId}`,
        publicKey: 'k'.repeat(44),
      }),
    );
    return nodes.flatMap(({ nodeId, standbyId }) => {
      const standby = tree.find((node) => node.nodeId === standbyId);
      return standbyId === undefined ? [] : [{ tree, nodeId: NodeId.parse(nodeId), standby }];
    });
  });
  expect(declared.length).toBeGreaterThan(0);
  for (const { tree, nodeId, standby } of declared) {
    if (!standby) throw new Error(`${nodeId} names a standby that is not there`);
    expect(standbyFault(tree, { nodeId, standby })).toBeNull();
  }
});
