import { assertNever, ok } from '@nhipcau/base';
import {
  type BringUp,
  type Command,
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  instant,
  MAX_SPEAK_REQUESTS,
  type SiteId,
  type SiteSpeakNotice,
  type SpeakRequest,
  type SpokenTime,
} from '@nhipcau/contracts';
import { isOpen } from './bring-up.ts';
import { performCall, releaseCalled, requestCall } from './calls.ts';
import type { Decision, DecisionContext, Live } from './decision.ts';
import { currentIndex } from './running-order.ts';
import { refuse } from './stage-moves.ts';

const MINUTE_MS = 60_000;

type SpeakCommand = Extract<Command, { type: `speak.${string}` }>;
type WithQueue = Pick<ConferenceState, 'speakRequests' | 'speakOrder' | 'spoken' | 'floorSince'>;

const isWaiting = ({ state }: SpeakRequest): boolean => state === 'waiting';

/** Floor time of each site up to `now`. */
export function spokenBy({ spoken, floorSince }: WithQueue, now: Instant): ReadonlyMap<SiteId, number> {
  const times = new Map(spoken.map(({ siteId, ms }) => [siteId, ms]));
  for (const { siteId, at } of floorSince)
    times.set(siteId, (times.get(siteId) ?? 0) + Math.max(0, now - at));
  return times;
}

/**
 * Wishes that wait, in the order in which they are granted: the chair's list, then the minute in which each was made,
 * then who has spoken least, then the very instant.
 *
 * @rule SP-2 (BD Đ11.2đ, HN Đ13.3b, R-CDT-09)
 */
export function queueOf(state: WithQueue): SpeakRequest[] {
  const listed = new Map(state.speakOrder.map((requestId, place) => [requestId, place]));
  // Compared with what is over only: who has the floor now does not wait.
  const spoken = new Map(state.spoken.map(({ siteId, ms }) => [siteId, ms]));
  const keyOf = ({ requestId, at, siteId }: SpeakRequest) => [
    listed.get(requestId) ?? Number.POSITIVE_INFINITY,
    Math.floor(at / MINUTE_MS),
    spoken.get(siteId) ?? 0,
    at,
  ];
  return state.speakRequests
    .filter(isWaiting)
    .map((request) => ({ request, key: keyOf(request) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ request }) => request);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** A wish of a site, unless one waits already (rule SP-1). */
export function wishOf(
  state: Pick<ConferenceState, 'speakRequests'>,
  wish: Pick<SpeakRequest, 'requestId' | 'siteId' | 'person' | 'channel' | 'at'>,
): ConferenceEventBody[] {
  const waiting = state.speakRequests.find((known) => isWaiting(known) && known.siteId === wish.siteId);
  if (waiting) {
    const person = wish.person === '' ? waiting.person : wish.person;
    return person === waiting.person ? [] : [{ type: 'speak.changed', request: { ...waiting, person } }];
  }
  const request: SpeakRequest = {
    ...wish,
    state: 'waiting',
    decidedBy: null,
    decidedAt: null,
    endedAt: null,
    limitMs: null,
    bringUpId: null,
  };
  return [{ type: 'speak.changed', request }];
}

/** The room takes its wish back. */
export function withdrawnBy(
  state: Pick<ConferenceState, 'speakRequests'>,
  siteId: SiteId,
  now: Instant,
): ConferenceEventBody[] {
  const waiting = state.speakRequests.filter((known) => isWaiting(known) && known.siteId === siteId);
  return waiting.map((request) => ({
    type: 'speak.changed',
    request: { ...request, state: 'withdrawn', endedAt: now },
  }));
}

/** What a command about wishes to speak brings about, in the room its site is in. */
export function decideSpeech(
  state: ConferenceState,
  live: Live,
  command: SpeakCommand,
  context: DecisionContext,
): Decision {
  const { now, actor } = context;
  switch (command.type) {
    case 'speak.request': {
      const { siteId, person } = command;
      if (!live.stageContext.isInvited(siteId)) return refuse('SITE_UNKNOWN', { siteId });
      if (siteId === live.chairSiteId) return refuse('SITE_IS_CHAIR', { siteId });
      const requestId = context.newSpeakRequestId();
      return ok(wishOf(state, { requestId, siteId, person, channel: 'phone', at: now }));
    }
    case 'speak.arrange': {
      const waiting = new Set(state.speakRequests.filter(isWaiting).map(({ requestId }) => requestId));
      const requestIds = [...new Set(command.requestIds)].filter((requestId) => waiting.has(requestId));
      const isSame = requestIds.join() === state.speakOrder.join();
      return ok(isSame ? [] : [{ type: 'speak.arranged', requestIds }]);
    }
    case 'speak.withdraw':
    case 'speak.decline':
    case 'speak.grant':
    case 'speak.finish': {
      const { requestId } = command;
      const request = state.speakRequests.find((known) => known.requestId === requestId);
      if (!request || !live.stageContext.isInvited(request.siteId))
        return refuse('SPEAK_REQUEST_UNKNOWN', { requestId });
      if (command.type === 'speak.grant') return grant(state, live, request, command, context);
      if (command.type === 'speak.finish') return finish(state, live, request, context);
      if (!isWaiting(request)) return ok([]);
      const to = command.type === 'speak.decline' ? 'declined' : 'withdrawn';
      const decided = { decidedBy: actor.name, decidedAt: now, endedAt: now };
      return ok([{ type: 'speak.changed', request: { ...request, ...decided, state: to } }]);
    }
    default:
      return assertNever(command);
  }
}

/**
 * Picture, floor, call signal and countdown at once: the site is brought up as a called one, whether the meeting carries
 * calls out by itself or not.
 *
 * @rule SP-3 (R-CDT-09, R-CDT-05)
 */
function grant(
  state: ConferenceState,
  live: Live,
  request: SpeakRequest,
  { limitMs, cameraPreset }: Pick<Extract<SpeakCommand, { type: 'speak.grant' }>, 'limitMs' | 'cameraPreset'>,
  context: DecisionContext,
): Decision {
  if (request.state === 'granted') return ok([]);
  if (!isWaiting(request)) return refuse('SPEAK_REQUEST_UNKNOWN', { requestId: request.requestId });
  const { siteId } = request;
  const open = state.bringUps.findLast((call) => call.siteId === siteId && isOpen(call));
  const called = open
    ? performCall(state, live, siteId, context)
    : requestCall({ ...state, automaticBringUp: true }, live, siteId, context);
  if (!called.ok) return called;
  const bringUpId = open?.bringUpId ?? newCallIn(called.value)?.bringUpId ?? null;
  const { name } = context.actor;
  return ok([
    ...called.value,
    {
      type: 'speak.changed',
      request: { ...request, state: 'granted', decidedBy: name, decidedAt: context.now, limitMs, bringUpId },
    },
    ...(cameraPreset === undefined ? [] : [{ type: 'camera.recalled' as const, siteId, name: cameraPreset }]),
  ]);
}

const newCallIn = (bodies: readonly ConferenceEventBody[]): BringUp | undefined =>
  bodies.flatMap((body) => (body.type === 'bringUp.requested' ? [body.bringUp] : []))[0];

/** The speech is over: the call ends, and with it the request (rule SP-4). */
function finish(
  state: ConferenceState,
  live: Live,
  request: SpeakRequest,
  context: DecisionContext,
): Decision {
  if (request.state !== 'granted') return ok([]);
  return releaseCalled(state, live, request.siteId, context);
}

/** The state after a wish was made or changed, or the chair put them in order. */
export function applySpeech(
  state: ConferenceState,
  body: Extract<ConferenceEventBody, { type: 'speak.changed' | 'speak.arranged' }>,
): ConferenceState {
  if (body.type === 'speak.arranged') return { ...state, speakOrder: body.requestIds };
  const { request } = body;
  const isKnown = state.speakRequests.some(({ requestId }) => requestId === request.requestId);
  const speakRequests = isKnown
    ? state.speakRequests.map((known) => (known.requestId === request.requestId ? request : known))
    : keptOf([...state.speakRequests, request]);
  const speakOrder =
    request.state === 'waiting'
      ? state.speakOrder
      : state.speakOrder.filter((requestId) => requestId !== request.requestId);
  return { ...state, speakRequests, speakOrder };
}

/** Leaves out the oldest that is over when there are too many. */
function keptOf(requests: SpeakRequest[]): SpeakRequest[] {
  if (requests.length <= MAX_SPEAK_REQUESTS) return requests;
  const oldest = requests.findIndex(({ state }) => state !== 'waiting' && state !== 'granted');
  return requests.filter((_, index) => index !== Math.max(0, oldest));
}

/** A speech lasts as long as its call: the end of the call ends it, a call taken up again takes it up again (rule SP-4). */
export function followCall(requests: SpeakRequest[], call: BringUp): SpeakRequest[] {
  const isOf = (known: SpeakRequest) => known.bringUpId === call.bringUpId;
  if (!requests.some(isOf)) return requests;
  const state = isOpen(call) ? ('granted' as const) : ('done' as const);
  return requests.map((known) => (isOf(known) ? { ...known, state, endedAt: call.endedAt } : known));
}

/** The grant that a command made is taken back with it: the wish waits again (rule SP-5). */
export function ungranted(
  { speakRequests }: Pick<ConferenceState, 'speakRequests'>,
  bringUpId: BringUp['bringUpId'] | null,
): ConferenceEventBody[] {
  return speakRequests
    .filter((known) => bringUpId !== null && known.bringUpId === bringUpId)
    .map((known) => ({
      type: 'speak.changed',
      request: {
        ...known,
        state: 'waiting',
        decidedBy: null,
        decidedAt: null,
        endedAt: null,
        limitMs: null,
        bringUpId: null,
      },
    }));
}

/** Floor time goes on from one change of the floor to the next (rule SP-6). */
export function keepSpoken(before: ConferenceState, after: ConferenceState, at: Instant): ConferenceState {
  const floor = after.phase === 'live' ? (after.stage?.floor ?? []) : [];
  const was = before.phase === 'live' ? (before.stage?.floor ?? []) : [];
  if (floor.length === was.length && floor.every((siteId) => was.includes(siteId))) return after;
  const left = before.floorSince.filter(({ siteId }) => !floor.includes(siteId));
  const spoken = left.reduce(
    (times, { siteId, at: since }) => added(times, siteId, Math.max(0, at - since)),
    after.spoken,
  );
  const floorSince = floor.map((siteId) => ({
    siteId,
    at: before.floorSince.find((known) => known.siteId === siteId)?.at ?? at,
  }));
  return { ...after, spoken, floorSince };
}

function added(times: SpokenTime[], siteId: SiteId, ms: number): SpokenTime[] {
  const known = times.find((time) => time.siteId === siteId);
  return known
    ? times.map((time) => (time === known ? { siteId, ms: time.ms + ms } : time))
    : [...times, { siteId, ms }];
}

/**
 * What rooms are told: their place in the queue, or that they speak and until when – by the grant, or by the segment of
 * the running order that is theirs.
 *
 * @rule SP-7 (R-CDT-09, QN Đ9.2)
 */
export function speakNotices(state: ConferenceState): SiteSpeakNotice[] {
  const { speakRequests, runningOrder, bringUps } = state;
  const notices = new Map<SiteId, SiteSpeakNotice['notice']>();
  const segment = runningOrder?.segments[currentIndex(runningOrder)];
  const since = runningOrder?.current?.since;
  if (segment?.speakerSiteId != null && since !== undefined)
    notices.set(segment.speakerSiteId, {
      kind: 'speaking',
      until: instant(since + segment.durationMinutes * MINUTE_MS),
    });
  for (const [index, { siteId }] of queueOf(state).entries())
    notices.set(siteId, { kind: 'waiting', place: index + 1 });
  for (const { siteId, state: is, limitMs, decidedAt, bringUpId } of speakRequests) {
    if (is !== 'granted') continue;
    const from = bringUps.find((call) => call.bringUpId === bringUpId)?.establishedAt ?? decidedAt;
    notices.set(siteId, {
      kind: 'speaking',
      until: limitMs === null || from === null ? null : instant(from + limitMs),
    });
  }
  return [...notices].slice(0, MAX_SPEAK_REQUESTS).map(([siteId, notice]) => ({ siteId, notice }));
}
