import {
  instant,
  OrganisationId,
  type RegistrationChecked,
  type RegistrationData,
  type RegistrationPage,
  type RegistrationRulesReply,
  type RegistrationTemplate,
  SiteId,
} from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { logins, TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const NOW = '2026-11-02T08:00';
const clock = new FakeClock(at(NOW));
const setClock = (local: string) => clock.step(at(local) - clock.now());
const start = at('2026-11-12T08:00');

let installation: TestInstallation;
let desk: RegistrationDesk;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  setClock(NOW);
  await desk.freeCalendar();
  await desk.moveTo('ha-noi');
  await freeRooms();
});

/** Rooms are free again: what other tests have booked is not in the way of the next. */
const freeRooms = () => installation.database.deleteFrom('booking').execute();
const draft = async (data: Partial<RegistrationData> = {}) => {
  await freeRooms();
  const { status, body } = await desk.create('clerk', aRegistration(start, data));
  expect(status).toBe(200);
  return body.registration.meetingId;
};
const registered = async (data: Partial<RegistrationData> = {}) => {
  const meetingId = await draft(data);
  expect(await desk.act('clerk', meetingId, { act: 'submit' })).toMatchObject({ status: 200 });
  return meetingId;
};
const confirmed = async (data: Partial<RegistrationData> = {}) => {
  const meetingId = await registered(data);
  expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
  return meetingId;
};
const stateOf = async (meetingId: string) =>
  (
    await installation.database
      .selectFrom('registration')
      .select('state')
      .where('meeting_id', '=', meetingId)
      .executeTakeFirstOrThrow()
  ).state;
const movesOf = async (meetingId: string) =>
  (
    await installation.database
      .selectFrom('meeting_move')
      .select(['act', 'from_state', 'to_state'])
      .where('meeting_id', '=', meetingId)
      .orderBy('seq')
      .execute()
  ).map(({ act, from_state, to_state }) => `${act} ${from_state} → ${to_state}`);
const planOf = (meetingId: string) =>
  installation.database.selectFrom('meeting').selectAll().where('id', '=', meetingId).executeTakeFirst();

describe('from the draft to the decision', () => {
  test('[R-REG-14] [R-REG-18] a clerk registers, an approver confirms, and the conference has its plan', async () => {
    const sites = ['district', 'commune', 'commune-2'].map((id) =>
      aRegisteredSite(id, { mayPresent: id === 'commune' }),
    );
    const opened = await desk.create('clerk', aRegistration(start, { sites }));
    expect(opened.body).toMatchObject({ registration: { state: 'draft', revision: 1 }, mayChange: true });
    expect(opened.body.acts).toEqual(['submit', 'cancel']);
    const { meetingId } = opened.body.registration;
    expect(await planOf(meetingId)).toBeUndefined();

    const submitted = await desk.act('clerk', meetingId, { act: 'submit' });
    expect(submitted.body).toMatchObject({
      registration: { state: 'registered', registeredAt: clock.now(), revision: 2 },
      approval: {
        role: 'Trung tâm Tin học - Công báo thành phố Hà Nội',
        decideBy: clock.now() + 2 * 3_600_000,
      },
    });
    expect(await planOf(meetingId)).toBeUndefined();

    const answer = await desk.act('approver', meetingId, { act: 'confirm' });
    expect(answer.body).toMatchObject({ registration: { state: 'confirmed', confirmedAt: clock.now() } });
    expect(await planOf(meetingId)).toMatchObject({
      title: opened.body.registration.data.title,
      phase: 'scheduled',
      chair_site_id: 'district',
      planned_start: new Date(start),
      locality: 'ha-noi',
      urgency: 'planned',
      // No cascade in Hà Nội, and no limit for bringing a site up.
      cascade: false,
      bring_up_limit_ms: null,
    });
    const invited = await installation.database
      .selectFrom('meeting_site')
      .select(['site_id', 'may_present'])
      .where('meeting_id', '=', meetingId)
      .orderBy('site_id')
      .execute();
    expect(invited).toEqual([
      { site_id: 'commune', may_present: true },
      { site_id: 'commune-2', may_present: false },
      { site_id: 'district', may_present: false },
    ]);
    expect(await movesOf(meetingId)).toEqual([
      'create draft → draft',
      'submit draft → registered',
      'confirm registered → confirmed',
    ]);
  });

  test('[R-REG-07] Hà Nội: a notice of the leadership is confirmed as it comes in', async () => {
    const data = {
      kind: 'leadership',
      chairBody: 'council',
      hostOrganisationId: OrganisationId.parse('o-province'),
    } as const;
    const { body } = await desk.create('desk', aRegistration(start, data));
    const { meetingId } = body.registration;
    const receivedAt = instant(clock.now() - 600_000);
    const reception = { channel: 'document', sender: 'Văn phòng Đoàn ĐBQH và HĐND', call: null, receivedAt };
    const answer = await desk.act('desk', meetingId, { act: 'submit', reception });
    expect(answer.body).toMatchObject({
      registration: { state: 'confirmed', registeredAt: receivedAt, confirmedAt: clock.now() },
      approval: null,
    });
    expect(await movesOf(meetingId)).toContain('submit draft → confirmed');
    expect(await planOf(meetingId)).toMatchObject({ phase: 'scheduled' });
  });

  test('[R-APR-06] a refusal needs a reason, and ends it', async () => {
    const meetingId = await registered();
    expect(await desk.act('approver', meetingId, { act: 'refuse' })).toMatchObject({
      status: 422,
      body: { code: 'REASON_REQUIRED' },
    });
    const answer = await desk.act('approver', meetingId, { act: 'refuse', reason: 'Trùng lịch' });
    expect(answer.body.registration.state).toBe('refused');
    expect(answer.body.acts).toEqual([]);
    expect(answer.body.moves.at(-1)).toMatchObject({ act: 'refuse', reason: 'Trùng lịch' });
  });

  test('returned for completion it is a draft again, with the reason, and counts anew when it comes back', async () => {
    const meetingId = await registered();
    await desk.act('approver', meetingId, { act: 'takeUp' });
    const returned = await desk.act('approver', meetingId, {
      act: 'returnForCompletion',
      reason: 'Thiếu số điện thoại',
    });
    expect(returned.body.registration).toMatchObject({ state: 'draft', registeredAt: null });
    setClock('2026-11-03T09:00');
    const again = await desk.act('clerk', meetingId, { act: 'submit' });
    expect(again.body.registration).toMatchObject({ state: 'registered', registeredAt: clock.now() });
  });

  test('a postponed meeting waits for a new time and a new decision', async () => {
    const meetingId = await confirmed();
    const answer = await desk.act('clerk', meetingId, { act: 'postpone', reason: 'Chủ tọa đi công tác' });
    expect(answer.body.registration).toMatchObject({
      state: 'registered',
      confirmedAt: null,
      decidedAt: null,
    });
    const moved = aRegistration(start + 7 * 86_400_000);
    expect(await desk.change('clerk', meetingId, moved)).toMatchObject({ status: 200 });
    const again = await desk.act('approver', meetingId, { act: 'confirm' });
    expect(again.body.registration.state).toBe('confirmed');
    expect(await planOf(meetingId)).toMatchObject({ planned_start: new Date(moved.official.start) });
  });

  test('[R-REG-14] preparation is marked step by step, and steps the locality lacks are passed over', async () => {
    const meetingId = await confirmed();
    expect((await desk.act('scheduler', meetingId, { act: 'markRehearsed' })).body.code).toBe(
      'REGISTRATION_STEP_IMPOSSIBLE',
    );
    // Hà Nội has no connection plan and no limit of readiness (matrix of chapter 5).
    for (const act of ['markNoticed', 'markRehearsed', 'markConnected'] as const)
      expect(await desk.act('scheduler', meetingId, { act })).toMatchObject({ status: 200 });
    expect(await stateOf(meetingId)).toBe('connected');
    expect((await desk.act('scheduler', meetingId, { act: 'markReady' })).status).toBe(409);
  });
});

describe('what is refused', () => {
  test('[R-REG-01] one minute before the limit it is taken, one minute after refused with the article', async () => {
    const first = await draft();
    setClock('2026-11-11T07:59');
    expect((await desk.act('clerk', first, { act: 'submit' })).status).toBe(200);
    const second = await draft();
    setClock('2026-11-11T08:01');
    expect(await desk.act('clerk', second, { act: 'submit' })).toMatchObject({
      status: 422,
      body: { code: 'MEETING_TOO_LATE', facts: { article: 'Đ12.2a', dueAt: at('2026-11-11T08:00') } },
    });
    expect(await stateOf(second)).toBe('draft');
  });

  test('[R-REG-01] the desk takes it late with a reason, which stays', async () => {
    const meetingId = await draft();
    setClock('2026-11-11T09:00');
    expect((await desk.act('clerk', meetingId, { act: 'acceptLate', reason: 'x' })).body.code).toBe(
      'NOT_ALLOWED',
    );
    expect((await desk.act('desk', meetingId, { act: 'acceptLate' })).body.code).toBe('REASON_REQUIRED');
    const answer = await desk.act('desk', meetingId, {
      act: 'acceptLate',
      reason: 'Chỉ đạo của lãnh đạo UBND Thành phố',
    });
    expect(answer.body.registration).toMatchObject({
      state: 'registered',
      lateReason: 'Chỉ đạo của lãnh đạo UBND Thành phố',
    });
    const late = await installation.database
      .selectFrom('deadline')
      .select('state')
      .where('meeting_id', '=', meetingId)
      .where('deadline_id', '=', 'register')
      .executeTakeFirst();
    expect(late?.state).toMatch(/^(late|impossible)$/);
  });

  test('[R-REG-03] what is missing is named', async () => {
    const meetingId = await draft({ content: null });
    expect(await desk.act('clerk', meetingId, { act: 'submit' })).toMatchObject({
      status: 422,
      body: {
        code: 'REGISTRATION_FAULTY',
        facts: { count: 1, finding: 'fieldMissing', field: 'content', article: 'Đ12.2a' },
      },
    });
  });

  test('[R-REG-13] a secret without a plan is not registered', async () => {
    const meetingId = await draft({ secret: { declared: true, protectionPlan: null } });
    expect((await desk.act('clerk', meetingId, { act: 'submit' })).body.facts).toMatchObject({
      finding: 'protectionPlanMissing',
    });
  });

  test('[R-REG-05] a private mailbox is refused; only the desk says how something came in', async () => {
    const meetingId = await draft();
    const mail = (sender: string) => ({
      channel: 'officialMailbox',
      sender,
      call: null,
      receivedAt: clock.now() - 1000,
    });
    expect(
      await desk.act('desk', meetingId, { act: 'submit', reception: mail('a@gmail.com') }),
    ).toMatchObject({
      body: { code: 'REGISTRATION_FAULTY', facts: { finding: 'senderNotOfficial' } },
    });
    const asClerk = await desk.act('clerk', meetingId, {
      act: 'submit',
      reception: mail('vanthu@hanoi.gov.vn'),
    });
    expect(asClerk.body.code).toBe('NOT_ALLOWED');
    expect(
      (await desk.act('desk', meetingId, { act: 'submit', reception: mail('vanthu@hanoi.gov.vn') })).body
        .registration,
    ).toMatchObject({ state: 'registered', reception: { sender: 'vanthu@hanoi.gov.vn' } });
  });

  test('[R-REG-06] Bình Định: a call counts from its own time', async () => {
    await desk.moveTo('binh-dinh');
    const { body } = await desk.create(
      'desk',
      aRegistration(start, { urgency: 'urgent', urgentCause: 'Bão', purpose: 'agencyMeeting' }),
    );
    setClock('2026-11-12T05:10');
    const receivedAt = at('2026-11-12T04:55');
    const call = {
      caller: 'Trực ban UBND huyện',
      callee: 'Trực ban Sở',
      phone: '0900 000 102',
      readBack: true,
    };
    const answer = await desk.act('desk', body.registration.meetingId, {
      act: 'submit',
      reception: { channel: 'telephone', sender: null, call, receivedAt },
    });
    // Urgent: nobody's confirmation is waited for.
    expect(answer.body.registration).toMatchObject({ state: 'confirmed', registeredAt: receivedAt });
    const entry = await installation.database
      .selectFrom('deadline')
      .select('state')
      .where('meeting_id', '=', body.registration.meetingId)
      .where('deadline_id', '=', 'register-urgent')
      .executeTakeFirst();
    expect(entry?.state).toBe('met');
  });

  test('[RE-20] [R-REG-17] host, kind and urgency are settled once it is registered', async () => {
    const meetingId = await registered();
    const other = aRegistration(start, { kind: 'leadership', chairBody: 'party' });
    expect(await desk.change('clerk', meetingId, other)).toMatchObject({
      status: 422,
      body: { code: 'REGISTRATION_SETTLED', facts: { fields: 'kind, chairBody' } },
    });
  });

  test('a site that was closed in the meantime is not confirmed', async () => {
    const meetingId = await registered();
    const set = (status: string) =>
      installation.database.updateTable('site').set({ status }).where('id', '=', 'commune-2').execute();
    await set('suspended');
    try {
      expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({
        body: { code: 'REGISTRATION_FAULTY', facts: { finding: 'siteNotAdmitted', field: 'sites.2' } },
      });
      expect(await stateOf(meetingId)).toBe('registered');
    } finally {
      await set('admitted');
    }
  });

  test('[R-MCU-05] sites of several MCUs are refused where every terminal connects straight to one', async () => {
    await desk.moveTo('quang-ninh');
    const data = {
      kind: 'selfOrganised',
      purpose: 'meeting',
      sites: ['district', 'province'].map((id) => aRegisteredSite(id)),
    };
    const meetingId = await draft(data);
    expect(await desk.act('clerk', meetingId, { act: 'submit' })).toMatchObject({
      status: 422,
      body: { code: 'TOPOLOGY_INVALID' },
    });
    expect(await stateOf(meetingId)).toBe('draft');
    expect(await planOf(meetingId)).toBeUndefined();
  });
});

describe('two at once, twice, and too late', () => {
  test('a double click is one step; both see it done', async () => {
    const meetingId = await registered();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => desk.act('approver', meetingId, { act: 'confirm', revision: 2 })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await movesOf(meetingId)).toHaveLength(3);
    expect(await desk.revisionOf(meetingId)).toBe(3);
  });

  test('who acts on what has moved on is told so, and nothing is written', async () => {
    const meetingId = await registered();
    await desk.act('approver', meetingId, { act: 'takeUp' });
    expect(await desk.act('approver', meetingId, { act: 'confirm', revision: 2 })).toMatchObject({
      status: 409,
      body: { code: 'REGISTRATION_CHANGED_MEANWHILE', facts: { revision: 3, state: 'underReview' } },
    });
    expect(await stateOf(meetingId)).toBe('underReview');
  });

  test('the host changes while the approver confirms: one of them is told', async () => {
    for (let round = 0; round < 10; round += 1) {
      const meetingId = await registered();
      const [change, confirm] = await Promise.all([
        desk.change('clerk', meetingId, aRegistration(start, { title: 'Hội nghị đổi tên' }), { revision: 2 }),
        desk.act('approver', meetingId, { act: 'confirm', revision: 2 }),
      ]);
      expect([change.status, confirm.status].sort()).toEqual([200, 409]);
      expect(await desk.revisionOf(meetingId)).toBe(3);
    }
  });

  test('[R-REG-14] numbers follow each other without gaps, also when half of thirty fail', async () => {
    const numberOf = (body: { registration?: { fileNumber: string } }) =>
      body.registration?.fileNumber ?? null;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        desk.create('clerk', aRegistration(start, index % 2 === 0 ? {} : { kind: 'nowhere' })),
      ),
    );
    const taken = answers.flatMap(({ body }) => numberOf(body) ?? []);
    expect(taken).toHaveLength(15);
    const { rows } = await sql<{
      file_number: string;
    }>`select file_number from registration order by file_number`.execute(installation.database);
    expect(rows.map((row) => row.file_number)).toEqual(
      rows.map((_row, index) => `2026/${String(index + 1).padStart(4, '0')}`),
    );
  });

  test('a new year begins at 0001, by the clock of Việt Nam', async () => {
    setClock('2027-01-01T00:30');
    const { body } = await desk.create('clerk', aRegistration(at('2027-01-20T08:00')));
    expect(body.registration.fileNumber).toBe('2027/0001');
  });
});

describe('[RE-21] separation of duties', () => {
  const grant = async (role: 'clerk' | 'approver', extra: string) => {
    await installation.database
      .insertInto('user_grant')
      .values({
        user_id: `u-${logins[role]}`,
        position: 2,
        role: extra,
        ...(extra === 'clerk'
          ? { scope_kind: 'organisation', scope_id: 'o-district' }
          : { scope_kind: 'installation', scope_id: '' }),
      })
      .execute();
    desk.signedOut();
  };
  const revoke = async () => {
    await installation.database.deleteFrom('user_grant').where('position', '=', 2).execute();
    desk.signedOut();
  };

  test('who registered does not decide', async () => {
    await grant('clerk', 'approver');
    try {
      const meetingId = await registered();
      const seen = await desk.call('clerk', 'GET', `/api/registrations/${meetingId}`);
      expect(seen.body.acts).not.toContain('confirm');
      for (const act of ['confirm', 'refuse'] as const)
        expect(await desk.act('clerk', meetingId, { act, reason: 'x' })).toMatchObject({
          status: 403,
          body: { code: 'DUTIES_NOT_SEPARATE' },
        });
      expect((await desk.act('approver', meetingId, { act: 'confirm' })).status).toBe(200);
    } finally {
      await revoke();
    }
  });

  test('who decided does not register for it', async () => {
    await grant('approver', 'clerk');
    try {
      const meetingId = await confirmed();
      const title = aRegistration(start, { title: 'Đổi tên' });
      expect(await desk.change('approver', meetingId, title, { reason: 'x' })).toMatchObject({
        status: 403,
        body: { code: 'DUTIES_NOT_SEPARATE' },
      });
    } finally {
      await revoke();
    }
  });

  test('who changed another clerk’s draft does not decide on it either', async () => {
    await grant('approver', 'clerk');
    try {
      const meetingId = await draft();
      await desk.change('approver', meetingId, aRegistration(start, { title: 'Sửa hộ văn thư' }));
      await desk.act('clerk', meetingId, { act: 'submit' });
      expect((await desk.act('approver', meetingId, { act: 'confirm' })).body.code).toBe(
        'DUTIES_NOT_SEPARATE',
      );
    } finally {
      await revoke();
    }
  });
});

describe('[R-REG-17] changes of what others know already', () => {
  test('the plan of the conference follows, and the step says what changed', async () => {
    const meetingId = await confirmed();
    const data = aRegistration(start + 3_600_000, {
      title: 'Hội nghị đổi giờ',
      sites: ['district', 'commune'].map((id) => aRegisteredSite(id)),
    });
    expect((await desk.change('clerk', meetingId, data)).body.code).toBe('REASON_REQUIRED');
    const { body } = await desk.change('clerk', meetingId, data, { reason: 'Đổi theo lịch của chủ tọa' });
    expect(body.registration.state).toBe('confirmed');
    expect(body.moves.at(-1)).toMatchObject({
      act: 'change',
      from: 'confirmed',
      to: 'confirmed',
      changed: ['title', 'official', 'sites'],
      reason: 'Đổi theo lịch của chủ tọa',
    });
    expect(await planOf(meetingId)).toMatchObject({
      title: 'Hội nghị đổi giờ',
      planned_start: new Date(start + 3_600_000),
    });
    const sites = await installation.database
      .selectFrom('meeting_site')
      .select('site_id')
      .where('meeting_id', '=', meetingId)
      .orderBy('site_id')
      .execute();
    expect(sites.map((row) => row.site_id)).toEqual(['commune', 'district']);
  });

  test('saving without a change is no step', async () => {
    const meetingId = await confirmed();
    await desk.change('clerk', meetingId, aRegistration(start), { reason: 'x' });
    expect(await desk.revisionOf(meetingId)).toBe(3);
  });

  test('a change into the past, or without a chair, is refused and nothing is written', async () => {
    const meetingId = await confirmed();
    const past = aRegistration(at('2026-11-01T08:00'));
    expect((await desk.change('clerk', meetingId, past, { reason: 'x' })).body.facts).toMatchObject({
      finding: 'startInPast',
    });
    const chairless = aRegistration(start, { chairSiteId: null });
    expect((await desk.change('clerk', meetingId, chairless, { reason: 'x' })).body.facts).toMatchObject({
      finding: 'chairSiteMissing',
    });
    expect(await planOf(meetingId)).toMatchObject({ planned_start: new Date(start) });
  });
});

describe('[RE-22] the conference and its file', () => {
  test('only a confirmed meeting starts; the file goes live and ends with it', async () => {
    const operator = await installation.openConsole('operator');
    const meetingId = await confirmed();
    await operator.give(meetingId, { type: 'meeting.start' });
    expect(await stateOf(meetingId)).toBe('live');
    await operator.give(meetingId, { type: 'meeting.end' });
    expect(await stateOf(meetingId)).toBe('ended');
    expect((await movesOf(meetingId)).slice(-2)).toEqual(['start confirmed → live', 'end live → ended']);
    expect((await desk.act('clerk', meetingId, { act: 'cancel', reason: 'x' })).status).toBe(409);
    expect((await desk.act('scheduler', meetingId, { act: 'close' })).body.registration.state).toBe('closed');
  });

  test('[RE-24] a file is not closed before the recording is handed over', async () => {
    const operator = await installation.openConsole('operator');
    const technical = { ...aRegistration(start).technical, recording: true };
    const meetingId = await confirmed({ technical });
    await operator.give(meetingId, { type: 'meeting.start' });
    await operator.give(meetingId, { type: 'meeting.end' });
    expect(await desk.act('scheduler', meetingId, { act: 'close' })).toMatchObject({
      status: 409,
      body: { code: 'MEETING_UNSETTLED', facts: { open: 'recording-handover' } },
    });
    await desk.call('desk', 'POST', `/api/deadlines/${meetingId}/recording-handover/report`, {
      at: null,
      note: null,
    });
    expect((await desk.act('scheduler', meetingId, { act: 'close' })).body.registration.state).toBe('closed');
  });

  test('[R-REG-17] one that was called off or put off does not start, by the database too', async () => {
    const operator = await installation.openConsole('operator');
    for (const act of ['cancel', 'postpone'] as const) {
      const meetingId = await confirmed();
      await desk.act('clerk', meetingId, { act, reason: 'Bão' });
      await expect(operator.give(meetingId, { type: 'meeting.start' })).rejects.toMatchObject({
        code: 'MEETING_NOT_CONFIRMED',
      });
      expect(await planOf(meetingId)).toMatchObject({ phase: 'scheduled' });
      await expect(
        installation.database
          .updateTable('meeting')
          .set({ phase: 'live', started_at: new Date(clock.now()) })
          .where('id', '=', meetingId)
          .execute(),
      ).rejects.toThrow(/not confirmed/);
    }
  });

  test('started and called off at the same instant: one of them happens', async () => {
    const operator = await installation.openConsole('operator');
    for (let round = 0; round < 10; round += 1) {
      const meetingId = await confirmed();
      const [started, cancelled] = await Promise.allSettled([
        operator.give(meetingId, { type: 'meeting.start' }),
        desk.act('clerk', meetingId, { act: 'cancel', reason: 'x', revision: 3 }),
      ]);
      const isCancelled = cancelled.status === 'fulfilled' && cancelled.value.status === 200;
      expect([started.status === 'fulfilled', isCancelled].filter(Boolean)).toHaveLength(1);
      expect(await stateOf(meetingId)).toBe(isCancelled ? 'cancelled' : 'live');
      expect((await planOf(meetingId))?.phase).toBe(isCancelled ? 'scheduled' : 'live');
    }
  });

  test('a console opened before the change starts the changed plan', async () => {
    const operator = await installation.openConsole('operator');
    const meetingId = await confirmed();
    await operator.follow(meetingId);
    const data = aRegistration(start, {
      chairSiteId: SiteId.parse('district'),
      sites: ['district', 'commune'].map((id) => aRegisteredSite(id)),
    });
    await desk.change('clerk', meetingId, data, { reason: 'Bớt một điểm cầu' });
    await operator.give(meetingId, { type: 'meeting.start' });
    const { rows } = await sql<{ roster: { siteId: string }[] }>`
      select body -> 'roster' as roster from meeting_event where meeting_id = ${meetingId} and seq = 1`.execute(
      installation.database,
    );
    expect(rows[0]?.roster.map(({ siteId }) => siteId).sort()).toEqual(['commune', 'district']);
  });
});

describe('[RE-19] who sees what', () => {
  const titles = async (role: Parameters<typeof desk.call>[0], query = '') => {
    const { body } = await desk.call<RegistrationPage>(role, 'GET', `/api/registrations?limit=100${query}`);
    return body.registrations.map(({ title }) => title);
  };

  test('a clerk sees the own organisation and those below it, nobody else’s drafts', async () => {
    const own = await draft({ title: 'Nháp của huyện' });
    const { body } = await desk.create(
      'desk',
      aRegistration(start, {
        title: 'Nháp của tỉnh',
        hostOrganisationId: OrganisationId.parse('o-province'),
      }),
    );
    const other = body.registration.meetingId;
    const clerk = await titles('clerk');
    expect(clerk).toContain('Nháp của huyện');
    expect(clerk).not.toContain('Nháp của tỉnh');
    expect((await desk.call('clerk', 'GET', `/api/registrations/${other}`)).body.code).toBe(
      'MEETING_NOT_FOUND',
    );
    expect((await desk.act('clerk', other, { act: 'submit' })).body.code).toBe('MEETING_NOT_FOUND');
    for (const role of ['operator', 'observer', 'technician', 'partner', 'chair', 'approver'] as const)
      expect((await desk.call(role, 'GET', `/api/registrations/${own}`)).status).toBe(404);
    expect(await titles('approver')).not.toContain('Nháp của tỉnh');
    expect(await titles('desk')).toContain('Nháp của tỉnh');
    const forProvince = await desk.create(
      'clerk',
      aRegistration(start, { hostOrganisationId: OrganisationId.parse('o-province') }),
    );
    expect(forProvince.body.code).toBe('NOT_ALLOWED');
  });

  test('[R-SEC-09] a partner sees when and where, never what it is about', async () => {
    const meetingId = await confirmed({ title: 'Hội nghị kín', content: 'điều không nên biết' });
    const seen = await desk.call('partner', 'GET', `/api/registrations/${meetingId}`);
    expect(JSON.stringify(seen.body)).not.toMatch(/Hội nghị kín|không nên biết/);
    expect(seen.body.registration.data).toMatchObject({
      official: { start },
      sites: [{ siteId: 'district' }, { siteId: 'commune' }, { siteId: 'commune-2' }],
    });
    expect(await titles('partner')).toContain(seen.body.registration.fileNumber);
    expect(await titles('partner', '&search=kín')).toContain(seen.body.registration.fileNumber);
    const waiting = await registered();
    expect((await desk.call('partner', 'GET', `/api/registrations/${waiting}`)).status).toBe(404);
  });

  test('[R-SEC-07] a state secret is seen by its host, the desk and those who decide; nobody finds it by its title', async () => {
    const meetingId = await confirmed({
      title: 'Phương án tác chiến',
      secret: { declared: true, protectionPlan: 'Kế hoạch số 07' },
    });
    for (const role of [
      'operator',
      'observer',
      'scheduler',
      'auditor',
      'administrator',
      'technician',
      'partner',
    ] as const) {
      const seen = await desk.call(role, 'GET', `/api/registrations/${meetingId}`);
      expect(seen.status).toBe(200);
      expect(JSON.stringify(seen.body)).not.toMatch(/tác chiến|Kế hoạch số 07/);
      expect(await titles(role)).not.toContain('Phương án tác chiến');
    }
    for (const role of ['clerk', 'desk', 'approver'] as const)
      expect(JSON.stringify((await desk.call(role, 'GET', `/api/registrations/${meetingId}`)).body)).toMatch(
        /tác chiến/,
      );
    expect(await titles('approver', '&search=tac%20chien')).toEqual([]);
  });

  test('a technician sees the meetings of the own site', async () => {
    const own = await confirmed({ title: 'Có điểm cầu xã Đồng Ruộng' });
    const other = await confirmed({
      title: 'Không có điểm cầu xã Đồng Ruộng',
      sites: ['district', 'commune-2'].map((id) => aRegisteredSite(id)),
    });
    expect((await desk.call('technician', 'GET', `/api/registrations/${own}`)).status).toBe(200);
    expect((await desk.call('technician', 'GET', `/api/registrations/${other}`)).status).toBe(404);
    const seen = await titles('technician');
    expect(seen).toContain('Có điểm cầu xã Đồng Ruộng');
    expect(seen).not.toContain('Không có điểm cầu xã Đồng Ruộng');
  });
});

describe('lists', () => {
  test('[R-APR-03] the inbox holds what waits for me, the nearest limit first', async () => {
    const first = await registered({ title: 'Đến trước' });
    setClock('2026-11-02T09:00');
    const second = await registered({ title: 'Đến sau' });
    const done = await confirmed({ title: 'Đã xong' });
    const { body } = await desk.call<RegistrationPage>('approver', 'GET', '/api/registrations?view=inbox');
    const ids = body.registrations.map(({ meetingId }) => meetingId);
    expect(ids.indexOf(first)).toBeLessThan(ids.indexOf(second));
    expect(ids).not.toContain(done);
    const item = body.registrations.find(({ meetingId }) => meetingId === second);
    expect(item).toMatchObject({
      decideBy: at('2026-11-02T11:00'),
      acts: ['takeUp', 'returnForCompletion', 'confirm', 'refuse', 'cancel'],
      chairSiteName: 'UBND huyện Đà Bắc',
      hostName: 'UBND huyện Đà Bắc',
    });
    expect(
      (await desk.call<RegistrationPage>('clerk', 'GET', '/api/registrations?view=inbox')).body.registrations,
    ).toEqual([]);
  });

  test('pages follow each other without a file twice or left out', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body } = await desk.call<RegistrationPage>(
        'desk',
        'GET',
        `/api/registrations?limit=7${cursor}`,
      );
      seen.push(...body.registrations.map(({ meetingId }) => meetingId));
      ({ next } = body);
    } while (next !== null);
    const { count } = await installation.database
      .selectFrom('registration')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(Number(count));
    expect((await desk.call('desk', 'GET', '/api/registrations?cursor=%3Bdrop')).status).toBe(400);
    expect((await desk.call('desk', 'GET', '/api/registrations?view=inbox&cursor=-1')).status).toBe(400);
  });

  test('found by number and by title without marks', async () => {
    const meetingId = await registered({ title: 'Triển khai phòng chống thiên tai' });
    const find = async (search: string) =>
      (
        await desk.call<RegistrationPage>(
          'clerk',
          'GET',
          `/api/registrations?search=${encodeURIComponent(search)}`,
        )
      ).body.registrations.map((one) => one.meetingId);
    expect(await find('phong chong')).toContain(meetingId);
    expect(await find('PHÒNG thiên')).toContain(meetingId);
    expect(await find('%')).toContain(meetingId);
    expect(await find('không có đâu')).toEqual([]);
  });
});

describe('before it is submitted', () => {
  const check = (data: RegistrationData, meetingId?: string) =>
    desk.call<RegistrationChecked>('clerk', 'POST', '/api/registrations/check', {
      data,
      reception: null,
      ...(meetingId === undefined ? {} : { meetingId }),
    });

  test('[R-APR-01] everything is told: findings, limits, who decides, what it becomes', async () => {
    const { status, body } = await check(aRegistration(start, { content: null }));
    expect(status).toBe(200);
    expect(body.findings).toMatchObject([{ severity: 'error', code: 'fieldMissing', field: 'content' }]);
    expect(body.timetable.entries.map(({ deadlineId }) => deadlineId)).toContain('register');
    expect(body).toMatchObject({
      approval: { role: 'Trung tâm Tin học - Công báo thành phố Hà Nội', decideBy: clock.now() + 7_200_000 },
      becomes: 'registered',
      conflicts: [],
    });
  });

  test('[RE-15] what the form asks for, in the words of the locality, for my organisations and what they may hold', async () => {
    const { body } = await desk.call<RegistrationRulesReply>('clerk', 'GET', '/api/registrations/rules');
    expect(body).toMatchObject({ locality: 'ha-noi', allowsSecret: true });
    expect(body.hosts.map(({ organisationId }) => organisationId)).toEqual([
      'o-district',
      'o-commune',
      'o-commune-2',
    ]);
    // Hà Nội Đ11.1: the meetings of leaders and of central bodies are the province's to hold.
    expect(body.hosts[0]?.kinds).toEqual(['agency']);
    const all = await desk.call<RegistrationRulesReply>('desk', 'GET', '/api/registrations/rules');
    expect(all.body.hosts.length).toBeGreaterThan(3);
    const none = await desk.call<RegistrationRulesReply>('operator', 'GET', '/api/registrations/rules');
    expect(none.body.hosts).toEqual([]);
  });

  test('an earlier meeting is a start for the next: the same weekday and hour, still to come', async () => {
    const meetingId = await confirmed({ invitation: null });
    setClock('2026-11-20T10:00');
    const { body } = await desk.call<RegistrationTemplate>(
      'clerk',
      'GET',
      `/api/registrations/template?from=${meetingId}`,
    );
    expect(body.data.official).toEqual({ start: at('2026-11-26T08:00'), end: at('2026-11-26T10:00') });
    expect(body.data).toMatchObject({
      basis: null,
      chairSiteId: 'district',
      title: aRegistration(start).title,
    });
    expect((await desk.create('clerk', body.data)).status).toBe(200);
  });
});

describe('garbage', () => {
  test.each([
    ['a body of another shape', { data: 7 }],
    ['no body', {}],
    ['an unknown field', { data: { ...aRegistration(start), color: 'đỏ' } }],
    ['a title of one letter', { data: { ...aRegistration(start), title: 'x' } }],
    [
      'a host that is no id',
      { data: { ...aRegistration(start), hostOrganisationId: "';drop table registration" } },
    ],
    ['a time that is none', { data: { ...aRegistration(start), official: { start: 'mai', end: null } } }],
    ['2 MB of text', { data: { ...aRegistration(start), script: 'à'.repeat(1_000_000) } }],
    [
      '2 001 sites',
      {
        data: {
          ...aRegistration(start),
          sites: Array.from({ length: 2_001 }, () => aRegisteredSite('district')),
        },
      },
    ],
  ])('%s is refused without a trace', async (_, payload) => {
    const count = async () =>
      Number(
        (
          await installation.database
            .selectFrom('registration')
            .select(({ fn }) => fn.countAll<string>().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      );
    const before = await count();
    const { status } = await desk.call('clerk', 'POST', '/api/registrations', payload);
    expect([400, 413]).toContain(status);
    expect(await count()).toBe(before);
  });

  test('times in the wrong order, an unknown host, unknown sites', async () => {
    const official = { start: instant(start), end: instant(start) };
    expect((await desk.create('clerk', aRegistration(start, { official }))).body.code).toBe(
      'REGISTRATION_FAULTY',
    );
    const nowhere = aRegistration(start, { hostOrganisationId: OrganisationId.parse('o-nowhere') });
    expect((await desk.create('clerk', nowhere)).body.code).toBe('NOT_FOUND');
    const meetingId = await draft({ sites: [aRegisteredSite('district'), aRegisteredSite('atlantis')] });
    expect((await desk.act('clerk', meetingId, { act: 'submit' })).body.facts).toMatchObject({
      finding: 'siteUnknown',
    });
    expect((await desk.act('clerk', meetingId, { act: 'submit', revision: 99 })).status).toBe(409);
    expect((await desk.call('clerk', 'GET', '/api/registrations/nothing-here')).status).toBe(404);
  });
});

describe('the database refuses what must not be', () => {
  const set = (meetingId: string, values: object) =>
    installation.database
      .updateTable('registration')
      .set(values)
      .where('meeting_id', '=', meetingId)
      .execute();

  test('steps that do not exist, other numbers, earlier revisions', async () => {
    const meetingId = await registered();
    await expect(set(meetingId, { state: 'live' })).rejects.toThrow(/cannot go from registered to live/);
    await expect(set(meetingId, { state: 'closed' })).rejects.toThrow();
    await expect(set(meetingId, { file_number: '2026/9999' })).rejects.toThrow(/keeps its number/);
    await expect(set(meetingId, { revision: 1 })).rejects.toThrow(/goes back/);
    await expect(set(meetingId, { state: 'confirmed' })).rejects.toThrow(/check/);
    await expect(
      installation.database.deleteFrom('registration').where('meeting_id', '=', meetingId).execute(),
    ).rejects.toThrow(/append-only/);
  });

  test('a history that is changed, or does not follow', async () => {
    const meetingId = await registered();
    await expect(
      installation.database
        .updateTable('meeting_move')
        .set({ reason: 'khác' })
        .where('meeting_id', '=', meetingId)
        .execute(),
    ).rejects.toThrow(/append-only/);
    const row = {
      meeting_id: meetingId,
      at: new Date(),
      actor_id: null,
      actor_name: '',
      act: 'confirm',
      reason: null,
      changed: [],
    };
    await expect(
      installation.database
        .insertInto('meeting_move')
        .values({ ...row, seq: 7, from_state: 'registered', to_state: 'confirmed' })
        .execute(),
    ).rejects.toThrow(/does not follow/);
    await expect(
      installation.database
        .insertInto('meeting_move')
        .values({ ...row, seq: 3, from_state: 'draft', to_state: 'confirmed' })
        .execute(),
    ).rejects.toThrow(/does not follow/);
  });
});
