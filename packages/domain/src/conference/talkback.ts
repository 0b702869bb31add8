import { assertNever, ok } from '@nhipcau/base';
import {
  type Command,
  type ConferenceEventBody,
  type ConferencePlan,
  type ConferenceState,
  type Instant,
  MAX_TALK_ASKS,
  MAX_TALKS,
  type SiteId,
  type TalkCall,
  type TalkNotice,
  type TalkPlan,
} from '@nhipcau/contracts';
import type { Decision, DecisionContext } from './decision.ts';
import type { Seat } from './seat-view.ts';
import { refuse } from './stage-moves.ts';

type TalkCommand = Extract<Command, { type: `talk.${string}` }>;
type TalkEvent = Extract<ConferenceEventBody, { type: `talk.${string}` }>;
type Talks = Pick<ConferenceState, 'talks' | 'talkAsks'>;

/** All that who hears whom on the talkback depends on. */
export type TalkingPlan = Partial<Pick<ConferencePlan, 'talks' | 'talkAsks'>>;

/** A console that has not been seen for so long has left its call. */
export const TALK_DESK_GONE_MS = 15_000;

/** Calls technicians, ends a call, lets a ringing site be. */
export function decideTalk(
  state: ConferenceState,
  command: TalkCommand,
  { now, actor }: Pick<DecisionContext, 'now' | 'actor'>,
): Decision {
  switch (command.type) {
    case 'talk.call':
      return call(state, command, { now, actor });
    case 'talk.end': {
      const own = state.talks.find(({ deskId }) => deskId === command.deskId);
      if (!own) return ok([]);
      if (own.by.userId !== actor.userId) return refuse('TALK_UNKNOWN');
      return ok([endOf(own)]);
    }
    case 'talk.dismiss':
      return ok(talkSaid(state, command.siteId, 'talk.left'));
    default:
      return assertNever(command);
  }
}

function call(
  { roster, tree, talks, talkAsks }: ConferenceState,
  { deskId, siteIds }: Extract<TalkCommand, { type: 'talk.call' }>,
  { now, actor }: Pick<DecisionContext, 'now' | 'actor'>,
): Decision {
  const own = talks.find((known) => known.deskId === deskId);
  if (own && own.by.userId !== actor.userId) return refuse('TALK_UNKNOWN');
  if (!own && talks.length >= MAX_TALKS) return refuse('TALK_FULL', { most: MAX_TALKS });
  // What is said between technicians never leaves the installation.
  const gates = new Set(tree.filter(({ trunk }) => trunk).map(({ nodeId }) => nodeId));
  const reachable = new Set(roster.filter(({ nodeId }) => !gates.has(nodeId)).map(({ siteId }) => siteId));
  const unknown = siteIds.find((siteId) => !reachable.has(siteId));
  if (unknown !== undefined) return refuse('SITE_UNKNOWN', { siteId: unknown });
  const busy = new Set(talks.flatMap((known) => (known === own ? [] : known.siteIds)));
  const free = [...new Set(siteIds)].filter((siteId) => !busy.has(siteId));
  if (free.length === 0) return refuse('TALK_BUSY');
  // Who rang has nothing left to answer.
  const willing = new Set([...(own?.answered ?? []), ...talkAsks.map(({ siteId }) => siteId)]);
  const answered = free.filter((siteId) => willing.has(siteId));
  const by = { userId: actor.userId, name: actor.name };
  return ok([{ type: 'talk.called', call: { deskId, by, siteIds: free, answered, at: own?.at ?? now } }]);
}

const endOf = ({ deskId, by }: TalkCall): ConferenceEventBody => ({
  type: 'talk.ended',
  deskId,
  name: by.name,
});

/** What a room's technician says; nothing when it is so already. */
export function talkSaid(
  { talks, talkAsks }: Talks,
  siteId: SiteId,
  word: 'talk.asked' | 'talk.answered' | 'talk.left',
): ConferenceEventBody[] {
  const own = talks.find((known) => known.siteIds.includes(siteId));
  const rings = talkAsks.some((ask) => ask.siteId === siteId);
  switch (word) {
    case 'talk.asked':
      return own || rings || talkAsks.length >= MAX_TALK_ASKS ? [] : [{ type: word, siteId }];
    case 'talk.answered':
      return own && !own.answered.includes(siteId) ? [{ type: word, siteId }] : [];
    case 'talk.left':
      return own || rings ? [{ type: word, siteId }] : [];
    default:
      return assertNever(word);
  }
}

/** Calls whose console is away for too long. @param seenAt - when it was last seen; null: never since the call */
export function abandonedTalks(
  { talks }: Talks,
  seenAt: (call: TalkCall) => Instant | null,
  now: Instant,
): ConferenceEventBody[] {
  return talks
    .filter((known) => now - Math.max(known.at, seenAt(known) ?? 0) >= TALK_DESK_GONE_MS)
    .map(endOf);
}

/** The state after an event of the talkback. */
export function applyTalk(state: Talks, body: TalkEvent, at: Instant): Talks {
  const { talks, talkAsks } = state;
  switch (body.type) {
    case 'talk.called': {
      const called = new Set(body.call.siteIds);
      return {
        talks: [...talks.filter(({ deskId }) => deskId !== body.call.deskId), body.call],
        talkAsks: talkAsks.filter(({ siteId }) => !called.has(siteId)),
      };
    }
    case 'talk.ended':
      return { talks: talks.filter(({ deskId }) => deskId !== body.deskId), talkAsks };
    case 'talk.asked':
      return { talks, talkAsks: [...talkAsks, { siteId: body.siteId, at }] };
    case 'talk.answered':
      return {
        talks: talks.map((known) =>
          known.siteIds.includes(body.siteId)
            ? { ...known, answered: [...known.answered, body.siteId] }
            : known,
        ),
        talkAsks,
      };
    case 'talk.left':
      return withoutTalker(state, body.siteId);
    default:
      return assertNever(body);
  }
}

/** A site that hung up or left; a call without sites is over. */
export function withoutTalker({ talks, talkAsks }: Talks, siteId: SiteId): Talks {
  const others = (ids: readonly SiteId[]) => ids.filter((id) => id !== siteId);
  return {
    talks: talks.flatMap((known) => {
      const siteIds = others(known.siteIds);
      return siteIds.length === 0 ? [] : [{ ...known, siteIds, answered: others(known.answered) }];
    }),
    talkAsks: talkAsks.filter((ask) => ask.siteId !== siteId),
  };
}

/** The talkback as nodes are told it; consoles sit where the chair does. */
export function talkPlans({ talks, talkAsks, roster, chairSiteId }: ConferenceState): Required<TalkingPlan> {
  const nodeId = roster.find((entry) => entry.siteId === chairSiteId)?.nodeId;
  return {
    talks:
      nodeId === undefined
        ? []
        : talks.map(({ deskId, by, siteIds, answered }) => ({
            deskId,
            nodeId,
            name: by.name,
            siteIds,
            answered,
          })),
    talkAsks: talkAsks.map(({ siteId }) => siteId),
  };
}

/**
 * Whose voices a seat hears on the talkback: a site called hears the console that calls it, a console the sites that have
 * answered; everybody else nothing.
 *
 * @rule TB-1, TB-2 (R-CDT-17)
 */
export function talkHeardBy(plan: TalkingPlan, seat: Seat): readonly SiteId[] {
  switch (seat.kind) {
    case 'site': {
      const own = callOf(plan, seat.siteId);
      return own ? [own.deskId] : [];
    }
    case 'desk':
      return plan.talks?.find(({ deskId }) => deskId === seat.deskId)?.answered ?? [];
    case 'monitor':
    case 'recorder':
      return [];
    default:
      return assertNever(seat);
  }
}

/** Whether somebody may be heard on the talkback at all: a console in its call, a site that has answered one. */
export const maySpeakOnTalkback = (plan: TalkingPlan, voice: SiteId): boolean =>
  plan.talks?.some(({ deskId, answered }) => deskId === voice || answered.includes(voice)) ?? false;

/** What a room shows of it. */
export function talkNoticeOf(plan: TalkingPlan, siteId: SiteId): TalkNotice | null {
  const own = callOf(plan, siteId);
  if (own) {
    const state = own.answered.includes(siteId) ? 'answered' : 'called';
    return { state, by: own.name, others: own.siteIds.length - 1 };
  }
  return plan.talkAsks?.includes(siteId) ? { state: 'asked', by: '', others: 0 } : null;
}

const calls = new WeakMap<readonly TalkPlan[], ReadonlyMap<SiteId, TalkPlan>>();

/** The call a site is in; made once for each plan because every seat of a large meeting asks. */
function callOf({ talks }: TalkingPlan, siteId: SiteId): TalkPlan | undefined {
  if (!talks || talks.length === 0) return undefined;
  const known = calls.get(talks);
  if (known) return known.get(siteId);
  const made = new Map(talks.flatMap((talk) => talk.siteIds.map((id) => [id, talk] as const)));
  calls.set(talks, made);
  return made.get(siteId);
}
