import { ok } from '@nhipcau/base';
import type { Command, ConferenceEventBody, ConferenceState, Instant, SiteId } from '@nhipcau/contracts';
import { stateOfPart } from './chambers.ts';
import { changeOf, type Decision, type DecisionContext, liveOf } from './decision.ts';
import { fullScreenOf } from './layout.ts';
import { sameData } from './same-data.ts';
import { refuse, take } from './stage-moves.ts';

type PollingCommand = Extract<Command, { type: `polling.${string}` }>;

/**
 * Begins to show sites of the common room in turn, instead of those shown in turn until now, or stops it.
 *
 * @rule PO-1 (R-CDT-04)
 */
export function decidePolling(
  state: ConferenceState,
  command: PollingCommand,
  { now, actor }: Pick<DecisionContext, 'now' | 'actor'>,
): Decision {
  if (command.type === 'polling.stop')
    return ok(state.polling === null ? [] : [{ type: 'polling.changed', polling: null }]);
  const { target, everyMs, siteIds } = command;
  const known = new Set(state.roster.map((entry) => entry.siteId));
  const stranger = siteIds.find((siteId) => !known.has(siteId));
  if (stranger !== undefined) return refuse('SITE_UNKNOWN', { siteId: stranger });
  const wanted = { target, everyMs, siteIds: [...new Set(siteIds)] };
  const { polling } = state;
  if (
    polling !== null &&
    sameData(wanted, { target: polling.target, everyMs: polling.everyMs, siteIds: polling.siteIds })
  )
    return ok([]);
  return ok([{ type: 'polling.changed', polling: { ...wanted, siteId: null, since: now, by: actor.name } }]);
}

/**
 * The next site, when its turn has come; nothing while the one before it is shown, and nothing while nobody who takes part
 * is connected.
 *
 * @param isSeated - whether the room of a site is connected
 * @rule PO-2
 */
export function pollingStep(
  whole: ConferenceState,
  isSeated: (siteId: SiteId) => boolean,
  now: Instant,
): ConferenceEventBody[] {
  const { polling } = whole;
  const state = stateOfPart(whole, null);
  const live = state && liveOf(state);
  if (!polling || !live) return [];
  const { target, everyMs, siteIds, siteId, since } = polling;
  if (siteId !== null && now - since < everyMs) return [];
  const at = siteId === null ? -1 : siteIds.indexOf(siteId);
  const inTurn = [...siteIds.slice(at + 1), ...siteIds.slice(0, at + 1)];
  const next = inTurn.find((one) => live.stageContext.isInvited(one) && isSeated(one));
  if (next === undefined || next === siteId) return [];
  const taken = take(live.stage, target, fullScreenOf(next), live.stageContext);
  if (!taken.ok) return [];
  const changed = changeOf(live.stage, taken.value, 'polling', next);
  // It stood there already: its turn is counted all the same.
  return changed.length > 0
    ? changed
    : [{ type: 'polling.changed', polling: { ...polling, siteId: next, since: now } }];
}

/**
 * Whoever puts another picture where sites are shown in turn ends that: what a person shows is not taken away again.
 *
 * @rule PO-3
 */
export function endsPolling(
  { polling, stage }: ConferenceState,
  events: readonly ConferenceEventBody[],
): ConferenceEventBody[] {
  if (polling === null || stage === null) return [];
  const after = events.findLast((event) => event.type === 'stage.changed');
  if (after?.type !== 'stage.changed' || sameData(after.stage[polling.target], stage[polling.target]))
    return [];
  return [{ type: 'polling.changed', polling: null }];
}

/** Whose turn it is, as the picture tells. */
export const followPolling = (
  { polling }: ConferenceState,
  { cause, siteId }: Extract<ConferenceEventBody, { type: 'stage.changed' }>,
  at: Instant,
): Pick<ConferenceState, 'polling'> => ({
  polling: polling !== null && cause === 'polling' ? { ...polling, siteId, since: at } : polling,
});
