import type { Incident, MeetingId } from '@nhipcau/contracts';
import { FakeClock, siteId } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

let clock: FakeClock;
let installation: TestInstallation;
let operator: TestConsole;
let nodes: Record<'cp' | 'hb' | 'hb-dabac', TestNode>;
let meetingId: MeetingId;
const commune = siteId('commune');

beforeEach(async () => {
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
afterEach(() => installation.close());

async function incidents(): Promise<Incident[]> {
  const reply = await installation.app.inject({
    method: 'GET',
    url: `/api/meetings/${meetingId}/incidents`,
    headers: { cookie: await installation.signIn('observer') },
  });
  return reply.json().incidents;
}

/** The server's timers stand still; what it gathers for consoles goes out when its clock is turned. */
async function shown<T>(read: () => T | Promise<T>): Promise<T> {
  await turnClock(clock, 1000);
  return read();
}

test('[R-MON-03] [MN-1] a drop is an incident at once, with site and time, and ends with its duration when the room is back', async () => {
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune')]);
  await expect.poll(() => shown(() => operator.logged)).toContain('site.joined');
  const droppedAt = clock.now() - 1;
  await nodes['hb-dabac'].happen(
    meetingId,
    { type: 'seat.dropped', siteId: commune, reason: 'heartbeat' },
    { at: droppedAt },
  );
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune', { state: 'reconnecting' })]);
  expect(await incidents()).toMatchObject([
    {
      kind: 'siteDropped',
      siteId: 'commune',
      detail: 'heartbeat',
      startedAt: droppedAt,
      endedAt: null,
      durationMs: null,
    },
  ]);
  await expect.poll(() => shown(() => operator.site('commune')?.state)).toBe('reconnecting');
  const returnedAt = clock.now();
  await nodes['hb-dabac'].happen(
    meetingId,
    { type: 'seat.returned', siteId: commune, awayMs: returnedAt - droppedAt },
    { at: returnedAt },
  );
  expect(await incidents()).toMatchObject([{ endedAt: returnedAt, durationMs: returnedAt - droppedAt }]);
});

test('[R-CON-13] a dropped room comes back to its floor and place, with the drop recorded', async () => {
  await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune')]);
  await expect
    .poll(() => shown(() => nodes.hb.desired.get(meetingId)?.plan.stage.floor))
    .toContain('commune');
  const before = nodes.hb.desired.get(meetingId)?.plan.stage;
  await nodes['hb-dabac'].happen(
    meetingId,
    { type: 'seat.dropped', siteId: commune, reason: 'heartbeat' },
    { at: clock.now() },
  );
  await turnClock(clock, 20_000);
  await nodes['hb-dabac'].happen(
    meetingId,
    { type: 'seat.returned', siteId: commune, awayMs: 20_000 },
    { at: clock.now() },
  );
  expect(before?.floor).toContain('commune');
  expect(nodes.hb.desired.get(meetingId)?.plan.stage).toEqual(before);
  expect(await incidents()).toMatchObject([{ kind: 'siteDropped', durationMs: 20_000 }]);
});

test('[MN-5] a report delivered twice is taken once; a room that stays away is lost and its incident stays open', async () => {
  const drop = { type: 'seat.dropped', siteId: commune, reason: 'heartbeat' } as const;
  for (const _delivery of [1, 2])
    await nodes['hb-dabac'].happen(meetingId, drop, { at: clock.now(), id: 'same-happening' });
  await nodes['hb-dabac'].happen(meetingId, { type: 'seat.lost', siteId: commune }, { at: clock.now() });
  nodes['hb-dabac'].reportSeats(meetingId, [], { full: true });
  await expect.poll(() => shown(() => operator.site('commune')?.state)).toBe('lost');
  await expect
    .poll(() => operator.logged.filter((type) => type.startsWith('site.')))
    .toEqual(['site.dropped', 'site.lost']);
  expect(await incidents()).toMatchObject([{ kind: 'siteDropped', endedAt: null }]);
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune')]);
  await expect.poll(() => shown(() => operator.logged)).toContain('site.joined');
  expect((await incidents())[0]?.endedAt).not.toBeNull();
});

test('[R-MON-03] [MN-2] a link that both its ends report down is one incident, closed when it is up', async () => {
  const { cp, hb } = nodes;
  await hb.happen(
    meetingId,
    { type: 'link.down', otherId: cp.nodeId, reason: 'heartbeat' },
    { at: clock.now() },
  );
  await cp.happen(
    meetingId,
    { type: 'link.down', otherId: hb.nodeId, reason: 'closed' },
    { at: clock.now() },
  );
  expect(await incidents()).toMatchObject([
    { kind: 'linkDown', nodeId: 'hb', detail: 'heartbeat', endedAt: null },
  ]);
  await turnClock(clock, 4000);
  await cp.happen(meetingId, { type: 'link.up', otherId: hb.nodeId, awayMs: 4000 }, { at: clock.now() });
  await hb.happen(meetingId, { type: 'link.up', otherId: cp.nodeId, awayMs: 4000 }, { at: clock.now() });
  expect(await incidents()).toMatchObject([{ durationMs: 4000 }]);
  const ofLinks = () => operator.logged.filter((type) => type.startsWith('link.'));
  await expect.poll(() => shown(ofLinks)).toEqual(['link.down', 'link.up']);
});

test('[R-MON-03] [MN-3] a node that is not heard any more is an incident; its sites are shown so until it is back', async () => {
  nodes['hb-dabac'].reportSeats(meetingId, [aSeat('commune')]);
  await expect.poll(() => shown(() => operator.logged)).toContain('site.joined');
  nodes['hb-dabac'].close();
  await expect.poll(() => shown(() => operator.site('commune')?.state)).toBe('nodeLost');
  await turnClock(clock, 5000);
  await expect.poll(incidents).toMatchObject([{ kind: 'nodeLost', nodeId: 'hb-dabac', endedAt: null }]);
  const back = await installation.openNode('hb-dabac');
  await expect.poll(() => shown(() => back.desired.get(meetingId)?.plan.chairSiteId)).toBe('province');
  back.reportSeats(meetingId, [aSeat('commune')], { full: true });
  await expect.poll(() => shown(() => operator.site('commune')?.state)).toBe('connected');
  await expect.poll(async () => (await incidents())[0]?.endedAt).toBeTypeOf('number');
  await expect
    .poll(() => shown(() => operator.logged.filter((type) => type.startsWith('node.'))))
    .toEqual(['node.lost', 'node.returned']);
});

test('[MN-3] a node whose connection only blinks is no incident', async () => {
  nodes.cp.close();
  await turnClock(clock, 1000);
  await installation.openNode('cp');
  await turnClock(clock, 5000);
  expect(await incidents()).toEqual([]);
});

test('a media worker that died is an incident of a moment', async () => {
  await nodes.hb.happen(meetingId, { type: 'worker.died', pid: 4711 }, { at: clock.now() });
  expect(await incidents()).toMatchObject([{ kind: 'workerDied', nodeId: 'hb', durationMs: 0 }]);
});

test('[R-CDT-02] 30 seconds are in time, one millisecond more is a breach; a later picture does not undo it', async () => {
  const { at } = await operator.give(meetingId, { type: 'bringUp.request', siteId: commune });
  const breached = async () =>
    (
      await installation.database
        .selectFrom('bring_up')
        .select('breached')
        .where('meeting_id', '=', meetingId)
        .executeTakeFirstOrThrow()
    ).breached;
  await turnClock(clock, at + 30_000 - clock.now());
  expect(clock.now()).toBe(at + 30_000);
  expect(await breached()).toBe(false);
  await turnClock(clock, 1);
  await expect.poll(breached).toBe(true);
  nodes['hb-dabac'].reportSeats(meetingId, [
    aSeat('commune', { flows: [aFlow('province/camera'), aFlow('province/mic')] }),
  ]);
  nodes.hb.reportSeats(meetingId, [
    aSeat('province', { flows: [aFlow('commune/camera'), aFlow('commune/mic')] }),
  ]);
  const last = () => operator.deltas.flatMap((delta) => delta.bringUps ?? []).at(-1);
  await expect.poll(() => shown(() => last()?.state)).toBe('established');
  expect(last()?.breached).toBe(true);
  expect(last()?.establishedAt).toBeGreaterThan(at + 30_000);
});

test('[MN-7] stills are asked for only while somebody looks at the wall, and are served with their number', async () => {
  const every = () => nodes['hb-dabac'].desired.get(meetingId)?.stillEveryMs;
  await expect.poll(() => shown(every)).toBe(0);
  const viewer = await installation.openConsole('observer');
  await viewer.follow(meetingId, { wantsStills: true });
  await expect.poll(() => shown(every)).toBe(3000);
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const put = (bytes: Buffer) =>
    nodes['hb-dabac'].peer.notify('still.put', {
      meetingId,
      siteId: commune,
      jpegBase64: bytes.toString('base64'),
    });
  put(Buffer.from('<svg onload="alert(1)">'));
  put(jpeg);
  const stills = () => viewer.deltas.flatMap((delta) => delta.stills ?? []);
  await expect.poll(() => shown(stills)).toEqual([['commune', 1]]);
  const headers = { cookie: await installation.signIn('observer') };
  const url = `/api/meetings/${meetingId}/stills/commune?v=1`;
  const reply = await installation.app.inject({ method: 'GET', url, headers });
  expect(reply.headers).toMatchObject({ 'content-type': 'image/jpeg', etag: '"1"' });
  expect(reply.rawPayload).toEqual(jpeg);
  const again = await installation.app.inject({
    method: 'GET',
    url,
    headers: { ...headers, 'if-none-match': '"1"' },
  });
  expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  expect((await installation.app.inject({ method: 'GET', url })).statusCode).toBe(401);
  viewer.close();
  await expect.poll(() => shown(every)).toBe(0);
});
