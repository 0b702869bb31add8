import { err, ok, type Result } from '@nhipcau/base';
import { MAX_LINKS, type NodeId, type RosterEntry, type TreeNode } from '@nhipcau/contracts';

/** What the way between nodes depends on. */
export type TreeShape = readonly Pick<TreeNode, 'nodeId' | 'parentId'>[];

/** Nodes from `from` to `to`, both included (rule TR-1); null when one of them is not in the tree or they are not connected. */
export function pathBetween(tree: TreeShape, from: NodeId, to: NodeId): NodeId[] | null {
  const up = ancestors(tree, from);
  const down = ancestors(tree, to);
  if (up === null || down === null) return null;
  const meetingPoint = up.find((nodeId) => down.includes(nodeId));
  if (meetingPoint === undefined) return null;
  const climb = up.slice(0, up.indexOf(meetingPoint) + 1);
  return [...climb, ...down.slice(0, down.indexOf(meetingPoint)).reverse()];
}

/** Neighbour of `from` on the way to `to` (rule TR-2); null when they are the same node or not connected. */
export function nextHop(tree: TreeShape, from: NodeId, to: NodeId): NodeId | null {
  return pathBetween(tree, from, to)?.[1] ?? null;
}

const parents = new WeakMap<TreeShape, ReadonlyMap<NodeId, NodeId | null>>();

/** Parent of each node; computed once per tree because every stream of every node asks. Trees are never changed. */
function parentsIn(tree: TreeShape): ReadonlyMap<NodeId, NodeId | null> {
  const known = parents.get(tree);
  if (known) return known;
  const made = new Map(tree.map((node) => [node.nodeId, node.parentId]));
  parents.set(tree, made);
  return made;
}

/** The node and all above it, nearest first; null when it is unknown or its line of parents does not end. */
function ancestors(tree: TreeShape, nodeId: NodeId): NodeId[] | null {
  const parentOf = parentsIn(tree);
  const line: NodeId[] = [];
  for (let at: NodeId | null = nodeId; at !== null; ) {
    const parent = parentOf.get(at);
    if (parent === undefined || line.includes(at)) return null;
    line.push(at);
    at = parent;
  }
  return line;
}

export type TopologyFault =
  | { readonly kind: 'noRoot' }
  | { readonly kind: 'severalRoots'; readonly nodeIds: readonly NodeId[] }
  | { readonly kind: 'duplicateNode'; readonly nodeId: NodeId }
  | { readonly kind: 'unknownParent'; readonly nodeId: NodeId }
  | { readonly kind: 'loop'; readonly nodeId: NodeId }
  | { readonly kind: 'tooDeep'; readonly links: number }
  | { readonly kind: 'siteOnUnknownNode'; readonly siteId: string }
  /** The locality connects every terminal straight to one MCU (R-MCU-05). */
  | { readonly kind: 'cascadeNotAllowed'; readonly nodeIds: readonly NodeId[] };

/**
 * Checks that the nodes form one tree of at most `MAX_LINKS` links between any two, and that every site is on it
 * (rules TR-3 … TR-5).
 *
 * @param cascadeAllowed - false for localities whose terminals all connect to a single MCU (QN Đ6.2, BD Đ3.4, HN Đ3.2)
 */
export function checkTopology(
  tree: TreeShape,
  roster: readonly RosterEntry[],
  { cascadeAllowed }: { cascadeAllowed: boolean },
): Result<void, TopologyFault> {
  const ids = tree.map((node) => node.nodeId);
  const duplicate = ids.find((nodeId, index) => ids.indexOf(nodeId) !== index);
  if (duplicate !== undefined) return err({ kind: 'duplicateNode', nodeId: duplicate });
  const orphan = tree.find((node) => node.parentId !== null && !ids.includes(node.parentId));
  if (orphan) return err({ kind: 'unknownParent', nodeId: orphan.nodeId });
  const looping = tree.find((node) => ancestors(tree, node.nodeId) === null);
  if (looping) return err({ kind: 'loop', nodeId: looping.nodeId });
  const roots = tree.filter((node) => node.parentId === null).map((node) => node.nodeId);
  if (roots.length === 0) return err({ kind: 'noRoot' });
  if (roots.length > 1) return err({ kind: 'severalRoots', nodeIds: roots });
  if (!cascadeAllowed && ids.length > 1) return err({ kind: 'cascadeNotAllowed', nodeIds: ids });
  const links = longestPath(tree);
  if (links > MAX_LINKS) return err({ kind: 'tooDeep', links });
  const stray = roster.find((entry) => !ids.includes(entry.nodeId));
  return stray ? err({ kind: 'siteOnUnknownNode', siteId: stray.siteId }) : ok(undefined);
}

/** Links on the longest path between two nodes of a proper tree. */
export function longestPath(tree: TreeShape): number {
  let longest = 0;
  for (const from of tree)
    for (const to of tree)
      longest = Math.max(longest, (pathBetween(tree, from.nodeId, to.nodeId)?.length ?? 1) - 1);
  return longest;
}
