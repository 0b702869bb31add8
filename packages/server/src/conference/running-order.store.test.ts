import { randomUUID } from 'node:crypto';
import { RpcError } from '@nhipcau/base';
import { type Command, MeetingId } from '@nhipcau/contracts';
import { aLayout, aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import type { TestConsole } from '../testing/test-console.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const MINUTE = 60_000;
const start = Date.UTC(2026, 10, 12, 1);
const clock = new FakeClock(Date.UTC(2026, 10, 2, 1));
const ids = [randomUUID(), randomUUID(), randomUUID()] as const;

let installation: TestInstallation;
let desk: RegistrationDesk;
let operator: TestConsole;
let meetingId: MeetingId;

const codeOf = (cause: unknown): string => (cause instanceof RpcError ? cause.code : String(cause));
const segment = (place: 0 | 1 | 2, speaker: string, more: object = {}) => ({
  segmentId: ids[place],
  title: `Phần ${place + 1}`,
  plannedAt: start + place * 10 * MINUTE,
  durationMinutes: 10,
  speakerSiteId: speaker,
  speaker: null,
  layout: 'full',
  floor: [speaker],
  contentSiteId: null,
  cameraPreset: null,
  ...more,
});
const advance = (place: 0 | 1 | 2): Command => ({ type: 'script.advance', segmentId: ids[place] });
const depart: Command = {
  type: 'script.depart',
  segmentId: ids[2],
  reason: 'Chủ tọa mời xã phát biểu trước',
};

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
  await desk.moveTo('ha-noi');
});
afterAll(() => installation.close());

beforeEach(async () => {
  await desk.freeCalendar();
  const created = await desk.create('clerk', aRegistration(start));
  meetingId = MeetingId.parse(created.body.registration.meetingId);
  await desk.act('clerk', meetingId, { act: 'submit' });
  expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
  const url = `/api/preparation/${meetingId}/script`;
  const segments = [
    segment(0, 'district'),
    segment(1, 'commune', { layout: 'pip' }),
    segment(2, 'commune-2'),
  ];
  expect(await desk.call('clerk', 'POST', url, { revision: 0, segments })).toMatchObject({ status: 200 });
  expect(await desk.call('clerk', 'POST', `${url}/approval`, { revision: 1 })).toMatchObject({ status: 200 });
  operator = await installation.openConsole('operator');
  await operator.follow(meetingId);
  await operator.give(meetingId, { type: 'meeting.start' });
});

const orderOf = async () => (await operator.follow(meetingId))?.meeting.order;

test('[R-PLN-05] [RO-1] [RO-3] the approved script is taken up at the start and stepped through, each step one command', async () => {
  const snapshot = await operator.follow(meetingId);
  expect(snapshot?.segments.map(({ title }) => title)).toEqual(['Phần 1', 'Phần 2', 'Phần 3']);
  expect(snapshot?.meeting.order).toMatchObject({ version: 1, current: null, departures: [] });
  await operator.give(meetingId, advance(0));
  await operator.give(meetingId, advance(1));
  expect((await operator.follow(meetingId))?.meeting).toMatchObject({
    order: { current: { segmentId: ids[1] } },
    stage: {
      broadcast: aLayout('pip', 'commune', 'district'),
      floor: ['district', 'commune'],
      cue: [
        { siteId: 'commune-2', target: 'broadcast' },
        { siteId: 'commune-2', target: 'chairView' },
      ],
    },
  });
});

test('[R-CDT-01] [RO-2] a departure holds who, why, from where, in the log, the state and the audit', async () => {
  await operator.give(meetingId, advance(0));
  expect(await operator.give(meetingId, advance(2)).catch(codeOf)).toBe('SEGMENT_NOT_NEXT');
  await operator.give(meetingId, depart);
  expect((await orderOf())?.departures).toMatchObject([
    { from: ids[0], to: ids[2], reason: 'Chủ tọa mời xã phát biểu trước' },
  ]);
  await expect
    .poll(() => operator.events.findLast(({ body }) => body.type === 'script.moved'))
    .toMatchObject({ actor: { kind: 'user' }, body: { departure: 'Chủ tọa mời xã phát biểu trước' } });
  const line = await installation.database
    .selectFrom('audit')
    .select(['actor_name', 'facts'])
    .where('meeting_id', '=', meetingId)
    .where('action', '=', 'command.script.depart')
    .executeTakeFirstOrThrow();
  expect(line.facts).toMatchObject({ command: { reason: 'Chủ tọa mời xã phát biểu trước' } });
});

test.each([
  ['another site', 'site', 'commune'],
  ['a commune', 'organisation', 'o-commune'],
] as const)('[R-CDT-01] [RO-5] %s can neither advance nor skip', async (_, scope_kind, scope_id) => {
  const { user_id } = await installation.database
    .selectFrom('user_grant')
    .select('user_id')
    .where('role', '=', 'observer')
    .executeTakeFirstOrThrow();
  await installation.database
    .insertInto('user_grant')
    .values({ user_id, position: 7, role: 'operator', scope_kind, scope_id })
    .execute();
  const other = await installation.openConsole('observer');
  for (const command of [advance(0), depart, { type: 'script.takeUp' as const }])
    expect(await other.give(meetingId, command).catch(codeOf)).toBe('NOT_ALLOWED');
  await installation.database
    .deleteFrom('user_grant')
    .where('user_id', '=', user_id)
    .where('position', '=', 7)
    .execute();
  expect((await orderOf())?.current).toBeNull();
});

test('[RO-7] the running order is there again after a restart, and a newer one is taken up by a command', async () => {
  await operator.give(meetingId, advance(0));
  const url = `/api/preparation/${meetingId}/script`;
  await desk.call('clerk', 'POST', url, {
    revision: 1,
    segments: [segment(0, 'district'), segment(2, 'commune-2')],
  });
  await desk.call('clerk', 'POST', `${url}/approval`, { revision: 2 });
  await installation.restart();
  desk.signedOut();
  operator = await installation.openConsole('operator');
  expect((await orderOf())?.version).toBe(1);
  await operator.give(meetingId, { type: 'script.takeUp' });
  expect(await orderOf()).toMatchObject({ version: 2, current: { segmentId: ids[0] } });
  expect((await operator.follow(meetingId))?.segments).toHaveLength(2);
});
