import { instant, type RegistrationChecked, type RegistrationData, type Role } from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const HOUR = 3_600_000;
const start = at('2026-11-12T08:00');
const clock = new FakeClock(at('2026-11-02T08:00'));

let installation: TestInstallation;
let desk: RegistrationDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  clock.step(at('2026-11-02T08:00') - clock.now());
  await desk.moveTo('ha-noi');
  await desk.freeCalendar();
});

const registered = async (data: RegistrationData, by: Role = 'clerk') => {
  const { body } = await desk.create(by, data);
  const { meetingId } = body.registration;
  const answer = await desk.act(by, meetingId, { act: 'submit' });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.registration;
};
const lettersOf = (meetingId: string) =>
  installation.database
    .selectFrom('outbox_letter')
    .select(['template', 'channel', 'recipient', 'facts'])
    .where('meeting_id', '=', meetingId)
    .where('template', 'not like', 'notice.%')
    .where('template', 'not like', 'duty.%')
    .where('template', 'not like', 'deadline.%')
    .orderBy('template')
    .orderBy('channel')
    .execute();
const slotsFor = async (data: RegistrationData, meetingId: string) =>
  (
    await desk.call<RegistrationChecked>('approver', 'POST', '/api/registrations/check', {
      meetingId,
      data,
      reception: null,
    })
  ).body.freeSlots;

describe('[RE-29] [R-APR-06] a taken time is answered with another one', () => {
  test('the approver takes a free slot and confirms in one step; the host is told', async () => {
    const first = await registered(aRegistration(start));
    await desk.act('approver', first.meetingId, { act: 'confirm' });
    const second = await registered(aRegistration(start + HOUR));
    expect(await desk.act('approver', second.meetingId, { act: 'confirm' })).toMatchObject({ status: 409 });
    const [slot] = await slotsFor(second.data, second.meetingId);
    const done = await desk.act('approver', second.meetingId, { act: 'confirm', moveTo: slot });
    expect(done).toMatchObject({
      status: 200,
      body: { registration: { state: 'confirmed', data: { official: slot } } },
    });
    expect(done.body.moves.at(-1)).toMatchObject({ act: 'confirm', changed: ['official'] });
    const booked = await installation.database
      .selectFrom('meeting')
      .select('planned_start')
      .where('id', '=', second.meetingId)
      .executeTakeFirstOrThrow();
    expect(booked.planned_start.getTime()).toBe(slot?.start);
    expect(await lettersOf(second.meetingId)).toMatchObject([
      { template: 'registration.moved', channel: 'email' },
      { template: 'registration.moved', channel: 'inApp', recipient: { organisationId: 'o-district' } },
    ]);
  });

  test('a time that is not free, or not as long, changes nothing', async () => {
    const first = await registered(aRegistration(start));
    await desk.act('approver', first.meetingId, { act: 'confirm' });
    const { meetingId, data } = await registered(aRegistration(start + 24 * HOUR));
    const taken = { start: instant(start), end: instant(start + 2 * HOUR) };
    expect(await desk.act('approver', meetingId, { act: 'confirm', moveTo: taken })).toMatchObject({
      body: { code: 'SLOT_TAKEN' },
    });
    const short = { start: instant(start + 48 * HOUR), end: instant(start + 49 * HOUR) };
    for (const act of ['confirm', 'takeUp'] as const)
      expect(await desk.act('approver', meetingId, { act, moveTo: short })).toMatchObject({
        status: 422,
        body: { code: 'SLOT_UNFIT' },
      });
    const { body } = await desk.call('approver', 'GET', `/api/registrations/${meetingId}`);
    expect(body.registration).toMatchObject({ state: 'registered', data: { official: data.official } });
  });
});

describe('[RE-30] [R-APR-06] who waits for the same time is refused with the confirmation of one', () => {
  test('each with its reason and free times, its host told; one step or none', async () => {
    const [first, rival] = [
      await registered(aRegistration(start)),
      await registered(aRegistration(start + HOUR)),
    ];
    const apart = await registered(aRegistration(start + 48 * HOUR));
    const both = { act: 'confirm', refuse: [rival.meetingId, apart.meetingId] } as const;
    expect(await desk.act('approver', first.meetingId, both)).toMatchObject({
      status: 409,
      body: { code: 'RIVAL_NOT_WAITING', facts: { meetingId: apart.meetingId } },
    });
    const still = await desk.call('approver', 'GET', `/api/registrations/${rival.meetingId}`);
    expect(still.body.registration.state).toBe('registered');

    expect(
      await desk.act('approver', first.meetingId, { act: 'confirm', refuse: [rival.meetingId] }),
    ).toMatchObject({ status: 200, body: { registration: { state: 'confirmed' } } });
    const { body } = await desk.call('clerk', 'GET', `/api/registrations/${rival.meetingId}`);
    const last = body.moves.at(-1);
    expect(body.registration.state).toBe('refused');
    expect(last?.reason).toContain(first.fileNumber);
    expect(last?.alternatives.length).toBeGreaterThan(0);
    for (const slot of last?.alternatives ?? [])
      expect(slot.end <= start || slot.start >= start + 2 * HOUR).toBe(true);
    expect((await lettersOf(rival.meetingId)).map(({ template }) => template)).toEqual([
      'registration.refused',
      'registration.refused',
    ]);
  });

  test('who may not decide on the other refuses nothing', async () => {
    const first = await registered(aRegistration(start));
    // The approver registered the other one: separate duties.
    await installation.database
      .insertInto('user_grant')
      .columns(['user_id', 'position', 'role', 'scope_kind', 'scope_id'])
      .expression((eb) =>
        eb
          .selectFrom('user_account')
          .select((one) => [
            'id',
            one.val(2).as('position'),
            one.val('clerk').as('role'),
            one.val('organisation').as('scope_kind'),
            one.val('o-district').as('scope_id'),
          ])
          .where('login', '=', 'duyet'),
      )
      .execute();
    const rival = await registered(aRegistration(start), 'approver');
    expect(
      await desk.act('approver', first.meetingId, { act: 'confirm', refuse: [rival.meetingId] }),
    ).toMatchObject({ status: 403, body: { code: 'DUTIES_NOT_SEPARATE' } });
    const { body } = await desk.call('approver', 'GET', `/api/registrations/${first.meetingId}`);
    expect(body.registration.state).toBe('registered');
  });
});

test('[NT-7] [R-APR-06] a file that is returned for completion tells its host why', async () => {
  const { meetingId } = await registered(aRegistration(start));
  await desk.act('approver', meetingId, { act: 'returnForCompletion', reason: 'Thiếu danh sách đại biểu' });
  expect(await lettersOf(meetingId)).toMatchObject([
    { template: 'registration.returned', channel: 'email', facts: { reason: 'Thiếu danh sách đại biểu' } },
    { template: 'registration.returned', channel: 'inApp' },
  ]);
});

describe('[RE-28] [R-REG-09] Quảng Ninh: a service asked for after its limit needs consent', () => {
  const rehearsal = { start: instant(start - 2 * HOUR), end: instant(start - HOUR) };
  const province = (recording: boolean) => {
    const data = aRegistration(start, {
      kind: 'province',
      chairBody: 'agency',
      purpose: 'meeting',
      rehearsal,
    });
    return { ...data, technical: { ...data.technical, recording } };
  };
  const lateRequest = async () => {
    await desk.moveTo('quang-ninh');
    const { meetingId } = await registered(province(false));
    clock.step(at('2026-11-12T05:00') - clock.now());
    const changed = await desk.change('clerk', meetingId, province(true), { reason: 'Cần ghi hình' });
    expect(changed).toMatchObject({
      status: 200,
      body: { registration: { lateRequest: { services: ['recording'], answer: { kind: 'open' } } } },
    });
    return meetingId;
  };

  test('in time it needs none', async () => {
    await desk.moveTo('quang-ninh');
    const { lateRequest: none, meetingId } = await registered(province(true));
    expect(none).toBeNull();
    expect(await desk.act('operator', meetingId, { act: 'consentServices' })).toMatchObject({
      body: { code: 'REGISTRATION_STEP_IMPOSSIBLE' },
    });
  });

  test('the operator is asked, consents once, and the host is told; the host cannot', async () => {
    const meetingId = await lateRequest();
    expect(await lettersOf(meetingId)).toMatchObject([
      { template: 'service.asked', channel: 'inApp', recipient: { role: 'account:operator' } },
    ]);
    expect(await desk.act('clerk', meetingId, { act: 'consentServices' })).toMatchObject({ status: 403 });
    const done = await desk.act('operator', meetingId, { act: 'consentServices' });
    expect(done).toMatchObject({
      status: 200,
      body: { registration: { lateRequest: { answer: { kind: 'consented', by: expect.any(String) } } } },
    });
    expect(done.body.moves.at(-1)).toMatchObject({ act: 'consentServices' });
    expect(done.body.acts).not.toContain('consentServices');
    expect((await lettersOf(meetingId)).map(({ template }) => template)).toContain('service.consented');
  });

  test('declined only with a reason, which the host reads', async () => {
    const meetingId = await lateRequest();
    expect(await desk.act('operator', meetingId, { act: 'declineServices' })).toMatchObject({
      body: { code: 'REASON_REQUIRED' },
    });
    const reason = 'Thiết bị ghi đang bảo trì';
    expect(await desk.act('operator', meetingId, { act: 'declineServices', reason })).toMatchObject({
      body: { registration: { lateRequest: { answer: { kind: 'declined', reason } } } },
    });
    const told = (await lettersOf(meetingId)).filter(({ template }) => template === 'service.declined');
    expect(told).toMatchObject([{ facts: { reason } }, { facts: { reason } }]);
  });
});
