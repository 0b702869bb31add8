import type { NodeId } from '@nhipcau/contracts';
import { pathBetween, type TreeShape } from './tree.ts';

/** Links between the chair's MCU and a site's above which a plan is warned of (R-MCU-04, default). */
export const ADVISED_LINKS = 2;

/** A node whose sites are further from the chair than advised. */
export interface DeepNode {
  readonly nodeId: NodeId;
  readonly links: number;
}

/** One node under another parent. */
export interface ParentMove {
  readonly nodeId: NodeId;
  readonly from: NodeId | null;
  readonly to: NodeId | null;
}

export interface DepthReport {
  /** Most links between the chair's node and a node with sites. */
  readonly links: number;
  readonly tooDeep: readonly DeepNode[];
  /** What would bring every site within the advice; empty when nothing is too deep. */
  readonly moves: readonly ParentMove[];
}

/**
 * How far sites are from the chair, and a shallower tree where that is further than advised (rule TR-7).
 *
 * @param tree - a proper tree, as `checkTopology` accepts it
 * @param siteNodes - nodes that sites of the meeting are on
 */
export function depthOf(
  tree: TreeShape,
  chairNode: NodeId,
  siteNodes: Iterable<NodeId>,
  advised: number = ADVISED_LINKS,
): DepthReport {
  const nodes = [...new Set(siteNodes)];
  const deepIn = (shape: TreeShape): DeepNode[] =>
    nodes
      .map((nodeId) => ({ nodeId, links: linksBetween(shape, chairNode, nodeId) }))
      .filter(({ links }) => links > advised)
      .sort((a, b) => a.links - b.links);
  const tooDeep = deepIn(tree);
  let shape = tree;
  for (let round = 0; round < tree.length; round += 1) {
    const [next] = deepIn(shape);
    if (next === undefined) break;
    shape = shortened(shape, chairNode, next.nodeId, advised);
  }
  const moves = shape.flatMap(({ nodeId, parentId }): ParentMove[] => {
    const from = tree.find((node) => node.nodeId === nodeId)?.parentId ?? null;
    return from === parentId ? [] : [{ nodeId, from, to: parentId }];
  });
  return { links: Math.max(0, ...nodes.map((id) => linksBetween(tree, chairNode, id))), tooDeep, moves };
}

const linksBetween = (tree: TreeShape, from: NodeId, to: NodeId): number =>
  (pathBetween(tree, from, to)?.length ?? 1) - 1;

/**
 * The tree with one node brought nearer: a node below hangs under the node just within the advice; when it stands above
 * the chair's own node, the chair's node hangs under it.
 */
function shortened(tree: TreeShape, chairNode: NodeId, nodeId: NodeId, advised: number): TreeShape {
  const path = pathBetween(tree, chairNode, nodeId) ?? [];
  const parent = tree.find((node) => node.nodeId === nodeId)?.parentId;
  const comesDown = parent === path.at(-2);
  const moved = comesDown ? nodeId : chairNode;
  const under = comesDown ? path[advised - 1] : nodeId;
  if (under === undefined) return tree;
  return tree.map((node) => (node.nodeId === moved ? { nodeId: moved, parentId: under } : node));
}
