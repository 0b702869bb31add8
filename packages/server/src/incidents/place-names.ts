import type { NodeId, SiteId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

interface FaultPlace {
  readonly siteId: SiteId | null;
  readonly nodeId: NodeId | null;
  /** The link of the node to the one above it. */
  readonly isLink: boolean;
}

export interface PlaceNames {
  of(place: FaultPlace): string;
}

/** Names of the places at which something failed: of these and of no others. */
export async function placeNames(
  executor: Executor,
  places: readonly Pick<FaultPlace, 'siteId' | 'nodeId'>[],
): Promise<PlaceNames> {
  const siteIds = [...new Set(places.flatMap(({ siteId }) => siteId ?? []))];
  const nodeIds = [...new Set(places.flatMap(({ nodeId }) => nodeId ?? []))];
  const sites =
    siteIds.length === 0
      ? []
      : await executor.selectFrom('site').select(['id', 'name']).where('id', 'in', siteIds).execute();
  const nodes =
    nodeIds.length === 0
      ? []
      : await executor
          .selectFrom('mcu_node as node')
          .leftJoin('mcu_node as above', 'above.id', 'node.parent_id')
          .select(['node.id', 'node.name', 'above.name as above'])
          .where('node.id', 'in', nodeIds)
          .execute();
  const siteById = new Map(sites.map(({ id, name }) => [id, name]));
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  return {
    of: ({ siteId, nodeId, isLink }) => {
      if (siteId !== null) return siteById.get(siteId) ?? siteId;
      const node = nodeId === null ? undefined : nodeById.get(nodeId);
      return isLink && node?.above ? `${node.name} – ${node.above}` : (node?.name ?? nodeId ?? '');
    },
  };
}
