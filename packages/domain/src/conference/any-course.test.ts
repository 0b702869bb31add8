import {
  type ConferenceEventBody,
  type ConferencePlan,
  ConferenceState,
  type SiteId,
  type Stage,
} from '@nhipcau/contracts';
import {
  anyCommand,
  anyRoster,
  anyTree,
  aSegment,
  aSite,
  MeetingInHand,
  nodeId,
  siteId,
} from '@nhipcau/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { isBlank, soleSiteOf } from './layout.ts';
import { initialState, planOf } from './lifecycle.ts';

// Whatever people press, in whatever order, these stay true.

const flags = fc.record({
  pushed: fc.boolean(),
  chairSees: fc.boolean(),
  chairHears: fc.boolean(),
  siteSees: fc.boolean(),
  siteHears: fc.boolean(),
});

const anyMeeting = anyTree(5).chain((tree) => anyRoster(tree, 8).map((roster) => ({ tree, roster })));

const anyCourse = anyMeeting.chain(({ tree, roster }) => {
  const ids = [...roster.map((entry) => entry.siteId), siteId('outsider')];
  const step = fc.record({
    command: anyCommand(ids),
    by: fc.constantFrom('operator', 'chair'),
    passed: fc.oneof(fc.constant(0), fc.nat({ max: 12_000 })),
    measured: fc.option(flags),
  });
  return fc.record({
    plan: fc.constant({ tree, roster, chairSiteId: roster[0]?.siteId ?? siteId('s0') }),
    steps: fc.array(step, { maxLength: 40 }),
  });
});

type Course = typeof anyCourse extends fc.Arbitrary<infer C> ? C : never;

function play({ plan, steps }: Course, look: (meeting: MeetingInHand) => void): MeetingInHand {
  const others = [aSite('outsider', { number: 99, nodeId: nodeId('n0'), mayPresent: true })];
  const script = {
    version: 1,
    segments: [
      aSegment(0, null),
      aSegment(1, 's1'),
      aSegment(2, 'outsider'),
      aSegment(3, 's2', { layout: 'grid4', contentSiteId: siteId('s3') }),
    ],
  };
  const meeting = MeetingInHand.live({ plan, others, script });
  look(meeting);
  for (const { command, by, passed, measured } of steps) {
    meeting.wait(passed).give(command, by);
    look(meeting);
    if (measured === null) continue;
    meeting.look(Object.fromEntries(meeting.state.roster.map((entry) => [entry.siteId, measured])));
    look(meeting);
  }
  return meeting;
}

function named(stage: Stage): SiteId[] {
  const slots = [...stage.broadcast.slots, ...stage.chairView.slots];
  return [
    ...slots.flatMap((slot) => (slot.kind === 'site' ? [slot.siteId] : [])),
    ...stage.floor,
    ...stage.called,
    ...stage.cue.map((entry) => entry.siteId),
    ...(stage.content === null ? [] : [stage.content]),
  ];
}

test('[LO-3] [LO-5] [BU-10] [FL-2] [FL-6] after any commands the stage is sound', () => {
  fc.assert(
    fc.property(anyCourse, (course) => {
      play(course, ({ state, stage }) => {
        expect(ConferenceState.safeParse(state).error).toBeUndefined();
        const invited = new Set(state.roster.map((entry) => entry.siteId));
        expect(invited.size).toBe(state.roster.length);
        const kept = [state.before?.stage, stage].filter((one) => one !== undefined);
        for (const one of kept) expect(named(one).filter((id) => !invited.has(id))).toEqual([]);
        for (const layout of [state.chairViewBefore, state.before?.chairViewBefore])
          expect(
            (layout?.slots ?? []).filter((slot) => slot.kind === 'site' && !invited.has(slot.siteId)),
          ).toEqual([]);

        expect(isBlank(stage.broadcast, stage.content)).toBe(false);
        expect(new Set(stage.floor).size).toBe(stage.floor.length);
        expect(
          stage.content === null || state.roster.find((e) => e.siteId === stage.content)?.mayPresent,
        ).toBe(true);
        for (const { slots } of [stage.broadcast, stage.chairView]) {
          const shown = slots.flatMap((slot) => (slot.kind === 'site' ? [slot.siteId] : []));
          expect(new Set(shown).size).toBe(shown.length);
        }

        const open = state.bringUps.filter((call) => call.endedAt === null);
        const performed = open.filter((call) => call.state !== 'requested').map((call) => call.siteId);
        expect(performed).toEqual(stage.called);
        expect(open.length - performed.length).toBeLessThanOrEqual(1);
        expect(stage.called.length).toBeLessThanOrEqual(1);
        expect(state.chairViewBefore !== null).toBe(stage.called.length > 0);
        if (stage.called.length > 0) {
          expect(stage.floor).toContain(state.chairSiteId);
          expect(stage.called).not.toContain(state.chairSiteId);
        }
      });
    }),
    { numRuns: 1_500 },
  );
  // Many courses on a machine that has other work.
}, 180_000);

test('[CD-7] the log folded from the start, or onto any snapshot, is the live state', () => {
  fc.assert(
    fc.property(anyCourse, fc.nat(), (course, cut) => {
      const snapshots: ConferenceState[] = [];
      const { log, state } = play(course, (meeting) => snapshots.push(meeting.state));
      expect(log.map((event) => event.seq)).toEqual(log.map((_, at) => at + 1));
      expect(log.reduce(apply, initialState())).toEqual(state);
      const snapshot = ConferenceState.parse(JSON.parse(JSON.stringify(snapshots[cut % snapshots.length])));
      expect(log.filter((event) => event.seq > snapshot.seq).reduce(apply, snapshot)).toEqual(state);
    }),
    { numRuns: 300 },
  );
});

test('[CD-3] any command given again at once changes nothing, unless it takes something back', () => {
  fc.assert(
    fc.property(anyCourse, (course) => {
      const meeting = play(course, () => undefined);
      for (const { command, by } of course.steps) {
        meeting.give(command, by);
        const { state } = meeting;
        const again = meeting.give(command, by);
        const events: ConferenceEventBody[] = again.ok ? again.value : [];
        expect(events).toEqual([]);
        expect(meeting.state).toEqual(state);
      }
    }),
    { numRuns: 300 },
  );
});

test('[CD-4] [CD-5] a change taken back at once leaves the stage as it was', () => {
  fc.assert(
    fc.property(anyCourse, (course) => {
      const meeting = play(course, () => undefined);
      for (const { command, by } of course.steps) {
        if (command.type === 'stage.undo') continue;
        const before = meeting.wait(1).state;
        const given = meeting.give(command, by);
        const changed = given.ok && given.value.some((body) => body.type === 'stage.changed');
        if (!changed || command.type === 'site.remove') continue;
        expect(meeting.wait(1).give({ type: 'stage.undo' }, by).ok).toBe(true);
        expect(meeting.stage).toEqual(before.stage);
        expect(meeting.state.chairViewBefore).toEqual(before.chairViewBefore);
        expect(openCalls(meeting.state)).toEqual(openCalls(before));
        meeting.give(command, by);
      }
    }),
    { numRuns: 300 },
  );
});

const openCalls = ({ bringUps }: ConferenceState) =>
  bringUps.filter((call) => call.endedAt === null).map((call) => [call.siteId, call.state === 'requested']);

test('[BU-11] the end of any call shows the chair what it saw before, or what its operator chose since', () => {
  fc.assert(
    fc.property(anyCourse, (course) => {
      const meeting = play(course, () => undefined);
      const caller = meeting.state.chairSiteId;
      for (const { siteId: callee } of meeting.state.roster) {
        const plan: ConferencePlan | null = planOf(meeting.state);
        const alone = openCalls(meeting.state).length === 0 && meeting.state.automaticBringUp;
        if (plan === null || callee === caller || !alone) continue;
        const { chairView } = meeting.stage;
        meeting.give({ type: 'bringUp.request', siteId: callee });
        expect(soleSiteOf(meeting.stage.chairView)).toBe(callee);
        meeting.give({ type: 'bringUp.release', siteId: callee });
        expect(meeting.stage.chairView).toEqual(chairView);
      }
    }),
    { numRuns: 300 },
  );
});
