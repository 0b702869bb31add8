import {
  type LossOutcome,
  type McuSheet,
  type NodeId,
  type PlannedNode,
  PlanSections,
  type SiteId,
} from '@nhipcau/contracts';

/** What a link carries for one MCU below it, kilobits per second: two full pictures, slides and sound (R-MCU-07). */
const LINK_KBPS = 6_000;

export interface PlanSite {
  readonly siteId: SiteId;
  /** Where its room is connected by the directory. */
  readonly homeId: NodeId;
}

export interface ProposedPlan {
  readonly tree: readonly PlannedNode[];
  readonly depth: number;
  readonly unplaced: readonly SiteId[];
}

/** MCUs that may hang on one: what its sheet says, and what its line carries. */
export const linkRoom = ({ links, lineKbps }: Pick<McuSheet, 'links' | 'lineKbps'>): number =>
  Math.min(links, Math.floor(lineKbps / LINK_KBPS));

/**
 * The shallowest tree over the MCUs that are needed: each site at its own MCU, the ones that find no room there at the
 * emptiest other; MCUs with the most room for links nearest the root, so that no deeper level is opened before the one
 * above is full. The same question has the same answer.
 *
 * @param cascadeAllowed - false where the text knows one MCU only: then everything is placed on the root
 * @rule PL-3 (R-PLN-04; VP Đ6.1 b3)
 */
export function proposePlan(
  sites: readonly PlanSite[],
  mcus: readonly McuSheet[],
  { rootId, cascadeAllowed }: { rootId: NodeId; cascadeAllowed: boolean },
): ProposedPlan {
  const root = mcus.find(({ nodeId }) => nodeId === rootId);
  if (!root) return { tree: [], depth: 0, unplaced: sites.map(({ siteId }) => siteId) };
  const usable = cascadeAllowed ? reachable(root, mcus) : [root];
  const { placed, unplaced } = place(sites, usable);
  const needed = usable.filter(({ nodeId }) => nodeId === rootId || (placed.get(nodeId)?.length ?? 0) > 0);
  const parents = hang(root, withBridges(root, needed, usable));
  const tree = [...parents].map(([nodeId, parentId]): PlannedNode => {
    const spare = usable.find((mcu) => mcu.nodeId === nodeId)?.spareNodeId ?? null;
    return {
      nodeId,
      parentId,
      spareNodeId: isSpare(parents, nodeId, spare) ? spare : null,
      siteIds: placed.get(nodeId) ?? [],
    };
  });
  return { tree, depth: planDepth(tree), unplaced };
}

const byRoom = (a: McuSheet, b: McuSheet): number =>
  linkRoom(b) - linkRoom(a) || b.sites - a.sites || a.nodeId.localeCompare(b.nodeId);

/** MCUs that a tree below the root has room for; those with the most room for others first. */
function reachable(root: McuSheet, mcus: readonly McuSheet[]): McuSheet[] {
  const others = mcus.filter(({ nodeId }) => nodeId !== root.nodeId).toSorted(byRoom);
  const chosen = [root];
  let free = linkRoom(root);
  for (const mcu of others) {
    if (free <= 0) break;
    chosen.push(mcu);
    free += linkRoom(mcu) - 1;
  }
  return chosen;
}

function place(sites: readonly PlanSite[], mcus: readonly McuSheet[]) {
  const placed = new Map<NodeId, SiteId[]>(mcus.map(({ nodeId }) => [nodeId, []]));
  const freeAt = ({ nodeId, sites: most }: McuSheet) => most - (placed.get(nodeId)?.length ?? 0);
  const homeless: PlanSite[] = [];
  for (const site of sites) {
    const home = mcus.find(({ nodeId }) => nodeId === site.homeId);
    if (home && freeAt(home) > 0) placed.get(home.nodeId)?.push(site.siteId);
    else homeless.push(site);
  }
  const unplaced: SiteId[] = [];
  for (const { siteId } of homeless) {
    // One that is used already is better than one more in the tree.
    const open = mcus
      .filter((mcu) => freeAt(mcu) > 0)
      .toSorted(
        (a, b) =>
          Number((placed.get(b.nodeId)?.length ?? 0) > 0) - Number((placed.get(a.nodeId)?.length ?? 0) > 0) ||
          freeAt(b) - freeAt(a) ||
          a.nodeId.localeCompare(b.nodeId),
      )[0];
    if (open) placed.get(open.nodeId)?.push(siteId);
    else unplaced.push(siteId);
  }
  return { placed, unplaced };
}

/** MCUs without sites that are taken in only to carry others: as few as are enough, those with the most room. */
function withBridges(root: McuSheet, needed: readonly McuSheet[], usable: readonly McuSheet[]): McuSheet[] {
  const chosen = [...needed];
  const spare = usable.filter((mcu) => !needed.includes(mcu) && linkRoom(mcu) > 1).toSorted(byRoom);
  const room = () => chosen.reduce((all, mcu) => all + linkRoom(mcu), 0) - (chosen.length - 1);
  while (room() < 0) {
    const bridge = spare.shift();
    if (!bridge) break;
    chosen.push(bridge);
  }
  return [root, ...chosen.filter(({ nodeId }) => nodeId !== root.nodeId).toSorted(byRoom)];
}

/** Level by level: the next MCU hangs on the shallowest that has room. */
function hang(root: McuSheet, ordered: readonly McuSheet[]): Map<NodeId, NodeId | null> {
  const parents = new Map<NodeId, NodeId | null>([[root.nodeId, null]]);
  const open = [{ mcu: root, free: linkRoom(root) }];
  for (const mcu of ordered.slice(1)) {
    const above = open.find(({ free }) => free > 0);
    if (!above) break;
    above.free -= 1;
    parents.set(mcu.nodeId, above.mcu.nodeId);
    open.push({ mcu, free: linkRoom(mcu) });
  }
  return parents;
}

/** Whether an MCU is another, or hangs below it, in a tree without loops. */
export const isBelow = (
  parents: ReadonlyMap<NodeId, NodeId | null>,
  nodeId: NodeId,
  above: NodeId,
): boolean => {
  for (let at: NodeId | null = nodeId; at !== null; at = parents.get(at) ?? null)
    if (at === above) return true;
  return false;
};

/** A spare counts when it carries on without what failed: it is in the tree, not above by the same link, not below. */
export const isSpare = (
  parents: ReadonlyMap<NodeId, NodeId | null>,
  nodeId: NodeId,
  spare: NodeId | null,
): boolean =>
  spare !== null && parents.has(spare) && parents.get(nodeId) !== spare && !isBelow(parents, spare, nodeId);

/** Links from the deepest MCU to the root. */
export function planDepth(tree: readonly Pick<PlannedNode, 'nodeId' | 'parentId'>[]): number {
  const parents = new Map(tree.map(({ nodeId, parentId }) => [nodeId, parentId]));
  const depth = (nodeId: NodeId): number => {
    const parent = parents.get(nodeId);
    return parent === undefined || parent === null ? 0 : depth(parent) + 1;
  };
  return Math.max(0, ...tree.map(({ nodeId }) => depth(nodeId)));
}

/**
 * What the loss of each MCU, and of each link, costs: all sites that lose their way to the root, and those of them that
 * come back because an MCU above them turns to its spare, or because the standby of the lost one takes its place.
 *
 * @param standbys - node that takes the place of another when that is lost, as declared for the installation (SB-3)
 * @rule PL-4 (R-PLN-01, R-PLN-06; BD Đ16.2c, QN Đ14.4)
 */
export function lossesOf(
  tree: readonly PlannedNode[],
  standbys: ReadonlyMap<NodeId, NodeId> = new Map(),
): LossOutcome[] {
  return tree.flatMap((node) => [
    lossOfNode(tree, node, standbys.get(node.nodeId)),
    ...(node.parentId === null ? [] : [lossOf(tree, 'link', node.nodeId)]),
  ]);
}

/** With a standby that is left when the node is gone, its sites and those below come back there (rule PL-6). */
function lossOfNode(
  tree: readonly PlannedNode[],
  gone: PlannedNode,
  standbyId: NodeId | undefined,
): LossOutcome {
  const alone = lossOf(tree, 'node', gone.nodeId);
  if (standbyId === undefined) return alone;
  const relieved = withStandby(tree, gone, standbyId);
  const root = relieved.find(({ parentId }) => parentId === null)?.nodeId;
  const reached = connected(relieved, root, (node) => [node.parentId, node.spareNodeId]);
  const carried = new Set(relieved.flatMap(({ nodeId, siteIds }) => (reached.has(nodeId) ? siteIds : [])));
  const out = [...alone.lost, ...alone.rescued];
  return {
    kind: 'node',
    nodeId: gone.nodeId,
    lost: out.filter((siteId) => !carried.has(siteId)),
    rescued: out.filter((siteId) => carried.has(siteId)),
  };
}

/** The tree after a standby, in it or beside it, has taken the place of a lost node. */
function withStandby(tree: readonly PlannedNode[], gone: PlannedNode, standbyId: NodeId): PlannedNode[] {
  const parentOf = ({ nodeId, parentId }: PlannedNode): NodeId | null => {
    if (nodeId === standbyId)
      return parentId === gone.nodeId || gone.parentId === null ? gone.parentId : parentId;
    return parentId === gone.nodeId ? standbyId : parentId;
  };
  const left = tree
    .filter(({ nodeId }) => nodeId !== gone.nodeId)
    .map((node) => ({
      ...node,
      parentId: parentOf(node),
      siteIds: node.nodeId === standbyId ? [...node.siteIds, ...gone.siteIds] : node.siteIds,
    }));
  const isInTree = left.some(({ nodeId }) => nodeId === standbyId);
  return isInTree ? left : [...left, { ...gone, nodeId: standbyId, spareNodeId: null }];
}

function lossOf(tree: readonly PlannedNode[], kind: LossOutcome['kind'], nodeId: NodeId): LossOutcome {
  const gone = kind === 'node' ? nodeId : null;
  const cutLink = kind === 'link' ? nodeId : null;
  const up = (node: PlannedNode): NodeId | null => (node.nodeId === cutLink ? null : node.parentId);
  const root = tree.find(({ parentId }) => parentId === null)?.nodeId;
  const alive = tree.filter((node) => node.nodeId !== gone);
  const before = connected(alive, root, (node) => [up(node)]);
  const after = connected(alive, root, (node) => [up(node), node.spareNodeId]);
  const sitesOf = (nodes: readonly PlannedNode[]) => nodes.flatMap(({ siteIds }) => siteIds);
  return {
    kind,
    nodeId,
    lost: sitesOf(tree.filter((node) => !after.has(node.nodeId))),
    rescued: sitesOf(alive.filter((node) => after.has(node.nodeId) && !before.has(node.nodeId))),
  };
}

/** Nodes that reach the root by any of their ways up. */
function connected(
  nodes: readonly PlannedNode[],
  root: NodeId | undefined,
  waysUp: (node: PlannedNode) => readonly (NodeId | null)[],
): ReadonlySet<NodeId> {
  const reached = new Set<NodeId>();
  if (root !== undefined && nodes.some(({ nodeId }) => nodeId === root)) reached.add(root);
  for (let grown = true; grown; ) {
    grown = false;
    for (const node of nodes)
      if (!reached.has(node.nodeId) && waysUp(node).some((way) => way !== null && reached.has(way))) {
        reached.add(node.nodeId);
        grown = true;
      }
  }
  return reached;
}

/**
 * Headings under which nothing is written: until there is none, the plan is not before the units.
 *
 * @rule PL-7 (R-PLN-01, R-PLN-02; VP Đ6.1 b3)
 */
export const emptySections = (sections: PlanSections): (keyof PlanSections)[] =>
  PlanSections.keyof().options.filter((key) => sections[key].trim() === '');
