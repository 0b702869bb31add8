import type { MeetingId } from '@nhipcau/contracts';
import { FakeClock, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';

let clock: FakeClock;
let installation: TestInstallation;
let meetingId: MeetingId;

beforeAll(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  meetingId = await installation.planMeeting();
});
afterAll(() => installation.close());

/** Somebody who only looks: the chair's page. */
const look = async () => {
  const chair = await installation.openConsole('chair');
  return (await chair.follow(meetingId))?.meeting ?? null;
};
const posts = async () => (await look())?.posts ?? [];
test('[CD-13] [CD-14] [CD-15] [R-CDT-12] who conducts at a console is seen at the chair site to be there, to be gone after a minute, and to be back', async () => {
  const operator = await installation.openConsole('operator');
  await operator.follow(meetingId, { wantsStills: true });
  await operator.give(meetingId, { type: 'meeting.start' });
  await expect.poll(posts).toMatchObject([{ absent: null }]);
  // Who merely looks holds no post.
  expect(await posts()).toHaveLength(1);
  await operator.give(meetingId, { type: 'bringUp.setAutomatic', automatic: false });
  await operator.give(meetingId, { type: 'bringUp.request', siteId: siteId('commune') });

  // The console falls silent: its line is cut after six seconds, the post is empty a minute later.
  clock.advance(7_000);
  clock.advance(50_000);
  expect(await posts()).toMatchObject([{ absent: null }]);
  clock.advance(12_000);
  await expect.poll(posts).toMatchObject([{ absent: { why: 'disconnected' } }]);
  await expect
    .poll(async () => (await look())?.missedCalls)
    .toMatchObject([{ kind: 'bringUp', siteId: 'commune' }]);

  // A restart of the server forgets neither.
  await installation.restart();
  expect(await posts()).toMatchObject([{ absent: { why: 'disconnected' } }]);

  const back = await installation.openConsole('operator');
  await back.follow(meetingId, { wantsStills: true });
  clock.advance(1_000);
  await expect.poll(posts).toMatchObject([{ absent: null }]);
  await back.give(meetingId, { type: 'bringUp.perform', siteId: siteId('commune') });
  clock.advance(1_000);
  await expect.poll(async () => (await look())?.missedCalls).toEqual([]);
  const log = (await back.follow(meetingId))?.log ?? [];
  const types = log.map(({ body }) => body.type).filter((type) => /^(post|call)\./.test(type));
  expect(types).toEqual(['post.absent', 'call.missed', 'post.returned', 'call.settled']);
});
