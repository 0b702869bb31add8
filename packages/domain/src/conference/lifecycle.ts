import { assertNever, ok, type Result } from '@nhipcau/base';
import {
  type BringUp,
  type ChamberId,
  type Command,
  type ConferenceEvent,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  type Instant,
  type Layout,
  MAX_BARRED,
  MAX_SITES,
  type SiteId,
  type Stage,
  type StageCause,
} from '@nhipcau/contracts';
import { applyDoor, decideDoor } from '../door/door.ts';
import { applyTrunk } from '../trunk/membership.ts';
import { attendanceOpen, decideReports, withAttendance } from './attendance.ts';
import { type BringUpMeasure, isOpen, isPerformed, measureBringUp } from './bring-up.ts';
import { endedCalls, performCall, releaseCalled, requestCall } from './calls.ts';
import { decideCamera, followSegment, presetsOf, withCameraWish, withoutCamera } from './cameras.ts';
import { chamberPlans, stateOfPart } from './chambers.ts';
import type { StageCommand } from './command-scope.ts';
import { applyConnecting, decideConnecting, nothingConnected, withoutConnection } from './connecting.ts';
import { changeOf, type Decision, type DecisionContext, type Live, liveOf } from './decision.ts';
import { openDirections, sendDirection, withDirection } from './directions.ts';
import { commonKept, divide, leaveChambers } from './divide.ts';
import { decideHelp, withHelp } from './help.ts';
import { sitesIn, soleSiteOf, withoutSite } from './layout.ts';
import { applyLegs, recall, reset, savePlan } from './legs.ts';
import { applyRecording, startRecording, stopRecording } from './record.ts';
import { applyRelief, reinstate, relieve, sparesOf } from './relief.ts';
import { advance, applyOrder, cuedByOrder, depart, takeUp } from './running-order.ts';
import { applySpeech, decideSpeech, followCall, keepSpoken, speakNotices, withdrawnBy } from './speech.ts';
import {
  clearFloor,
  grantFloor,
  openingStage,
  type Refusal,
  refuse,
  removeSite,
  setCue,
  setGain,
  stopContent,
  take,
  withdrawFloor,
} from './stage-moves.ts';
import { settled } from './standby.ts';
import { applyTalk, decideTalk, talkPlans, withoutTalker } from './talkback.ts';
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
    chambers: [],
    barred: [],
    saved: null,
    legs: null,
    runningOrder: null,
    connecting: nothingConnected(),
    connectSteps: [],
    connectContacts: [],
    helps: [],
    talks: [],
    talkAsks: [],
    knocks: [],
    attendance: [],
    directions: [],
    cameras: [],
    speakRequests: [],
    speakOrder: [],
    spoken: [],
    floorSince: [],
    recording: null,
    reliefs: null,
    startedAt: null,
    endedAt: null,
  };
}

/** The media plan that follows from the state; null while the meeting is not live. */
export function planOf(state: ConferenceState): ConferencePlan | null {
  const live = liveOf(state);
  if (live === null) return null;
  const { chairSiteId, stage } = live;
  const { roster, tree, chambers, recording } = state;
  return {
    chairSiteId,
    stage,
    roster,
    tree,
    chambers: chamberPlans(chambers),
    speaking: speakNotices(state),
    waiting: state.connecting.waiting,
    contacts: state.connectContacts,
    barred: state.barred,
    recording: recording && { recordingId: recording.recordingId, nodeId: recording.nodeId },
    attendanceAsked: attendanceOpen(state),
    ...talkPlans(state),
    directions: openDirections(state),
    presets: presetsOf(state),
    spares: sparesOf(state),
  };
}

/** What a command brings about, or why not. Pure: the same input gives the same events. */
export function decide(state: ConferenceState, command: Command, context: DecisionContext): Decision {
  if (command.type === 'meeting.start') return start(state, context);
  const live = liveOf(state);
  if (live === null) return refuse(state.phase === 'ended' ? 'MEETING_ENDED' : 'MEETING_NOT_LIVE');
  switch (command.type) {
    case 'meeting.end':
      return ok([...endedCalls(state, context.now), ...stopRecording(state), { type: 'meeting.ended' }]);
    case 'recording.start':
      return startRecording(state, live, command.late, context);
    case 'recording.stop':
      return ok(stopRecording(state));
    case 'site.invite':
      return invite(state, live, command.siteId, context);
    case 'site.remove':
      return remove(state, live, command.siteId, context);
    case 'chambers.plan':
    case 'chambers.split':
    case 'chambers.merge':
    case 'site.move':
    case 'site.setAside':
    case 'site.bringBack':
      return divide(state, live, command, context.now);
    case 'plan.save':
      return savePlan(state);
    case 'meeting.reset':
      return reset(state, live, context);
    case 'sites.recall':
      return recall(state, command.siteIds, context);
    case 'direction.send':
      return sendDirection(state, live, command, context);
    case 'report.write':
    case 'attendance.ask':
    case 'attendance.note':
      return decideReports(state, live, command);
    case 'camera.recall':
    case 'camera.turn':
      return decideCamera(live, command);
    case 'help.ask':
    case 'help.take':
    case 'help.override':
    case 'help.close':
      return decideHelp(state, command, context);
    case 'talk.call':
    case 'talk.end':
    case 'talk.dismiss':
      return decideTalk(state, command, context);
    case 'door.admit':
    case 'door.refuse':
      return decideDoor(state, command, {
        ...context,
        invite: (siteId) => invite(state, live, siteId, context),
      });
    case 'connect.call':
    case 'connect.try':
    case 'connect.introduce':
    case 'connect.contact':
    case 'connect.waive':
    case 'connect.step':
    case 'connect.ready':
      return decideConnecting(state, live, command, context);
    case 'script.takeUp':
    case 'script.advance':
    case 'script.depart':
      return followOrder(state, command, context);
    case 'node.relieve': {
      const { nodeId } = command;
      const siteIds = state.roster.filter((entry) => entry.nodeId === nodeId).map(({ siteId }) => siteId);
      return relieve(state, { nodeId, siteIds }, context);
    }
    case 'node.reinstate':
      return reinstate(state, command.nodeId, context);
    default:
      return conduct(state, command, context);
  }
}

/** The running order is that of the common room (rule RO-5). */
function followOrder(
  whole: ConferenceState,
  command: Extract<Command, { type: `script.${string}` }>,
  context: DecisionContext,
): Decision {
  const state = stateOfPart(whole, null);
  const live = state && liveOf(state);
  if (!state || !live) return refuse('MEETING_NOT_LIVE');
  switch (command.type) {
    case 'script.takeUp':
      return takeUp(state, live, context);
    case 'script.advance':
      return advance(state, live, command.segmentId, context);
    case 'script.depart':
      return depart(state, live, command, context);
    default:
      return assertNever(command);
  }
}

/** A command about the stage of one room: whoever decides it knows that room and no other (rule CH-2). */
function conduct(whole: ConferenceState, command: StageCommand, context: DecisionContext): Decision {
  const { chamberId = null } = context;
  const state = stateOfPart(whole, chamberId);
  const live = state && liveOf(state);
  if (!state || !live) {
    const isKnown = whole.chambers.some((chamber) => chamber.chamberId === chamberId);
    return refuse(isKnown ? 'CHAMBER_NOT_OPEN' : 'CHAMBER_UNKNOWN', { chamberId: chamberId ?? '' });
  }
  const { stage, stageContext } = live;
  const stageEvent = (cause: StageCause, siteId: SiteId | null, next: Result<Stage, Refusal>): Decision =>
    next.ok ? ok(changeOf(stage, next.value, cause, siteId)) : next;
  switch (command.type) {
    case 'cue.set': {
      const order = chamberId === null ? state.runningOrder : null;
      const cued = setCue(stage, command.cue, stageContext);
      const kept = cued.ok ? ok({ ...cued.value, cue: cuedByOrder(order, live, cued.value.cue) }) : cued;
      return stageEvent('cue', command.cue[0]?.siteId ?? null, kept);
    }
    case 'stage.take': {
      const first = sitesIn(command.layout)[0] ?? null;
      return stageEvent('take', first, take(stage, command.target, command.layout, stageContext));
    }
    case 'floor.grant':
      return stageEvent('floorGranted', command.siteId, grantFloor(stage, command.siteId, stageContext));
    case 'floor.withdraw':
      return stageEvent('floorWithdrawn', command.siteId, withdrawFloor(stage, command.siteId, stageContext));
    case 'floor.clear':
      return stageEvent('floorCleared', null, clearFloor(stage, command.except ?? [], stageContext));
    case 'sound.setGain':
      return stageEvent('gain', command.siteId, setGain(stage, command, stageContext));
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
    case 'speak.request':
    case 'speak.withdraw':
    case 'speak.decline':
    case 'speak.grant':
    case 'speak.finish':
    case 'speak.arrange':
      return decideSpeech(state, live, command, context);
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
  const { chamberId, body, seq, at } = event;
  const inChamber = chamberId !== null && !isOfAnyRoom(body);
  const after = inChamber ? applyIn(state, chamberId, event) : applyBody(state, event);
  return { ...keepSpoken(state, after, at), seq };
}

/** Calls, wishes to speak and of cameras are kept together for the whole meeting: a site has its own wherever it is. */
const isOfAnyRoom = ({ type }: ConferenceEventBody): boolean =>
  type === 'bringUp.requested' ||
  type === 'bringUp.changed' ||
  type === 'speak.changed' ||
  type === 'speak.arranged' ||
  type === 'camera.recalled';

/** An event on the stage of a chamber changes that chamber and nothing else. */
function applyIn(state: ConferenceState, chamberId: ChamberId, event: ConferenceEvent): ConferenceState {
  const part = stateOfPart(state, chamberId);
  if (part === null) return state;
  const { stage, automaticBringUp, followFloor, chairViewBefore, before } = applyBody(part, event);
  const conducted = { automaticBringUp, followFloor, chairViewBefore, before };
  const chambers = state.chambers.map((chamber) =>
    chamber.chamberId === chamberId ? { ...chamber, stage: stage ?? chamber.stage, ...conducted } : chamber,
  );
  return { ...state, chambers };
}

/** Bring-ups kept in the live state; all of them stay in the log. */
const KEPT_BRING_UPS = 500;

function applyBody(state: ConferenceState, { body, actor, at, seq }: ConferenceEvent): ConferenceState {
  switch (body.type) {
    case 'meeting.started': {
      const { chairSiteId, roster, tree, stage, bringUpLimitMs, waiting = [], connectSteps = [] } = body;
      const { contacts: connectContacts = [] } = body;
      const connecting = { ...nothingConnected(), waiting };
      const planned = {
        chairSiteId,
        roster,
        tree,
        stage,
        bringUpLimitMs,
        connecting,
        connectSteps,
        connectContacts,
      };
      const started = { ...state, ...planned, phase: 'live' as const };
      return applyLegs({ ...started, startedAt: at }, { type: 'plan.saved' }, at);
    }
    case 'meeting.ended':
      return { ...state, phase: 'ended', before: null, talks: [], talkAsks: [], knocks: [], endedAt: at };
    case 'site.invited':
      return { ...state, roster: [...state.roster, body.entry] };
    case 'site.removed':
      return withoutSiteOf(state, body.siteId);
    case 'stage.changed':
      return { ...state, stage: body.stage, ...undoing(state, body, { actor, at }) };
    case 'plan.saved':
    case 'meeting.reset':
    case 'sites.recalled':
    case 'leg.restored':
      return applyLegs(state, body, at);
    case 'recording.started':
    case 'recording.stopped':
    case 'recording.moved':
    case 'recording.began':
    case 'recording.troubled':
    case 'recording.recovered':
      return { ...state, recording: applyRecording(state.recording, body, { actor, at }) };
    case 'node.relieved':
    case 'node.reinstated':
      return applyRelief(state, body, at);
    case 'chambers.changed':
      return { ...state, chambers: body.chambers, ...commonKept(state, body.chambers) };
    case 'attendance.asked':
    case 'attendance.given':
      return { ...state, attendance: withAttendance(state.attendance, body, at) };
    case 'direction.sent':
    case 'direction.read':
      return {
        ...state,
        directions: withDirection(state.directions, body, {
          by: actor.kind === 'user' ? actor.name : '',
          at,
        }),
      };
    case 'camera.recalled':
    case 'camera.turned':
      return { ...state, cameras: withCameraWish(state.cameras, body, seq) };
    case 'help.changed':
      return { ...state, helps: withHelp(state.helps, body.help) };
    case 'talk.called':
    case 'talk.ended':
    case 'talk.asked':
    case 'talk.answered':
    case 'talk.left':
      return { ...state, ...applyTalk(state, body, at) };
    case 'door.knocked':
    case 'door.answered':
    case 'door.left':
      return { ...state, knocks: applyDoor(state.knocks, body) };
    case 'connect.queued':
    case 'connect.called':
    case 'connect.answered':
    case 'connect.unanswered':
    case 'connect.escalated':
    case 'connect.slaveJoined':
    case 'connect.slaveLate':
    case 'connect.recorded':
    case 'connect.stepped':
    case 'connect.ready':
      return { ...state, connecting: applyConnecting(state.connecting, body, at) };
    case 'speak.changed':
    case 'speak.arranged':
      return applySpeech(state, body);
    case 'script.takenUp':
    case 'script.moved':
      return followSegment(applyOrder(state, body, { at, actor }));
    case 'trunk.linked':
    case 'trunk.unlinked':
      return { ...state, ...applyTrunk(state, body) };
    case 'bringUp.requested':
      return { ...state, bringUps: kept([...state.bringUps, body.bringUp]) };
    case 'bringUp.changed': {
      const bringUps = state.bringUps.map((known) =>
        known.bringUpId === body.bringUp.bringUpId ? body.bringUp : known,
      );
      return { ...state, bringUps, speakRequests: followCall(state.speakRequests, body.bringUp) };
    }
    case 'bringUp.automaticSet':
      return { ...state, automaticBringUp: body.automatic };
    case 'floor.followSet':
      return { ...state, followFloor: body.follow };
    case 'device.barred':
      return { ...state, barred: [...state.barred, body.deviceId].slice(-MAX_BARRED) };
    case 'site.joined':
    case 'site.dropped':
    case 'site.returned':
    case 'site.lost':
    case 'link.down':
    case 'link.up':
    case 'link.closed':
    case 'node.lost':
    case 'node.returned':
    case 'worker.died':
    case 'sound.mended':
    case 'content.refused':
    case 'report.written':
    case 'line.degraded':
    case 'line.recovered':
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
  if (actor.kind !== 'user' || state.stage === null || cause === 'siteRemoved' || cause === 'chambers')
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

function start(state: ConferenceState, context: DecisionContext): Decision {
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

function invite(
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

function remove(state: ConferenceState, live: Live, siteId: SiteId, { now }: DecisionContext): Decision {
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

function showContent(state: ConferenceState, stage: Stage, siteId: SiteId): Result<Stage, Refusal> {
  const entry = state.roster.find((known) => known.siteId === siteId);
  if (!entry) return refuse('SITE_UNKNOWN', { siteId });
  return entry.mayPresent ? ok({ ...stage, content: siteId }) : refuse('CONTENT_NOT_PERMITTED', { siteId });
}

function bannerOf(text: string): Stage['captions'] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : [{ siteId: null, text: trimmed }];
}
