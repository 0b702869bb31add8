import {
  type ForeseenNotices,
  type Inbox,
  instant,
  type NoticeBoard,
  type NoticeParties,
  type NoticeTaskList,
  type OpenNoticesList,
  OrganisationId,
  type ReceivedNotice,
  type ReceivedNotices,
  type RegistrationData,
} from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock, TestMailbox } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { DatabaseOutbox, messageIdOf } from './database-outbox.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = '2026-11-02T08:00';
const start = at('2026-11-12T08:00');
const clock = new FakeClock(at(NOW));
const setClock = (to: number) => clock.step(to - clock.now());

let installation: TestInstallation;
let mailbox: TestMailbox;
let desk: RegistrationDesk;

beforeAll(async () => {
  mailbox = await TestMailbox.open();
  installation = await TestInstallation.open({
    clock,
    env: {
      NHIPCAU_SMTP_URL: mailbox.url,
      NHIPCAU_MAIL_FROM: 'vanphong@tinh.gov.vn',
      NHIPCAU_PUBLIC_URL: 'https://hop.tinh.gov.vn/',
    },
  });
  desk = new RegistrationDesk(installation);
  const { database } = installation;
  const more = { level_code: 'province', parent_id: 'o-province', address: null };
  await database
    .insertInto('organisation')
    .values([
      {
        id: 'o-telecom',
        code: 'VT',
        name: 'VNPT Quảng Ninh',
        kind: 'telecom',
        telephone: '0900 000 701',
        email: 'vnpt@mang.vn',
        ...more,
      },
      {
        id: 'o-power',
        code: 'DL',
        name: 'Công ty Điện lực',
        kind: 'power',
        telephone: '0900 000 702',
        email: 'dienluc@mang.vn',
        ...more,
      },
    ])
    .execute();
  for (const id of ['o-district', 'o-commune', 'o-commune-2', 'o-province'])
    await alter(id, { email: `${id}@tinh.gov.vn` });
  await database
    .updateTable('user_grant')
    .set({ scope_id: 'o-power' })
    .where('role', '=', 'partner')
    .execute();
});
afterAll(async () => {
  await installation.close();
  await mailbox.close();
});
beforeEach(async () => {
  setClock(at(NOW));
  mailbox.manner = 'take';
  // The rooms of the test before are free again.
  await installation.database.deleteFrom('booking').execute();
  await desk.moveTo('quang-ninh');
});

/** Past the history of the directory, which is not the matter here. */
const alter = (id: string, change: { name?: string; kind?: string; email?: string }) =>
  installation.database.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await trx.updateTable('organisation').set(change).where('id', '=', id).execute();
    await trx.updateTable('organisation_version').set(change).where('organisation_id', '=', id).execute();
  });
const deliverOnce = () => installation.server.office.notices.postman.deliverDue();
/** Until nothing is due nor on its way: the job of the server delivers too, and holds what it is just taking. */
const deliver = async () => {
  await deliverOnce();
  const underWay = () =>
    installation.database
      .selectFrom('outbox_letter')
      .select('key')
      .where((eb) =>
        eb.or([
          eb('state', '=', 'sending'),
          eb.and([eb('state', '=', 'waiting'), eb('next_try_at', '<=', new Date(clock.now()))]),
        ]),
      )
      .execute();
  await expect.poll(underWay).toEqual([]);
};
const rehearsal = { start: instant(start - 24 * HOUR), end: instant(start - 22 * HOUR) };
const qn = (more: Partial<RegistrationData> = {}) =>
  aRegistration(start, { kind: 'province', chairBody: 'agency', purpose: 'meeting', rehearsal, ...more });

async function confirmed(data: RegistrationData, locality = 'quang-ninh'): Promise<string> {
  await desk.moveTo(locality);
  const { body } = await desk.create('clerk', data);
  const { meetingId } = body.registration;
  const answer = await desk.act('clerk', meetingId, { act: 'submit' });
  expect(answer).toMatchObject({ status: 200 });
  if (answer.body.registration.state !== 'confirmed')
    expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
  await deliver();
  return meetingId;
}
const board = async (meetingId: string) =>
  (await desk.call<NoticeBoard>('desk', 'GET', `/api/notices/meetings/${meetingId}`)).body;
const current = async (meetingId: string, rowId: string) => {
  const notice = (await board(meetingId)).notices.find((one) => one.rowId === rowId && !one.isSuperseded);
  if (!notice) throw new Error(`no notice ${rowId}`);
  return notice;
};
const recipient = async (meetingId: string, rowId: string, name: string) => {
  const found = (await current(meetingId, rowId)).recipients.find((one) => one.name === name);
  if (!found) throw new Error(`nobody called ${name}`);
  return found;
};
/** Mails without those that ask for people on duty, which come with the same confirmation. */
const noticeMails = () => mailbox.mails.filter(({ raw }) => !decoded(raw).includes('/phan-cong-truc/'));
const mailsTo = (address: string) => noticeMails().filter(({ to }) => to.includes(address));
const decoded = (raw: string) => {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const text = body.join('\n\n');
  return /base64/i.test(head)
    ? Buffer.from(text, 'base64').toString('utf8')
    : text
        .replace(/=\r?\n/g, '')
        .replace(/(=[0-9A-F]{2})+/g, (bytes) =>
          Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
        );
};
const tokenIn = (raw: string) => /xac-nhan\/([A-Za-z0-9_-]{43})/.exec(decoded(raw))?.[1] ?? '';
/** What a mail server reports of a mail it could not deliver. */
const returned = (messageId: string, address: string) =>
  [
    'From: MAILER-DAEMON@tinh.gov.vn',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    `Original-Envelope-Id: ${messageId}`,
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    '--b--',
  ].join('\r\n');
const answerOf = (more: object = {}) => ({
  duty: null,
  started: false,
  standby: [],
  spokenTo: null,
  ...more,
});
const anonymous = async <T>(method: 'GET' | 'POST', url: string, payload?: object) => {
  const reply = await installation.app.inject({ method, url, ...(payload ? { payload } : {}) });
  return { status: reply.statusCode, body: reply.json<T & { code?: string }>() };
};

describe('a meeting of Quảng Ninh', () => {
  test('[R-NTC-01] [R-NTC-03] tells VNPT, the power company and every site, each once', async () => {
    mailbox.mails.length = 0;
    const meetingId = await confirmed(qn());
    const { recipients, content, dueAt } = await current(meetingId, 'notice');
    expect(recipients.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['Công ty Điện lực', 'sent'],
      ['UBND huyện Đà Bắc', 'sent'],
      ['UBND xã Tu Lý', 'sent'],
      ['UBND xã Đồng Ruộng', 'sent'],
      ['VNPT Quảng Ninh', 'sent'],
    ]);
    expect(content.map(({ label }) => label)).toEqual([
      'Tên cơ quan chủ trì cuộc họp',
      'Số lượng, tên cơ quan thành phần dự họp',
      'Thời gian tổ chức họp chính thức',
      'Thời gian tổ chức vận hành thử',
    ]);
    // Three working days before Thursday, 12 November.
    expect(dueAt).toBe(at('2026-11-10T00:00'));
    expect(noticeMails()).toHaveLength(5);
    await deliver();
    expect(noticeMails()).toHaveLength(5);
  });

  test('[R-SEC-09] partners read when and where, not what about', async () => {
    mailbox.mails.length = 0;
    await confirmed(qn({ title: 'Chuyên đề không dành cho đơn vị phối hợp' }));
    const power = decoded(mailsTo('dienluc@mang.vn')[0]?.raw ?? '');
    const site = decoded(mailsTo('o-commune@tinh.gov.vn')[0]?.raw ?? '');
    expect(power).toContain('UBND xã Đồng Ruộng');
    expect(power).not.toContain('Chuyên đề không dành');
    expect(site).toContain('Chuyên đề không dành');
  });

  test('[R-PROF-04] when all were told, the ledger has the duties done', async () => {
    const meetingId = await confirmed(qn());
    const duties = () =>
      installation.database
        .selectFrom('deadline')
        .select(['deadline_id', 'state'])
        .where('meeting_id', '=', meetingId)
        .where('deadline_id', 'like', 'notify-%')
        .orderBy('deadline_id')
        .execute();
    // Whoever sends the last letter tells the ledger; that may be the job of the server itself.
    await expect.poll(duties).toEqual([
      { deadline_id: 'notify-power', state: 'met' },
      { deadline_id: 'notify-sites', state: 'met' },
      { deadline_id: 'notify-vnpt', state: 'met' },
    ]);
  });

  test('[R-NTC-03] [R-DIR-22] the power company answers with those who stand by', async () => {
    const meetingId = await confirmed(qn());
    const mine = await desk.call<ReceivedNotices>('partner', 'GET', '/api/notices/received');
    const notice = mine.body.notices.find(({ fileNumber, state }) => state === 'sent' && fileNumber !== '');
    expect(notice).toMatchObject({ title: null, asksStandby: true, toName: 'Công ty Điện lực' });
    const { recipientId } = await recipient(meetingId, 'notice', 'Công ty Điện lực');
    const standby = [{ area: 'Huyện Đà Bắc', name: 'Trực điều độ', phone: '0900 000 703' }];
    const duty = { name: 'Trực ban Điện lực', phone: '0900 000 704' };
    const answer = await desk.call<ReceivedNotice>(
      'partner',
      'POST',
      `/api/notices/recipients/${recipientId}/acknowledge`,
      answerOf({ duty, standby }),
    );
    expect(answer).toMatchObject({ status: 200, body: { state: 'acknowledged', standby, duty } });
    expect(await recipient(meetingId, 'notice', 'Công ty Điện lực')).toMatchObject({
      acknowledgedVia: 'account',
      isSilent: false,
      standby,
    });
    const contacts = await installation.database
      .selectFrom('power_contact')
      .select(['area_id', 'unit', 'telephone'])
      .where('telephone', '=', '0900 000 703')
      .execute();
    expect(contacts).toEqual([{ area_id: 'o-district', unit: 'Trực điều độ', telephone: '0900 000 703' }]);
  });

  test('[R-SEC-11] the list names only meetings whose board the reader may open', async () => {
    const meetingId = await confirmed(qn());
    const roles = ['clerk', 'technician', 'chair', 'operator', 'auditor'] as const;
    for (const role of roles) {
      const { body } = await desk.call<OpenNoticesList>(role, 'GET', '/api/notices');
      const isListed = body.meetings.some((one) => one.meetingId === meetingId);
      const { status } = await desk.call(role, 'GET', `/api/notices/meetings/${meetingId}`);
      expect([role, isListed ? 200 : 403]).toEqual([role, status]);
    }
  });

  test('a partner answers for nobody else, and sees no board', async () => {
    const meetingId = await confirmed(qn());
    const { recipientId } = await recipient(meetingId, 'notice', 'VNPT Quảng Ninh');
    const url = `/api/notices/recipients/${recipientId}/acknowledge`;
    expect(await desk.call('partner', 'POST', url, answerOf())).toMatchObject({ status: 403 });
    expect(await desk.call('partner', 'GET', `/api/notices/meetings/${meetingId}`)).toMatchObject({
      status: 403,
    });
    expect(await recipient(meetingId, 'notice', 'VNPT Quảng Ninh')).toMatchObject({ state: 'sent' });
  });
});

describe('content', () => {
  test('[R-NTC-02] a notice that lacks what the text prescribes undoes the step', async () => {
    const meetingId = await confirmed(qn());
    // The form refuses it before; of what comes by another way the notices have the last word.
    const { readProfiles } = await import('../regulation/shipped.ts');
    const profile = readProfiles().find(({ locality }) => locality === 'quang-ninh');
    const { registration } = (await desk.call('clerk', 'GET', `/api/registrations/${meetingId}`)).body;
    if (!profile) throw new Error('no profile');
    const step = installation.database.transaction().execute((trx) =>
      installation.server.office.notices.listener.moved(trx, {
        registration: { ...registration, data: qn({ rehearsal: null }) },
        from: 'confirmed',
        to: 'confirmed',
        act: 'change',
        at: clock.now(),
        actor: { actorKind: 'system', actorId: null, actorName: null },
        reason: null,
        changed: ['rehearsal'],
        profile,
      }),
    );
    await expect(step).rejects.toMatchObject({
      code: 'NOTICE_INCOMPLETE',
      facts: { fields: 'Thời gian tổ chức vận hành thử' },
    });
    expect((await current(meetingId, 'notice')).version).toBe(1);
  });
});

describe('acknowledgement by link', () => {
  const linked = async () => {
    mailbox.mails.length = 0;
    const meetingId = await confirmed(qn());
    return { meetingId, token: tokenIn(mailsTo('o-commune@tinh.gov.vn')[0]?.raw ?? '') };
  };

  test('[R-NTC-04] [R-NTC-06] one click without an account; duty and start may follow', async () => {
    const { meetingId, token } = await linked();
    const url = `/api/acknowledgements/${token}`;
    const seen = await anonymous<ReceivedNotice>('GET', url);
    expect(seen).toMatchObject({ status: 200, body: { toName: 'UBND xã Đồng Ruộng', state: 'sent' } });
    clock.step(5 * MINUTE);
    expect(await anonymous('POST', url, answerOf())).toMatchObject({
      status: 200,
      body: { state: 'acknowledged' },
    });
    const first = await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng');
    expect(first).toMatchObject({ acknowledgedVia: 'link', duty: null, acknowledgedAt: clock.now() });
    clock.step(5 * MINUTE);
    const duty = { name: 'Cán bộ kỹ thuật xã', phone: '0900 000 101' };
    await anonymous('POST', url, answerOf({ duty, started: true }));
    expect(await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng')).toMatchObject({
      acknowledgedAt: first.acknowledgedAt,
      startedAt: clock.now(),
      duty,
    });
  });

  test('garbage, a stranger’s token, a link out of date', async () => {
    const { token } = await linked();
    for (const bad of [
      'x',
      'a'.repeat(43),
      `${token.slice(0, 42)}${token.endsWith('A') ? 'B' : 'A'}`,
      "' or 1=1 --",
    ])
      expect(await anonymous('GET', `/api/acknowledgements/${encodeURIComponent(bad)}`)).toMatchObject({
        status: 404,
        body: { code: 'ACK_LINK_INVALID' },
      });
    setClock(start + 25 * HOUR);
    expect(await anonymous('POST', `/api/acknowledgements/${token}`, answerOf())).toMatchObject({
      status: 410,
      body: { code: 'ACK_LINK_EXPIRED' },
    });
  });

  test('twenty clicks at once are one acknowledgement', async () => {
    const { meetingId, token } = await linked();
    await Promise.all(
      Array.from({ length: 20 }, () => anonymous('POST', `/api/acknowledgements/${token}`, answerOf())),
    );
    const rows = await installation.database
      .selectFrom('audit')
      .select('action')
      .where('meeting_id', '=', meetingId)
      .where('action', '=', 'notice.acknowledge')
      .execute();
    expect(rows).toHaveLength(1);
  });

  test('guessing is slowed down', async () => {
    const statuses = [];
    for (let round = 0; round < 70; round += 1)
      statuses.push((await anonymous('GET', `/api/acknowledgements/${'b'.repeat(43)}`)).status);
    expect(statuses).toContain(429);
    clock.step(2 * MINUTE);
  });

  test('the database keeps no token, and no acknowledgement is taken back', async () => {
    const { meetingId } = await linked();
    const { recipientId } = await recipient(meetingId, 'notice', 'UBND xã Tu Lý');
    const stored = await installation.database.selectFrom('ack_link').select('token_hash').execute();
    expect(stored.every(({ token_hash }) => token_hash.length === 32)).toBe(true);
    const ours = installation.database.updateTable('notice_recipient').where('id', '=', recipientId);
    await desk.call(
      'desk',
      'POST',
      `/api/notices/recipients/${recipientId}/acknowledge`,
      answerOf({ spokenTo: 'Văn thư xã' }),
    );
    await expect(
      ours.set({ state: 'sent', acknowledged_at: null, acknowledged_via: null }).execute(),
    ).rejects.toThrow(/has acknowledged/);
  });
});

describe('changes', () => {
  test('[R-REG-17] moving a meeting corrects it with everybody and resets acknowledgements', async () => {
    mailbox.mails.length = 0;
    const meetingId = await confirmed(qn());
    const token = tokenIn(mailsTo('o-commune@tinh.gov.vn')[0]?.raw ?? '');
    await anonymous('POST', `/api/acknowledgements/${token}`, answerOf());
    mailbox.mails.length = 0;
    const later = qn({ official: { start: instant(start + 2 * HOUR), end: instant(start + 4 * HOUR) } });
    expect(await desk.change('clerk', meetingId, later, { reason: 'Đổi giờ' })).toMatchObject({
      status: 200,
    });
    await deliver();
    const notice = await current(meetingId, 'notice');
    expect(notice).toMatchObject({ version: 2, kind: 'correction' });
    expect(notice.recipients.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
    expect(mailsTo('dienluc@mang.vn')).toHaveLength(1);
    expect(await anonymous('POST', `/api/acknowledgements/${token}`, answerOf())).toMatchObject({
      status: 409,
      body: { code: 'NOTICE_SUPERSEDED' },
    });
  });

  test('[R-REG-17] a site that is left out is told, one that is added too', async () => {
    const of = (...ids: string[]) => qn({ sites: ids.map((id) => aRegisteredSite(id)) });
    const meetingId = await confirmed(of('district', 'commune'));
    const answer = await desk.change('clerk', meetingId, of('district', 'commune-2'), {
      reason: 'Đổi điểm cầu',
    });
    expect(answer).toMatchObject({ status: 200 });
    const names = (await current(meetingId, 'notice')).recipients.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['UBND xã Đồng Ruộng', 'UBND xã Tu Lý']));
    expect(new Set(names).size).toBe(names.length);
  });

  test('[R-REG-17] a cancellation reaches the power company with its reason', async () => {
    const meetingId = await confirmed(qn());
    mailbox.mails.length = 0;
    await desk.act('clerk', meetingId, { act: 'cancel', reason: 'Bão số 9' });
    await deliver();
    expect(await current(meetingId, 'notice')).toMatchObject({ kind: 'cancellation', version: 2 });
    expect(decoded(mailsTo('dienluc@mang.vn')[0]?.raw ?? '')).toContain('Bão số 9');
  });

  test('[R-REG-09] recording asked for later goes to VNPT alone, as a notice of its own', async () => {
    const meetingId = await confirmed(qn());
    const technical = { ...qn().technical, recording: true };
    await desk.change('clerk', meetingId, qn({ technical }), { reason: 'Cần ghi hình' });
    const { recipients, version, content } = await current(meetingId, 'services');
    expect([version, recipients.map(({ name }) => name)]).toEqual([1, ['VNPT Quảng Ninh']]);
    expect(content.at(-1)).toEqual({ label: 'Yêu cầu kỹ thuật', text: 'Ghi hình' });
  });

  test('a step that is undone leaves no notice behind', async () => {
    const before = await installation.database.selectFrom('notice').select('id').execute();
    const { body } = await desk.create('clerk', qn());
    const { meetingId } = body.registration;
    const notices = installation.server.office.notices.listener;
    const undone = installation.database.transaction().execute(async (trx) => {
      await notices.moved(trx, await moveOf(meetingId));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await installation.database.selectFrom('notice').select('id').execute()).toHaveLength(
      before.length,
    );
  });

  async function moveOf(meetingId: string) {
    const detail = await desk.call('clerk', 'GET', `/api/registrations/${meetingId}`);
    const { registration } = detail.body;
    const { readProfiles } = await import('../regulation/shipped.ts');
    const profile = readProfiles().find(({ locality }) => locality === 'quang-ninh');
    if (!profile) throw new Error('no profile');
    return {
      registration,
      from: 'registered' as const,
      to: 'confirmed' as const,
      act: 'confirm',
      at: clock.now(),
      actor: { actorKind: 'system' as const, actorId: null, actorName: null },
      reason: null,
      changed: [],
      profile,
    };
  }
});

/** Issued once for all recipients, so it names none. */
const documentTask = {
  kind: 'document',
  cause: 'fallback',
  recipient_id: null,
  name: '',
  phone: null,
  due_at: null,
} as const;

describe('mail that does not arrive', () => {
  test('[R-NTC-05] a mailbox nobody has: the desk calls at once', async () => {
    mailbox.manner = 'refuse';
    const meetingId = await confirmed(qn());
    expect(await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng')).toMatchObject({ failure: 'SMTP_550' });
    const { body } = await desk.call<NoticeTaskList>('desk', 'GET', '/api/notices/tasks');
    const tasks = body.tasks.filter((task) => task.meetingId === meetingId);
    expect(tasks.map(({ kind, cause }) => `${kind} ${cause}`)).toEqual(Array(5).fill('telephone fallback'));
    expect(tasks.find(({ recipientName }) => recipientName === 'UBND xã Đồng Ruộng')).toMatchObject({
      phone: '0900 000 101',
    });
  });

  test('[R-NTC-04] the call that reached somebody is the acknowledgement, one that did not stays', async () => {
    mailbox.manner = 'refuse';
    const meetingId = await confirmed(qn());
    const task = (await board(meetingId)).tasks.find(
      ({ recipientName }) => recipientName === 'VNPT Quảng Ninh',
    );
    const url = `/api/notices/tasks/${task?.taskId}`;
    await desk.call('desk', 'POST', url, { outcome: 'notReached', note: 'Máy bận' });
    expect((await board(meetingId)).tasks.find(({ taskId }) => taskId === task?.taskId)).toMatchObject({
      attempts: 1,
    });
    const duty = { name: 'Trực VNPT', phone: '0900 000 705' };
    const told = { outcome: 'told', answer: answerOf({ spokenTo: 'Trực ban VNPT', duty }) };
    expect(await desk.call('desk', 'POST', url, told)).toMatchObject({ status: 200 });
    expect(await recipient(meetingId, 'notice', 'VNPT Quảng Ninh')).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Trực ban VNPT',
      acknowledgedVia: 'telephone',
      duty,
    });
    expect(await desk.call('desk', 'POST', url, told)).toMatchObject({ status: 409 });
  });

  test('[R-NTC-05] a busy server is tried again, then a person is asked', async () => {
    mailbox.manner = 'busy';
    mailbox.mails.length = 0;
    const meetingId = await confirmed(qn());
    for (const minutes of [2, 4, 11]) {
      clock.step(minutes * MINUTE);
      await deliver();
    }
    expect((await board(meetingId)).tasks).toHaveLength(0);
    mailbox.manner = 'take';
    clock.step(31 * MINUTE);
    await deliver();
    expect(mailsTo('o-commune@tinh.gov.vn')).toHaveLength(1);
    expect((await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng')).ways).toContain('document');
  });

  test('[R-NTC-05] one document for several names them by their roles, in the words of the locality', async () => {
    const meetingId = await confirmed(qn());
    const { noticeId, recipients } = await current(meetingId, 'notice');
    await installation.database
      .insertInto('notice_task')
      .values({
        ...documentTask,
        id: `document-${noticeId}`,
        notice_id: noticeId,
        created_at: new Date(clock.now()),
      })
      .execute();
    const { tasks } = await board(meetingId);
    const names = tasks.find(({ kind }) => kind === 'document')?.recipientName.split(', ') ?? [];
    const planned = recipients.filter(({ kind }) => kind !== 'public').map(({ roleName }) => roleName);
    expect(names.length).toBeGreaterThan(0);
    expect(planned).toEqual(expect.arrayContaining(names));
  });

  test('[R-NTC-04] a mail that came back is red, and somebody calls', async () => {
    const meetingId = await confirmed(qn());
    const { recipientId } = await recipient(meetingId, 'notice', 'UBND xã Tu Lý');
    const messageId = messageIdOf(`notice:${recipientId}:sent:email`);
    const raw = returned(messageId, 'o-commune-2@tinh.gov.vn');
    expect(await desk.call('desk', 'POST', '/api/notices/delivery-reports', { raw })).toMatchObject({
      status: 200,
      body: { outcome: 'bounced' },
    });
    expect(await recipient(meetingId, 'notice', 'UBND xã Tu Lý')).toMatchObject({
      state: 'bounced',
      failure: 'BOUNCED_5.1.1',
      isSilent: true,
    });
    await desk.call('desk', 'POST', '/api/notices/delivery-reports', { raw });
    const tasks = (await board(meetingId)).tasks.filter(
      ({ recipientName }) => recipientName === 'UBND xã Tu Lý',
    );
    expect(tasks).toHaveLength(1);
  });
});

describe('whatever breaks', () => {
  const commune = 'o-commune@tinh.gov.vn';

  test('[R-NTC-04] the server dies after it claimed a letter: it is sent later, once', async () => {
    mailbox.mails.length = 0;
    mailbox.manner = 'busy';
    const meetingId = await confirmed(qn());
    const { recipientId } = await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng');
    await installation.database
      .updateTable('outbox_letter')
      .set({ state: 'sending', lease_until: new Date(clock.now() + 2 * MINUTE) })
      .where('key', '=', `notice:${recipientId}:sent:email`)
      .execute();
    mailbox.manner = 'take';
    await deliverOnce();
    expect(mailsTo(commune)).toHaveLength(0);
    clock.step(3 * MINUTE);
    await Promise.all([deliverOnce(), deliverOnce(), deliverOnce()]);
    expect(mailsTo(commune)).toHaveLength(1);
  });

  test('[R-NTC-04] the mail server takes it and dies: sent again under the same Message-ID, and that is known', async () => {
    mailbox.mails.length = 0;
    mailbox.manner = 'takeAndDie';
    const meetingId = await confirmed(qn());
    mailbox.manner = 'take';
    clock.step(2 * MINUTE);
    await deliver();
    const letters = await installation.database
      .selectFrom('outbox_letter')
      .select(['message_id', 'state', 'maybe_twice'])
      .where('meeting_id', '=', meetingId)
      .where('channel', '=', 'email')
      .execute();
    const known = new Map(letters.map((one) => [one.message_id, one]));
    // A mail of an earlier meeting may still come in.
    const ids = noticeMails()
      .map(({ raw }) => /^message-id: <(.*)>/im.exec(raw)?.[1] ?? '')
      .filter((id) => known.has(id));
    const [twice] = ids.filter((id, index) => ids.indexOf(id) !== index);
    expect(new Set(ids).size).toBe(5);
    const { state, maybe_twice } = known.get(twice ?? '') ?? {};
    expect({ state, maybe_twice }).toEqual({ state: 'sent', maybe_twice: true });
  });

  test('the same key put twice is one letter', async () => {
    const outbox = new DatabaseOutbox({ clock, jobs: { put: async () => {}, handle: () => {} } });
    const letter = {
      key: 'deadline:x',
      meetingId: null,
      recipient: { kind: 'user', userId: 'u-trucban' },
      channel: 'inApp',
      template: 'deadline.late',
      facts: {
        title: 'Họp',
        fileNumber: '2026/0001',
        duty: 'Gửi thông báo',
        dueAt: at(NOW),
        article: 'Đ5.1.1',
      },
      acknowledgeBy: null,
    } as const;
    await installation.database.transaction().execute((trx) => outbox.put(trx, [letter, letter]));
    await installation.database.transaction().execute((trx) => outbox.put(trx, [letter]));
    await Promise.all([deliver(), deliver()]);
    const { body } = await desk.call<Inbox>('desk', 'GET', '/api/inbox');
    const found = body.messages.filter(({ subject }) => subject === 'Đã quá hạn: Gửi thông báo');
    expect(found).toHaveLength(1);
    expect(found[0]?.lines).toContain('Căn cứ: Đ5.1.1');
    const after = await desk.call<Inbox>('desk', 'POST', `/api/inbox/${found[0]?.messageId}/read`);
    expect(after.body.unread).toBe(body.unread - 1);
    expect(await desk.call('clerk', 'POST', `/api/inbox/${found[0]?.messageId}/read`)).toMatchObject({
      status: 404,
    });
  });

  test('a restart between confirmation and delivery loses nothing', async () => {
    mailbox.mails.length = 0;
    mailbox.manner = 'busy';
    const meetingId = await confirmed(qn());
    await installation.restart();
    desk.signedOut();
    mailbox.manner = 'take';
    clock.step(2 * MINUTE);
    await deliver();
    expect(mailsTo(commune)).toHaveLength(1);
    expect((await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng')).state).toBe('sent');
  });

  test('a name that would begin another header is a name', async () => {
    await alter('o-commune', { name: 'UBND xã Đồng Ruộng\r\nBcc: ai-do@ngoai.vn' });
    mailbox.mails.length = 0;
    await confirmed(qn());
    await alter('o-commune', { name: 'UBND xã Đồng Ruộng' });
    expect(mailbox.mails.flatMap(({ to }) => to)).not.toContain('ai-do@ngoai.vn');
    expect(mailsTo(commune)[0]?.raw).not.toMatch(/^bcc:/im);
  });
});

describe('silence', () => {
  const look = async (meetingId: string, rowId = 'notice') => {
    const { noticeId } = await current(meetingId, rowId);
    await installation.server.office.notices.silence.look(noticeId);
    await deliver();
  };

  test('[R-NTC-04] reminded at half, called at three quarters, the superior told at seven eighths, each once', async () => {
    const meetingId = await confirmed(qn());
    const token = tokenIn(mailsTo('o-commune-2@tinh.gov.vn').at(-1)?.raw ?? '');
    await anonymous('POST', `/api/acknowledgements/${token}`, answerOf());
    const whole = rehearsal.start - clock.now();
    const reminders = async () => {
      const rows = await installation.database
        .selectFrom('outbox_letter')
        .select(['recipient', 'state'])
        .where('meeting_id', '=', meetingId)
        .where('template', '=', 'notice.reminder')
        .where('channel', '=', 'email')
        .execute();
      return rows.map(({ state }) => state);
    };
    await look(meetingId);
    expect(await reminders()).toEqual([]);

    clock.step(whole / 2);
    await look(meetingId);
    await look(meetingId);
    expect(await reminders()).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect((await board(meetingId)).tasks).toHaveLength(0);

    clock.step(whole / 4);
    await look(meetingId);
    expect((await board(meetingId)).tasks.map(({ cause }) => cause)).toEqual(Array(4).fill('silence'));

    mailbox.mails.length = 0;
    clock.step(whole / 8);
    await look(meetingId);
    await look(meetingId);
    const { tasks } = await board(meetingId);
    expect(
      tasks.filter(({ cause }) => cause === 'escalation').map(({ recipientName }) => recipientName),
    ).toContain('UBND huyện Đà Bắc (UBND xã Đồng Ruộng)');
    expect(
      mailsTo('o-district@tinh.gov.vn')
        .map(({ raw }) => decoded(raw))
        .join(),
    ).toContain('UBND xã Đồng Ruộng');
  });

  test('after a night without a server the steps are made up for, without the reminder nobody needs any more', async () => {
    const meetingId = await confirmed(qn());
    mailbox.mails.length = 0;
    setClock(rehearsal.start - 1);
    await look(meetingId);
    expect(mailsTo('o-commune@tinh.gov.vn')).toHaveLength(0);
    expect((await board(meetingId)).tasks.some(({ cause }) => cause === 'escalation')).toBe(true);
  });

  test('[R-NTC-04] an answer settles what was to be done', async () => {
    const meetingId = await confirmed(qn());
    setClock(rehearsal.start - 1);
    await look(meetingId);
    const { recipientId } = await recipient(meetingId, 'notice', 'UBND xã Đồng Ruộng');
    await desk.call('technician', 'POST', `/api/notices/recipients/${recipientId}/acknowledge`, answerOf());
    const names = (await board(meetingId)).tasks.map((task) => task.recipientId);
    expect(names).not.toContain(recipientId);
  });

  test('[R-NTC-04] [NT-10] who acknowledged and has not begun is called once, until they begin', async () => {
    const meetingId = await confirmed(qn({ urgency: 'urgent', urgentCause: 'Bão' }));
    const { notices } = await board(meetingId);
    const asking = notices.find(({ asksStart, isSuperseded }) => asksStart && !isSuperseded);
    const told = asking?.recipients[0];
    if (!asking || !told) throw new Error('no notice asks for the start');
    const duty = { name: 'Kỹ thuật viên trực', phone: '0900 000 555' };
    const answer = (more: object) =>
      desk.call('desk', 'POST', `/api/notices/recipients/${told.recipientId}/acknowledge`, {
        ...answerOf({ duty, spokenTo: 'Trực ban' }),
        ...more,
      });
    expect((await answer({})).status).toBe(200);
    const mine = async () =>
      (await board(meetingId)).tasks.filter(({ recipientId }) => recipientId === told.recipientId);
    expect(await mine()).toEqual([]);
    setClock((asking.acknowledgeBy ?? 0) - 20 * MINUTE);
    await look(meetingId, asking.rowId);
    await look(meetingId, asking.rowId);
    expect(await mine()).toMatchObject([
      {
        kind: 'telephone',
        cause: 'notStarted',
        phone: duty.phone,
        recipientName: `${told.name} (${duty.name})`,
      },
    ]);
    const seen = async () => (await recipient(meetingId, asking.rowId, told.name)).isNotStarted;
    expect(await seen()).toBe(true);
    // Another person on duty is no start.
    await answer({});
    expect(await mine()).toHaveLength(1);
    await answer({ started: true });
    expect(await mine()).toEqual([]);
    expect(await seen()).toBe(false);
  });

  test('[R-NTC-01] an installation names who holds a role; a wrong name changes nothing', async () => {
    await desk.moveTo('quang-ninh');
    const parties = async () =>
      (await desk.call<NoticeParties>('administrator', 'GET', '/api/notices/parties')).body.roles;
    const role = (await parties())[0]?.role ?? '';
    const name = (organisationIds: string[], by: 'administrator' | 'desk' = 'administrator') =>
      desk.call(by, 'POST', `/api/notices/parties/${role}`, { organisationIds });
    expect((await name(['o-commune'])).status).toBe(200);
    expect((await parties())[0]).toMatchObject({
      organisationIds: ['o-commune'],
      found: ['UBND xã Đồng Ruộng'],
    });
    expect((await name(['o-khong-co'])).body).toMatchObject({ code: 'ORGANISATION_UNKNOWN' });
    expect((await parties())[0]?.organisationIds).toEqual(['o-commune']);
    expect((await name([], 'desk')).status).toBe(403);
    expect((await name([])).status).toBe(200);
    expect((await parties())[0]?.organisationIds).toEqual([]);
  });

  test('[R-NTC-01] a partner is told what the regulation sends it, and when that is nothing', async () => {
    const foreseen = async () =>
      (await desk.call<ForeseenNotices>('partner', 'GET', '/api/notices/foreseen')).body;
    await desk.moveTo('quang-ninh');
    const { rows } = await foreseen();
    expect(rows.map(({ article }) => article)).toContain('Đ5.1.1');
    await desk.moveTo('ha-noi');
    expect(await foreseen()).toEqual({ locality: 'Hà Nội', rows: [] });
    expect((await desk.call('approver', 'GET', '/api/notices/foreseen')).status).toBe(403);
    await desk.moveTo('quang-ninh');
  });

  test('[R-NTC-04] the list shows what is unanswered', async () => {
    const meetingId = await confirmed(qn());
    const { body } = await desk.call<OpenNoticesList>('desk', 'GET', '/api/notices?view=open');
    expect(body.meetings.find((one) => one.meetingId === meetingId)).toMatchObject({
      recipients: 5,
      acknowledged: 0,
      silent: 5,
    });
  });
});

describe('the other localities', () => {
  test('[R-NTC-01] [R-NTC-05] Bình Định, urgent: every unit is called, the power company too', async () => {
    await desk.moveTo('binh-dinh');
    const data = aRegistration(clock.now() + 4 * HOUR, {
      kind: 'agency',
      urgency: 'urgent',
      urgentCause: 'Bão',
      purpose: 'direction',
    });
    const { body } = await desk.create('clerk', data);
    const submitted = await desk.act('clerk', body.registration.meetingId, { act: 'submit' });
    expect(submitted.body).not.toHaveProperty('code');
    await deliver();
    const { tasks } = await board(body.registration.meetingId);
    expect(
      tasks.filter(({ cause }) => cause === 'prescribed').map(({ recipientName }) => recipientName),
    ).toEqual(expect.arrayContaining(['UBND xã Đồng Ruộng', 'Công ty Điện lực']));
    const { recipients } = await current(body.registration.meetingId, 'urgent');
    expect(recipients.filter(({ kind }) => kind === 'site').every(({ state }) => state === 'due')).toBe(true);
  });

  test('[R-APR-02] Bình Định: the confirmed form goes to the registrant and the control centre', async () => {
    mailbox.mails.length = 0;
    const meetingId = await confirmed(
      aRegistration(start, { kind: 'agency', purpose: 'direction' }),
      'binh-dinh',
    );
    const { recipients } = await current(meetingId, 'confirmed-form');
    expect(recipients.map(({ role, kind }) => `${role} ${kind}`).sort()).toEqual([
      'centre accounts',
      'host organisation',
    ]);
    expect(recipients.every(({ sentAt }) => sentAt !== null)).toBe(true);
    const form = mailsTo('o-district@tinh.gov.vn').find(({ raw }) => raw.includes('application/pdf'));
    expect(form?.raw).toContain('text/calendar');
    expect((await current(meetingId, 'power')).recipients[0]).toMatchObject({
      name: 'Công ty Điện lực',
      state: 'sent',
    });
  });

  test('[R-APR-03] Hà Nội: the result is public at once, and posted to the group by a person', async () => {
    const meetingId = await confirmed(aRegistration(start), 'ha-noi');
    const { recipients } = await current(meetingId, 'result');
    expect(recipients.find(({ kind }) => kind === 'public')).toMatchObject({
      state: 'sent',
      sentAt: clock.now(),
    });
    expect((await board(meetingId)).tasks.map(({ kind, cause }) => `${kind} ${cause}`)).toContain(
      'chat prescribed',
    );
  });

  test('[R-SEC-07] [R-NTC-05] Hà Nội: of a secret meeting nothing goes by mail or to the public', async () => {
    mailbox.mails.length = 0;
    const secret = { declared: true, protectionPlan: 'Phương án bảo vệ số 1' };
    const meetingId = await confirmed(
      aRegistration(start, { secret, title: 'Nội dung cần giữ kín' }),
      'ha-noi',
    );
    expect(mailbox.mails).toHaveLength(0);
    const { recipients } = await current(meetingId, 'result');
    expect(recipients.map(({ kind }) => kind)).not.toContain('public');
    const inboxes = await installation.database
      .selectFrom('inbox_message')
      .select(['subject', 'lines'])
      .where('meeting_id', '=', meetingId)
      .where('subject', 'not like', '%hạn:%')
      .execute();
    expect(inboxes.length).toBeGreaterThan(0);
    expect(JSON.stringify(inboxes)).not.toContain('cần giữ kín');
  });

  test('[R-APR-05] [R-NTC-01] Vĩnh Phúc: sent to the units at once, within the quarter of an hour', async () => {
    const data = aRegistration(start, {
      kind: 'province',
      chairBody: 'committee',
      purpose: 'direction',
      hostOrganisationId: OrganisationId.parse('o-province'),
      rehearsal,
    });
    await desk.moveTo('vinh-phuc');
    const { body } = await desk.create('desk', data);
    expect((await desk.act('desk', body.registration.meetingId, { act: 'submit' })).body).not.toHaveProperty(
      'code',
    );
    await deliver();
    const { recipients, content } = await current(body.registration.meetingId, 'notice');
    expect(recipients.every(({ sentAt }) => sentAt === clock.now())).toBe(true);
    expect(content.map(({ label }) => label)).toContain('Kịch bản phiên họp');
    const duty = () =>
      installation.database
        .selectFrom('deadline')
        .select('state')
        .where('meeting_id', '=', body.registration.meetingId)
        .where('deadline_id', '=', 'forward')
        .executeTakeFirst();
    await expect.poll(duty).toEqual({ state: 'met' });
  });

  test('a role nobody holds is a task for the desk, not a notice into nowhere', async () => {
    await alter('o-power', { kind: 'otherSite' });
    const meetingId = await confirmed(qn());
    await alter('o-power', { kind: 'power' });
    expect(
      (await board(meetingId)).tasks.map(({ cause, recipientName }) => [cause, recipientName]),
    ).toContainEqual(['unknownParty', 'Công ty Điện lực Quảng Ninh']);
  });
});

describe('[NT-13] [R-NTC-01] [R-NTC-04] two recipients with one mailbox', () => {
  const box = 'o-commune@tinh.gov.vn';
  beforeAll(() => alter('o-commune-2', { email: box }));
  afterAll(() => alter('o-commune-2', { email: 'o-commune-2@tinh.gov.vn' }));
  const both = ['UBND xã Tu Lý', 'UBND xã Đồng Ruộng'];
  const tokensIn = (raw: string) =>
    [...decoded(raw).matchAll(/xac-nhan\/([A-Za-z0-9_-]{43})/g)].map(([, token]) => token ?? '');

  test('[NT-13] one mail names both; each acknowledges by a link of their own, and one reminder goes to who did not', async () => {
    mailbox.mails.length = 0;
    const meetingId = await confirmed(qn());
    const mails = mailsTo(box);
    expect(mails).toHaveLength(1);
    const raw = mails[0]?.raw ?? '';
    for (const name of both) expect(decoded(raw)).toContain(`${name} – `);
    const tokens = tokensIn(raw);
    expect(tokens).toHaveLength(2);
    const seen = await Promise.all(
      tokens.map((token) => anonymous<ReceivedNotice>('GET', `/api/acknowledgements/${token}`)),
    );
    expect(seen.map(({ body }) => body.toName).sort()).toEqual(both.toSorted());
    const states = async () =>
      Promise.all(both.map(async (name) => (await recipient(meetingId, 'notice', name)).state));
    expect(await states()).toEqual(['sent', 'sent']);
    const mine = tokens[seen.findIndex(({ body }) => body.toName === both[0])];
    expect(await anonymous('POST', `/api/acknowledgements/${mine}`, answerOf())).toMatchObject({
      status: 200,
    });
    expect(await states()).toEqual(['acknowledged', 'sent']);
  });

  test('[NT-13] [R-NTC-05] what comes back came back for both, and both are called', async () => {
    const meetingId = await confirmed(qn());
    const { recipients } = await current(meetingId, 'notice');
    const ids = recipients.filter(({ name }) => both.includes(name)).map(({ recipientId }) => recipientId);
    const { message_id: messageId } = await installation.database
      .selectFrom('outbox_letter')
      .select('message_id')
      .where('recipient_id', 'in', ids)
      .where('channel', '=', 'email')
      .executeTakeFirstOrThrow();
    const raw = returned(messageId, box);
    expect(await desk.call('desk', 'POST', '/api/notices/delivery-reports', { raw })).toMatchObject({
      body: { outcome: 'bounced' },
    });
    for (const name of both)
      expect(await recipient(meetingId, 'notice', name)).toMatchObject({ state: 'bounced' });
    const called = (await board(meetingId)).tasks.map(({ recipientName }) => recipientName);
    expect(called).toEqual(expect.arrayContaining(both));
  });
});

describe('[R-DIR-21] official contact points', () => {
  test('[R-DIR-21] a desk that an officer corrected stands on the next notice, the printed one no longer', async () => {
    const contactsOf = async (meetingId: string) => {
      const letters = await installation.database
        .selectFrom('outbox_letter')
        .select('facts')
        .where('meeting_id', '=', meetingId)
        .where('template', '=', 'notice.sent')
        .execute();
      return letters.map(({ facts }) => JSON.stringify(facts));
    };
    const before = await contactsOf(await confirmed(qn()));
    expect(before.length).toBeGreaterThan(0);
    expect(before.every((text) => text.includes('02033.825.547'))).toBe(true);
    const corrected = await desk.call('administrator', 'POST', '/api/contact-points/vnpt', {
      telephone: '0900 000 777',
      email: null,
      other: null,
    });
    expect(corrected.status).toBe(200);
    const later = { start: instant(start + 72 * HOUR), end: instant(start + 74 * HOUR) };
    const after = await contactsOf(
      await confirmed(
        qn({
          official: later,
          rehearsal: { start: instant(start + 48 * HOUR), end: instant(start + 50 * HOUR) },
        }),
      ),
    );
    expect(after.length).toBeGreaterThan(0);
    expect(after.every((text) => text.includes('0900 000 777') && !text.includes('02033.825.547'))).toBe(
      true,
    );
  });
});
