import { aNode, anyTree, nodeId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADVISED_LINKS, depthOf } from './cascade-depth.ts';
import { checkTopology, pathBetween } from './tree.ts';

const chain = [aNode('cp', null), aNode('hb', 'cp'), aNode('dabac', 'hb'), aNode('xa', 'dabac')];
const ids = (names: string) => names.split(' ').map(nodeId);

test('[TR-7] [R-MCU-04] a chain of three links is flagged, with the shallower tree', () => {
  expect(depthOf(chain, nodeId('cp'), ids('hb dabac'))).toEqual({ links: 2, tooDeep: [], moves: [] });
  expect(depthOf(chain, nodeId('cp'), ids('hb dabac xa'))).toEqual({
    links: 3,
    tooDeep: [{ nodeId: 'xa', links: 3 }],
    moves: [{ nodeId: 'xa', from: 'dabac', to: 'hb' }],
  });
});

test('[TR-7] a node without sites is no reason to warn', () => {
  expect(depthOf(chain, nodeId('cp'), ids('cp hb'))).toEqual({ links: 1, tooDeep: [], moves: [] });
});

test('[TR-7] with the chair below, its own node is what moves up', () => {
  expect(depthOf(chain, nodeId('xa'), ids('cp xa'))).toEqual({
    links: 3,
    tooDeep: [{ nodeId: 'cp', links: 3 }],
    moves: [{ nodeId: 'xa', from: 'dabac', to: 'cp' }],
  });
});

test('[TR-7] any tree: what is proposed is a tree, with every site within the advice', () => {
  fc.assert(
    fc.property(anyTree(20), fc.nat(), fc.array(fc.nat(), { maxLength: 20 }), (tree, chair, sites) => {
      const at = (index: number) => tree[index % tree.length]?.nodeId ?? nodeId('n0');
      const siteNodes = sites.map(at);
      const { links, tooDeep, moves } = depthOf(tree, at(chair), siteNodes);
      expect(tooDeep.length > 0).toBe(links > ADVISED_LINKS);
      if (tooDeep.length === 0) {
        expect(moves).toEqual([]);
        return;
      }
      const moved = tree.map((node) => {
        const move = moves.find((known) => known.nodeId === node.nodeId);
        return move ? { ...node, parentId: move.to } : node;
      });
      const checked = checkTopology(moved, [], { cascadeAllowed: true });
      expect(checked.ok || checked.error.kind === 'tooDeep').toBe(true);
      for (const node of siteNodes)
        expect((pathBetween(moved, at(chair), node)?.length ?? 99) - 1).toBeLessThanOrEqual(ADVISED_LINKS);
    }),
  );
});
