import {
  ChamberId,
  type Command,
  type ConferenceState,
  instant,
  type RosterEntry,
  type TreeNode,
} from '@nhipcau/contracts';
import { aLayout, aPlan, arraySteps, aSite, MeetingInHand, nodeId, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { callOn, connectionOf, escalateUnconnected } from './connecting.ts';
import { planOf } from './lifecycle.ts';

// What a meeting of 2000 sites costs: counted in elements of lists that are visited, never in time.

const NODES = 20;

function meetingOf(sites: number, dialOut = false): MeetingInHand {
  const tree = Array.from(
    { length: NODES },
    (_, index): TreeNode => ({
      nodeId: nodeId(`n${index}`),
      parentId: index === 0 ? null : nodeId('n0'),
      name: `MCU ${index}`,
      linkUrl: `ws://127.0.0.1/${index}`,
      publicKey: 'k'.repeat(44),
    }),
  );
  const roster = Array.from(
    { length: sites },
    (_, index): RosterEntry =>
      aSite(`s${index}`, { number: index + 1, nodeId: nodeId(`n${index % NODES}`), mayPresent: true }),
  );
  return new MeetingInHand({
    plan: { chairSiteId: siteId('s0'), roster, tree },
    dialOut,
    others: [aSite('one-more', { number: 5_000, nodeId: nodeId('n1') })],
  });
}

const last = (sites: number) => siteId(`s${sites - 1}`);
const all = (sites: number) => Array.from({ length: sites }, (_, index) => siteId(`s${index}`));
const but = (sites: number) => all(sites).slice(1);

/** Everybody has a line in the list of connections, as after an hour of calling. */
const withConnections = (state: ConferenceState, sites: number): ConferenceState => ({
  ...state,
  connecting: {
    ...state.connecting,
    sites: but(sites).map((id) => connectionOf(state.connecting, id)),
  },
});

/** Acts of a large meeting; each is given to a live meeting in which everybody is called and tried. */
const acts: Readonly<Record<string, (sites: number) => Command>> = {
  'a site is invited': () => ({ type: 'site.invite', siteId: siteId('one-more') }),
  'a site is removed': (n) => ({ type: 'site.remove', siteId: last(n) }),
  'a site goes on air': (n) => ({
    type: 'stage.take',
    target: 'broadcast',
    layout: aLayout('full', last(n)),
  }),
  'a site is given the floor': (n) => ({ type: 'floor.grant', siteId: last(n) }),
  'a site presents': (n) => ({ type: 'content.show', siteId: last(n) }),
  'a site is called by the chair': (n) => ({ type: 'bringUp.request', siteId: last(n) }),
  'all sites are called to connect': (n) => ({ type: 'connect.call', siteIds: but(n) }),
  'a site is tried': (n) => ({ type: 'connect.try', siteId: last(n), sound: 'good', picture: 'good' }),
  'the meeting is ready': () => ({ type: 'connect.ready' }),
  'all sites are asked who attends': (n) => ({ type: 'attendance.ask', siteIds: but(n) }),
  'the plan is saved': () => ({ type: 'plan.save' }),
  'the meeting is reset': () => ({ type: 'meeting.reset' }),
  'all sites are called again': (n) => ({ type: 'sites.recall', siteIds: but(n) }),
  'a site asks to speak': (n) => ({ type: 'speak.request', siteId: last(n), person: '' }),
  'a step is taken back': () => ({ type: 'stage.undo' }),
  'the meeting ends': () => ({ type: 'meeting.end' }),
};

/** Twice as many sites may cost twice as much, and a little; a walk within a walk costs four times as much. */
const LINEAR = 2.6;
const [SMALL, LARGE] = [999, 1_998];

function growth(costOf: (sites: number) => number): number {
  return (costOf(LARGE) + 1) / (costOf(SMALL) + 1);
}

describe('[CD-11] [R-MCU-09] with twice as many sites nothing costs four times as much', () => {
  test('[CD-11] a meeting begins', () => {
    expect(growth((n) => arraySteps(() => meetingOf(n).give({ type: 'meeting.start' })))).toBeLessThan(
      LINEAR,
    );
  });

  test.each(Object.entries(acts))('[CD-11] %s', (_, command) => {
    const costOf = (sites: number) => {
      const meeting = meetingOf(sites);
      meeting.give({ type: 'meeting.start' });
      meeting.state = withConnections(meeting.state, sites);
      return arraySteps(() => {
        const decided = meeting.give(command(sites));
        if (!decided.ok && decided.error.code !== 'NOTHING_TO_UNDO')
          throw new Error(`${decided.error.code} refused`);
      });
    };
    expect(growth(costOf)).toBeLessThan(LINEAR);
  });

  test('[CD-11] sites that wait are called one after the other, and escalated', () => {
    const costOf = (sites: number) => {
      const meeting = meetingOf(sites, true);
      meeting.give({ type: 'meeting.start' });
      meeting.give({ type: 'connect.call', siteIds: but(sites) });
      meeting.state = withConnections(meeting.state, sites);
      const now = instant(meeting.now);
      const rule = { minutes: 60, to: 'chair' } as never;
      return arraySteps(() => {
        meeting.write(
          callOn(meeting.state, () => false, now),
          { kind: 'time' },
        );
        escalateUnconnected(
          meeting.state,
          { rule, plannedStart: instant(meeting.now + 60_000) },
          () => true,
          now,
        );
      });
    };
    expect(growth(costOf)).toBeLessThan(LINEAR);
  });

  test('[CD-11] the plan that nodes are told', () => {
    const costOf = (sites: number) => {
      const meeting = meetingOf(sites);
      meeting.give({ type: 'meeting.start' });
      return arraySteps(() => void planOf(meeting.state));
    };
    expect(growth(costOf)).toBeLessThan(LINEAR);
  });

  test('[CD-11] [R-MCU-10] districts are put into rooms of their own and merged', () => {
    const costOf = (sites: number) => {
      const meeting = meetingOf(sites);
      meeting.give({ type: 'meeting.start' });
      const per = Math.floor((sites - 1) / 14);
      const chambers = Array.from({ length: 14 }, (_, room) => {
        const members = but(sites).slice(room * per, (room + 1) * per);
        return {
          chamberId: ChamberId.parse(`room-${room}`),
          name: `Phòng ${room}`,
          chairSiteId: members[0] ?? siteId('s1'),
          members,
        };
      });
      return arraySteps(() => {
        const planned = meeting.give({ type: 'chambers.plan', chambers });
        if (!planned.ok) throw new Error(planned.error.code);
        const chamberIds = chambers.map(({ chamberId }) => chamberId);
        for (const type of ['chambers.split', 'chambers.merge'] as const) {
          const done = meeting.give({ type, chamberIds });
          if (!done.ok) throw new Error(done.error.code);
        }
      });
    };
    expect(growth(costOf)).toBeLessThan(LINEAR);
  });
});

describe('[CD-12] [R-MCU-09] as many sites as the installation is set to carry', () => {
  const plan = aPlan();
  const refused = (result: ReturnType<MeetingInHand['give']>) => (result.ok ? null : result.error);

  test('[CD-12] a meeting with more does not begin, with as many it does', () => {
    const most = plan.roster.length;
    const begin = (maxSites: number) =>
      refused(new MeetingInHand({ plan, maxSites }).give({ type: 'meeting.start' }));
    expect(begin(most)).toBeNull();
    expect(begin(most - 1)).toEqual({ code: 'ROSTER_FULL', facts: { most: most - 1 } });
  });

  test('[CD-12] no site is invited beyond it, and one that leaves makes room', () => {
    const others = [aSite('one-more'), aSite('another')];
    const meeting = MeetingInHand.live({ plan, others, maxSites: plan.roster.length + 1 });
    expect(refused(meeting.give({ type: 'site.invite', siteId: siteId('one-more') }))).toBeNull();
    const another = { type: 'site.invite', siteId: siteId('another') } as const;
    expect(refused(meeting.give(another))?.code).toBe('ROSTER_FULL');
    meeting.give({ type: 'site.remove', siteId: siteId('one-more') });
    expect(refused(meeting.give(another))).toBeNull();
  });
});
