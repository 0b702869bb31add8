import {
  defaultLinkBudget,
  type EndpointStats,
  type LineSeries,
  type LineSummaries,
  type MeetingId,
  type MeetingLosses,
  type Role,
} from '@nhipcau/contracts';
import { FakeClock, nodeId, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';
import { deleteOldBuckets } from './lines.repository.ts';

let clock: FakeClock;
let installation: TestInstallation;
let operator: TestConsole;
let nodes: Record<'cp' | 'hb' | 'hb-dabac', TestNode>;
let meetingId: MeetingId;

beforeAll(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  nodes = {
    cp: await installation.openNode('cp'),
    hb: await installation.openNode('hb'),
    'hb-dabac': await installation.openNode('hb-dabac'),
  };
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});
afterAll(() => installation.close());

const ask = async (role: Role, path: string) =>
  installation.app.inject({
    method: 'GET',
    url: `/api/meetings/${meetingId}${path}`,
    headers: { cookie: await installation.signIn(role) },
  });
const stats = (change: Partial<EndpointStats>): EndpointStats => ({
  sendHeight: 720,
  sendFps: 25,
  sendKbps: 1_500,
  contentKbps: null,
  receiveKbps: 1_700,
  rttMs: 40,
  jitterMs: 5,
  loss: 0,
  echoCancellation: true,
  micDb: -30,
  micSound: 'good',
  videoCodec: 'video/H264',
  ...change,
});
const link = { childId: nodeId('hb-dabac'), parentId: nodeId('hb') } as const;
const incidents = async () =>
  (await ask('observer', '/incidents'))
    .json<{
      incidents: {
        kind: string;
        detail: string;
        siteId: string | null;
        nodeId: string | null;
        endedAt: number | null;
      }[];
    }>()
    .incidents.filter(({ kind }) => kind === 'lineDegraded')
    .map(
      ({ detail, siteId, nodeId, endedAt }) =>
        `${detail} ${siteId ?? nodeId} ${endedAt === null ? 'open' : 'over'}`,
    );

test('[R-MON-01] [R-MON-02] [MN-11] every line is kept in pieces of ten seconds and read by meeting and line', async () => {
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune', { stats: stats({}) })]);
  nodes.hb.reportSeats(meetingId, [aSeat('province', { stats: stats({ loss: 0.01 }), quality: 'fair' })]);
  nodes['hb-dabac'].reportLink(meetingId, { ...link, receiveKbps: 1_800, keyFrames: 1, rttMs: 12 });
  nodes.hb.reportLink(meetingId, { ...link, receiveKbps: 300, loss: 0.002 });
  await expect
    .poll(async () => {
      await turnClock(clock, 10_000);
      return (await ask('observer', '/lines')).json<LineSummaries>().lines.map(({ subject }) => subject.kind);
    })
    .toEqual(['link', 'site', 'site']);
  const { lines, title } = (await ask('observer', '/lines')).json<LineSummaries>();
  expect(title).not.toBeNull();
  expect(lines.map(({ name, last }) => `${name} ${last?.quality}`)).toEqual([
    'MCU hb-dabac – MCU hb good',
    'UBND tỉnh Hoà Bình fair',
    'UBND xã Đồng Ruộng good',
  ]);
  const series = (await ask('observer', '/lines/series?kind=site&id=commune')).json<LineSeries>();
  expect(series.buckets[0]).toMatchObject({
    quality: 'good',
    rttMs: 40,
    upKbps: 1_500,
    downKbps: 1_700,
    micDb: -30,
  });
  expect(series.buckets.every(({ at }) => at % 10_000 === 0)).toBe(true);
  const ofLink = (await ask('observer', '/lines/series?kind=link&id=hb-dabac')).json<LineSeries>();
  expect(ofLink.buckets.at(-1)).toMatchObject({ downKbps: 1_800, upKbps: 300, loss: 0.002, rttMs: 12 });
  const later = (
    await ask('observer', `/lines/series?kind=site&id=commune&from=${clock.now() + 1}`)
  ).json<LineSeries>();
  expect(later.buckets).toEqual([]);
  const csv = await ask('observer', '/lines.csv?kind=site&id=commune');
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.body).toContain('UBND xã Đồng Ruộng');
  expect(csv.body).toContain(',Tốt,40,5,0,1500,1700,');
});

test('[R-MON-05] the owner of the network sees lines of its own area, and not what the meeting is about', async () => {
  const seen = (await ask('partner', '/lines')).json<LineSummaries>();
  expect(seen.title).toBeNull();
  expect(seen.lines.map(({ name }) => name)).toEqual(['UBND xã Đồng Ruộng']);
  expect((await ask('partner', '/lines/series?kind=site&id=province')).statusCode).toBe(403);
  expect((await ask('partner', '/lines/series?kind=link&id=hb-dabac')).statusCode).toBe(403);
  expect((await ask('partner', '/lines/series?kind=site&id=commune')).statusCode).toBe(200);
  expect((await ask('clerk', '/lines')).statusCode).toBe(403);
  expect((await ask('observer', '/lines/series?kind=site&id=nowhere')).statusCode).toBe(404);
});

test('[R-MON-03] [MN-10] [MN-14] loss on a line that is up is an incident with site and time, and is over when it is calm', async () => {
  nodes['hb-dabac'].reportSeats(meetingId, [
    aSeat('commune', { stats: stats({ loss: 0.08 }), flows: [aFlow('province/camera', false)] }),
  ]);
  nodes.hb.reportLink(meetingId, {
    ...link,
    shed: [{ siteId: siteId('district'), source: 'camera', to: 'low', by: 'rate' }],
  });
  await expect
    .poll(async () => {
      await turnClock(clock, 1_000);
      return (await incidents()).sort();
    })
    .toEqual(['loss commune open', 'noPicture commune open', 'thin hb-dabac open']);
  await expect
    .poll(async () => {
      await turnClock(clock, 500);
      return operator.site('commune')?.alarms.toSorted();
    })
    .toEqual(['loss', 'noPicture']);
  // What the log says is raised is neither repeated nor forgotten by a server that starts again.
  await installation.restart();
  for (const name of ['cp', 'hb', 'hb-dabac'] as const) nodes[name] = await installation.openNode(name);
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune', { stats: stats({}) })]);
  nodes.hb.reportLink(meetingId, link);
  await expect
    .poll(async () => {
      await turnClock(clock, 4_000);
      return (await incidents()).sort();
    })
    .toEqual(['loss commune over', 'noPicture commune over', 'thin hb-dabac over']);
});

test('[R-MCU-04] an operator limits a link; nodes are told at once, and the act is recorded', async () => {
  const budget = { ...defaultLinkBudget, up: { ...defaultLinkBudget.up, kbps: 2_000 } };
  const set = async (role: Role, childId: string, body: object) =>
    installation.app.inject({
      method: 'POST',
      url: `/api/links/${childId}`,
      headers: { cookie: await installation.signIn(role) },
      payload: body,
    });
  expect((await set('observer', 'hb-dabac', { budget })).statusCode).toBe(403);
  expect((await set('operator', 'cp', { budget })).statusCode).toBe(404);
  expect((await set('operator', 'hb-dabac', { budget: { down: 1 } })).statusCode).toBe(400);
  expect((await set('operator', 'hb-dabac', { budget })).statusCode).toBe(200);
  const told = () =>
    nodes.hb.desired.get(meetingId)?.plan.tree.find(({ nodeId }) => nodeId === 'hb-dabac')?.budget ?? null;
  await expect.poll(told).toEqual(budget);
  const reply = await installation.app.inject({
    method: 'GET',
    url: '/api/links',
    headers: { cookie: await installation.signIn('operator') },
  });
  expect(reply.json().links).toMatchObject([
    { childId: 'hb', parentId: 'cp', isSet: false },
    { childId: 'hb-dabac', parentId: 'hb', isSet: true, budget },
  ]);
  expect((await set('operator', 'hb-dabac', { budget: null })).statusCode).toBe(200);
  await expect.poll(told).toBeNull();
  const acts = await installation.database
    .selectFrom('audit')
    .select(['action', 'outcome'])
    .where('action', '=', 'link.setBudget')
    .execute();
  expect(acts.map(({ outcome }) => outcome).sort()).toEqual(['allowed', 'allowed', 'refused']);
});

test('[R-MON-04] [MN-12] the losses of every site follow from the log of the meeting', async () => {
  const losses = (await ask('observer', '/signal-losses')).json<MeetingLosses>();
  const commune = losses.sites.find((site) => site.siteId === 'commune');
  const district = losses.sites.find((site) => site.siteId === 'district');
  expect(commune?.connectedMs).toBeGreaterThan(0);
  expect(district).toMatchObject({ lossClass: 'total', connectedMs: 0 });
  expect(
    (await ask('partner', '/signal-losses'))
      .json<MeetingLosses>()
      .sites.map((site) => String(site.siteId))
      .sort(),
  ).toEqual(['commune', 'district']);
});

test('[R-MON-02] old figures are deleted, newer ones stay', async () => {
  const count = async () =>
    Number(
      (
        await installation.database
          .selectFrom('line_bucket')
          .select((eb) => eb.fn.countAll<string>().as('count'))
          .executeTakeFirstOrThrow()
      ).count,
    );
  const before = await count();
  const [first] = await installation.database
    .selectFrom('line_bucket')
    .select((eb) => eb.fn.min('at').as('at'))
    .execute();
  const oldest = first?.at.getTime() ?? 0;
  expect(await deleteOldBuckets(installation.database, oldest)).toBe(0);
  expect(await deleteOldBuckets(installation.database, oldest + 10_000)).toBeGreaterThan(0);
  expect(await count()).toBeLessThan(before);
  expect(await count()).toBeGreaterThan(0);
});
