import type { LiveDelta, MeetingId } from '@nhipcau/contracts';
import { aLayout, FakeClock, siteId } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { aFlow, aSeat, type TestNode } from '../testing/test-node.ts';
import { turnClock } from '../testing/turn-clock.ts';

const SITES = 226;
const names = Array.from({ length: SITES }, (_, index) => `diem-${index + 1}`);
const STATS = {
  sendHeight: null,
  sendFps: null,
  sendKbps: 0,
  contentKbps: null,
  receiveKbps: 1_500,
  rttMs: 20,
  jitterMs: 3,
  loss: 0,
  echoCancellation: true,
  micDb: -40,
  micSound: 'good' as const,
  videoCodec: 'video/H264',
};

let clock: FakeClock;
let installation: TestInstallation;
let operator: TestConsole;
let node: TestNode;
let meetingId: MeetingId;

beforeAll(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  await installation.database
    .insertInto('site')
    .values(
      names.map((id, index) => ({
        id,
        organisation_id: 'o-province',
        number: 1_000 + index,
        name: `Điểm cầu ${index + 1}`,
        level_code: 'province',
        address: null,
        room: 'Phòng họp',
        terminal: 'browser',
        node_id: 'hb',
        network: 'tslcd',
        roles: ['satellite'],
        status: 'admitted',
        duty_title: 'Kỹ thuật viên',
        duty_phone: '0900 000 100',
      })),
    )
    .execute();
  node = await installation.openNode('hb');
  meetingId = await installation.planMeeting(['government', 'province', 'district', 'commune', ...names]);
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
  await turnClock(clock, 1_000);
});
afterAll(() => installation.close());

/** Turns the server's clock until the console hears nothing new any more. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== operator.deltas.length; ) {
    before = operator.deltas.length;
    await turnClock(clock, 2_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the console is told from something that happens until the server has nothing more to say. */
async function deltasOf(happening: () => unknown, isTold: () => boolean): Promise<LiveDelta[]> {
  await quiet();
  const before = operator.deltas.length;
  await happening();
  await expect.poll(() => quiet().then(isTold)).toBe(true);
  return operator.deltas.slice(before);
}

const joinedSites = () => operator.events.filter(({ body }) => body.type === 'site.joined');

/** Rooms in the reports that a node sends while a crowd joins: ten a second. */
const inReports = (each: (report: readonly string[]) => void, size = 23): void => {
  for (let at = 0; at < names.length; at += size) each(names.slice(at, at + size));
};

describe('[R-MCU-09] a meeting of 230 sites', () => {
  test('a crowd that joins is on the wall in a few deltas, each site in the log once', async () => {
    const deltas = await deltasOf(
      () =>
        inReports((sites) =>
          node.reportSeats(
            meetingId,
            sites.map((name) => aSeat(name)),
          ),
        ),
      () => joinedSites().length >= SITES,
    );
    expect(joinedSites()).toHaveLength(SITES);
    expect(new Set(joinedSites().map(({ seq }) => seq)).size).toBe(SITES);
    expect(deltas.length).toBeLessThan(30);
    expect(names.every((name) => operator.site(name)?.state === 'connected')).toBe(true);
  });

  test('figures of all lines, every two seconds, are gathered: each site once in at most a handful of deltas', async () => {
    const deltas = await deltasOf(
      () =>
        inReports((sites) =>
          node.reportSeats(
            meetingId,
            sites.map((name) => aSeat(name, { stats: STATS })),
          ),
        ),
      () => names.every((name) => operator.site(name)?.seat?.stats !== null),
    );
    expect(deltas.flatMap(({ sites }) => sites ?? [])).toHaveLength(SITES);
    expect(deltas.length).toBeLessThanOrEqual(6);
  });

  test('a take tells the console of the stage, not of 230 sites, and the node of one new state', async () => {
    const seqBefore = node.desired.get(meetingId)?.seq ?? 0;
    const deltas = await deltasOf(
      () =>
        operator.give(meetingId, {
          type: 'stage.take',
          target: 'broadcast',
          layout: aLayout('full', 'diem-7'),
        }),
      () => (node.desired.get(meetingId)?.seq ?? 0) > seqBefore,
    );
    expect(deltas.flatMap(({ sites }) => sites ?? [])).toEqual([]);
    expect(deltas.filter(({ meeting }) => meeting !== undefined)).toHaveLength(1);
    expect(node.desired.get(meetingId)?.seq).toBe(seqBefore + 1);
    expect(node.desired.get(meetingId)?.plan.roster).toHaveLength(SITES + 4);
  });

  test('a site among 230 is brought up and measured at the chair within its limit', async () => {
    const called = siteId('diem-200');
    await operator.give(meetingId, { type: 'bringUp.request', siteId: called });
    node.reportSeats(meetingId, [
      aSeat('province', { flows: [aFlow('diem-200/camera'), aFlow('diem-200/mic')] }),
      aSeat('diem-200', { flows: [aFlow('province/camera'), aFlow('province/mic')] }),
    ]);
    await expect
      .poll(async () => {
        await turnClock(clock, 500);
        return operator.deltas
          .flatMap(({ bringUps }) => bringUps ?? [])
          .findLast((bringUp) => bringUp.siteId === called)?.state;
      })
      .toBe('established');
  });
});
