import type { NodeId, Relief, RosterEntry, TreeNode } from '@nhipcau/contracts';
import { checkTopology, type TopologyFault } from './tree.ts';

/** What is known of a node at one moment (rules SB-1, SB-2). */
export interface NodeEvidence {
  /** The server has a line to it, or lost it too short a time ago to say. */
  readonly isHeard: boolean;
  /** How the neighbours that the server hears see their link with it. */
  readonly links: readonly ('up' | 'down')[];
  /** Who could reach it if it were there: rooms of its own, and nodes below it, that say they cannot. */
  readonly witnesses: number;
}

/** `silent`: not heard, but nobody who would know says that it is gone. */
export type NodeVerdict = 'present' | 'silent' | 'lost';

/**
 * Whether a node is lost, and not merely its line to the server (rules SB-1, SB-2). A neighbour above it proves nothing:
 * it may stand on the server's side of the same cut.
 */
export function verdictOf({ isHeard, links, witnesses }: NodeEvidence): NodeVerdict {
  if (isHeard) return 'present';
  if (links.includes('up') || witnesses === 0) return 'silent';
  return 'lost';
}

/** The tree after nodes were relieved, in the order it came about (rules SB-3, SB-5). */
export const treeWith = (tree: readonly TreeNode[], given: readonly Relief[]): TreeNode[] =>
  given.reduce<TreeNode[]>(relieved, [...tree]);

/** Where a site is that belongs to `homeId`. */
export const nodeWith = (homeId: NodeId, given: readonly Relief[]): NodeId =>
  given.reduce((at, { nodeId, standby }) => (at === nodeId ? standby.nodeId : at), homeId);

/** Whose place a node has: `nodeWith` leads back to it. One that stands for several has that of the last. */
export const homeOf = (nodeId: NodeId, given: readonly Relief[]): NodeId =>
  given.reduceRight((at, relief) => (at === relief.standby.nodeId ? relief.nodeId : at), nodeId);

/** A site's entry at the node that carries it now. */
export function settled(entry: RosterEntry, given: readonly Relief[]): RosterEntry {
  const { homeId, ...plain } = entry;
  const home = homeId ?? entry.nodeId;
  const nodeId = nodeWith(home, given);
  return nodeId === home ? { ...plain, nodeId } : { ...plain, nodeId, homeId: home };
}

/** Why a node cannot stand in for another: `self`, or the tree it would leave is none. */
export type StandbyFault = { readonly kind: 'self' } | TopologyFault;

/** Looks whether a tree is left when `standby` takes the place of a node (rule SB-4); null: it can. */
export function standbyFault(
  tree: readonly TreeNode[],
  { nodeId, standby }: Pick<Relief, 'nodeId' | 'standby'>,
): StandbyFault | null {
  if (nodeId === standby.nodeId) return { kind: 'self' };
  const checked = checkTopology(relieved([...tree], { nodeId, standby }), [], { cascadeAllowed: true });
  return checked.ok ? null : checked.error;
}

/**
 * The standby takes the node's place. One that was outside hangs where the node hung; one that is in the tree stays
 * where it is, unless it hung on the node itself.
 */
function relieved(tree: TreeNode[], { nodeId, standby }: Pick<Relief, 'nodeId' | 'standby'>): TreeNode[] {
  const lost = tree.find((node) => node.nodeId === nodeId);
  if (!lost) return tree;
  const own = tree.find((node) => node.nodeId === standby.nodeId) ?? { ...standby, parentId: nodeId };
  const place = own.parentId === nodeId ? { ...own, parentId: lost.parentId } : own;
  const others = tree
    .filter((node) => node !== lost && node.nodeId !== standby.nodeId)
    .map((node) => (node.parentId === nodeId ? { ...node, parentId: standby.nodeId } : node));
  return [place, ...others];
}
