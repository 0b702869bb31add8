import type { NodeId, SiteId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

interface FaultPlace {
  readonly siteId: SiteId | null;
  readonly nodeId: NodeId | null;
  /** The link of the node to the one above it. */
  readonly isLink: boolean;
}

/** Names of the places at which something can fail. */
export async function placeNames(executor: Executor): Promise<{ of(place: FaultPlace): string }> {
  const [nodes, sites] = await Promise.all([
    executor.selectFrom('mcu_node').select(['id', 'name', 'parent_id']).execute(),
    executor.selectFrom('site').select(['id', 'name']).execute(),
  ]);
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const siteById = new Map(sites.map(({ id, name }) => [id, name]));
  return {
    of: ({ siteId, nodeId, isLink }) => {
      if (siteId !== null) return siteById.get(siteId) ?? siteId;
      const node = nodeId === null ? undefined : nodeById.get(nodeId);
      const parent = node?.parent_id ? nodeById.get(node.parent_id) : undefined;
      if (isLink && node && parent) return `${node.name} – ${parent.name}`;
      return node?.name ?? nodeId ?? '';
    },
  };
}
