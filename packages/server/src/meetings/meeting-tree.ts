import type { RosterEntry, TreeNode } from '@nhipcau/contracts';
import type { NodeRecord } from '../directory/directory.repository.ts';

/**
 * The nodes that carry a meeting: with a cascade all of the installation's, so that a site of any node can be invited
 * while the meeting runs; without one only those its sites are on, each by itself (the check then refuses a second).
 * A node that only stands ready for another is outside. Who stands in for whom is no part of a plan: it may change.
 */
export function meetingTree(
  known: readonly NodeRecord[],
  roster: readonly RosterEntry[],
  { cascadeAllowed }: { cascadeAllowed: boolean },
): TreeNode[] {
  const nodes = known
    .filter(({ role }) => role !== 'standby')
    .map(({ node: { standbyId: _standby, ...node } }): TreeNode => node);
  if (cascadeAllowed) return nodes;
  const used = nodes.filter((node) => roster.some((entry) => entry.nodeId === node.nodeId));
  const first = used[0];
  return used.map((node) => ({ ...node, parentId: node === first ? null : (first?.nodeId ?? null) }));
}
