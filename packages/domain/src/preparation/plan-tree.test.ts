import { type McuSheet, NodeId, type PlannedNode, SiteId, type TreeNode } from '@nhipcau/contracts';
import { aNode, aSite } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTopology } from '../conference/tree.ts';
import { editPlan, overloadsOf, type PlanEdit, plannedRoster, plannedTree } from './plan-tree.ts';

const id = (name: string) => NodeId.parse(name);
const site = (name: string) => SiteId.parse(name);
const node = (name: string, parent: string | null, ...sites: string[]): PlannedNode => ({
  nodeId: id(name),
  parentId: parent === null ? null : id(parent),
  spareNodeId: null,
  siteIds: sites.map(site),
});
const aSheet = (name: string, more: Partial<McuSheet> = {}): McuSheet => ({
  nodeId: id(name),
  sites: 100,
  links: 10,
  lineKbps: 100_000,
  owner: 'Văn phòng UBND tỉnh',
  operator: 'Cán bộ điều khiển',
  telephone: '0900 000 700',
  spareNodeId: null,
  parameters: null,
  ...more,
});
const names = ['root', 'a', 'b', 'c', 'd'];
const sheets = names.map((name) => aSheet(name));
const tree = [
  node('root', null, 's1'),
  node('a', 'root', 's2', 's3'),
  node('b', 'root', 's4'),
  node('c', 'a'),
];
const shape = (drawn: readonly PlannedNode[]) =>
  drawn.map(({ nodeId, parentId, siteIds }) => [nodeId, parentId, siteIds.join()].join(' '));

describe('[PL-9] a plan is changed by hand', () => {
  test('[R-PLN-04] an MCU is hung on another with all below it; one that was left out comes in', () => {
    const hung = editPlan(tree, { edit: 'hang', nodeId: id('a'), parentId: id('b') }, sheets);
    expect(shape(hung)).toEqual(['root  s1', 'a b s2,s3', 'b root s4', 'c a ']);
    const more = editPlan(tree, { edit: 'hang', nodeId: id('d'), parentId: id('c') }, sheets);
    expect(shape(more).at(-1)).toBe('d c ');
  });

  test.each<[string, PlanEdit]>([
    ['the root hangs on nothing', { edit: 'hang', nodeId: id('root'), parentId: id('a') }],
    ['nothing hangs on what is below it', { edit: 'hang', nodeId: id('a'), parentId: id('c') }],
    ['nothing hangs on itself', { edit: 'hang', nodeId: id('a'), parentId: id('a') }],
    ['what carries sites stays', { edit: 'leaveOut', nodeId: id('b') }],
    ['what carries other MCUs stays', { edit: 'leaveOut', nodeId: id('a') }],
    ['no site goes to an MCU that is not there', { edit: 'connect', siteIds: [site('s1')], nodeId: id('d') }],
  ])('[R-PLN-04] %s', (_, change) => {
    expect(editPlan(tree, change, sheets)).toBe(tree);
  });

  test('[R-PLN-04] sites are connected to another MCU; one that carries nothing is left out', () => {
    const moved = editPlan(
      tree,
      { edit: 'connect', siteIds: [site('s1'), site('s3')], nodeId: id('c') },
      sheets,
    );
    expect(shape(moved)).toEqual(['root  ', 'a root s2', 'b root s4', 'c a s1,s3']);
    expect(shape(editPlan(tree, { edit: 'leaveOut', nodeId: id('c') }, sheets))).toHaveLength(3);
  });

  test('[R-PLN-01] a spare way counts only where it carries on without what failed', () => {
    const withSpare = sheets.map((sheet) =>
      sheet.nodeId === 'a' ? { ...sheet, spareNodeId: id('b') } : sheet,
    );
    const beside = editPlan(tree, { edit: 'hang', nodeId: id('c'), parentId: id('root') }, withSpare);
    expect(beside.find(({ nodeId }) => nodeId === 'a')?.spareNodeId).toBe('b');
    const below = editPlan(beside, { edit: 'hang', nodeId: id('b'), parentId: id('a') }, withSpare);
    expect(below.find(({ nodeId }) => nodeId === 'a')?.spareNodeId).toBeNull();
  });

  test('[R-PLN-03] more than a sheet says is named', () => {
    const small = [aSheet('root', { links: 1 }), aSheet('a', { sites: 1 })];
    expect(overloadsOf(tree, small)).toEqual([
      { code: 'linksOver', nodeId: 'root' },
      { code: 'sitesOver', nodeId: 'a' },
    ]);
  });

  const anyEdit: fc.Arbitrary<PlanEdit> = fc.oneof(
    fc.record({
      edit: fc.constant('hang' as const),
      nodeId: fc.constantFrom(...names.map(id)),
      parentId: fc.constantFrom(...names.map(id)),
    }),
    fc.record({
      edit: fc.constant('connect' as const),
      nodeId: fc.constantFrom(...names.map(id)),
      siteIds: fc.subarray(['s1', 's2', 's3', 's4'].map(site)),
    }),
    fc.record({ edit: fc.constant('leaveOut' as const), nodeId: fc.constantFrom(...names.map(id)) }),
  );
  test('[R-PLN-04] whatever is done, it stays one tree that carries every site once', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
        const drawn = edits.reduce<readonly PlannedNode[]>((at, edit) => editPlan(at, edit, sheets), tree);
        const checked = checkTopology(drawn, [], { cascadeAllowed: true });
        expect(checked.ok || checked.error.kind === 'tooDeep').toBe(true);
        expect(drawn.flatMap(({ siteIds }) => siteIds).toSorted()).toEqual(['s1', 's2', 's3', 's4']);
      }),
    );
  });
});

describe('[PL-10] the meeting as its plan has it', () => {
  const usual = [aNode('cp', null), aNode('hb', 'cp'), aNode('dabac', 'hb'), aNode('idle', 'cp')];
  const parents = (planned: readonly TreeNode[]) =>
    planned.map(({ nodeId, parentId }) => `${nodeId} ${parentId}`);

  test('[R-PLN-01] MCUs hang as the plan has them; those it leaves out keep their place', () => {
    expect(parents(plannedTree(usual, [node('cp', null), node('dabac', 'cp')]))).toEqual([
      'cp null',
      'hb cp',
      'dabac cp',
      'idle cp',
    ]);
  });

  test.each([
    ['below the top', [node('hb', null), node('dabac', 'hb')], 'cp null,hb cp,dabac hb,idle cp'],
    ['a lower MCU', [node('dabac', null), node('hb', 'dabac')], 'cp null,hb dabac,dabac cp,idle cp'],
    ['with the usual top below it', [node('hb', null), node('cp', 'hb')], 'cp hb,hb null,dabac hb,idle cp'],
  ])('[R-PLN-01] a plan whose root is another one, %s, is one tree', (_, plan, expected) => {
    const planned = plannedTree(usual, plan);
    expect(parents(planned).join()).toBe(expected);
    expect(checkTopology(planned, [], { cascadeAllowed: true }).ok).toBe(true);
  });

  test('[R-PLN-01] sites are where the plan connects them; one that came later is at its own MCU', () => {
    const roster = [aSite('s1', { nodeId: id('hb') }), aSite('late', { nodeId: id('dabac') })];
    const planned = plannedRoster(roster, [node('cp', null, 's1')]);
    expect(planned.map(({ siteId, nodeId }) => `${siteId} ${nodeId}`)).toEqual(['s1 cp', 'late dabac']);
  });
});
