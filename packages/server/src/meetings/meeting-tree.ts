import type { RosterEntry, TreeNode } from '@nhipcau/contracts';

/**
 * The nodes that carry a meeting: with a cascade all of the installation's, so that a site of any node can be invited
 * while the meeting runs; without one only those its sites are on, each by itself (the check then refuses a second).
 */
export function meetingTree(
  nodes: readonly TreeNode[],
  roster: readonly RosterEntry[],
  { cascadeAllowed }: { cascadeAllowed: boolean },
): TreeNode[] {
  if (cascadeAllowed) return [...nodes];
  const used = nodes.filter((node) => roster.some((entry) => entry.nodeId === node.nodeId));
  const first = used[0];
  return used.map((node) => ({ ...node, parentId: node === first ? null : (first?.nodeId ?? null) }));
}
