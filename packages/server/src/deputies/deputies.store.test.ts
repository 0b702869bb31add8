import {
  type Deputations,
  GrantScope,
  type RegistrationPage,
  type Role,
  type SessionInfo,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const NOW = Date.parse('2026-11-02T08:00:00+07:00');
const HOUR = 3_600_000;
const start = NOW + 240 * HOUR;
const clock = new FakeClock(NOW);
const everywhere = GrantScope.parse({ kind: 'installation' });

let installation: TestInstallation;
let desk: RegistrationDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  clock.step(NOW - clock.now());
  await desk.moveTo('ha-noi');
  await desk.freeCalendar();
  for (const { deputationId } of (await list('approver')).given.filter(({ mayEnd }) => mayEnd))
    await end('approver', deputationId);
});

const list = async (role: Role) => (await desk.call<Deputations>(role, 'GET', '/api/deputations')).body;
const end = (role: Role, id: string) =>
  desk.call<Deputations>(role, 'POST', `/api/deputations/${id}/end`, {});
const userIdOf = async (role: Role) =>
  (await desk.call<SessionInfo>(role, 'GET', '/api/session')).body.userId;
const lend = async (
  to: Role,
  { from = 'approver', ...more }: { from?: Role } & Record<string, unknown> = {},
) =>
  desk.call<Deputations>(from, 'POST', '/api/deputations', {
    deputyId: await userIdOf(to),
    scope: everywhere,
    organisationId: null,
    startsAt: clock.now(),
    endsAt: clock.now() + 8 * HOUR,
    reason: 'Đi công tác',
    ...more,
  });
const registered = async (role: Role = 'clerk') => {
  const { body } = await desk.create(role, aRegistration(start));
  const { meetingId } = body.registration;
  const answer = await desk.act(role, meetingId, { act: 'submit' });
  expect(answer).toMatchObject({ status: 200 });
  return meetingId;
};
const auditOf = (action: string) =>
  installation.database
    .selectFrom('audit')
    .select(['actor_name', 'facts', 'outcome'])
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

test('[AC-19] [R-APR-01] while the approver is away the deputy decides, and both see it', async () => {
  const meetingId = await registered();
  expect(await desk.act('scheduler', meetingId, { act: 'confirm' })).toMatchObject({ status: 403 });
  expect(await lend('scheduler')).toMatchObject({ status: 200, body: { given: [{ state: 'running' }] } });
  expect(await list('scheduler')).toMatchObject({
    received: [{ state: 'running', principal: { name: expect.any(String) }, reason: 'Đi công tác' }],
    scopes: [],
  });
  const inbox = await desk.call<RegistrationPage>('scheduler', 'GET', '/api/registrations?view=inbox');
  expect(inbox.body.registrations.map((one) => one.meetingId)).toContain(meetingId);
  expect(await desk.act('scheduler', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
});

test('[AC-20] what a deputy does is recorded with whose right it was; an own right is not', async () => {
  const principal = (await desk.call<SessionInfo>('approver', 'GET', '/api/session')).body.name;
  const [theirs, own] = [await registered(), await registered()];
  await lend('scheduler');
  expect(await auditOf('deputation.give')).toMatchObject({ outcome: 'allowed', actor_name: principal });
  const done = await desk.act('scheduler', theirs, { act: 'refuse', reason: 'Chưa đủ nội dung' });
  expect(done.body.moves.at(-1)).toMatchObject({ act: 'refuse', inPlaceOf: principal });
  expect(await auditOf('registration.refuse')).toMatchObject({ facts: { inPlaceOf: principal } });
  const decided = await desk.act('approver', own, { act: 'refuse', reason: 'Chưa đủ nội dung' });
  expect(decided.body.moves.at(-1)).toMatchObject({ inPlaceOf: null });
});

test('[AC-19] it begins and ends by itself, and sooner when either of the two says so', async () => {
  const meetingId = await registered();
  await lend('scheduler', { startsAt: clock.now() + HOUR, endsAt: clock.now() + 3 * HOUR });
  const confirm = () => desk.act('scheduler', meetingId, { act: 'confirm' });
  expect(await confirm()).toMatchObject({ status: 403 });
  clock.step(3 * HOUR - 1);
  expect(
    (await desk.call<RegistrationPage>('scheduler', 'GET', '/api/registrations?view=inbox')).body,
  ).toMatchObject({ registrations: expect.arrayContaining([expect.objectContaining({ meetingId })]) });
  clock.step(1);
  expect(await confirm()).toMatchObject({ status: 403 });

  const { body } = await lend('scheduler');
  const given = body.given.find(({ state }) => state === 'running')?.deputationId ?? '';
  expect(await end('clerk', given)).toMatchObject({ status: 404, body: { code: 'DEPUTATION_UNKNOWN' } });
  expect(await end('scheduler', given)).toMatchObject({ status: 200 });
  expect(await confirm()).toMatchObject({ status: 403 });
});

test('[AC-19] only decisions are lent, the own ones, and never further', async () => {
  await lend('scheduler');
  const { body } = await desk.call<SessionInfo>('scheduler', 'GET', '/api/session');
  expect(body.role).toBe('scheduler');
  expect(await lend('desk', { from: 'scheduler' })).toMatchObject({ status: 403 });
  for (const path of ['/api/control', '/api/personal-devices'])
    expect(await desk.call('scheduler', 'GET', path)).toMatchObject({ status: 403 });
  expect(
    await lend('partner', { startsAt: clock.now() + 20 * HOUR, endsAt: clock.now() + 21 * HOUR }),
  ).toMatchObject({
    body: { code: 'DEPUTY_UNFIT' },
  });
  expect(await lend('approver')).toMatchObject({ body: { code: 'DEPUTY_UNFIT' } });
});

test('[AC-19] nobody’s registration is decided by the right of whoever made it, nor by a deputy who made it', async () => {
  await lend('clerk');
  const own = await registered('clerk');
  expect(await desk.act('clerk', own, { act: 'confirm' })).toMatchObject({
    status: 403,
    body: { code: 'DUTIES_NOT_SEPARATE' },
  });
  // The approver registers too; a deputy does not confirm it in the approver's name.
  await installation.database
    .insertInto('user_grant')
    .values({
      user_id: await userIdOf('approver'),
      position: 2,
      role: 'clerk',
      scope_kind: 'organisation',
      scope_id: 'o-district',
    })
    .execute();
  const theirs = await registered('approver');
  const { given } = await list('approver');
  await end('approver', given.find(({ mayEnd }) => mayEnd)?.deputationId ?? '');
  await lend('scheduler');
  expect(await desk.act('scheduler', theirs, { act: 'confirm' })).toMatchObject({
    status: 403,
    body: { code: 'DUTIES_NOT_SEPARATE' },
  });
});

test('[AC-19] a right is lent to one at a time, within its scope, for a time that lies ahead', async () => {
  await lend('scheduler');
  expect(await lend('desk')).toMatchObject({ status: 409, body: { code: 'DEPUTATION_EXISTS' } });
  const later = { startsAt: clock.now() + 9 * HOUR, endsAt: clock.now() + 10 * HOUR };
  expect(await lend('desk', later)).toMatchObject({ status: 200 });
  for (const wrong of [
    { startsAt: clock.now() + 5 * HOUR, endsAt: clock.now() + 4 * HOUR },
    { startsAt: clock.now() - 48 * HOUR, endsAt: clock.now() + HOUR },
    { startsAt: clock.now() + 20 * HOUR, endsAt: clock.now() + 20 * HOUR + 91 * 24 * HOUR },
  ])
    expect(await lend('operator', wrong)).toMatchObject({ status: 422, body: { code: 'DEPUTATION_PERIOD' } });
  expect(
    await lend('operator', { scope: { kind: 'organisation', organisationId: 'o-district' } }),
  ).toMatchObject({ status: 403 });
});

test('[AC-19] a part of a right reaches only what lies below', async () => {
  const meetingId = await registered();
  await lend('scheduler', { organisationId: 'o-commune' });
  expect(await desk.act('scheduler', meetingId, { act: 'confirm' })).toMatchObject({ status: 403 });
  await lend('desk', { organisationId: 'o-district' });
  expect(await desk.act('desk', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
});
