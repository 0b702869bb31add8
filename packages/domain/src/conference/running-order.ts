import { ok } from '@nhipcau/base';
import {
  type ConferenceEvent,
  type ConferencePlan,
  type ConferenceState,
  type Cue,
  type Departure,
  type Instant,
  instant,
  MAX_CUES,
  MAX_FLOOR,
  type RosterEntry,
  type RunningOrder,
  type ScriptSegment,
  type SiteId,
  type Stage,
} from '@nhipcau/contracts';
import { segmentEnd } from '../preparation/script.ts';
import { endedCalls, stageWithoutCalls } from './calls.ts';
import { changeOf, type Decision, type DecisionContext, type Live } from './decision.ts';
import { fullScreenOf, layoutOf, sitesIn } from './layout.ts';
import { refuse } from './stage-moves.ts';

const MINUTE_MS = 60_000;
const KEPT_DEPARTURES = 50;

/** Segments and where the meeting is in them. */
export interface OrderNow extends Pick<RunningOrder, 'current'> {
  readonly segments: readonly ScriptSegment[];
}

/** Index of the segment that is on; -1 before the first. */
export const currentIndex = ({ segments, current }: OrderNow): number =>
  segments.findIndex(({ segmentId }) => segmentId === current?.segmentId);

/** The segment that follows by itself; null at the end. */
export const nextSegment = (order: OrderNow): ScriptSegment | null =>
  order.segments[currentIndex(order) + 1] ?? null;

/** Where the meeting is in its running order. */
export interface OrderClock {
  readonly current: ScriptSegment | null;
  readonly next: ScriptSegment | null;
  /** Of the segment that is on: its planned duration from when it was taken. Below zero: longer than planned. */
  readonly remainingMs: number | null;
  /** How much later than planned the next segment begins when the present one keeps its duration; below zero: earlier. */
  readonly delayMs: number;
}

/**
 * Times of a meeting that follows its running order.
 *
 * @rule RO-6 (R-CDT-01, R-PLN-05)
 */
export function orderClock(order: OrderNow, now: Instant): OrderClock {
  const current = order.segments[currentIndex(order)] ?? null;
  const next = nextSegment(order);
  if (current === null || order.current === null)
    return { current: null, next, remainingMs: null, delayMs: next ? Math.max(0, now - next.plannedAt) : 0 };
  const endsAt = order.current.since + current.durationMinutes * MINUTE_MS;
  return {
    current,
    next,
    remainingMs: endsAt - now,
    delayMs: Math.max(now, endsAt) - (next?.plannedAt ?? segmentEnd(current)),
  };
}

/** Takes up the newest approved script; the segment that is on stays on where the new one has it (rule RO-7). */
export function takeUp(state: ConferenceState, live: Live, { script = null }: DecisionContext): Decision {
  if (script === null) return refuse('SCRIPT_NOT_APPROVED');
  if (state.runningOrder?.version === script.version) return ok([]);
  const { version, segments } = script;
  const order = takenUp(state.runningOrder, { version, segments });
  return ok([
    { type: 'script.takenUp', version, segments },
    ...changeOf(live.stage, { ...live.stage, cue: cuedByOrder(order, live, live.stage.cue) }, 'cue', null),
  ]);
}

/** The next segment, and no other (rule RO-2). Given again it changes nothing. */
export function advance(
  state: ConferenceState,
  live: Live,
  segmentId: string,
  context: DecisionContext,
): Decision {
  const order = state.runningOrder;
  if (order === null) return refuse('SCRIPT_NOT_APPROVED');
  if (order.current?.segmentId === segmentId) return ok([]);
  return nextSegment(order)?.segmentId === segmentId
    ? moveTo(state, live, order, { segmentId, reason: null }, context)
    : refuse('SEGMENT_NOT_NEXT', { segmentId });
}

/** Any other segment, with the reason (rule RO-2). */
export function depart(
  state: ConferenceState,
  live: Live,
  step: { readonly segmentId: string; readonly reason: string },
  context: DecisionContext,
): Decision {
  const order = state.runningOrder;
  if (order === null) return refuse('SCRIPT_NOT_APPROVED');
  if (order.current?.segmentId === step.segmentId) return ok([]);
  return moveTo(state, live, order, step, context);
}

function moveTo(
  state: ConferenceState,
  live: Live,
  order: RunningOrder,
  { segmentId, reason }: { readonly segmentId: string; readonly reason: string | null },
  { now }: DecisionContext,
): Decision {
  const segment = order.segments.find((known) => known.segmentId === segmentId);
  if (!segment) return refuse('SEGMENT_UNKNOWN', { segmentId });
  const moved = { ...order, current: { segmentId, since: now } };
  const next = stageOfSegment(stageWithoutCalls(state), segment, moved, { live, roster: state.roster });
  return ok([
    ...endedCalls(state, now),
    ...changeOf(live.stage, next, 'segment', segment.speakerSiteId),
    { type: 'script.moved', segmentId, title: segment.title, departure: reason },
  ]);
}

/**
 * What is seen and heard in a segment: its layout with the speaker first, its microphones and the chair's, its content;
 * the speaker on the chair's screen (rule RO-3). Sites that are not in the meeting are left out.
 */
function stageOfSegment(
  stage: Stage,
  segment: ScriptSegment,
  order: OrderNow,
  { live, roster }: { live: Live; roster: readonly RosterEntry[] },
): Stage {
  const { chairSiteId, isInvited } = live.stageContext;
  const invited = (siteId: SiteId | null) => siteId !== null && isInvited(siteId);
  const speaker = invited(segment.speakerSiteId) ? segment.speakerSiteId : null;
  const floor = [...new Set([chairSiteId, ...segment.floor.filter(invited)])].slice(0, MAX_FLOOR);
  const presenter = roster.find(({ siteId }) => siteId === segment.contentSiteId);
  return {
    ...stage,
    broadcast: layoutOf(segment.layout, shownIn(segment, { speaker, chairSiteId, floor, roster })),
    chairView: speaker === null || speaker === chairSiteId ? stage.chairView : fullScreenOf(speaker),
    floor,
    content: presenter?.mayPresent ? presenter.siteId : null,
    cue: cuedByOrder(order, live, []),
  };
}

/** Large first: the speaker, the chair, open microphones; in a grid then the other sites by number. */
function shownIn(
  { layout }: ScriptSegment,
  {
    speaker,
    chairSiteId,
    floor,
    roster,
  }: {
    speaker: SiteId | null;
    chairSiteId: SiteId;
    floor: readonly SiteId[];
    roster: readonly RosterEntry[];
  },
): SiteId[] {
  const first = [speaker ?? chairSiteId, chairSiteId, ...floor];
  const others = [...roster].sort((a, b) => a.number - b.number).map(({ siteId }) => siteId);
  const isGrid = layout !== 'full' && layout !== 'pip';
  return [...new Set(isGrid ? [...first, ...others] : first)];
}

/**
 * Cues with those of the next segment among them: who speaks then is ready without anybody's doing, and stays ready
 * whatever else is cued (rule RO-4).
 */
export function cuedByOrder(order: OrderNow | null, { stageContext }: Live, cue: readonly Cue[]): Cue[] {
  const next = order && nextSegment(order);
  const speaker = next?.speakerSiteId ?? null;
  const wanted: Cue[] =
    speaker !== null && speaker !== stageContext.chairSiteId && stageContext.isInvited(speaker)
      ? [
          { siteId: speaker, target: 'broadcast' },
          { siteId: speaker, target: 'chairView' },
        ]
      : [];
  const isWanted = (one: Cue) => wanted.some((w) => w.siteId === one.siteId && w.target === one.target);
  return [...cue.filter((one) => !isWanted(one)).slice(0, MAX_CUES - wanted.length), ...wanted];
}

/** Whether what is seen and heard is no more what the segment on says; what the console warns of (rule RO-8). */
export function departsFromOrder(
  { segments, current }: OrderNow,
  stage: Stage,
  chairSiteId: SiteId,
): boolean {
  const segment = segments.find(({ segmentId }) => segmentId === current?.segmentId);
  if (!segment) return false;
  const speaker = segment.speakerSiteId ?? chairSiteId;
  const isOnAir = sitesIn(stage.broadcast).includes(speaker) && stage.broadcast.kind === segment.layout;
  const isHeard = segment.floor.every((siteId) => stage.floor.includes(siteId));
  return !isOnAir || !isHeard || stage.content !== segment.contentSiteId;
}

type OrderEvent = Extract<ConferenceEvent['body'], { type: 'script.takenUp' | 'script.moved' }>;

/** The state after an event of the running order. */
export function applyOrder(
  state: ConferenceState,
  body: OrderEvent,
  { at, actor }: Pick<ConferenceEvent, 'at' | 'actor'>,
): ConferenceState {
  const order = state.runningOrder;
  if (body.type === 'script.takenUp') return { ...state, runningOrder: takenUp(order, body) };
  if (order === null) return state;
  const { segmentId, departure, since = at } = body;
  const departed: Departure[] =
    departure === null || segmentId === null
      ? []
      : [
          {
            from: order.current?.segmentId ?? null,
            to: segmentId,
            at,
            by: actor.kind === 'user' ? actor.name : '',
            reason: departure,
          },
        ];
  return {
    ...state,
    before: state.before?.at === at ? { ...state.before, segment: order.current } : state.before,
    runningOrder: {
      ...order,
      current: segmentId === null ? null : { segmentId, since: instant(since) },
      departures: [...order.departures, ...departed].slice(-KEPT_DEPARTURES),
    },
  };
}

function takenUp(
  before: RunningOrder | null,
  { version, segments }: Pick<RunningOrder, 'version' | 'segments'>,
): RunningOrder {
  const current = before?.current ?? null;
  const isKept = segments.some(({ segmentId }) => segmentId === current?.segmentId);
  return { version, segments, current: isKept ? current : null, departures: before?.departures ?? [] };
}

/**
 * Where the camera of the segment's speaker looks, by the name of the position there; null: the order says nothing of it.
 *
 * @rule CM-6 (R-CDT-01, R-CDT-10; QN Đ5.3)
 */
export function presetOf({
  runningOrder,
}: Pick<ConferenceState, 'runningOrder'>): ConferencePlan['presets'][number] | null {
  const key = runningOrder?.current?.segmentId;
  const segment = runningOrder?.segments.find(({ segmentId }) => segmentId === key);
  if (!segment || segment.cameraPreset === null || segment.speakerSiteId === null) return null;
  return { siteId: segment.speakerSiteId, key: segment.segmentId, name: segment.cameraPreset };
}
