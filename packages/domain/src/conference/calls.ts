import { ok, present } from '@nhipcau/base';
import type {
  BringUp,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  SiteId,
  Stage,
} from '@nhipcau/contracts';
import { endBringUp, isOpen, isPerformed, performBringUp, startBringUp } from './bring-up.ts';
import { changeOf, type Decision, type DecisionContext, type Live, liveOf } from './decision.ts';
import { bringUp, dropPreparation, prepareCall, refuse, releaseCall } from './stage-moves.ts';

/**
 * The chair wants a site (rules BU-1, BU-2). In an automatic meeting both steps follow at once and every earlier call
 * ends. Otherwise the site is made ready for the operator; the chair keeps the site of before until then, but an
 * earlier wish that nobody carried out yet is replaced.
 */
export function requestCall(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  context: DecisionContext,
): Decision {
  if (!live.stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (siteId === live.chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
  if (openCall(state, siteId)) return refuse('BRING_UP_RUNNING', { siteId });
  const performed = state.automaticBringUp;
  const requested = startBringUp(context.newBringUpId(), siteId, context.actor.name, context.now, {
    performed,
    limitMs: state.bringUpLimitMs,
  });
  const replaced = state.bringUps.filter((known) => isOpen(known) && (performed || !isPerformed(known)));
  const cleared = ending(state, live, replaced);
  const next = performed ? bringUp(cleared, siteId, live.stageContext) : prepareCall(cleared, siteId);
  return ok([
    ...ended(replaced, context.now),
    { type: 'bringUp.requested', bringUp: requested },
    ...changeOf(live.stage, next, performed ? 'bringUp' : 'cue', siteId),
  ]);
}

/** The operator carries out what the chair asked for (rule BU-3); the call of before ends. */
export function performCall(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  { now }: DecisionContext,
): Decision {
  const requested = openCall(state, siteId);
  if (!requested) return refuse('BRING_UP_UNKNOWN', { siteId });
  if (isPerformed(requested)) return ok([]);
  const replaced = state.bringUps.filter((known) => isOpen(known) && isPerformed(known));
  const next = bringUp(ending(state, live, replaced), siteId, live.stageContext);
  return ok([
    ...ended(replaced, now),
    { type: 'bringUp.changed', bringUp: performBringUp(requested, now) },
    ...changeOf(live.stage, next, 'bringUp', siteId),
  ]);
}

/** The chair is done with the site, or gives up waiting for it (rule BU-9). */
export function releaseCalled(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  { now }: DecisionContext,
): Decision {
  const open = openCall(state, siteId);
  if (!open) return refuse('BRING_UP_UNKNOWN', { siteId });
  return ok([
    ...ended([open], now),
    ...changeOf(live.stage, ending(state, live, [open]), 'bringUpReleased', siteId),
  ]);
}

/** All open calls end, or those of one site. */
export function endedCalls(state: ConferenceState, now: Instant, siteId?: SiteId): ConferenceEventBody[] {
  return ended(
    state.bringUps.filter((known) => isOpen(known) && (siteId === undefined || known.siteId === siteId)),
    now,
  );
}

/** The stage when all open calls of this room have ended. */
export function stageWithoutCalls(state: ConferenceState): Stage {
  const live = liveOf(state);
  return present(live && ending(state, live, state.bringUps.filter(isOpen)), 'live stage');
}

function ending(
  { chairViewBefore }: ConferenceState,
  { stage, stageContext }: Live,
  calls: readonly BringUp[],
): Stage {
  return calls.reduce(
    (soFar, call) =>
      isPerformed(call)
        ? releaseCall(soFar, call.siteId, chairViewBefore, stageContext)
        : dropPreparation(soFar, call.siteId),
    stage,
  );
}

const ended = (calls: readonly BringUp[], now: Instant): ConferenceEventBody[] =>
  calls.map((call) => ({ type: 'bringUp.changed', bringUp: endBringUp(call, now) }));

const openCall = (state: ConferenceState, siteId: SiteId): BringUp | undefined =>
  state.bringUps.findLast((known) => known.siteId === siteId && isOpen(known));
