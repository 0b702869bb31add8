import { type MeetingId, TalkDeskId } from '@nhipcau/contracts';
import { siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import type { TestNode } from '../testing/test-node.ts';

const commune = siteId('commune');

let installation: TestInstallation;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open();
  node = await installation.openNode('hb-dabac');
});
afterAll(() => installation.close());
beforeEach(async () => {
  meetingId = await installation.planMeeting();
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  await expect.poll(() => node.desired.has(meetingId)).toBe(true);
});

test('[R-CDT-09] [SP-1] [SP-3] a terminal’s wish is in the queue once, the chair grants it, the room is told', async () => {
  const asked = { type: 'speak.asked', siteId: commune, person: 'Chủ tịch UBND xã' } as const;
  await node.happen(meetingId, asked, { id: 'asked-by-room' });
  await node.happen(meetingId, asked, { id: 'asked-by-room' });
  await node.happen(meetingId, asked);
  const notice = () => node.desired.get(meetingId)?.plan.speaking;
  await expect.poll(notice).toEqual([{ siteId: commune, notice: { kind: 'waiting', place: 1 } }]);
  const told = await operator.follow(meetingId);
  expect(told?.speakRequests).toMatchObject([{ channel: 'terminal', person: 'Chủ tịch UBND xã' }]);
  const [requestId] = told?.meeting.speakQueue ?? [];
  if (requestId === undefined) throw new Error('nobody waits');
  const chair = await installation.openConsole('chair');
  await chair.give(meetingId, { type: 'speak.grant', requestId, limitMs: 300_000 });
  await expect.poll(notice).toMatchObject([{ siteId: commune, notice: { kind: 'speaking' } }]);
  expect(node.desired.get(meetingId)?.plan.stage).toMatchObject({ called: [commune] });
  await chair.give(meetingId, { type: 'speak.finish', requestId });
  await expect.poll(notice).toEqual([]);
});

test('[R-CDT-16] [RP-1] what a room reports stands in the log of every console', async () => {
  const other = await installation.openConsole('observer');
  await other.follow(meetingId);
  await node.happen(meetingId, { type: 'report.written', siteId: commune, text: 'Mất điện lưới' });
  for (const console_ of [operator, other])
    await expect
      .poll(() => console_.events.map(({ body }) => body))
      .toContainEqual({ type: 'report.written', siteId: commune, text: 'Mất điện lưới' });
});

test('[R-CDT-17] [RP-3] a message reaches the nodes and stands until a room says it is read; the chair may send one', async () => {
  const chair = await installation.openConsole('chair');
  await chair.follow(meetingId);
  await chair.give(meetingId, { type: 'direction.send', siteIds: [commune], text: 'Chỉnh camera' });
  const open = () => node.desired.get(meetingId)?.plan.directions;
  await expect.poll(open).toMatchObject([{ siteIds: [commune], text: 'Chỉnh camera' }]);
  const [direction] = open() ?? [];
  if (!direction) throw new Error('no message');
  const { directionId } = direction;
  await node.happen(meetingId, { type: 'direction.read', siteId: commune, directionId });
  await expect.poll(open).toEqual([]);
  await expect
    .poll(() => operator.events.map(({ body }) => body))
    .toContainEqual({ type: 'direction.read', siteId: commune, directionId });
});

test('[R-CDT-15] [RP-2] a site is asked at its terminal until it answers; the answer outlives a restart', async () => {
  await operator.give(meetingId, { type: 'attendance.ask', siteIds: [commune] });
  const asked = () => node.desired.get(meetingId)?.plan.attendanceAsked;
  await expect.poll(asked).toEqual([commune]);
  await node.happen(meetingId, { type: 'attendance.given', siteId: commune, count: 24, people: 'Chủ tịch' });
  await expect.poll(asked).toEqual([]);
  await installation.restart();
  operator = await installation.openConsole('operator');
  const snapshot = await operator.follow(meetingId);
  expect(snapshot?.attendance).toMatchObject([{ siteId: commune, count: 24, people: 'Chủ tịch' }]);
  node = await installation.openNode('hb-dabac');
});

test('[R-CDT-17] [TB-4] [TB-6] [TB-7] a room rings, a console answers and sits down, and hangs up; nobody else may sit there', async () => {
  const deskId = TalkDeskId.parse('desk.console-1');
  const plan = () => node.desired.get(meetingId)?.plan;
  await node.happen(meetingId, { type: 'talk.asked', siteId: commune });
  await expect.poll(() => plan()?.talkAsks).toEqual([commune]);
  expect((await operator.follow(meetingId))?.meeting.talkAsks).toMatchObject([{ siteId: commune }]);
  const chair = await installation.openConsole('chair');
  await expect(
    chair.give(meetingId, { type: 'talk.call', deskId, siteIds: [commune] }),
  ).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await operator.give(meetingId, { type: 'talk.call', deskId, siteIds: [commune] });
  await expect
    .poll(() => plan()?.talks)
    .toMatchObject([{ deskId, nodeId: 'hb', siteIds: [commune], answered: [commune] }]);
  expect(plan()?.talkAsks).toEqual([]);
  await node.happen(meetingId, { type: 'talk.left', siteId: commune });
  await expect.poll(() => plan()?.talks).toEqual([]);
  const told = () => new Set(operator.events.map(({ body }) => body.type));
  for (const type of ['talk.asked', 'talk.called', 'talk.left'] as const)
    await expect.poll(() => told().has(type)).toBe(true);
});
