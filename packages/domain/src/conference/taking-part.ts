import { ok } from '@nhipcau/base';
import { type ConferenceState, MAX_SITES, type SiteId } from '@nhipcau/contracts';
import { endedCalls } from './calls.ts';
import { withoutCamera } from './cameras.ts';
import { withoutConnection } from './connecting.ts';
import { changeOf, type Decision, type DecisionContext, type Live } from './decision.ts';
import { leaveChambers } from './divide.ts';
import { withoutSite } from './layout.ts';
import { cuedByOrder } from './running-order.ts';
import { withdrawnBy } from './speech.ts';
import { openingStage, refuse, removeSite } from './stage-moves.ts';
import { settled } from './standby.ts';
import { withoutTalker } from './talkback.ts';
import { checkTopology } from './tree.ts';

export function start(state: ConferenceState, context: DecisionContext): Decision {
  if (state.phase === 'live') return refuse('MEETING_ALREADY_LIVE');
  if (state.phase === 'ended') return refuse('MEETING_ENDED');
  const { planned, script = null, maxSites = MAX_SITES } = context;
  const { chairSiteId, roster, tree, bringUpLimitMs, cascadeAllowed = true } = planned;
  const { dialOut = false, connectSteps = [], contacts = [] } = planned;
  if (!roster.some((entry) => entry.siteId === chairSiteId))
    return refuse('SITE_UNKNOWN', { siteId: chairSiteId });
  if (roster.length > maxSites) return refuse('ROSTER_FULL', { most: maxSites });
  const topology = checkTopology(tree, roster, { cascadeAllowed });
  if (!topology.ok) return refuse('TOPOLOGY_INVALID', { fault: topology.error.kind });
  const invited = new Set(roster.map(({ siteId }) => siteId));
  const stageContext = { chairSiteId, followFloor: true, isInvited: (siteId: SiteId) => invited.has(siteId) };
  const opening = openingStage(chairSiteId);
  const order = script && { segments: script.segments, current: null };
  const stage = { ...opening, cue: cuedByOrder(order, { chairSiteId, stage: opening, stageContext }, []) };
  return ok([
    {
      type: 'meeting.started',
      chairSiteId,
      roster: [...roster],
      tree: [...tree],
      stage,
      bringUpLimitMs,
      ...(dialOut ? { waiting: [...invited].filter((siteId) => siteId !== chairSiteId) } : {}),
      ...(contacts.length > 0 ? { contacts: [...contacts] } : {}),
      ...(connectSteps.length > 0 ? { connectSteps: [...connectSteps] } : {}),
    },
    ...(script === null
      ? []
      : [{ type: 'script.takenUp' as const, version: script.version, segments: script.segments }]),
  ]);
}

export function invite(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  { invitable, maxSites = MAX_SITES }: DecisionContext,
): Decision {
  if (live.stageContext.isInvited(siteId)) return refuse('SITE_IN_MEETING', { siteId });
  if (state.roster.length >= maxSites) return refuse('ROSTER_FULL', { most: maxSites });
  const found = invitable(siteId);
  if (!found.ok) return found;
  const entry = settled(found.value, state.reliefs?.given ?? []);
  if (!state.tree.some((node) => node.nodeId === entry.nodeId))
    return refuse('TOPOLOGY_INVALID', { fault: 'siteOnUnknownNode' });
  return ok([{ type: 'site.invited', entry }]);
}

export function remove(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  { now }: DecisionContext,
): Decision {
  if (!live.stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (siteId === live.chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
  const next = removeSite(live.stage, siteId, {
    chairSiteId: live.chairSiteId,
    chairView: state.chairViewBefore,
  });
  return ok([
    ...endedCalls(state, now, siteId),
    ...withdrawnBy(state, siteId, now),
    ...changeOf(live.stage, next, 'siteRemoved', siteId),
    ...leaveChambers(state, { ...live, stage: next }, siteId, now),
    { type: 'site.removed', siteId },
  ]);
}

/** Nothing kept for later names a site that has left. */
export function withoutSiteOf(state: ConferenceState, siteId: SiteId): ConferenceState {
  const { before, chairSiteId, chairViewBefore } = state;
  return {
    ...state,
    roster: state.roster.filter((entry) => entry.siteId !== siteId),
    chairViewBefore: chairViewBefore && withoutSite(chairViewBefore, siteId),
    attendance: state.attendance.filter((one) => one.siteId !== siteId),
    cameras: withoutCamera(state.cameras, siteId),
    connecting: withoutConnection(state.connecting, siteId),
    ...withoutTalker(state, siteId),
    legs: state.legs && { ...state.legs, pending: state.legs.pending.filter((other) => other !== siteId) },
    before: before && chairSiteId !== null ? beforeWithout(before, siteId, chairSiteId) : null,
  };
}

function beforeWithout(
  before: NonNullable<ConferenceState['before']>,
  siteId: SiteId,
  chairSiteId: SiteId,
): ConferenceState['before'] {
  const { chairViewBefore } = before;
  const stage = removeSite(before.stage, siteId, { chairSiteId, chairView: chairViewBefore });
  const isCalling = stage.called.length > 0 && chairViewBefore !== null;
  return { ...before, stage, chairViewBefore: isCalling ? withoutSite(chairViewBefore, siteId) : null };
}
