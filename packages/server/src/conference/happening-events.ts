import type { ConferenceEventBody, ConferenceState, NodeHappening, NodeId, SiteId } from '@nhipcau/contracts';
import type { Presence } from './presence.ts';

/**
 * What a node's happening means for the log; empty when the log says so already (both ends of a link report it) or
 * the node speaks of what is not its own.
 */
export function eventsOf(
  happening: NodeHappening,
  nodeId: NodeId,
  state: ConferenceState,
  presence: Presence,
): ConferenceEventBody[] {
  const isOwn = (siteId: SiteId) =>
    state.roster.some((entry) => entry.siteId === siteId && entry.nodeId === nodeId);
  switch (happening.type) {
    case 'worker.died':
      return [{ type: 'worker.died', nodeId }];
    case 'seat.dropped': {
      const { siteId, reason } = happening;
      return isOwn(siteId) && presence.siteOf(siteId) !== 'dropped'
        ? [{ type: 'site.dropped', siteId, reason }]
        : [];
    }
    case 'seat.returned': {
      const { siteId, awayMs } = happening;
      return isOwn(siteId) && presence.siteOf(siteId) !== 'joined'
        ? [{ type: 'site.returned', siteId, awayMs }]
        : [];
    }
    case 'seat.lost': {
      const { siteId } = happening;
      return isOwn(siteId) && presence.siteOf(siteId) !== 'lost' ? [{ type: 'site.lost', siteId }] : [];
    }
    case 'content.refused':
      return isOwn(happening.siteId) ? [{ type: 'content.refused', siteId: happening.siteId }] : [];
    case 'link.down': {
      const link = linkBetween(state, nodeId, happening.otherId);
      return link && !presence.isLinkDown(link.childId)
        ? [{ type: 'link.down', ...link, reason: happening.reason }]
        : [];
    }
    case 'link.up': {
      const link = linkBetween(state, nodeId, happening.otherId);
      return link && presence.isLinkDown(link.childId)
        ? [{ type: 'link.up', ...link, awayMs: happening.awayMs }]
        : [];
    }
  }
}

function linkBetween({ tree }: ConferenceState, a: NodeId, b: NodeId) {
  const parentOf = (id: NodeId) => tree.find((node) => node.nodeId === id)?.parentId;
  if (parentOf(a) === b) return { childId: a, parentId: b };
  return parentOf(b) === a ? { childId: b, parentId: a } : null;
}
