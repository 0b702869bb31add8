import { assertNever, ok, type Result } from '@nhipcau/base';
import {
  type BringUp,
  type BringUpId,
  type Command,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  type Instant,
  type RosterEntry,
  type SiteId,
  type Stage,
  type StageCause,
  type TreeNode,
  UNDO_WINDOW_MS,
  type UserId,
} from '@nhipcau/contracts';
import { type BringUpMeasure, endBringUp, isOpen, measureBringUp, performBringUp, startBringUp } from './bring-up.ts';
import {
  bringUp,
  clearFloor,
  grantFloor,
  openingStage,
  type Refusal,
  refuse,
  releaseCall,
  removeSite,
  type StageContext,
  setCue,
  take,
  withdrawFloor,
} from './stage-moves.ts';

/** Facts and chance a decision needs, given by the caller so that deciding stays pure. */
export interface DecisionContext {
  readonly now: Instant;
  readonly actor: { readonly userId: UserId; readonly name: string };
  readonly newBringUpId: () => BringUpId;
  /** The meeting as planned; used when it starts. */
  readonly planned: {
    readonly chairSiteId: SiteId;
    readonly roster: readonly RosterEntry[];
    readonly tree: readonly TreeNode[];
    readonly bringUpLimitMs: number | null;
  };
  /** An admitted site of the directory that may be invited, or why not. */
  readonly invitable: (siteId: SiteId) => Result<RosterEntry, Refusal>;
}

type Decision = Result<ConferenceEventBody[], Refusal>;

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

/** A live meeting: the fields that exist only then. */
interface Live {
  readonly chairSiteId: SiteId;
  readonly stage: Stage;
  readonly stageContext: StageContext;
}

function liveOf(state: ConferenceState): Live | null {
  const { chairSiteId, stage, roster, followFloor } = state;
  if (state.phase !== 'live' || chairSiteId === null || stage === null) return null;
  const invited = new Set(roster.map((entry) => entry.siteId));
  return {
    chairSiteId,
    stage,
    stageContext: { chairSiteId, followFloor, isInvited: (siteId) => invited.has(siteId) },
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
      return invite(live, command.siteId, context);
    case 'site.remove':
      return remove(state, live, command.siteId, context);
    case 'cue.set':
      return stageEvent('cue', command.cue[0]?.siteId ?? null, setCue(stage, command.cue, stageContext));
    case 'stage.take': {
      const first = command.layout.slots.find((slot) => slot.kind === 'site');
      const siteId = first?.kind === 'site' ? first.siteId : null;
      return stageEvent('take', siteId, take(stage, command.target, command.layout, stageContext));
    }
    case 'floor.grant':
      return stageEvent('floorGranted', command.siteId, grantFloor(stage, command.siteId, stageContext));
    case 'floor.withdraw':
      return stageEvent('floorWithdrawn', command.siteId, ok(withdrawFloor(stage, command.siteId, stageContext)));
    case 'floor.clear':
      return stageEvent('floorCleared', null, ok(clearFloor(stage, stageContext)));
    case 'floor.setFollow':
      return ok(state.followFloor === command.follow ? [] : [{ type: 'floor.followSet', follow: command.follow }]);
    case 'content.show':
      return stageEvent('contentShown', command.siteId, showContent(state, stage, command.siteId));
    case 'content.stop':
      return stageEvent('contentStopped', stage.content, ok({ ...stage, content: null }));
    case 'bringUp.request':
      return requestBringUp(state, live, command.siteId, context);
    case 'bringUp.perform':
      return performRequested(state, live, command.siteId, context);
    case 'bringUp.release':
      return release(state, live, command.siteId, context);
    case 'bringUp.setAutomatic':
      return ok(
        state.automaticBringUp === command.automatic
          ? []
          : [{ type: 'bringUp.automaticSet', automatic: command.automatic }],
      );
    case 'caption.set':
      return stageEvent('caption', null, ok({ ...stage, captions: bannerOf(command.text) }));
    case 'stage.undo':
      return undo(state, live, context);
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
      return { ...state, roster: state.roster.filter((entry) => entry.siteId !== body.siteId), before: null };
    case 'stage.changed': {
      const undoable = actor.kind === 'user' && state.stage !== null && body.cause !== 'undo';
      const bringUpId = state.bringUps.findLast((entry) => isOpen(entry) && entry.requestedAt === at)?.bringUpId ?? null;
      const before =
        undoable && state.stage !== null ? { stage: state.stage, by: actor.userId, at, bringUpId } : null;
      const entering = state.stage?.called.length === 0 && body.stage.called.length > 0;
      const leaving = body.stage.called.length === 0;
      const chairViewBefore = entering ? (state.stage?.chairView ?? null) : leaving ? null : state.chairViewBefore;
      return { ...state, stage: body.stage, before, chairViewBefore };
    }
    case 'bringUp.requested':
      return { ...state, bringUps: [...state.bringUps, body.bringUp].slice(-KEPT_BRING_UPS) };
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

function start(state: ConferenceState, { planned }: DecisionContext): Decision {
  if (state.phase === 'live') return refuse('MEETING_ALREADY_LIVE');
  if (state.phase === 'ended') return refuse('MEETING_ENDED');
  const { chairSiteId, roster, tree, bringUpLimitMs } = planned;
  const stage = openingStage(chairSiteId);
  return ok([
    { type: 'meeting.started', chairSiteId, roster: [...roster], tree: [...tree], stage, bringUpLimitMs },
  ]);
}

function invite(live: Live, siteId: SiteId, { invitable }: DecisionContext): Decision {
  if (live.stageContext.isInvited(siteId)) return refuse('SITE_IN_MEETING', { siteId });
  const entry = invitable(siteId);
  return entry.ok ? ok([{ type: 'site.invited', entry: entry.value }]) : entry;
}

function remove(state: ConferenceState, live: Live, siteId: SiteId, { now }: DecisionContext): Decision {
  if (!live.stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (siteId === live.chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
  const next = removeSite(live.stage, siteId, live.stageContext);
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

function requestBringUp(state: ConferenceState, live: Live, siteId: SiteId, context: DecisionContext): Decision {
  const { stage, stageContext, chairSiteId } = live;
  if (!stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
  if (siteId === chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
  const open = state.bringUps.filter(isOpen);
  if (open.some((known) => known.siteId === siteId)) return refuse('BRING_UP_RUNNING', { siteId });
  const performed = state.automaticBringUp;
  const requested = startBringUp(context.newBringUpId(), siteId, context.actor.name, context.now, {
    performed,
    limitMs: state.bringUpLimitMs,
  });
  const released = open.reduce(
    (soFar, other) => releaseCall(soFar, other.siteId, state.chairViewBefore, stageContext),
    stage,
  );
  const cue = [
    { siteId, target: 'chairView' as const },
    ...released.cue.filter((entry) => entry.siteId !== siteId || entry.target !== 'chairView').slice(0, 3),
  ];
  const next = performed ? bringUp(released, siteId, stageContext) : { ...released, cue };
  return ok([
    ...open.map((other): ConferenceEventBody => ({ type: 'bringUp.changed', bringUp: endBringUp(other, context.now) })),
    { type: 'bringUp.requested', bringUp: requested },
    ...changeOf(stage, next, performed ? 'bringUp' : 'cue', siteId),
  ]);
}

function performRequested(state: ConferenceState, live: Live, siteId: SiteId, { now }: DecisionContext): Decision {
  const requested = openBringUp(state, siteId);
  if (!requested) return refuse('BRING_UP_UNKNOWN', { siteId });
  if (requested.state !== 'requested') return ok([]);
  return ok([
    { type: 'bringUp.changed', bringUp: performBringUp(requested, now) },
    ...changeOf(live.stage, bringUp(live.stage, siteId, live.stageContext), 'bringUp', siteId),
  ]);
}

function release(state: ConferenceState, live: Live, siteId: SiteId, { now }: DecisionContext): Decision {
  const open = openBringUp(state, siteId);
  if (!open) return refuse('BRING_UP_UNKNOWN', { siteId });
  const next = releaseCall(live.stage, siteId, state.chairViewBefore, live.stageContext);
  return ok([
    { type: 'bringUp.changed', bringUp: endBringUp(open, now) },
    ...changeOf(live.stage, next, 'bringUpReleased', siteId),
  ]);
}

function undo(state: ConferenceState, live: Live, { now, actor }: DecisionContext): Decision {
  const { before } = state;
  if (before === null || before.by !== actor.userId || now - before.at > UNDO_WINDOW_MS)
    return refuse('NOTHING_TO_UNDO');
  const started = state.bringUps.find((known) => known.bringUpId === before.bringUpId && isOpen(known));
  return ok([
    ...(started ? [{ type: 'bringUp.changed' as const, bringUp: endBringUp(started, now) }] : []),
    { type: 'stage.changed', cause: 'undo', siteId: null, stage: scrubbed(before.stage, live) },
  ]);
}

/** The earlier stage without sites that have left the meeting since. */
function scrubbed(stage: Stage, { stageContext }: Live): Stage {
  const named = new Set<SiteId>([
    ...stage.floor,
    ...stage.called,
    ...stage.cue.map((entry) => entry.siteId),
    ...[...stage.broadcast.slots, ...stage.chairView.slots].flatMap((slot) =>
      slot.kind === 'site' ? [slot.siteId] : [],
    ),
    ...(stage.content === null ? [] : [stage.content]),
  ]);
  return [...named]
    .filter((siteId) => !stageContext.isInvited(siteId))
    .reduce((soFar, siteId) => removeSite(soFar, siteId, stageContext), stage);
}

function openBringUp(state: ConferenceState, siteId: SiteId): BringUp | undefined {
  return state.bringUps.findLast((known) => known.siteId === siteId && isOpen(known));
}

function endedCalls(state: ConferenceState, now: Instant, siteId?: SiteId): ConferenceEventBody[] {
  return state.bringUps
    .filter((known) => isOpen(known) && (siteId === undefined || known.siteId === siteId))
    .map((known) => ({ type: 'bringUp.changed', bringUp: endBringUp(known, now) }));
}

/** One event when the stage really changes, none otherwise: a double click is harmless. */
function changeOf(before: Stage, after: Stage, cause: StageCause, siteId: SiteId | null): ConferenceEventBody[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ type: 'stage.changed', cause, siteId, stage: after }];
}

function bannerOf(text: string): Stage['captions'] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : [{ siteId: null, text: trimmed }];
}
