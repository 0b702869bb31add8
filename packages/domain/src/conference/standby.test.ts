import { type Command, RecordingId, type SpareNode } from '@nhipcau/contracts';
import {
  aLayout,
  aNode,
  anyChangeOfNodes,
  anyRoster,
  anyTree,
  aPlan,
  aSite,
  MeetingInHand,
  nodeId,
  siteId,
} from '@nhipcau/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { initialState, planOf } from './lifecycle.ts';
import { type NodeEvidence, standbyFault, verdictOf } from './standby.ts';
import { checkTopology } from './tree.ts';

const spare = (name: string): SpareNode => {
  const { parentId: _parent, ...node } = aNode(name, null);
  return node;
};
const relieve = (name: string): Command => ({ type: 'node.relieve', nodeId: nodeId(name) });
const reinstate = (name: string): Command => ({ type: 'node.reinstate', nodeId: nodeId(name) });
const shapeOf = ({ state }: MeetingInHand) =>
  Object.fromEntries(state.tree.map((node) => [node.nodeId, node.parentId]));
const homesOf = ({ state }: MeetingInHand) =>
  Object.fromEntries(state.roster.map((entry) => [entry.siteId, entry.nodeId]));

describe('whether a node is lost', () => {
  test.each<[string, NodeEvidence, ReturnType<typeof verdictOf>]>([
    ['the server hears it', { isHeard: true, links: ['down'], witnesses: 3 }, 'present'],
    ['a neighbour hears it', { isHeard: false, links: ['down', 'up'], witnesses: 3 }, 'silent'],
    ['nobody who would know says so', { isHeard: false, links: ['down'], witnesses: 0 }, 'silent'],
    ['nobody says anything', { isHeard: false, links: [], witnesses: 0 }, 'silent'],
    ['a room cannot reach it', { isHeard: false, links: ['down'], witnesses: 1 }, 'lost'],
    ['a room cannot reach it and no neighbour is heard', { isHeard: false, links: [], witnesses: 1 }, 'lost'],
  ])('[SB-1] [SB-2] [R-CON-13] %s', (_what, evidence, verdict) => {
    expect(verdictOf(evidence)).toBe(verdict);
  });
});

describe('a standby takes the place of a node', () => {
  test('[SB-3] one outside the tree: parent, children and sites are as they were, everything on the stage too', () => {
    const meeting = MeetingInHand.live({ standbys: { hb: spare('dp') } });
    meeting.give({
      type: 'stage.take',
      target: 'broadcast',
      layout: aLayout('grid4', 'commune', 'province'),
    });
    meeting.give({ type: 'bringUp.request', siteId: siteId('commune') });
    const before = meeting.state;
    expect(meeting.wait(20_000).give(relieve('hb'))).toMatchObject({
      value: [
        { type: 'node.relieved', nodeId: 'hb', standby: { nodeId: 'dp' }, siteIds: ['province'] },
        { type: 'link.closed', childId: 'hb', parentId: 'cp' },
        { type: 'link.closed', childId: 'hb-dabac', parentId: 'hb' },
      ],
    });
    expect(shapeOf(meeting)).toEqual({ cp: null, dp: 'cp', 'hb-dabac': 'dp' });
    expect(homesOf(meeting)).toMatchObject({ province: 'dp', commune: 'hb-dabac' });
    const { stage, bringUps, chambers, chairSiteId, chairViewBefore, automaticBringUp } = before;
    expect(meeting.state).toMatchObject({
      stage,
      bringUps,
      chambers,
      chairSiteId,
      chairViewBefore,
      automaticBringUp,
    });
    expect(meeting.state.legs).toMatchObject({ nodeId: 'dp', asked: 1, pending: ['province'] });
    expect(planOf(meeting.state)?.spares.map((node) => node.nodeId)).toEqual(['hb']);
  });

  test.each([
    ['its parent', 'hb-dabac', 'hb', { cp: null, hb: 'cp' }],
    ['its child', 'hb', 'hb-dabac', { cp: null, 'hb-dabac': 'cp' }],
    ['the child of the root', 'cp', 'hb', { hb: null, 'hb-dabac': 'hb' }],
  ])('[SB-3] a node of the tree: %s', (_which, lost, standby, shape) => {
    const meeting = MeetingInHand.live({ standbys: { [lost]: spare(standby) } });
    expect(meeting.give(relieve(lost)).ok).toBe(true);
    expect(shapeOf(meeting)).toEqual(shape);
  });

  test('[SB-4] itself, or one deep below, cannot', () => {
    const { tree } = aPlan();
    const fault = (lost: string, standby: string) =>
      standbyFault(tree, { nodeId: nodeId(lost), standby: spare(standby) })?.kind;
    expect(fault('hb', 'hb')).toBe('self');
    expect(fault('cp', 'hb-dabac')).toBe('loop');
    expect(fault('hb', 'dp')).toBeUndefined();
    const meeting = MeetingInHand.live({ standbys: { cp: spare('hb-dabac') } });
    expect(meeting.give(relieve('cp'))).toMatchObject({ error: { code: 'STANDBY_NOT_POSSIBLE' } });
    expect(meeting.give(relieve('hb'))).toMatchObject({ error: { code: 'STANDBY_NOT_DECLARED' } });
    expect(meeting.give(relieve('nowhere'))).toMatchObject({ error: { code: 'NODE_NOT_IN_MEETING' } });
  });

  test('[SB-5] one spare stands for two nodes, and is relieved in turn', () => {
    const meeting = MeetingInHand.live({
      standbys: { hb: spare('dp'), 'hb-dabac': spare('dp'), dp: spare('dp2') },
    });
    meeting.give(relieve('hb'));
    meeting.give(relieve('hb-dabac'));
    expect(shapeOf(meeting)).toEqual({ cp: null, dp: 'cp' });
    expect(homesOf(meeting)).toMatchObject({ province: 'dp', commune: 'dp', government: 'cp' });
    meeting.give(relieve('dp'));
    expect(shapeOf(meeting)).toEqual({ cp: null, dp2: 'cp' });
    meeting.give(reinstate('hb-dabac'));
    expect(shapeOf(meeting)).toEqual({ cp: null, dp2: 'cp', 'hb-dabac': 'dp2' });
    expect(homesOf(meeting)).toMatchObject({ province: 'dp2', commune: 'hb-dabac' });
  });

  test('[SB-7] relieved, standing in for the other and relieved again: each step back is one', () => {
    const meeting = MeetingInHand.live({ standbys: { hb: spare('hb-dabac'), 'hb-dabac': spare('hb') } });
    const planned = { shape: shapeOf(meeting), homes: homesOf(meeting) };
    const lost = ['hb-dabac', 'hb', 'hb-dabac'];
    for (const node of lost) expect(meeting.give(relieve(node)).ok).toBe(true);
    expect(homesOf(meeting)).toMatchObject({ province: 'hb', commune: 'hb' });
    for (const node of lost.toReversed()) expect(meeting.give(reinstate(node)).ok).toBe(true);
    expect({ shape: shapeOf(meeting), homes: homesOf(meeting) }).toEqual(planned);
  });

  test('[SB-7] moved back, tree and sites are as planned, and the moved legs are waited for', () => {
    const meeting = MeetingInHand.live({ standbys: { hb: spare('dp') } });
    const planned = { shape: shapeOf(meeting), homes: homesOf(meeting) };
    meeting.give(relieve('hb'));
    expect(meeting.give(reinstate('cp'))).toMatchObject({ error: { code: 'NODE_NOT_RELIEVED' } });
    meeting.give(reinstate('hb'));
    expect({ shape: shapeOf(meeting), homes: homesOf(meeting) }).toEqual(planned);
    expect(meeting.state).toMatchObject({ reliefs: null, legs: { nodeId: 'hb', pending: ['province'] } });
    expect(meeting.state.roster.every((entry) => entry.homeId === undefined)).toBe(true);
  });

  test('[SB-3] [RD-3] a node that records and gives its place, or gives it back, lets the one go on that has it', () => {
    const meeting = MeetingInHand.live({ standbys: { hb: spare('dp') } });
    const recordingId = RecordingId.parse('r1');
    meeting.write([{ type: 'recording.started', recordingId, nodeId: nodeId('hb'), late: null }], {
      kind: 'time',
    });
    meeting.give(relieve('hb'));
    expect(meeting.state.recording).toMatchObject({ recordingId, nodeId: 'dp' });
    meeting.give(reinstate('hb'));
    expect(meeting.state.recording).toMatchObject({ recordingId, nodeId: 'hb' });
  });

  test('[SB-8] who is invited, and what a reset restores, is at the nodes of this moment', () => {
    const meeting = MeetingInHand.live({
      standbys: { hb: spare('dp') },
      others: [aSite('guest', { number: 500, nodeId: nodeId('hb') })],
    });
    meeting.give(relieve('hb'));
    expect(meeting.give({ type: 'site.invite', siteId: siteId('guest') }).ok).toBe(true);
    expect(homesOf(meeting)).toMatchObject({ guest: 'dp' });
    meeting.give({ type: 'meeting.reset' });
    expect(homesOf(meeting)).toMatchObject({ province: 'dp', commune: 'hb-dabac' });
    meeting.give(reinstate('hb'));
    expect(homesOf(meeting)).toMatchObject({ province: 'hb' });
  });
});

const anyCourse = anyTree(6).chain((tree) => {
  const ids = [...tree.map((node) => node.nodeId), nodeId('x1'), nodeId('x2')];
  return fc.record({
    tree: fc.constant(tree),
    roster: anyRoster(tree, 6),
    standbys: fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(...ids).map(spare)),
    commands: fc.array(anyChangeOfNodes(ids), { maxLength: 12 }),
  });
});

test('[SB-3] [SB-4] [SB-5] [SB-7] whichever nodes change places, the rest is a tree and every site is on it', () => {
  fc.assert(
    fc.property(anyCourse, ({ tree, roster, standbys, commands }) => {
      const plan = { tree, roster, chairSiteId: roster[0]?.siteId ?? siteId('s0') };
      const meeting = MeetingInHand.live({ plan, standbys });
      const { stage } = meeting;
      for (const command of commands) {
        meeting.give(command);
        const { state } = meeting;
        expect(checkTopology(state.tree, state.roster, { cascadeAllowed: true })).toMatchObject({ ok: true });
        expect(state.stage).toEqual(stage);
      }
      expect(meeting.log.reduce(apply, initialState())).toEqual(meeting.state);
      for (let turn = meeting.state.reliefs?.given.length ?? 0; turn > 0; turn -= 1) {
        const last = meeting.state.reliefs?.given.at(-1);
        if (last) meeting.give(reinstate(last.nodeId));
      }
      expect(meeting.state).toMatchObject({ tree, reliefs: null });
      expect(homesOf(meeting)).toEqual(Object.fromEntries(roster.map((e) => [e.siteId, e.nodeId])));
    }),
    { numRuns: 500 },
  );
});
