import type { McuSheet, NodeId, PlannedNode, RosterEntry, SiteId, TreeNode } from '@nhipcau/contracts';
import { isBelow, isSpare, linkRoom } from './cascade-plan.ts';

type Tree = readonly PlannedNode[];

const parentsOf = (tree: Tree) => new Map(tree.map(({ nodeId, parentId }) => [nodeId, parentId]));

/** The tree with the spare ways of the sheets, those that help. */
export function withSpares(tree: Tree, mcus: readonly McuSheet[]): PlannedNode[] {
  const parents = parentsOf(tree);
  return tree.map((node) => {
    const spare = mcus.find(({ nodeId }) => nodeId === node.nodeId)?.spareNodeId ?? null;
    return { ...node, spareNodeId: isSpare(parents, node.nodeId, spare) ? spare : null };
  });
}

export type PlanEdit =
  /** Hangs an MCU on another, with all that is below it; one that is not in the tree yet comes in. */
  | { readonly edit: 'hang'; readonly nodeId: NodeId; readonly parentId: NodeId }
  /** Sites are connected to another MCU. */
  | { readonly edit: 'connect'; readonly siteIds: readonly SiteId[]; readonly nodeId: NodeId }
  /** An MCU that carries nothing goes out of the tree. */
  | { readonly edit: 'leaveOut'; readonly nodeId: NodeId };

/**
 * The tree after a change by hand; the same tree when the change cannot be: the root hangs on nothing, nothing hangs on
 * what is below it, and what carries sites or other MCUs stays.
 *
 * @param mcus - their sheets, for the spare ways
 * @rule PL-9 (R-PLN-01, R-PLN-04)
 */
export function editPlan(tree: Tree, change: PlanEdit, mcus: readonly McuSheet[]): Tree {
  const { nodeId } = change;
  const known = tree.find((node) => node.nodeId === nodeId);
  switch (change.edit) {
    case 'hang': {
      const { parentId } = change;
      const isThere = tree.some((node) => node.nodeId === parentId);
      if (!isThere || known?.parentId === null || known?.parentId === parentId) return tree;
      if (isBelow(parentsOf(tree), parentId, nodeId)) return tree;
      const hung = known
        ? tree.map((node) => (node === known ? { ...node, parentId } : node))
        : [...tree, { nodeId, parentId, spareNodeId: null, siteIds: [] }];
      return withSpares(hung, mcus);
    }
    case 'connect': {
      const moved = new Set(change.siteIds);
      if (!known || moved.size === 0) return tree;
      return tree.map((node) => {
        const kept = node.siteIds.filter((siteId) => !moved.has(siteId));
        return { ...node, siteIds: node === known ? [...kept, ...moved] : kept };
      });
    }
    case 'leaveOut': {
      const isBare = known?.siteIds.length === 0 && !tree.some(({ parentId }) => parentId === nodeId);
      if (!known || !isBare || known.parentId === null) return tree;
      return withSpares(
        tree.filter((node) => node !== known),
        mcus,
      );
    }
  }
}

export interface OverloadedNode {
  readonly code: 'sitesOver' | 'linksOver';
  readonly nodeId: NodeId;
}

/** MCUs that would carry more sites, or more MCUs below them, than their sheets say. */
export const overloadsOf = (tree: Tree, mcus: readonly McuSheet[]): OverloadedNode[] =>
  tree.flatMap(({ nodeId, siteIds }) => {
    const sheet = mcus.find((mcu) => mcu.nodeId === nodeId);
    if (!sheet) return [];
    const below = tree.filter(({ parentId }) => parentId === nodeId).length;
    return [
      ...(siteIds.length > sheet.sites ? [{ code: 'sitesOver' as const, nodeId }] : []),
      ...(below > linkRoom(sheet) ? [{ code: 'linksOver' as const, nodeId }] : []),
    ];
  });

/**
 * The tree of a meeting as its plan has it: what the nodes are brought to on the day. MCUs that the plan leaves out keep the
 * place they have otherwise, so that a site of theirs can still be invited.
 *
 * @param usual - the installation's own tree
 * @rule PL-10 (R-PLN-01; VP Đ6.1 b3)
 */
export function plannedTree(usual: readonly TreeNode[], plan: Tree): TreeNode[] {
  const planned = new Map(plan.map((node) => [node.nodeId, node]));
  const root = plan.find(({ parentId }) => parentId === null)?.nodeId;
  const top = usual.find(({ parentId }) => parentId === null)?.nodeId ?? null;
  const outside = (nodeId: NodeId | null) => (nodeId !== null && !planned.has(nodeId) ? nodeId : null);
  return usual.map((node) => ({
    ...node,
    // The root of the plan hangs where it does otherwise, when that is not in the plan itself.
    parentId:
      node.nodeId === root
        ? (outside(node.parentId) ?? outside(top))
        : (planned.get(node.nodeId)?.parentId ?? node.parentId),
  }));
}

/** Each site at the MCU the plan connects it to; those that came after the plan at their own. */
export function plannedRoster(roster: readonly RosterEntry[], plan: Tree): RosterEntry[] {
  const places = new Map(plan.flatMap(({ nodeId, siteIds }) => siteIds.map((siteId) => [siteId, nodeId])));
  return roster.map((entry) => ({ ...entry, nodeId: places.get(entry.siteId) ?? entry.nodeId }));
}
