import { assertNever, ok, type Result } from '@nhipcau/base';
import {
  type BringUp,
  type Command,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  type Instant,
  type Layout,
  MAX_SITES,
  type SiteId,
  type Stage,
  type StageCause,
} from '@nhipcau/contracts';
import { type BringUpMeasure, isOpen, isPerformed, measureBringUp } from './bring-up.ts';
import { endedCalls, performCall, releaseCalled, requestCall } from './calls.ts';
import { changeOf, type Decision, type DecisionContext, type Live, liveOf } from './decision.ts';
import { sitesIn, soleSiteOf, withoutSite } from './layout.ts';
import {
  clearFloor,
  grantFloor,
  openingStage,
  type Refusal,
  refuse,
  removeSite,
  setCue,
  stopContent,
  take,
  withdrawFloor,
} from './stage-moves.ts';
import { checkTopology } from './tree.ts';
import { undo } from './undo.ts';

/** A meeting before anything happened. */
export function initialState(): ConferenceState {
  return {
    phase: 'scheduled',
    seq: 0,
    chairSiteId: null,
    roster: [],
    tree: [],
    stage: null,
    automaticBringUp: true,
    followFloor: true,
    chairViewBefore: null,
    bringUpLimitMs: null,
    bringUps: [],
    before: null,
    startedAt: null,
    endedAt: null,
  };
}

/** The media plan that follows from the state; null while the meeting is not live. */
export function planOf(state: ConferenceState): ConferencePlan | null {
  const live = liveOf(state);
  return live && { chairSiteId: live.chairSiteId, stage: live.stage, roster: state.roster, tree: state.tree };
}

/** What a command brings about, or why not. Pure: the same input gives the same events. */
export function decide(state: ConferenceState, command: Command, context: DecisionContext): Decision {
  if (command.type === 'meeting.start') return start(state, context);
  const live = liveOf(state);
  if (live === null) return refuse(state.phase === 'ended' ? 'MEETING_ENDED' : 'MEETING_NOT_LIVE');
  const { stage, stageContext } = live;
  const stageEvent = (cause: StageCause, siteId: SiteId | null, next: Result<Stage, Refusal>): Decision =>
    next.ok ? ok(changeOf(stage, next.value, cause, siteId)) : next;
  switch (command.type) {
    case 'meeting.end':
      return ok([...endedCalls(state, context.now), { type: 'meeting.ended' }]);
    case 'site.invite':
      return invite(state, live, command.siteId, context);
    case 'site.remove':
      return remove(state, live, command.siteId, context);
    case 'cue.set':
      return stageEvent('cue', command.cue[0]?.siteId ?? null, setCue(stage, command.cue, stageContext));
    case 'stage.take': {
      const first = sitesIn(command.layout)[0] ?? null;
      return stageEvent('take', first, take(stage, command.target, command.layout, stageContext));
    }
    case 'floor.grant':
      return stageEvent('floorGranted', command.siteId, grantFloor(stage, command.siteId, stageContext));
    case 'floor.withdraw':
      return stageEvent('floorWithdrawn', command.siteId, withdrawFloor(stage, command.siteId, stageContext));
    case 'floor.clear':
      return stageEvent('floorCleared', null, ok(clearFloor(stage, stageContext)));
    case 'floor.setFollow':
      return ok(
        state.followFloor === command.follow ? [] : [{ type: 'floor.followSet', follow: command.follow }],
      );
    case 'content.show':
      return stageEvent('contentShown', command.siteId, showContent(state, stage, command.siteId));
    case 'content.stop':
      return stageEvent('contentStopped', stage.content, ok(stopContent(stage, stageContext)));
    case 'bringUp.request':
      return requestCall(state, live, command.siteId, context);
    case 'bringUp.perform':
      return performCall(state, live, command.siteId, context);
    case 'bringUp.release':
      return releaseCalled(state, live, command.siteId, context);
    case 'bringUp.setAutomatic':
      return ok(
        state.automaticBringUp === command.automatic
          ? []
          : [{ type: 'bringUp.automaticSet', automatic: command.automatic }],
      );
    case 'caption.set':
      return stageEvent('caption', null, ok({ ...stage, captions: bannerOf(command.text) }));
    case 'stage.undo':
      return undo(state, context);
    default:
      return assertNever(command);
  }
}

/** What was measured since the last look, as events: facts of bring-ups and limits that have passed. */
export function observe(
  state: ConferenceState,
  measure: (siteId: SiteId) => BringUpMeasure,
  now: Instant,
): ConferenceEventBody[] {
  if (state.phase !== 'live') return [];
  return state.bringUps.filter(isOpen).flatMap((bringUp): ConferenceEventBody[] => {
    const measured = measureBringUp(bringUp, measure(bringUp.siteId), now);
    return measured === bringUp ? [] : [{ type: 'bringUp.changed', bringUp: measured }];
  });
}

/** The state after an event. Events are facts: nothing is refused here. */
export function apply(state: ConferenceState, event: ConferenceEvent): ConferenceState {
  return { ...applyBody(state, event), seq: event.seq };
}

/** Bring-ups kept in the live state; all of them stay in the log. */
const KEPT_BRING_UPS = 500;

function applyBody(state: ConferenceState, { body, actor, at }: ConferenceEvent): ConferenceState {
  switch (body.type) {
    case 'meeting.started': {
      const { chairSiteId, roster, tree, stage, bringUpLimitMs } = body;
      return { ...state, phase: 'live', chairSiteId, roster, tree, stage, bringUpLimitMs, startedAt: at };
    }
    case 'meeting.ended':
      return { ...state, phase: 'ended', before: null, endedAt: at };
    case 'site.invited':
      return { ...state, roster: [...state.roster, body.entry] };
    case 'site.removed':
      return withoutSiteOf(state, body.siteId);
    case 'stage.changed':
      return { ...state, stage: body.stage, ...undoing(state, body, { actor, at }) };
    case 'bringUp.requested':
      return { ...state, bringUps: kept([...state.bringUps, body.bringUp]) };
    case 'bringUp.changed': {
      const bringUps = state.bringUps.map((known) =>
        known.bringUpId === body.bringUp.bringUpId ? body.bringUp : known,
      );
      return { ...state, bringUps };
    }
    case 'bringUp.automaticSet':
      return { ...state, automaticBringUp: body.automatic };
    case 'floor.followSet':
      return { ...state, followFloor: body.follow };
    case 'site.joined':
    case 'site.dropped':
    case 'site.returned':
    case 'site.lost':
    case 'link.down':
    case 'link.up':
    case 'node.lost':
    case 'node.returned':
    case 'worker.died':
    case 'content.refused':
      return state; // Written for the log; what is observed at present lives beside the state, not in it.
    default:
      return assertNever(body);
  }
}

/** Leaves out the oldest call that is over when there are too many. */
function kept(bringUps: readonly BringUp[]): BringUp[] {
  const oldest = bringUps.length > KEPT_BRING_UPS ? bringUps.findIndex((known) => !isOpen(known)) : -1;
  return bringUps.filter((_, index) => index !== oldest);
}

type StageChanged = Extract<ConferenceEventBody, { type: 'stage.changed' }>;

/** What a change of the stage leaves behind: the stage to which undo returns, and the chair's own view. */
function undoing(
  state: ConferenceState,
  { cause, siteId, stage }: StageChanged,
  { actor, at }: Pick<ConferenceEvent, 'actor' | 'at'>,
): Pick<ConferenceState, 'before' | 'chairViewBefore'> {
  const { before, chairViewBefore } = state;
  if (cause === 'undo' && before !== null) return { before: null, chairViewBefore: before.chairViewBefore };
  const kept = chairViewKept(state, stage);
  if (actor.kind !== 'user' || state.stage === null || cause === 'siteRemoved')
    return { before: null, chairViewBefore: kept };
  const bringUpId = openedWith(state, { cause, siteId }, at)?.bringUpId ?? null;
  return {
    before: { stage: state.stage, by: actor.userId, at, bringUpId, chairViewBefore },
    chairViewBefore: kept,
  };
}

/** The call that the command opened which changed the stage: at that instant, of that site, carried out or prepared. */
function openedWith(
  { bringUps }: ConferenceState,
  { cause, siteId }: Pick<StageChanged, 'cause' | 'siteId'>,
  at: Instant,
): BringUp | undefined {
  if (cause !== 'bringUp' && cause !== 'cue') return undefined;
  const opened = bringUps.findLast((known) => isOpen(known) && known.requestedAt === at);
  return opened?.siteId === siteId && isPerformed(opened) === (cause === 'bringUp') ? opened : undefined;
}

/** The view the chair had when the call began, or the one its operator has chosen during the call. */
function chairViewKept({ stage, chairViewBefore }: ConferenceState, after: Stage): Layout | null {
  if (after.called.length === 0) return null;
  const shown = soleSiteOf(after.chairView);
  if (shown === null || !after.called.includes(shown)) return after.chairView;
  return chairViewBefore ?? stage?.chairView ?? null;
}

/** Nothing kept for later names a site that has left. */
function withoutSiteOf(state: ConferenceState, siteId: SiteId): ConferenceState {
  const { before, chairSiteId, chairViewBefore } = state;
  return {
    ...state,
    roster: state.roster.filter((entry) => entry.siteId !== siteId),
    chairViewBefore: chairViewBefore && withoutSite(chairViewBefore, siteId),
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

function start(state: ConferenceState, { planned }: DecisionContext): Decision {
  if (state.phase === 'live') return refuse('MEETING_ALREADY_LIVE');
  if (state.phase === 'ended') return refuse('MEETING_ENDED');
  const { chairSiteId, roster, tree, bringUpLimitMs, cascadeAllowed = true } = planned;
  if (!roster.some((entry) => entry.siteId === chairSiteId))
    return refuse('SITE_UNKNOWN', { siteId: chairSiteId });
  if (roster.length > MAX_SITES) return refuse('ROSTER_FULL', { most: MAX_SITES });
  const topology = checkTopology(tree, roster, { cascadeAllowed });
  if (!topology.ok) return refuse('TOPOLOGY_INVALID', { fault: topology.error.kind });
  const stage = openingStage(chairSiteId);
  return ok([
    { type: 'meeting.started', chairSiteId, roster: [...roster], tree: [...tree], stage, bringUpLimitMs },
  ]);
}

function invite(
  state: ConferenceState,
  live: Live,
  siteId: SiteId,
  { invitable }: DecisionContext,
): Decision {
  if (live.stageContext.isInvited(siteId)) return refuse('SITE_IN_MEETING', { siteId });
  if (state.roster.length >= MAX_SITES) return refuse('ROSTER_FULL', { most: MAX_SITES });
  const entry = invitable(siteId);
  if (!entry.ok) return entry;
  if (!state.tree.some((node) => node.nodeId === entry.value.nodeId))
    return refuse('TOPOLOGY_INVALID', { fault: 'siteOnUnknownNode' });
  return ok([{ type: 'site.invited', entry: entry.value }]);
}

function remove(state: ConferenceState, live: Live, siteId: SiteId, { now }: DecisionContext): Decision {
  if (!live.stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (siteId === live.chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
  const next = removeSite(live.stage, siteId, {
    chairSiteId: live.chairSiteId,
    chairView: state.chairViewBefore,
  });
  return ok([
    ...endedCalls(state, now, siteId),
    ...changeOf(live.stage, next, 'siteRemoved', siteId),
    { type: 'site.removed', siteId },
  ]);
}

function showContent(state: ConferenceState, stage: Stage, siteId: SiteId): Result<Stage, Refusal> {
  const entry = state.roster.find((known) => known.siteId === siteId);
  if (!entry) return refuse('SITE_UNKNOWN', { siteId });
  return entry.mayPresent ? ok({ ...stage, content: siteId }) : refuse('CONTENT_NOT_PERMITTED', { siteId });
}

function bannerOf(text: string): Stage['captions'] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : [{ siteId: null, text: trimmed }];
}
