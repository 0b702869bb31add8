import type { Incident, MeetingId, NodeId } from '@nhipcau/contracts';
import { FakeClock, nodeId } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation, type TestNodeId } from '../testing/test-installation.ts';
import { aSeat, type TestNode } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

let clock: FakeClock;
let installation: TestInstallation;
let operator: TestConsole;
let nodes: Record<TestNodeId, TestNode>;
let meetingId: MeetingId;

beforeEach(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  await installation.addSpareNode();
  nodes = {
    cp: await installation.openNode('cp'),
    hb: await installation.openNode('hb'),
    'hb-dabac': await installation.openNode('hb-dabac'),
    'hb-dp': await installation.openNode('hb-dp'),
  };
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});
afterEach(() => installation.close());

async function shown<T>(read: () => T | Promise<T>): Promise<T> {
  await turnClock(clock, 1000);
  return read();
}

async function declare(lost: string, standby: string | null, role: 'operator' | 'chair' = 'operator') {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/nodes/${lost}/standby`,
    headers: { cookie: await installation.signIn(role) },
    payload: { standbyId: standby },
  });
  return { status: reply.statusCode, code: reply.json().code };
}

/** The chair's room asks where to go. */
async function ask(unreachable?: string): Promise<NodeId> {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/meetings/${meetingId}/tickets`,
    headers: { cookie: await installation.signIn('chair') },
    payload: { seat: { kind: 'site', siteId: 'province' }, ...(unreachable ? { unreachable } : {}) },
  });
  return reply.json().nodeId;
}

async function incidents(): Promise<Incident[]> {
  const reply = await installation.app.inject({
    method: 'GET',
    url: `/api/meetings/${meetingId}/incidents`,
    headers: { cookie: await installation.signIn('observer') },
  });
  return reply.json().incidents;
}

const treeAt = (node: TestNode) =>
  Object.fromEntries((node.desired.get(meetingId)?.plan.tree ?? []).map((one) => [one.nodeId, one.parentId]));
const planned = { cp: null, hb: 'cp', 'hb-dabac': 'hb' };
const relieved = { cp: null, 'hb-dp': 'cp', 'hb-dabac': 'hb-dp' };
const changesOfNodes = () => operator.logged.filter((type) => /^node\.(relieved|reinstated)/.test(type));

async function provinceIsIn(): Promise<void> {
  nodes.hb.reportSeats(meetingId, [aSeat('province')]);
  await expect.poll(() => shown(() => operator.site('province')?.state)).toBe('connected');
}

/** The province's node goes; its room and the node below it say so. */
async function loseProvince(): Promise<void> {
  await provinceIsIn();
  nodes.hb.close();
  const { childId, parentId } = { childId: nodeId('hb-dabac'), parentId: nodeId('hb') };
  nodes['hb-dabac'].reportLink(meetingId, { childId, parentId, state: 'dialling' });
  await expect.poll(() => shown(() => operator.logged)).toContain('node.lost');
}

test('[R-CON-13] the standby is told the plan before it is needed, and only then', async () => {
  expect(nodes['hb-dp'].desired.size).toBe(0);
  expect(await declare('hb', 'hb-dp')).toMatchObject({ status: 200 });
  await expect.poll(() => shown(() => treeAt(nodes['hb-dp']))).toEqual(planned);
  const plan = () => nodes['hb-dp'].desired.get(meetingId)?.plan;
  expect(plan()?.tree.find((node) => node.nodeId === 'hb')).toMatchObject({ standbyId: 'hb-dp' });
  expect(plan()?.spares.map((node) => node.nodeId)).toEqual(['hb-dp']);
  expect(await declare('hb', null)).toMatchObject({ status: 200 });
  await expect.poll(() => shown(() => nodes['hb-dp'].dropped)).toEqual([meetingId]);
});

test('[R-CON-13] [SB-1] [SB-3] when a node is lost its standby has its place, its children and its sites', async () => {
  await declare('hb', 'hb-dp');
  await loseProvince();
  await expect.poll(() => shown(() => treeAt(nodes['hb-dp']))).toEqual(relieved);
  await expect.poll(() => shown(() => treeAt(nodes['hb-dabac']))).toEqual(relieved);
  expect(await ask()).toBe('hb-dp');
  await expect
    .poll(() => shown(() => operator.site('province')))
    .toMatchObject({
      nodeId: 'hb-dp',
      state: 'reconnecting',
    });
  const leg = nodes['hb-dp'].desired
    .get(meetingId)
    ?.plan.roster.find((entry) => entry.siteId === 'province')?.leg;
  nodes['hb-dp'].reportSeats(meetingId, [aSeat('province', { leg: leg ?? 0 })]);
  await expect.poll(() => shown(() => operator.logged)).toContain('leg.restored');
  expect(operator.site('province')).toMatchObject({ nodeId: 'hb-dp', state: 'connected' });
  expect(await incidents()).toMatchObject([{ kind: 'nodeLost', nodeId: 'hb', endedAt: null }]);
});

test('[SB-3] [MN-2] nobody waits any more for the links of a node that was relieved', async () => {
  await declare('hb', 'hb-dp');
  const { hb } = nodes;
  await provinceIsIn();
  hb.close();
  await nodes['hb-dabac'].happen(
    meetingId,
    { type: 'link.down', otherId: hb.nodeId, reason: 'closed' },
    { at: clock.now() },
  );
  await expect.poll(() => shown(() => operator.logged)).toContain('node.lost');
  expect(await ask('hb')).toBeDefined();
  await expect.poll(() => shown(changesOfNodes)).toEqual(['node.relieved']);
  const links = (await incidents()).filter(({ kind }) => kind === 'linkDown');
  expect(links).toMatchObject([{ nodeId: 'hb-dabac', endedAt: expect.any(Number) }]);
});

test('[R-CON-13] [SB-2] a node whose line to the server alone is cut keeps its sites', async () => {
  await declare('hb', 'hb-dp');
  await provinceIsIn();
  nodes.hb.close();
  const link = { childId: nodeId('hb'), parentId: nodeId('cp') };
  nodes.cp.reportLink(meetingId, { ...link, state: 'up' });
  await ask('hb');
  await expect.poll(() => shown(() => operator.logged)).toContain('node.lost');
  await turnClock(clock, 30_000);
  expect(changesOfNodes()).toEqual([]);
  expect(await ask()).toBe('hb');
  nodes.cp.reportLink(meetingId, { ...link, state: 'down' });
  await expect.poll(() => shown(changesOfNodes)).toEqual(['node.relieved']);
});

test('[SB-4] a standby that is not there takes nobody’s place; when it comes it does', async () => {
  await declare('hb', 'hb-dp');
  nodes['hb-dp'].close();
  await loseProvince();
  await turnClock(clock, 10_000);
  expect(changesOfNodes()).toEqual([]);
  nodes['hb-dp'] = await installation.openNode('hb-dp');
  await expect.poll(() => shown(() => treeAt(nodes['hb-dp']))).toEqual(relieved);
});

test('[SB-6] [SB-7] a node that returns carries nothing until the operator gives it its place again', async () => {
  await declare('hb', 'hb-dp');
  await loseProvince();
  await expect.poll(() => shown(() => treeAt(nodes['hb-dp']))).toEqual(relieved);
  const reinstate = { type: 'node.reinstate', nodeId: nodeId('hb') } as const;
  await expect(operator.give(meetingId, reinstate)).rejects.toMatchObject({ code: 'NODE_NOT_HEARD' });
  nodes.hb = await installation.openNode('hb');
  // It is told where its rooms are now.
  await expect.poll(() => shown(() => treeAt(nodes.hb))).toEqual(relieved);
  await turnClock(clock, 60_000);
  expect(changesOfNodes()).toEqual(['node.relieved']);
  await operator.give(meetingId, reinstate);
  await expect.poll(() => shown(() => treeAt(nodes.hb))).toEqual(planned);
  expect(await ask()).toBe('hb');
});

test('[SB-6] a server that starts anew in mid-meeting knows who stands in for whom', async () => {
  await declare('hb', 'hb-dp');
  await loseProvince();
  await expect.poll(() => shown(() => treeAt(nodes['hb-dp']))).toEqual(relieved);
  await installation.restart();
  const dp = await installation.openNode('hb-dp');
  await expect.poll(() => shown(() => treeAt(dp))).toEqual(relieved);
});

test('[SB-4] [R-MCU-14] who may set limits of links names standbys; a node cannot stand in for itself', async () => {
  expect(await declare('hb', 'hb-dp', 'chair')).toMatchObject({ status: 403 });
  expect(await declare('hb', 'hb')).toMatchObject({ status: 422, code: 'STANDBY_NOT_POSSIBLE' });
  expect(await declare('cp', 'hb-dabac')).toMatchObject({ status: 422, code: 'STANDBY_NOT_POSSIBLE' });
  expect(await declare('hb', 'nowhere')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  // The control of one meeting is not that of the installation.
  const scoped = (scope_kind: string, scope_id: string) =>
    installation.database
      .updateTable('user_grant')
      .set({ scope_kind, scope_id })
      .where('role', '=', 'operator')
      .execute();
  await scoped('meeting', meetingId);
  expect(await declare('hb', null)).toMatchObject({ status: 403 });
  await scoped('installation', '');
  expect(await declare('hb', null)).toMatchObject({ status: 200 });
});
