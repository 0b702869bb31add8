import type {
  ConferenceEventBody,
  ConferenceState,
  Instant,
  LiveRules,
  NodeId,
  SeatObserved,
  SiteId,
} from '@nhipcau/contracts';
import { callOn, escalateUnconnected } from '@nhipcau/domain';

/** What time and terminals bring about while a meeting is connected. */
export function connectingBodies(
  state: ConferenceState,
  {
    rule,
    plannedStart,
    seatOf,
    now,
  }: {
    rule: LiveRules['escalation'];
    plannedStart: Instant;
    seatOf: (siteId: SiteId, nodeId: NodeId) => SeatObserved | null;
    now: Instant;
  },
): ConferenceEventBody[] {
  const nodes = new Map(state.roster.map(({ siteId, nodeId }) => [siteId, nodeId]));
  const isThere = (siteId: SiteId): boolean => {
    const nodeId = nodes.get(siteId);
    return nodeId !== undefined && seatOf(siteId, nodeId)?.state === 'connected';
  };
  return [
    ...callOn(state, isThere, now),
    ...escalateUnconnected(state, { rule, plannedStart }, isThere, now),
  ];
}
