import { ok } from '@nhipcau/base';
import type {
  Chamber,
  ConferenceEventBody,
  ConferenceState,
  Instant,
  LegsAsked,
  RosterEntry,
  SavedPlan,
  SiteId,
} from '@nhipcau/contracts';
import { endedCalls, stageWithoutCalls } from './calls.ts';
import { stateOfPart } from './chambers.ts';
import { type Decision, type DecisionContext, type Live, liveOf } from './decision.ts';
import { chambersWithout } from './divide.ts';
import { sameData } from './same-data.ts';
import { withdrawnBy } from './speech.ts';
import { refuse, removeSite } from './stage-moves.ts';
import { settled } from './standby.ts';

/** A reset given again before a leg can be back is the same reset: a double click drops nobody twice. */
export const LEG_BUILD_MS = 5_000;

/** Keeps the meeting as it is for a later reset (rule RC-1). */
export function savePlan(state: ConferenceState): Decision {
  const { saved } = state;
  if (saved && sameData(saved, savedOf(state, saved.at))) return ok([]);
  return ok([{ type: 'plan.saved' }]);
}

/**
 * Everybody's leg anew, sites, layouts and rooms as saved (rule RC-2). A site that may not take part any more stays
 * outside; one that was removed during the trial comes back.
 */
export function reset(state: ConferenceState, live: Live, { now, invitable }: DecisionContext): Decision {
  const { legs, saved } = state;
  if (legs?.all && now - legs.at < LEG_BUILD_MS) return ok([]);
  if (saved === null) return refuse('PLAN_NOT_SAVED');
  const present = new Map(state.roster.map((entry) => [entry.siteId, entry]));
  const outside = new Set<SiteId>();
  const roster = saved.roster.flatMap((entry): RosterEntry[] => {
    const known = present.get(entry.siteId);
    // It is where it is now: nodes may have changed places since, and other installations their gates.
    if (known) return [{ ...known, leg: known.leg + 1 }];
    const again = invitable(entry.siteId);
    const there = again.ok ? settled(again.value, state.reliefs?.given ?? []) : null;
    if (there && state.tree.some((node) => node.nodeId === there.nodeId))
      return [{ ...there, leg: entry.leg + 1 }];
    outside.add(entry.siteId);
    return [];
  });
  const { stage, chambers } = cleanOf(saved, outside, live.chairSiteId);
  roster.push(...guestsBesides(state, roster));
  const kept = new Set(roster.map(({ siteId }) => siteId));
  const left = state.roster.filter(({ siteId }) => !kept.has(siteId));
  const withdrawn = left.flatMap(({ siteId }) => withdrawnBy(state, siteId, now));
  return ok([...endedCalls(state, now), ...withdrawn, { type: 'meeting.reset', roster, stage, chambers }]);
}

/** Other installations that came after the plan was saved stay: whoever linked them has not cut them. */
function guestsBesides({ tree, roster }: ConferenceState, kept: readonly RosterEntry[]): RosterEntry[] {
  const gates = new Set(tree.flatMap((node) => (node.trunk ? [node.nodeId] : [])));
  const ids = new Set(kept.map((entry) => entry.siteId));
  return roster
    .filter((entry) => gates.has(entry.nodeId) && !ids.has(entry.siteId))
    .map((entry) => ({ ...entry, leg: entry.leg + 1 }));
}

/** The legs of some sites anew; one that is being built is left alone (rule RC-4). */
export function recall(
  state: ConferenceState,
  siteIds: readonly SiteId[],
  { now }: Pick<DecisionContext, 'now'>,
): Decision {
  const invited = new Set(state.roster.map((entry) => entry.siteId));
  const stranger = siteIds.find((siteId) => !invited.has(siteId));
  if (stranger !== undefined) return refuse('SITE_UNKNOWN', { siteId: stranger });
  const building = new Set(state.legs && now - state.legs.at < LEG_BUILD_MS ? state.legs.pending : []);
  const wanted = [...new Set(siteIds)].filter((siteId) => !building.has(siteId));
  return ok(wanted.length === 0 ? [] : [{ type: 'sites.recalled', siteIds: wanted }]);
}

type LegEvent = Extract<
  ConferenceEventBody,
  { type: 'plan.saved' | 'meeting.reset' | 'sites.recalled' | 'leg.restored' }
>;

/** The state after an event about legs. */
export function applyLegs(state: ConferenceState, body: LegEvent, at: Instant): ConferenceState {
  switch (body.type) {
    case 'plan.saved':
      return { ...state, saved: savedOf(state, at) };
    case 'meeting.reset': {
      const { roster, stage, chambers } = body;
      const pending = roster.map((entry) => entry.siteId);
      const legs = { at, all: true, nodeId: null, asked: pending.length, pending };
      return { ...state, roster, stage, chambers, legs, before: null, chairViewBefore: null };
    }
    case 'sites.recalled': {
      const asked = new Set(body.siteIds);
      const roster = state.roster.map((entry) =>
        asked.has(entry.siteId) ? { ...entry, leg: entry.leg + 1 } : entry,
      );
      const pending = [...body.siteIds];
      return { ...state, roster, legs: { at, all: false, nodeId: null, asked: pending.length, pending } };
    }
    case 'leg.restored':
      return { ...state, legs: state.legs && without(state.legs, body.siteId) };
  }
}

/** What a reset restores, from the meeting as it is now; null before the start. Calls are no part of it. */
function savedOf(state: ConferenceState, at: Instant): SavedPlan | null {
  const { roster } = state;
  const part = stateOfPart(state, null);
  if (part === null || liveOf(part) === null) return null;
  const chambers = state.chambers.map((chamber): Chamber => {
    const own = stateOfPart(state, chamber.chamberId);
    const stage = own === null ? chamber.stage : stageWithoutCalls(own);
    return { ...chamber, stage, chairViewBefore: null, before: null };
  });
  return { roster, stage: stageWithoutCalls(part), chambers, at };
}

/** The saved stages without sites that may not take part any more. */
function cleanOf(
  { stage, chambers }: SavedPlan,
  outside: ReadonlySet<SiteId>,
  chairSiteId: SiteId,
): Pick<SavedPlan, 'stage' | 'chambers'> {
  return [...outside].reduce(
    (soFar, siteId) => ({
      stage: removeSite(soFar.stage, siteId, { chairSiteId, chairView: null }),
      chambers: chambersWithout(soFar.chambers, siteId),
    }),
    { stage, chambers },
  );
}

const without = (legs: LegsAsked, siteId: SiteId): LegsAsked => ({
  ...legs,
  pending: legs.pending.filter((other) => other !== siteId),
});
