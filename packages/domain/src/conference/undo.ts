import { ok } from '@nhipcau/base';
import {
  type BringUp,
  type ConferenceEventBody,
  type ConferenceState,
  type SiteId,
  type Stage,
  UNDO_WINDOW_MS,
} from '@nhipcau/contracts';
import { endBringUp, isOpen, isPerformed, reopenBringUp, unperformBringUp } from './bring-up.ts';
import type { Decision, DecisionContext } from './decision.ts';
import { ungranted } from './speech.ts';
import { refuse } from './stage-moves.ts';

/**
 * Takes back the own last change of the stage (rules CD-4, CD-5), and with it the calls that the same command opened,
 * carried out or ended: who is called on the stage has an open call, and nobody else has one that is carried out.
 */
export function undo(state: ConferenceState, { now, actor }: DecisionContext): Decision {
  const { before } = state;
  if (before === null || before.by !== actor.userId || now - before.at > UNDO_WINDOW_MS)
    return refuse('NOTHING_TO_UNDO');
  const calls = state.bringUps.flatMap((call): ConferenceEventBody[] => {
    const next = callBefore(call, state, before, now);
    return next === call ? [] : [{ type: 'bringUp.changed', bringUp: next }];
  });
  return ok([
    ...calls,
    { type: 'stage.changed', cause: 'undo', siteId: null, stage: before.stage },
    ...ungranted(state, before.bringUpId),
    ...segmentBefore(state, before),
  ]);
}

/** A step of the running order is taken back with the stage it made. */
function segmentBefore({ runningOrder }: ConferenceState, { segment }: Before): ConferenceEventBody[] {
  if (segment === undefined || runningOrder === null) return [];
  const known = runningOrder.segments.find(({ segmentId }) => segmentId === segment?.segmentId);
  const title = known?.title ?? '';
  if (segment === null) return [{ type: 'script.moved', segmentId: null, title, departure: null }];
  const { segmentId, since } = segment;
  return [{ type: 'script.moved', segmentId, title, departure: null, since }];
}

type Before = NonNullable<ConferenceState['before']>;

function callBefore(
  call: BringUp,
  state: ConferenceState,
  before: Before,
  now: DecisionContext['now'],
): BringUp {
  const wasCalled = before.stage.called.includes(call.siteId);
  if (isOpen(call)) {
    if (call.bringUpId === before.bringUpId) return endBringUp(call, now);
    if (!isPerformed(call) || wasCalled) return call;
    return call.facts.layoutAt === before.at && call.establishedAt === null
      ? unperformBringUp(call)
      : endBringUp(call, now);
  }
  if (call.endedAt !== before.at || newestCallOf(state, call.siteId) !== call) return call;
  const waited = before.bringUpId !== null || isPrepared(before.stage, call.siteId);
  return (isPerformed(call) ? wasCalled : waited) ? reopenBringUp(call) : call;
}

const newestCallOf = (state: ConferenceState, siteId: SiteId): BringUp | undefined =>
  state.bringUps.findLast((call) => call.siteId === siteId);

const isPrepared = (stage: Stage, siteId: SiteId): boolean =>
  stage.cue.some((entry) => entry.siteId === siteId && entry.target === 'chairView');
