import { present } from '@nhipcau/base';
import {
  ChamberId,
  defaultLinkBudget,
  InstallationCode,
  instant,
  NodeId,
  SiteId,
  type TrunkFeed,
} from '@nhipcau/contracts';
import { aCue, aLayout, aNode, aPlan, aSite, aStage, MeetingInHand, nodeId, siteId } from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../conference/decision.ts';
import { sparesOf } from '../conference/relief.ts';
import { viewOf } from '../conference/seat-view.ts';
import { aliasOf, gateOf, isFrom, plainOf, programOf } from './alias.ts';
import { mayStandBelow, nextTrunk, type TrunkMove, type TrunkState, trunkWord } from './course.ts';
import { feedDown, feedUp, guestRoles, offersOf } from './feed.ts';
import { agreedBudget, linkTrunk, turned, unlinkTrunk } from './membership.ts';
import { type Guest, type Lent, unfold } from './unfold.ts';

type StageChange = Parameters<typeof aStage>[0];

const CP = InstallationCode.parse('cp');
const HB = InstallationCode.parse('hb');
const above = programOf(CP);
const below = programOf(HB);
const at = instant(1_000);

const feed = (change: Partial<TrunkFeed> = {}): TrunkFeed => ({
  layout: 'full',
  panes: [{ kind: 'site', siteId: siteId('cp:gov') }],
  voices: [siteId('cp:gov')],
  content: null,
  cued: [],
  sites: [{ siteId: siteId('cp:gov'), name: 'Chính phủ' }],
  ...change,
});
const guest = (change: Partial<Guest> = {}): Guest => ({
  entry: aSite('guest', { siteId: above, nodeId: nodeId('cp:centre'), number: 9_001 }),
  feed: feed(),
  ownSiteId: siteId('province'),
  ...change,
});
/** The province's meeting with the Government as its guest. */
const plan = (stage: StageChange) => {
  const bare = aPlan({ stage: aStage(stage) });
  return {
    ...bare,
    roster: [...bare.roster, guest().entry],
    tree: [...bare.tree, aNode('cp:centre', 'cp')],
  };
};
const seen = (stage: StageChange, guests = [guest()], lent: Lent | null = null) =>
  unfold(plan(stage), { guests, lent, offers: new Map() });

describe('names at the border', () => {
  test('[TK-3] a name made for another installation leads back to the own one, and to no other installation', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,50}$/), (name) => {
        const own = SiteId.parse(name);
        const alias = aliasOf(HB, own);
        if (alias === null) return;
        expect(plainOf(HB, alias)).toBe(own);
        expect(plainOf(CP, alias)).toBe(null);
        expect(alias).not.toBe(below);
      }),
    );
    expect(aliasOf(HB, SiteId.parse('x'.repeat(64)))).toBe(null);
    expect(gateOf(HB, NodeId.parse('x'.repeat(64)))).toBe(null);
    expect([isFrom(HB, below), isFrom(CP, below)]).toEqual([true, false]);
  });
});

describe('what a guest stands for', () => {
  test('[TK-1] alone on the screen it has the layout of the other side, in a pane its first picture; its voices are the floor', () => {
    const grid = feed({
      layout: 'grid4',
      panes: [
        { kind: 'site', siteId: siteId('cp:gov') },
        { kind: 'own', siteId: null },
        { kind: 'site', siteId: siteId('cp:hn') },
        { kind: 'empty' },
      ],
      voices: [siteId('cp:gov'), siteId('cp:hn')],
    });
    const screens = { broadcast: aLayout('full', above), chairView: aLayout('grid4', 'commune', above) };
    const { stage } = seen({ ...screens, floor: [above, siteId('province')] }, [guest({ feed: grid })]);
    expect(stage.broadcast).toEqual(aLayout('grid4', 'cp:gov', 'province', 'cp:hn'));
    expect(stage.chairView).toEqual(aLayout('grid4', 'commune', 'cp:gov'));
    expect(stage.floor).toEqual(['cp:gov', 'cp:hn', 'province']);
  });

  test('[TK-1] a presentation above is shown beside the program, a cue above is made ready below, silence shows nothing', () => {
    const busy = feed({ content: siteId('cp:gov'), cued: [siteId('cp:hn')] });
    const { stage } = seen({ broadcast: aLayout('full', above), cue: [aCue(above)] }, [
      guest({ feed: busy }),
    ]);
    expect(stage.content).toBe('cp:gov');
    expect(stage.cue).toEqual([aCue('cp:gov'), aCue('cp:hn')]);
    const silent = seen({ broadcast: aLayout('full', above), floor: [above] }, [guest({ feed: null })]);
    expect(silent.stage.broadcast).toEqual(aLayout('full'));
    expect(silent.stage.floor).toEqual([]);
  });

  test('[TK-1] [CH-2] in a chamber it is seen and heard there, and not in the common room', () => {
    const chamber = {
      chamberId: ChamberId.parse('c1'),
      name: 'Phòng 1',
      kind: 'private' as const,
      chairSiteId: siteId('commune'),
      members: [siteId('commune'), above],
      stage: aStage({ broadcast: aLayout('full', above), floor: [above] }),
    };
    const bare = plan({ broadcast: aLayout('full', 'province'), floor: [] });
    const whole = { ...bare, chambers: [chamber] };
    const unfolded = unfold(whole, { guests: [guest()], lent: null, offers: new Map() });
    const monitor = viewOf(unfolded, { kind: 'monitor', chamberId: chamber.chamberId });
    expect(monitor.main.panes).toMatchObject([{ siteId: 'cp:gov' }]);
    expect(monitor.hears).toEqual(['cp:gov']);
  });

  test('[TK-6] a lent site is heard when the floor above is its own, and looks at the chair above', () => {
    const lent = {
      chairSiteId: siteId('cp:gov'),
      floor: [siteId('commune')],
      content: null,
      facing: [siteId('commune')],
    };
    const stage = { broadcast: aLayout('full', 'commune'), floor: [siteId('province')] };
    const unfolded = seen(stage, [guest()], lent);
    expect(unfolded.stage.floor).toEqual(['commune', 'province']);
    const view = viewOf(unfolded, { kind: 'site', siteId: siteId('commune') });
    expect(view.main.panes).toEqual([{ kind: 'remote', siteId: 'cp:gov', source: 'camera', layer: 'high' }]);
    expect(view.hasFloor).toBe(true);
  });
});

describe('what crosses', () => {
  /** The Government's conference with the province as its guest. */
  const national = (stage: StageChange) => ({
    ...aPlan({ stage: aStage(stage) }),
    chairSiteId: siteId('government'),
    roster: [...aPlan().roster, aSite('x', { siteId: below, nodeId: nodeId('hb:prov') })],
  });
  const down = (stage: StageChange) => feedDown(national(stage), new Set([below]), () => null);
  const up = (stage: StageChange, chosen: string | null = null) =>
    feedUp(plan(stage), new Set([above]), chosen === null ? null : siteId(chosen));

  test('[TK-2] down goes the program without what came from below; alone on air or called it sees the chair', () => {
    const mixed = down({
      broadcast: aLayout('grid4', 'district', below),
      floor: [siteId('district'), below],
    });
    expect(mixed.panes.map(({ kind }) => kind)).toEqual(['site', 'own', 'empty', 'empty']);
    expect(mixed.voices).toEqual(['district']);
    const chair = { layout: 'full', panes: [{ kind: 'site', siteId: 'government' }] };
    expect(down({ broadcast: aLayout('full', below) })).toMatchObject(chair);
    expect(down({ broadcast: aLayout('full', 'district'), called: [below] })).toMatchObject(chair);
  });

  test('[TK-5] up goes what was chosen, else what is on air without the conference above, else the chair', () => {
    const only = (site: string) => [{ kind: 'site', siteId: site }];
    expect(up({ broadcast: aLayout('full', above), floor: [above, siteId('commune')] })).toMatchObject({
      panes: only('province'),
      voices: ['commune'],
    });
    expect(up({ broadcast: aLayout('grid4', above, 'district', 'commune') }).layout).toBe('grid4');
    expect(up({ broadcast: aLayout('grid4', above, 'district') }).panes).toEqual(only('district'));
    expect(up({ broadcast: aLayout('full', 'district') }, 'commune').panes).toEqual(only('commune'));
    expect(up({ broadcast: aLayout('full', 'district') }, 'gone').panes).toEqual(only('district'));
  });

  test('[TK-4] offered is what the feed names: cameras that are shown, microphones that are heard, and what is lent', () => {
    const cued = feed({ cued: [siteId('cp:hn')] });
    expect(offersOf(cued, { seen: [siteId('chair')], lent: [siteId('commune')] })).toEqual([
      { siteId: 'cp:gov', sources: ['camera', 'mic'] },
      { siteId: 'cp:hn', sources: ['camera', 'mic'] },
      { siteId: 'chair', sources: ['camera'] },
      { siteId: 'commune', sources: ['camera', 'mic', 'content'] },
    ]);
  });

  test('[TK-2] whatever both stages are, nothing of one side goes out and comes back to it', () => {
    const names = ['government', 'province', 'district', 'commune'];
    const anyStage = (theirs: SiteId) =>
      fc
        .record({
          kind: fc.constantFrom('full' as const, 'grid4' as const),
          shown: fc.array(fc.constantFrom<string>(theirs, ...names, '-'), { minLength: 1, maxLength: 4 }),
          floor: fc.uniqueArray(fc.constantFrom<string>(theirs, ...names), { maxLength: 6 }),
          called: fc.boolean(),
        })
        .map(({ kind, shown, floor, called }) => ({
          broadcast: aLayout(kind, ...(kind === 'full' ? shown.slice(0, 1) : shown)),
          floor: floor.map(siteId),
          called: called ? [theirs] : [],
        }));
    fc.assert(
      fc.property(anyStage(below), anyStage(above), (upper, lower) => {
        expect(JSON.stringify(down(upper))).not.toContain(below);
        expect(JSON.stringify(up(lower))).not.toContain('cp:');
        expect(offersOf(up(lower)).map(({ siteId: id }) => id)).not.toContain(above);
      }),
      { numRuns: 300 },
    );
  });

  test('[TK-13] neither side carries more than both allow, in each direction by itself', () => {
    const wide = defaultLinkBudget;
    const narrow = { down: { ...wide.down, kbps: 2_000 }, up: { ...wide.up, programs: 1 } };
    expect(agreedBudget(wide, narrow)).toEqual(narrow);
    expect(agreedBudget(narrow, { ...wide, down: { ...wide.down, kbps: 1_000 } }).down.kbps).toBe(1_000);
    expect(turned(turned(narrow))).toEqual(narrow);
  });
});

describe('who takes part', () => {
  const node = { ...aNode('hb:prov', 'cp'), trunk: { dials: null, offers: [] } };
  const linked = (names: string[]) => ({
    side: 'lower' as const,
    mode: 'slave' as const,
    node,
    guests: names.map((name) => ({ siteId: siteId(name), name, mayPresent: true })),
  });
  const take = (meeting: MeetingInHand, decision: Decision) => {
    if (!decision.ok) throw new Error(decision.error.code);
    meeting.write(decision.value, { kind: 'time' });
  };

  test('[TK-6] lent sites get free numbers, keep them, and leave the stage when they are taken back', () => {
    const meeting = MeetingInHand.live();
    take(meeting, linkTrunk(meeting.state, linked(['hb:a', 'hb:b']), at));
    const numberOf = (site: string) => meeting.state.roster.find(({ siteId: id }) => id === site)?.number;
    expect([numberOf('hb:a'), numberOf('hb:b')]).toEqual([9_001, 9_002]);
    meeting.give({ type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'hb:b') });
    meeting.give({ type: 'floor.grant', siteId: siteId('hb:b') });
    expect(meeting.stage.floor).toContain('hb:b');
    expect(linkTrunk(meeting.state, linked(['hb:a', 'hb:b']), at)).toEqual({ ok: true, value: [] });
    take(meeting, linkTrunk(meeting.state, linked(['hb:a', 'hb:c']), at));
    expect(JSON.stringify(meeting.stage)).not.toContain('hb:b');
    expect(numberOf('hb:a')).toBe(9_001);
  });

  test('[TK-6] a name that a site of another node has is refused', () => {
    const { state } = MeetingInHand.live();
    expect(linkTrunk(state, linked(['commune']), at)).toMatchObject({ error: { code: 'SITE_IN_MEETING' } });
  });

  test('[TK-10] when it ends its guests are gone and the rest of the meeting is as before', () => {
    const meeting = MeetingInHand.live();
    const { roster, tree, stage } = meeting.state;
    take(meeting, linkTrunk(meeting.state, linked(['hb:a']), at));
    meeting.give({ type: 'floor.grant', siteId: siteId('hb:a') });
    const end = () => unlinkTrunk(meeting.state, node.nodeId, { reason: 'leftByLower', now: at });
    take(meeting, end());
    expect(meeting.state).toMatchObject({ roster, tree, stage: { floor: present(stage, 'stage').floor } });
    expect(end()).toEqual({ ok: true, value: [] });
  });

  test('[TK-10] a reset to a plan that was saved before it came keeps another installation', () => {
    const meeting = MeetingInHand.live();
    take(meeting, linkTrunk(meeting.state, linked(['hb:a']), at));
    meeting.wait(60_000).give({ type: 'meeting.reset' });
    expect(meeting.state.roster.map(({ siteId: id, leg }) => [id, leg])).toContainEqual(['hb:a', 1]);
  });

  test('[TK-10] [SB-3] [SB-7] one that comes or goes while a standby stands in stays, or stays away, when the node is back', () => {
    const { parentId: _parent, ...spare } = aNode('dp', null);
    const root = present(MeetingInHand.live().state.tree[0], 'root').nodeId;
    const meeting = MeetingInHand.live({ standbys: { [root]: spare } });
    const { tree } = meeting.state;
    meeting.give({ type: 'node.relieve', nodeId: root });
    const onStandby = { ...node, parentId: spare.nodeId };
    take(meeting, linkTrunk(meeting.state, { ...linked(['hb:a']), node: onStandby }, at));
    meeting.give({ type: 'node.reinstate', nodeId: root });
    expect(meeting.state.tree).toEqual([...tree, { ...node, parentId: root }]);
    meeting.give({ type: 'node.relieve', nodeId: root });
    take(meeting, unlinkTrunk(meeting.state, node.nodeId, { reason: 'leftByLower', now: at }));
    expect(sparesOf(meeting.state).map(({ nodeId: id }) => id)).toEqual([root]);
    meeting.give({ type: 'node.reinstate', nodeId: root });
    expect(meeting.state.tree).toEqual(tree);
  });

  test('[SB-3] [TK-9] another installation that hangs on a lost node hangs on its standby, with its guests where they were', () => {
    const { parentId: _parent, ...spare } = aNode('dp', null);
    const root = present(MeetingInHand.live().state.tree[0], 'root').nodeId;
    const meeting = MeetingInHand.live({ standbys: { [root]: spare } });
    take(meeting, linkTrunk(meeting.state, linked(['hb:a']), at));
    meeting.give({ type: 'floor.grant', siteId: siteId('hb:a') });
    meeting.give({ type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'hb:a') });
    const { tree, stage } = meeting.state;
    const guests = () => meeting.state.roster.filter(({ siteId: id }) => id === 'hb:a');
    const before = guests();
    const parentOf = () => meeting.state.tree.find(({ nodeId: id }) => id === node.nodeId)?.parentId;
    expect(meeting.give({ type: 'node.relieve', nodeId: root }).ok).toBe(true);
    expect([parentOf(), guests(), meeting.stage]).toEqual([spare.nodeId, before, stage]);
    expect(meeting.give({ type: 'node.reinstate', nodeId: root }).ok).toBe(true);
    expect([parentOf(), guests(), meeting.stage]).toEqual([root, before, stage]);
    expect(new Set(meeting.state.tree)).toEqual(new Set(tree));
  });

  test('[SB-3] [TK-9] another node at the border of the other side takes the place of the gate of before, and nobody leaves the stage', () => {
    const meeting = MeetingInHand.live();
    take(meeting, linkTrunk(meeting.state, linked(['hb:a']), at));
    meeting.give({ type: 'floor.grant', siteId: siteId('hb:a') });
    const { stage } = meeting.state;
    const numberOf = () => meeting.state.roster.find(({ siteId: id }) => id === 'hb:a')?.number;
    const [number, elsewhere] = [numberOf(), { ...node, nodeId: nodeId('hb:standby') }];
    const moved = { ...linked(['hb:a']), node: elsewhere, replaces: node.nodeId };
    take(meeting, linkTrunk(meeting.state, moved, at));
    expect([meeting.stage, numberOf()]).toEqual([stage, number]);
    expect(meeting.state.tree.filter(({ trunk }) => trunk).map(({ nodeId: id }) => id)).toEqual([
      'hb:standby',
    ]);
    expect(meeting.state.roster.filter(({ siteId: id }) => id === 'hb:a')).toHaveLength(1);
  });

  test('[SB-8] a reset finds another installation at the gate it has now', () => {
    const meeting = MeetingInHand.live();
    take(meeting, linkTrunk(meeting.state, linked(['hb:a']), at));
    meeting.wait(60_000).give({ type: 'plan.save' });
    take(meeting, unlinkTrunk(meeting.state, node.nodeId, { reason: 'leftByLower', now: at }));
    const elsewhere = { ...node, nodeId: nodeId('hb:spare') };
    take(meeting, linkTrunk(meeting.state, { ...linked(['hb:a']), node: elsewhere }, at));
    meeting.give({ type: 'meeting.reset' });
    expect(meeting.state.roster).toContainEqual(
      expect.objectContaining({ siteId: 'hb:a', nodeId: 'hb:spare' }),
    );
  });

  test('[TK-6] what the conference above does with guests is told of each', () => {
    const stage = aStage({
      broadcast: aLayout('full', 'commune'),
      floor: [siteId('commune')],
      called: [siteId('district')],
    });
    const guests = ['commune', 'district', 'province'].map((name) => aSite(name));
    const roles = guestRoles(aPlan({ stage }), guests);
    expect(roles.map(({ tally, hasFloor, seesChair }) => [tally, hasFloor, seesChair])).toEqual([
      ['onAir', true, true],
      ['off', false, true],
      ['off', false, false],
    ]);
  });
});

describe('the course of a trunk', () => {
  const invited: TrunkState = { kind: 'invited', at };
  const instants = fc.nat().map(instant);

  test('[TK-7] a ring is refused at whichever installation would close it, and so are too many', () => {
    const many = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((code) => InstallationCode.parse(code));
    expect([[CP], [CP, HB], many].map((chain) => mayStandBelow(chain, HB))).toEqual([true, false, false]);
  });

  test('[TK-12] the word follows from the two lines', () => {
    const joined = (control: 'up' | 'lost'): TrunkState => ({
      kind: 'joined',
      at,
      mode: 'slave',
      control,
      since: at,
    });
    expect(trunkWord(joined('up'), 'up')).toBe('joined');
    expect(trunkWord(joined('up'), 'down')).toBe('noMedia');
    expect(trunkWord(joined('lost'), 'up')).toBe('noControl');
    expect(trunkWord(joined('lost'), 'down')).toBe('down');
    expect(trunkWord(invited, 'up')).toBe('invited');
  });

  const anyMove: fc.Arbitrary<TrunkMove> = fc.oneof(
    fc.record({
      kind: fc.constant('accepted' as const),
      mode: fc.constantFrom('slave' as const, 'oneSite' as const),
      at: instants,
    }),
    fc.record({ kind: fc.constantFrom('controlLost' as const, 'controlBack' as const), at: instants }),
    fc.record({
      kind: fc.constant('ended' as const),
      reason: fc.constantFrom('declined' as const, 'loop' as const),
      at: instants,
    }),
  );

  test('[TK-8] in any course: nobody joins without agreeing, and what has ended stays ended for its first reason', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
        let state: TrunkState = invited;
        for (const move of moves) {
          const next = nextTrunk(state, move);
          if (!next.ok) continue;
          if (state.kind === 'ended') expect(next.value).toEqual(state);
          if (state.kind === 'invited' && next.value.kind === 'joined') expect(move.kind).toBe('accepted');
          state = next.value;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('[TK-9] in any course: losing and finding the other side changes neither the way nor the instant of joining', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (heard) => {
        const start = nextTrunk(invited, { kind: 'accepted', mode: 'slave', at });
        let state: TrunkState = start.ok ? start.value : invited;
        for (const isHeard of heard) {
          const next = nextTrunk(state, {
            kind: isHeard ? 'controlBack' : 'controlLost',
            at: instant(2_000),
          });
          expect(next.ok).toBe(true);
          if (next.ok) state = next.value;
        }
        expect(state).toMatchObject({ kind: 'joined', mode: 'slave', at });
      }),
    );
  });
});
