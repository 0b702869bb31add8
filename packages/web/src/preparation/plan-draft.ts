import type { ConnectionPlan, LossOutcome, NodeId, PlannedNode, SiteId } from '@nhipcau/contracts';
import { editPlan, lossesOf, type PlanEdit } from '@nhipcau/domain';
import { useMemo, useState } from 'react';

/** The tree of a plan while somebody draws on it. */
export interface PlanDraft {
  readonly tree: readonly PlannedNode[];
  readonly isChanged: boolean;
  readonly losses: readonly LossOutcome[];
  edit(change: PlanEdit): void;
  /** Back to what is kept, or to what is proposed. */
  restart(from: 'kept' | 'proposed'): void;
}

/** Where each site and each MCU is, whatever the order in which they are named. */
const shapeOf = (tree: readonly PlannedNode[]): string =>
  tree
    .map(({ nodeId, parentId, siteIds }) => `${nodeId} ${parentId} ${siteIds.toSorted().join()}`)
    .sort()
    .join('\n');

export const isSameTree = (a: readonly PlannedNode[], b: readonly PlannedNode[]): boolean =>
  shapeOf(a) === shapeOf(b);

export function usePlanDraft(plan: ConnectionPlan): PlanDraft {
  const [tree, setTree] = useState<readonly PlannedNode[]>(plan.tree);
  const losses = useMemo(() => {
    const standbys = plan.mcus.flatMap(({ nodeId, standbyId }) =>
      standbyId === null ? [] : [[nodeId, standbyId] as const],
    );
    return lossesOf(tree, new Map(standbys));
  }, [tree, plan.mcus]);
  const sheets = plan.mcus.flatMap(({ sheet }) => (sheet === null ? [] : [sheet]));
  return {
    tree,
    isChanged: !isSameTree(tree, plan.tree),
    losses,
    edit: (change) => setTree((drawn) => editPlan(drawn, change, sheets)),
    restart: (from) => setTree(from === 'kept' ? plan.tree : plan.proposed),
  };
}

export const nameOf = (plan: ConnectionPlan, nodeId: NodeId): string =>
  plan.mcus.find((mcu) => mcu.nodeId === nodeId)?.name ?? nodeId;

/** What becomes of an MCU by a loss: some of its sites are out, or come back over a spare way. */
export function fateOf({ siteIds }: PlannedNode, loss: LossOutcome | undefined): 'out' | 'back' | null {
  const has = (ids: readonly SiteId[]) => siteIds.some((siteId) => ids.includes(siteId));
  if (!loss) return null;
  return has(loss.lost) ? 'out' : has(loss.rescued) ? 'back' : null;
}
