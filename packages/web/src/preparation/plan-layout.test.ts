import { NodeId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { planLayout } from './plan-layout.ts';

const node = (nodeId: string, parentId: string | null) => ({
  nodeId: NodeId.parse(nodeId),
  parentId: parentId === null ? null : NodeId.parse(parentId),
  spareNodeId: null,
  siteIds: [],
});

test('[R-PLN-04] each MCU stands above the middle of those below it, and no two at one place', () => {
  const places = planLayout([
    node('root', null),
    node('a', 'root'),
    node('b', 'root'),
    node('a1', 'a'),
    node('a2', 'a'),
  ]);
  expect([...places].map(([id, { column, row }]) => `${id} ${column} ${row}`).sort()).toEqual([
    'a 0.5 1',
    'a1 0 2',
    'a2 1 2',
    'b 2 1',
    'root 1.25 0',
  ]);
});
