import { err, ok, type Result } from '@nhipcau/base';
import type { Action, MeetingState, RegistrationAct } from '@nhipcau/contracts';
import { type Course, type Preparation, preparation, startable } from './course.ts';

/** What moves a meeting: what people do with its file, and the conference that starts and ends. */
export type LifeAct = RegistrationAct | 'start' | 'end' | 'displace';

/** A step that may be taken. */
export interface LifeStep {
  readonly to: MeetingState;
  /** Whoever has one of these rights may take it; empty: nobody by hand. */
  readonly actions: readonly Action[];
  readonly needsReason: boolean;
}

export interface Impossible {
  readonly state: MeetingState;
  readonly act: LifeAct;
}

interface Rule {
  readonly from: readonly MeetingState[];
  /** Null: the course decides; `same`: it says something of the file and moves nothing. */
  readonly to: MeetingState | 'same' | null;
  readonly actions: readonly Action[];
  readonly needsReason?: true;
}

const waiting: readonly MeetingState[] = ['registered', 'underReview'];
const beforeLive: readonly MeetingState[] = ['draft', ...waiting, ...startable];
const deskOrApprover: readonly Action[] = ['registration.decide', 'registration.acceptLate'];
const hostOrApprover: readonly Action[] = ['registration.write', 'registration.decide'];

const marks = {
  markNoticed: 'noticed',
  markPlanned: 'planned',
  markRehearsed: 'rehearsed',
  markConnected: 'connected',
  markReady: 'ready',
} as const satisfies Record<string, Preparation>;
type Mark = keyof typeof marks;

/** Every act with the states it is possible in; marks of preparation follow the course. */
const rules: Readonly<Record<Exclude<LifeAct, Mark>, Rule>> = {
  submit: { from: ['draft', 'registered'], to: null, actions: ['registration.write'] },
  acceptLate: { from: ['draft'], to: null, actions: ['registration.acceptLate'], needsReason: true },
  takeUp: { from: ['registered'], to: 'underReview', actions: deskOrApprover },
  returnForCompletion: { from: waiting, to: 'draft', actions: deskOrApprover, needsReason: true },
  confirm: { from: waiting, to: 'confirmed', actions: ['registration.decide'] },
  refuse: { from: waiting, to: 'refused', actions: ['registration.decide'], needsReason: true },
  postpone: {
    from: [...waiting, ...startable],
    to: 'registered',
    actions: hostOrApprover,
    needsReason: true,
  },
  displace: { from: [...waiting, ...startable], to: 'registered', actions: [], needsReason: true },
  cancel: { from: beforeLive, to: 'cancelled', actions: hostOrApprover, needsReason: true },
  consentServices: { from: [...waiting, ...startable], to: 'same', actions: ['service.consent'] },
  declineServices: {
    from: [...waiting, ...startable],
    to: 'same',
    actions: ['service.consent'],
    needsReason: true,
  },
  start: { from: startable, to: 'live', actions: [] },
  end: { from: ['live'], to: 'ended', actions: [] },
  close: { from: ['ended'], to: 'closed', actions: ['registration.advance'] },
};

const order: readonly MeetingState[] = preparation;

const isMark = (act: LifeAct): act is Mark => Object.hasOwn(marks, act);

/**
 * The only way from one state of a meeting to another.
 *
 * @param course - which steps this meeting has by its regulation
 * @rule RE-1, RE-2 (R-REG-14)
 */
export function stepOf(state: MeetingState, act: LifeAct, course: Course): Result<LifeStep, Impossible> {
  if (isMark(act)) return markStep(state, act, course);
  const { from, to, actions, needsReason = false } = rules[act];
  const decided = course.needsApproval ? 'registered' : 'confirmed';
  if (!from.includes(state)) return err({ state, act });
  // A postponed meeting that nobody has to approve is announced anew by its host; the others wait for the decision.
  if (act === 'submit' && state === 'registered' && course.needsApproval) return err({ state, act });
  if (act === 'postpone' && state === 'registered') return err({ state, act });
  if (act === 'takeUp' && !course.needsApproval) return err({ state, act });
  return ok({ to: to === 'same' ? state : (to ?? decided), actions, needsReason });
}

/** Forward only, to the next step there is; further only when the meeting is urgent, and then with the reason. */
function markStep(state: MeetingState, act: Mark, { steps, maySkip }: Course): Result<LifeStep, Impossible> {
  const to = marks[act];
  const at = order.indexOf(state);
  const target = steps.indexOf(to);
  const isPrepared = state === 'confirmed' || at >= 0;
  if (!isPrepared || target < 0 || at >= order.indexOf(to)) return err({ state, act });
  const passedOver = steps.slice(0, target).some((step) => order.indexOf(step) > at);
  if (passedOver && !maySkip) return err({ state, act });
  return ok({ to, actions: ['registration.advance'], needsReason: passedOver });
}
