import type {
  BringUp,
  ConferenceEvent,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  Layout,
  Stage,
} from '@nhipcau/contracts';
import { isOpen, isPerformed } from './bring-up.ts';
import { soleSiteOf } from './layout.ts';

type StageChanged = Extract<ConferenceEventBody, { type: 'stage.changed' }>;

/** What a change of the stage leaves behind: the stage to which undo returns, and the chair's own view. */
export function undoing(
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
