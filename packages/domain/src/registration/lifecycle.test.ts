import { MeetingState, RegistrationAct } from '@nhipcau/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Course, preparation } from './course.ts';
import { type LifeAct, stepOf } from './lifecycle.ts';

const full: Course = { needsApproval: true, steps: preparation, maySkip: false };
const acts: readonly LifeAct[] = [...RegistrationAct.options, 'start', 'end', 'displace'];

/** Everything that is possible where every step exists; what is not here is refused. */
const possible: Readonly<Record<string, Partial<Record<LifeAct, MeetingState>>>> = {
  draft: { submit: 'registered', acceptLate: 'registered', cancel: 'cancelled' },
  registered: {
    takeUp: 'underReview',
    returnForCompletion: 'draft',
    confirm: 'confirmed',
    refuse: 'refused',
    cancel: 'cancelled',
    displace: 'registered',
  },
  underReview: {
    returnForCompletion: 'draft',
    confirm: 'confirmed',
    refuse: 'refused',
    postpone: 'registered',
    cancel: 'cancelled',
    displace: 'registered',
  },
  confirmed: {
    markNoticed: 'noticed',
    postpone: 'registered',
    displace: 'registered',
    cancel: 'cancelled',
    start: 'live',
  },
  noticed: {
    markPlanned: 'planned',
    postpone: 'registered',
    displace: 'registered',
    cancel: 'cancelled',
    start: 'live',
  },
  planned: {
    markRehearsed: 'rehearsed',
    postpone: 'registered',
    displace: 'registered',
    cancel: 'cancelled',
    start: 'live',
  },
  rehearsed: {
    markConnected: 'connected',
    postpone: 'registered',
    displace: 'registered',
    cancel: 'cancelled',
    start: 'live',
  },
  connected: {
    markReady: 'ready',
    postpone: 'registered',
    displace: 'registered',
    cancel: 'cancelled',
    start: 'live',
  },
  ready: { postpone: 'registered', displace: 'registered', cancel: 'cancelled', start: 'live' },
  live: { end: 'ended' },
  ended: { close: 'closed' },
  refused: {},
  closed: {},
  cancelled: {},
};

/** What those who run the system say of a late request moves no meeting. */
for (const [state, steps] of Object.entries(possible))
  if (['registered', 'underReview', 'confirmed', ...preparation].includes(state))
    for (const act of ['consentServices', 'declineServices'] as const) steps[act] = MeetingState.parse(state);

const pairs = MeetingState.options.flatMap((state) => acts.map((act) => [state, act] as const));

describe('[RE-1] [R-REG-14] every pair of state and act', () => {
  test.each(pairs)('%s: %s', (state, act) => {
    const expected = possible[state]?.[act];
    const step = stepOf(state, act, full);
    if (expected === undefined) expect(step).toEqual({ ok: false, error: { state, act } });
    else expect(step).toMatchObject({ ok: true, value: { to: expected } });
  });

  test('says who may take it and whether a reason is needed', () => {
    const needsReason = (act: LifeAct, state: MeetingState) => {
      const step = stepOf(state, act, full);
      return step.ok && step.value.needsReason;
    };
    expect(needsReason('refuse', 'registered')).toBe(true);
    expect(needsReason('returnForCompletion', 'underReview')).toBe(true);
    expect(needsReason('cancel', 'ready')).toBe(true);
    expect(needsReason('postpone', 'confirmed')).toBe(true);
    expect(needsReason('acceptLate', 'draft')).toBe(true);
    expect(needsReason('confirm', 'registered')).toBe(false);
    expect(stepOf('registered', 'confirm', full)).toMatchObject({
      value: { actions: ['registration.decide'] },
    });
    expect(stepOf('confirmed', 'start', full)).toMatchObject({ value: { actions: [] } });
  });
});

test('[RE-2] called off from every state before the conference, and from none after', () => {
  const from = MeetingState.options.filter((state) => stepOf(state, 'cancel', full).ok);
  expect(from).toEqual([
    'draft',
    'registered',
    'underReview',
    'confirmed',
    'noticed',
    'planned',
    'rehearsed',
    'connected',
    'ready',
  ]);
});

describe('[RE-3] steps a locality does not have are passed over', () => {
  const withoutReview: Course = { ...full, needsApproval: false };

  test('without an approval a submission confirms, and a postponed meeting is announced anew by its host', () => {
    expect(stepOf('draft', 'submit', withoutReview)).toMatchObject({ value: { to: 'confirmed' } });
    expect(stepOf('registered', 'submit', withoutReview)).toMatchObject({ value: { to: 'confirmed' } });
    expect(stepOf('registered', 'takeUp', withoutReview).ok).toBe(false);
  });

  test('from the confirmation straight to the first step there is', () => {
    const course: Course = { ...full, steps: ['connected', 'ready'] };
    expect(stepOf('confirmed', 'markConnected', course)).toMatchObject({
      value: { to: 'connected', needsReason: false },
    });
    expect(stepOf('confirmed', 'markReady', course).ok).toBe(false);
    expect(stepOf('confirmed', 'markNoticed', course).ok).toBe(false);
  });

  test('an urgent meeting passes over steps with a reason, never back', () => {
    const urgent: Course = { ...full, maySkip: true };
    expect(stepOf('confirmed', 'markReady', urgent)).toMatchObject({
      value: { to: 'ready', needsReason: true },
    });
    expect(stepOf('rehearsed', 'markNoticed', urgent).ok).toBe(false);
    expect(stepOf('ready', 'markReady', urgent).ok).toBe(false);
    expect(stepOf('draft', 'markReady', urgent).ok).toBe(false);
  });
});

test('[RE-1] whatever is done in whatever order, preparation never goes back without being postponed', () => {
  const anyCourse = fc.record({
    needsApproval: fc.boolean(),
    steps: fc.subarray([...preparation]),
    maySkip: fc.boolean(),
  });
  const order: readonly string[] = ['confirmed', ...preparation, 'live', 'ended', 'closed'];
  fc.assert(
    fc.property(anyCourse, fc.array(fc.constantFrom(...acts), { maxLength: 40 }), (course, course_) => {
      let state: MeetingState = 'draft';
      for (const act of course_) {
        const step = stepOf(state, act, course);
        // An answer to a request moves nothing.
        if (!step.ok || act === 'consentServices' || act === 'declineServices') continue;
        const { to } = step.value;
        const isBack =
          order.includes(to) && order.includes(state) && order.indexOf(to) <= order.indexOf(state);
        expect(isBack).toBe(false);
        if (to === 'live') expect(order.indexOf(state)).toBeGreaterThanOrEqual(0);
        state = to;
      }
      if (!course.needsApproval) expect(state).not.toBe('underReview');
    }),
  );
});
