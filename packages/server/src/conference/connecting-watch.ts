import type { ConferenceEventBody, ConferenceState, Instant, MeetingRules, SiteId } from '@nhipcau/contracts';
import { callOn, escalateUnconnected, followSlaves } from '@nhipcau/domain';
import type { Observations } from './observations.ts';

/** What time, terminals and links bring about while a meeting is connected. */
export function connectingBodies(
  state: ConferenceState,
  {
    rules: { escalation, slaveLinks },
    plannedStart,
    observations,
    now,
  }: {
    rules: MeetingRules;
    plannedStart: Instant;
    observations: Observations;
    now: Instant;
  },
): ConferenceEventBody[] {
  const nodes = new Map(state.roster.map(({ siteId, nodeId }) => [siteId, nodeId]));
  const isThere = (siteId: SiteId): boolean => {
    const nodeId = nodes.get(siteId);
    return nodeId !== undefined && observations.seatOf(siteId, nodeId)?.state === 'connected';
  };
  return [
    ...callOn(state, isThere, now),
    ...escalateUnconnected(state, { rule: escalation, plannedStart }, isThere, now),
    ...followSlaves(
      state,
      { rule: slaveLinks, plannedStart },
      (childId, parentId) => observations.linkUpSince(childId, parentId),
      now,
    ),
  ];
}
