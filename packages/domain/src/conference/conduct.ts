import { assertNever, ok, type Result } from '@nhipcau/base';
import type { Command, ConferenceState, SiteId, Stage, StageCause } from '@nhipcau/contracts';
import { performCall, releaseCalled, requestCall } from './calls.ts';
import { stateOfPart } from './chambers.ts';
import type { StageCommand } from './command-scope.ts';
import { changeOf, type Decision, type DecisionContext, liveOf } from './decision.ts';
import { sitesIn } from './layout.ts';
import { advance, cuedByOrder, depart, takeUp } from './running-order.ts';
import { decideSpeech } from './speech.ts';
import {
  clearFloor,
  grantFloor,
  type Refusal,
  refuse,
  setCue,
  setGain,
  stopContent,
  take,
  withdrawFloor,
} from './stage-moves.ts';
import { undo } from './undo.ts';

/** The running order is that of the common room (rule RO-5). */
export function followOrder(
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
export function conduct(whole: ConferenceState, command: StageCommand, context: DecisionContext): Decision {
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

function showContent(state: ConferenceState, stage: Stage, siteId: SiteId): Result<Stage, Refusal> {
  const entry = state.roster.find((known) => known.siteId === siteId);
  if (!entry) return refuse('SITE_UNKNOWN', { siteId });
  return entry.mayPresent ? ok({ ...stage, content: siteId }) : refuse('CONTENT_NOT_PERMITTED', { siteId });
}

function bannerOf(text: string): Stage['captions'] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : [{ siteId: null, text: trimmed }];
}
