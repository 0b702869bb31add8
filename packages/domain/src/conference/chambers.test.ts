import {
  type BringUp,
  type ChamberDraft,
  ChamberId,
  type Command,
  type ConferencePlan,
  ConferenceState,
  type SiteId,
  type Stage,
} from '@nhipcau/contracts';
import {
  aLayout,
  anyCommand,
  anyDividing,
  anyPlan,
  anyRoster,
  anyTree,
  aPlan,
  aSite,
  chamberNames,
  MeetingInHand,
  siteId,
} from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { chamberHolding, openChambers, partOfSite } from './chambers.ts';
import { initialState, planOf } from './lifecycle.ts';
import { viewOf } from './seat-view.ts';
import { demandsOf, subscriptionsOf } from './subscriptions.ts';

const chamberId = (name: string): ChamberId => ChamberId.parse(name);
const [one, two] = [chamberId('ch1'), chamberId('ch2')];

/** A province, and so many districts with two communes each: sites `d0`, `d0a`, `d0b`, `d1` … */
function province(districts: number): { meeting: MeetingInHand; drafts: ChamberDraft[] } {
  const names = Array.from({ length: districts }, (_, at) => [`d${at}`, `d${at}a`, `d${at}b`]);
  const roster = ['province', ...names.flat()].map((name, at) => aSite(name, { number: at + 1 }));
  const drafts = names.map((members, at) => ({
    chamberId: chamberId(`district-${at}`),
    name: `Huyện ${at}`,
    chairSiteId: siteId(`d${at}`),
    members: members.map(siteId),
  }));
  const meeting = MeetingInHand.live({ plan: aPlan({ roster }) });
  expect(meeting.give({ type: 'chambers.plan', chambers: drafts }).ok).toBe(true);
  return { meeting, drafts };
}

const split: Command = { type: 'chambers.split', chamberIds: [] };
const merge: Command = { type: 'chambers.merge', chamberIds: [] };

/** All sites that a site sees, hears or makes ready. */
function meets(meeting: MeetingInHand, name: string): string[] {
  const plan = planOf(meeting.state);
  if (plan === null) return [];
  const met = subscriptionsOf(plan, { kind: 'site', siteId: siteId(name) }).map((wish) => wish.siteId);
  return [...new Set(met)].sort();
}

const stageIn = (meeting: MeetingInHand, id: ChamberId): Stage | undefined =>
  meeting.state.chambers.find((chamber) => chamber.chamberId === id)?.stage;

describe('[R-MCU-10] rooms of one meeting side by side', () => {
  test('[R-MCU-10] [R-RHS-04] fourteen districts try their communes at once, and none notices another', () => {
    const { meeting, drafts } = province(14);
    meeting.give(split);
    for (const [at, draft] of drafts.entries()) {
      const called = siteId(`d${at}a`);
      const given = meeting.give(
        { type: 'bringUp.request', siteId: called },
        `operator-${at}`,
        draft.chamberId,
      );
      expect(given.ok).toBe(true);
    }
    for (const at of drafts.keys()) {
      expect(meets(meeting, `d${at}`)).toEqual([`d${at}a`]);
      expect(meets(meeting, `d${at}a`)).toEqual([`d${at}`]);
      expect(meets(meeting, `d${at}b`)).toEqual([`d${at}`, `d${at}a`]);
    }
    expect(meets(meeting, 'province')).toEqual([]);
    expect(meeting.state.bringUps.filter((call) => call.endedAt === null)).toHaveLength(14);
  });

  test('[R-MCU-10] [R-RHS-05] one command brings all into the common room, with identity and place; another divides them again', () => {
    const { meeting, drafts } = province(3);
    const roster = meeting.state.roster;
    meeting.give(split);
    const layout = aLayout('grid4', 'd1a', 'd1b');
    meeting.give({ type: 'stage.take', target: 'broadcast', layout }, 'operator', chamberId('district-1'));
    const given = meeting.give(merge);
    expect(given.ok && given.value.map(({ type }) => type)).toEqual(['chambers.changed']);
    for (const { members } of drafts)
      for (const member of members) expect(meets(meeting, member)).toEqual(['province']);
    meeting.give(split);
    expect(stageIn(meeting, chamberId('district-1'))?.broadcast).toEqual(layout);
    expect(meets(meeting, 'd1')).toEqual(['d1a', 'd1b']);
    expect(meeting.state.roster).toBe(roster);
  });

  test('[CH-2] a command for one room knows the sites of that room only', () => {
    const { meeting } = province(2);
    meeting.give(split);
    const refused = { ok: false, error: { code: 'SITE_UNKNOWN' } };
    const grant = (name: string, chamber: ChamberId | null) =>
      meeting.give({ type: 'floor.grant', siteId: siteId(name) }, 'operator', chamber);
    expect(grant('d1a', chamberId('district-0'))).toMatchObject(refused);
    expect(grant('d1a', null)).toMatchObject(refused);
    expect(grant('province', chamberId('district-1'))).toMatchObject(refused);
    expect(grant('d1a', chamberId('district-1')).ok).toBe(true);
    expect(grant('d1a', chamberId('nowhere'))).toMatchObject({ error: { code: 'CHAMBER_UNKNOWN' } });
    meeting.give(merge);
    expect(grant('d1a', chamberId('district-1'))).toMatchObject({ error: { code: 'CHAMBER_NOT_OPEN' } });
  });

  test('[CH-2] undo takes back the own last change of that room, not of another', () => {
    const { meeting } = province(2);
    meeting.give(split);
    const [first, second] = [chamberId('district-0'), chamberId('district-1')];
    meeting.give({ type: 'floor.grant', siteId: siteId('d0a') }, 'operator', first);
    meeting.give({ type: 'floor.grant', siteId: siteId('d1a') }, 'operator', second);
    expect(meeting.give({ type: 'stage.undo' }, 'operator', first).ok).toBe(true);
    expect(stageIn(meeting, first)?.floor).toEqual(['d0']);
    expect(stageIn(meeting, second)?.floor).toEqual(['d1', 'd1a']);
    expect(meeting.give({ type: 'stage.undo' })).toMatchObject({ error: { code: 'NOTHING_TO_UNDO' } });
  });

  test.each<[string, ChamberDraft[], string]>([
    ['the chair of the meeting in a chamber', [draft(one, 'province')], 'SITE_IS_CHAIR'],
    [
      'a site in two chambers',
      [draft(one, 'commune'), draft(two, 'district', 'commune')],
      'CHAMBER_MEMBERS_WRONG',
    ],
    ['a name twice', [draft(one, 'commune'), draft(one, 'district')], 'CHAMBER_MEMBERS_WRONG'],
    [
      'a chair from outside',
      [{ ...draft(one, 'commune'), chairSiteId: siteId('district') }],
      'CHAMBER_MEMBERS_WRONG',
    ],
    ['a site that is not invited', [draft(one, 'stranger')], 'SITE_UNKNOWN'],
  ])('[CH-3] refuses %s', (_, chambers, code) => {
    expect(MeetingInHand.live().give({ type: 'chambers.plan', chambers })).toMatchObject({ error: { code } });
  });

  test('[CH-3] chambers are planned anew only while private ones are closed', () => {
    const { meeting, drafts } = province(2);
    meeting.give(split);
    const plan: Command = { type: 'chambers.plan', chambers: drafts.slice(1) };
    expect(meeting.give(plan)).toMatchObject({ error: { code: 'CHAMBERS_OPEN' } });
    meeting.give(merge);
    expect(meeting.give(plan).ok).toBe(true);
    expect(meeting.state.chambers.map((chamber) => chamber.chamberId)).toEqual(['district-1']);
  });

  test('[CH-4] a chamber opens with its chair on air and heard, and its members before its chair', () => {
    const { meeting } = province(1);
    meeting.give(split);
    expect(stageIn(meeting, chamberId('district-0'))).toMatchObject({
      broadcast: aLayout('full', 'd0'),
      chairView: aLayout('grid4', 'd0a', 'd0b'),
      floor: ['d0'],
    });
  });

  test('[CH-5] whoever goes to another room leaves the stage, and its call ends', () => {
    const { meeting } = province(2);
    meeting.give({ type: 'bringUp.request', siteId: siteId('d0a') });
    meeting.give(split);
    expect(meeting.stage).toMatchObject({
      broadcast: aLayout('full', 'province'),
      floor: ['province'],
      called: [],
    });
    expect(meeting.state.bringUps.map((call: BringUp) => call.state)).toEqual(['abandoned']);
    const [first, second] = [chamberId('district-0'), chamberId('district-1')];
    meeting.give({ type: 'bringUp.request', siteId: siteId('d0a') }, 'operator', first);
    meeting.give({ type: 'site.move', siteId: siteId('d0a'), chamberId: second });
    expect(stageIn(meeting, first)).toMatchObject({
      floor: ['d0'],
      called: [],
      chairView: aLayout('grid4', '-', 'd0b'),
    });
    expect(meets(meeting, 'd0a')).toEqual(['d1']);
    expect(meeting.state.bringUps.filter((call) => call.endedAt === null)).toEqual([]);
  });
});

describe('the technical room', () => {
  const aside = (meeting: MeetingInHand, name: string) =>
    meeting.give({ type: 'site.setAside', siteId: siteId(name) });
  const back = (meeting: MeetingInHand, name: string) =>
    meeting.give({ type: 'site.bringBack', siteId: siteId(name) });

  test('[CH-6] [CH-7] a site set aside talks with those beside it and comes back to its own room', () => {
    const { meeting } = province(2);
    meeting.give(split);
    meeting.give({ type: 'floor.grant', siteId: siteId('d0a') }, 'operator', chamberId('district-0'));
    aside(meeting, 'd0a');
    aside(meeting, 'd1b');
    expect(meets(meeting, 'd0a')).toEqual(['d1b']);
    expect(meets(meeting, 'd1b')).toEqual(['d0a']);
    expect(meets(meeting, 'd0')).toEqual(['d0b']);
    expect(stageIn(meeting, chamberId('district-0'))?.floor).toEqual(['d0']);
    back(meeting, 'd0a');
    expect(meets(meeting, 'd0a')).toEqual(['d0']);
    expect(meets(meeting, 'd1b')).toEqual([]);
    back(meeting, 'd1b');
    expect(meeting.state.chambers.map(({ kind }) => kind)).toEqual(['private', 'private']);
  });

  test('[CH-3] the chair of the meeting stays where it is', () => {
    expect(aside(MeetingInHand.live(), 'province')).toMatchObject({ error: { code: 'SITE_IS_CHAIR' } });
  });

  test('[CH-6] a chamber waits for its chair that is set aside; its calls end meanwhile', () => {
    const { meeting } = province(1);
    const district = chamberId('district-0');
    meeting.give(split);
    meeting.give({ type: 'bringUp.request', siteId: siteId('d0a') }, 'operator', district);
    aside(meeting, 'd0');
    expect(meeting.state.bringUps.filter((call) => call.endedAt === null)).toEqual([]);
    expect(meets(meeting, 'd0a')).toEqual([]);
    back(meeting, 'd0');
    expect(meets(meeting, 'd0a')).toEqual(['d0']);
  });

  test('[CH-8] a chamber that loses its chair is led by the next member; one that nobody is left in is gone', () => {
    const { meeting } = province(1);
    meeting.give(split);
    meeting.give({ type: 'site.remove', siteId: siteId('d0') });
    expect(meeting.state.chambers[0]).toMatchObject({ chairSiteId: 'd0a', members: ['d0a', 'd0b'] });
    expect(meets(meeting, 'd0b')).toEqual(['d0a']);
    meeting.give({ type: 'site.move', siteId: siteId('d0b'), chamberId: null });
    meeting.give({ type: 'site.remove', siteId: siteId('d0a') });
    expect(meeting.state.chambers).toEqual([]);
  });
});

function draft(id: ChamberId, ...members: string[]): ChamberDraft {
  const sites = members.map(siteId);
  return { chamberId: id, name: id, chairSiteId: sites[0] ?? siteId('nobody'), members: sites };
}

describe('whatever is pressed', () => {
  test('[CH-1] [ST-4] [R-MCU-10] nobody ever sees, hears or makes ready anybody of another room, nor itself', () => {
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        for (const { siteId: own } of plan.roster) {
          const room = new Set(partOfSite(plan, own).roster.map((entry) => entry.siteId));
          expect(room).toContain(own);
          for (const { siteId: met } of subscriptionsOf(plan, { kind: 'site', siteId: own })) {
            expect(met).not.toBe(own);
            expect(room).toContain(met);
          }
        }
        for (const { chamberId: id, members } of plan.chambers)
          for (const { siteId: met } of subscriptionsOf(plan, { kind: 'monitor', chamberId: id }))
            expect(members).toContain(met);
      }),
      { numRuns: 500 },
    );
  });

  test('[CH-1] [ST-13] links carry for each room what they would carry if it were a conference of its own', () => {
    const table = (plan: ConferencePlan, names: readonly SiteId[]) => {
      const present = plan.roster.filter((entry) => names.includes(entry.siteId));
      const seats = present.map((entry) => ({
        seat: { kind: 'site' as const, siteId: entry.siteId },
        nodeId: entry.nodeId,
      }));
      return demandsOf(plan, seats).flatMap(({ from, to, streams }) =>
        streams.map((stream) => `${from}>${to} ${JSON.stringify(stream)}`),
      );
    };
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        const names = plan.roster.map((entry) => entry.siteId);
        const rooms = new Set(names.map((name) => partOfSite(plan, name)));
        const alone = [...rooms].flatMap(({ chairSiteId, roster, stage }) =>
          table(
            {
              chairSiteId,
              roster,
              stage,
              tree: plan.tree,
              chambers: [],
              speaking: [],
              talks: [],
              presets: [],
              talkAsks: [],
              waiting: [],
              contacts: [],
              barred: [],
              recording: null,
              attendanceAsked: [],
              directions: [],
              spares: [],
            },
            names,
          ),
        );
        expect(table(plan, names).sort()).toEqual(alone.sort());
      }),
      { numRuns: 200 },
    );
  });

  const anyCourse = anyTree(4).chain((tree) =>
    anyRoster(tree, 8).chain((roster) => {
      const ids = roster.map((entry) => entry.siteId);
      const step = fc.record({
        command: fc.oneof(
          { weight: 2, arbitrary: anyCommand(ids) },
          { weight: 3, arbitrary: anyDividing(ids) },
        ),
        chamber: fc.option(fc.constantFrom(...chamberNames, chamberId('technical'))),
        by: fc.constantFrom('operator', 'chair'),
      });
      const chairSiteId = ids[0] ?? siteId('s0');
      return fc.record({
        plan: fc.constant({ tree, roster, chairSiteId }),
        steps: fc.array(step, { maxLength: 40 }),
      });
    }),
  );

  const namedBy = (stage: Stage): SiteId[] => [
    ...[...stage.broadcast.slots, ...stage.chairView.slots].flatMap((slot) =>
      slot.kind === 'site' ? [slot.siteId] : [],
    ),
    ...stage.floor,
    ...stage.called,
    ...stage.cue.map((cue) => cue.siteId),
    ...(stage.content === null ? [] : [stage.content]),
  ];

  test('[CH-1] [CH-5] [CD-7] every site is in one room, stages name their own people, and the log tells it all', () => {
    fc.assert(
      fc.property(anyCourse, ({ plan, steps }) => {
        const meeting = MeetingInHand.live({ plan });
        for (const { command, chamber, by } of steps) {
          meeting.wait(1).give(command, by, chamber);
          const { state } = meeting;
          expect(ConferenceState.safeParse(state).error).toBeUndefined();
          const invited = new Set(state.roster.map((entry) => entry.siteId));
          const open = openChambers(state.chambers);
          const homes = open.flatMap(({ members }) => members);
          expect(new Set(homes).size).toBe(homes.length);
          const common = state.roster.map((entry) => entry.siteId).filter((id) => !homes.includes(id));
          expect(common).toContain(state.chairSiteId);
          expect(namedBy(meeting.stage).filter((id) => !common.includes(id))).toEqual([]);
          for (const { members, stage, chairSiteId, before, chairViewBefore } of state.chambers) {
            expect(members.filter((id) => !invited.has(id))).toEqual([]);
            expect(members).toContain(chairSiteId);
            for (const kept of [stage, ...(before ? [before.stage] : [])])
              expect(namedBy(kept).filter((id) => !members.includes(id))).toEqual([]);
            expect(chairViewBefore !== null).toBe(stage.called.length > 0);
          }
          const called = [meeting.stage, ...state.chambers.map(({ stage }) => stage)].flatMap(
            (s) => s.called,
          );
          const performed = state.bringUps
            .filter((call) => call.endedAt === null && call.state !== 'requested')
            .map((call) => call.siteId);
          expect([...performed].sort()).toEqual([...called].sort());
          for (const call of performed) {
            const chair = chamberHolding(state, call)?.chairSiteId ?? state.chairSiteId;
            const view = planOf(state) && viewOf(planOf(state) ?? aPlan(), { kind: 'site', siteId: call });
            expect(view?.chairSiteId).toBe(chair);
          }
        }
        expect(meeting.log.reduce(apply, initialState())).toEqual(meeting.state);
      }),
      { numRuns: 400 },
    );
  });
});
