import type { LiveMeeting, LiveNode, LiveSite, NodeId } from '@nhipcau/contracts';
import { demandsOf, nextHop, slaveLayout } from '@nhipcau/domain';
import { planFrom } from '../../live/effect.ts';

/** How many pictures a link shows toward the chair's MCU. */
export type TowardChair = ReturnType<typeof slaveLayout>;

/**
 * What each link shows toward the chair: a slave has to show one site full screen (VP Đ6.1 b5). It follows from the
 * stage and the rooms that are connected, as for the nodes themselves.
 */
export function towardChair(
  meeting: Pick<LiveMeeting, 'chairSiteId' | 'stage' | 'chambers'>,
  nodes: readonly LiveNode[],
  sites: readonly LiveSite[],
): (link: { readonly childId: NodeId; readonly parentId: NodeId }) => TowardChair {
  const plan = planFrom(meeting, sites);
  const home = sites.find(({ siteId }) => siteId === meeting.chairSiteId)?.nodeId;
  if (plan === null || home === undefined) return () => 'nothing';
  const seats = sites
    .filter(({ state }) => state === 'connected')
    .map(({ siteId, nodeId }) => ({ seat: { kind: 'site' as const, siteId }, nodeId }));
  const demands = demandsOf({ ...plan, tree: nodes }, seats);
  return ({ childId, parentId }) => {
    const climbs = nextHop(nodes, childId, home) === parentId;
    const [from, to] = climbs ? [childId, parentId] : [parentId, childId];
    return slaveLayout(demands.find((demand) => demand.from === from && demand.to === to));
  };
}
