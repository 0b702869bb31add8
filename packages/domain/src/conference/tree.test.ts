import { MAX_LINKS, type TreeNode } from '@nhipcau/contracts';
import { aNode, anyTree, aSite, aTree, nodeId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTopology, longestPath, nextHop, pathBetween } from './tree.ts';

const allowed = { cascadeAllowed: true };
const ids = (names: string) => names.split(' ').map(nodeId);
const chain = (count: number): TreeNode[] =>
  Array.from({ length: count }, (_, at) => aNode(`n${at}`, at === 0 ? null : `n${at - 1}`));

const twoProvinces = [...aTree(), aNode('qn', 'cp'), aNode('qn-uongbi', 'qn')];

describe('the way between two nodes', () => {
  test.each([
    ['hb', 'hb', 'hb'],
    ['hb-dabac', 'cp', 'hb-dabac hb cp'],
    ['cp', 'hb-dabac', 'cp hb hb-dabac'],
    ['hb-dabac', 'qn-uongbi', 'hb-dabac hb cp qn qn-uongbi'],
    ['hb', 'qn', 'hb cp qn'],
  ])('[TR-1] from %s to %s is %s', (from, to, path) => {
    expect(pathBetween(twoProvinces, nodeId(from), nodeId(to))).toEqual(ids(path));
  });

  test('[TR-1] there is none to an unknown node, across two trees or through a loop', () => {
    expect(pathBetween(aTree(), nodeId('hb'), nodeId('nowhere'))).toBeNull();
    expect(pathBetween([aNode('a', null), aNode('b', null)], nodeId('a'), nodeId('b'))).toBeNull();
    expect(pathBetween([aNode('a', 'b'), aNode('b', 'a')], nodeId('a'), nodeId('b'))).toBeNull();
    expect(pathBetween([aNode('a', 'gone'), aNode('b', 'a')], nodeId('a'), nodeId('b'))).toBeNull();
  });

  test.each([
    ['hb-dabac', 'qn', 'hb'],
    ['cp', 'hb-dabac', 'hb'],
    ['hb', 'hb', null],
    ['hb', 'nowhere', null],
  ])('[TR-2] the next hop from %s to %s is %s', (from, to, hop) => {
    expect(nextHop(twoProvinces, nodeId(from), nodeId(to))).toBe(hop);
  });

  test('[TR-1] [TR-2] any way is simple, the same backwards, and next hops lead along it', () => {
    fc.assert(
      fc.property(anyTree(20), fc.nat(), fc.nat(), (tree, a, b) => {
        const from = tree[a % tree.length]?.nodeId ?? nodeId('n0');
        const to = tree[b % tree.length]?.nodeId ?? nodeId('n0');
        const path = pathBetween(tree, from, to) ?? [];
        expect(path[0]).toBe(from);
        expect(path.at(-1)).toBe(to);
        expect(new Set(path).size).toBe(path.length);
        expect(path.length - 1).toBeLessThanOrEqual(MAX_LINKS);
        expect(pathBetween(tree, to, from)).toEqual([...path].reverse());
        for (const [at, node] of path.entries()) expect(nextHop(tree, node, to)).toBe(path[at + 1] ?? null);
        const parentOf = new Map(tree.map((node) => [node.nodeId, node.parentId]));
        for (let at = 1; at < path.length; at += 1) {
          const [one, other] = [path[at - 1], path[at]];
          expect(one && other && (parentOf.get(one) === other || parentOf.get(other) === one)).toBe(true);
        }
      }),
    );
  });
});

describe('a topology', () => {
  test.each([
    ['of one node', [aNode('a', null)]],
    ['of three levels', aTree()],
    ['with six links on its longest way', chain(7)],
  ])('[TR-3] [TR-4] is accepted %s', (_, tree) => {
    expect(checkTopology(tree, [], allowed)).toEqual({ ok: true, value: undefined });
  });

  test.each([
    ['without nodes', [], { kind: 'noRoot' }],
    ['with two roots', [aNode('a', null), aNode('b', null)], { kind: 'severalRoots', nodeIds: ['a', 'b'] }],
    ['with a node twice', [...aTree(), aNode('hb', 'cp')], { kind: 'duplicateNode', nodeId: 'hb' }],
    ['with an unknown parent', [aNode('a', null), aNode('b', 'x')], { kind: 'unknownParent', nodeId: 'b' }],
    [
      'with a node that is its own parent',
      [aNode('a', null), aNode('b', 'b')],
      { kind: 'loop', nodeId: 'b' },
    ],
    [
      'with a loop beside a root',
      [aNode('a', null), aNode('b', 'c'), aNode('c', 'b')],
      { kind: 'loop', nodeId: 'b' },
    ],
  ])('[TR-3] is refused %s', (_, tree, error) => {
    expect(checkTopology(tree, [], allowed)).toEqual({ ok: false, error });
  });

  test('[TR-4] is refused with seven links on its longest way', () => {
    expect(checkTopology(chain(8), [], allowed)).toEqual({ ok: false, error: { kind: 'tooDeep', links: 7 } });
  });

  test('[TR-5] is refused when a site stands on no node of it', () => {
    const stray = aSite('commune', { nodeId: nodeId('elsewhere') });
    expect(checkTopology(aTree(), [stray], allowed)).toEqual({
      ok: false,
      error: { kind: 'siteOnUnknownNode', siteId: 'commune' },
    });
  });

  test('[TR-6] [R-MCU-05] a locality without cascade has one MCU and no second', () => {
    const single = { cascadeAllowed: false };
    expect(checkTopology([aNode('hn', null)], [aSite('a', { nodeId: nodeId('hn') })], single).ok).toBe(true);
    expect(checkTopology([aNode('hn', null), aNode('second', 'hn')], [], single)).toEqual({
      ok: false,
      error: { kind: 'cascadeNotAllowed', nodeIds: ['hn', 'second'] },
    });
  });

  test('[TR-4] the longest way is found between any two nodes, not only from the root', () => {
    expect(
      longestPath([aNode('a', null), aNode('b', 'a'), aNode('c', 'b'), aNode('d', 'a'), aNode('e', 'd')]),
    ).toBe(4);
    expect(longestPath([])).toBe(0);
  });
});
