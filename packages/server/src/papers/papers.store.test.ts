import {
  instant,
  type MeetingPapers,
  PAPERS_PER_MEETING,
  type RegistrationData,
  type Role,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issueAckLink } from '../notices/ack-links.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const NOW = '2026-11-02T08:00';
const start = at('2026-11-12T08:00');
const clock = new FakeClock(at(NOW));
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);

let installation: TestInstallation;
let desk: RegistrationDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  await desk.moveTo('ha-noi');
  await desk.freeCalendar();
});

const registered = async (data: Partial<RegistrationData> = {}) => {
  const { body } = await desk.create('clerk', aRegistration(start, data));
  const { meetingId } = body.registration;
  expect(await desk.act('clerk', meetingId, { act: 'submit' })).toMatchObject({ status: 200 });
  return meetingId;
};
const upload = async (role: Role, meetingId: string, fileName: string, bytes: Buffer) => {
  const reply = await installation.app.inject({
    method: 'POST',
    url: `/api/registrations/${meetingId}/papers?fileName=${encodeURIComponent(fileName)}`,
    headers: { cookie: await installation.signIn(role), 'content-type': 'application/octet-stream' },
    payload: bytes,
  });
  return { status: reply.statusCode, body: reply.json() };
};
const list = async (role: Role, meetingId: string) =>
  (await desk.call<MeetingPapers>(role, 'GET', `/api/registrations/${meetingId}/papers`)).body;
const issue = (role: Role, meetingId: string) =>
  desk.call<MeetingPapers>(role, 'POST', `/api/registrations/${meetingId}/papers/issue`);
const download = async (role: Role, meetingId: string, paperId: string) =>
  installation.app.inject({
    url: `/api/registrations/${meetingId}/papers/${paperId}/content`,
    headers: { cookie: await installation.signIn(role) },
  });
const statesOf = ({ sites }: MeetingPapers) =>
  Object.fromEntries(sites.map((one) => [one.siteId, one.state]));

describe('[R-REG-12] invitations and papers by electronic document', () => {
  test('the host sends, each site shows sent and then received, with who and when', async () => {
    const meetingId = await registered();
    const paper = pdf('Giấy mời');
    const taken = await upload('clerk', meetingId, '../Giấy mời số 12.pdf', paper);
    expect(taken).toMatchObject({
      status: 200,
      body: { papers: [{ name: 'Giấy mời số 12.pdf', format: 'pdf', issuedAt: null }] },
    });
    const { paperId } = taken.body.papers[0];
    // What was not sent is nobody's business yet.
    expect((await list('technician', meetingId)).papers).toEqual([]);
    expect((await download('technician', meetingId, paperId)).statusCode).toBe(404);

    const sent = await issue('clerk', meetingId);
    expect(statesOf(sent.body)).toEqual({ district: 'sent', commune: 'sent', 'commune-2': 'sent' });
    clock.step(60_000);
    const bytes = await download('technician', meetingId, paperId);
    expect(bytes.statusCode).toBe(200);
    expect(bytes.rawPayload.equals(paper)).toBe(true);
    // The host that looks at its own paper is no receipt of a site.
    await download('clerk', meetingId, paperId);

    const after = await list('clerk', meetingId);
    expect(statesOf(after)).toEqual({ district: 'sent', commune: 'received', 'commune-2': 'sent' });
    const commune = after.sites.find(({ siteId }) => siteId === 'commune');
    expect(commune).toMatchObject({ sent: 1, received: 1, lastReceivedAt: clock.now() });
    const technician = await list('technician', meetingId);
    expect(technician).toMatchObject({ receivesFor: ['commune'], mayIssue: false });
    expect(technician.sites.map(({ siteId }) => siteId)).toEqual(['commune']);

    // Another paper: the site has not received all any more, and acknowledges it in one press.
    await upload('clerk', meetingId, 'Tài liệu.pdf', pdf('Tài liệu'));
    expect(statesOf((await issue('clerk', meetingId)).body)['commune']).toBe('sent');
    await desk.call('technician', 'POST', `/api/registrations/${meetingId}/papers/received`);
    expect(statesOf(await list('clerk', meetingId))['commune']).toBe('received');
    const audit = await installation.database
      .selectFrom('audit')
      .select('action')
      .where('meeting_id', '=', meetingId)
      .where('action', 'like', 'paper.%')
      .orderBy('id')
      .execute();
    expect(audit.map(({ action }) => action.slice(6))).toEqual([
      'upload',
      'issue',
      'receive',
      'upload',
      'issue',
      'receive',
    ]);
  });

  test('[NT-8] each issue writes one letter to the sites that got something new, with the names of the papers', async () => {
    const meetingId = await registered();
    const letters = async () =>
      (
        await installation.database
          .selectFrom('outbox_letter')
          .select(['recipient', 'channel', 'facts'])
          .where('meeting_id', '=', meetingId)
          .where('template', '=', 'papers.issued')
          .execute()
      ).map(({ recipient, channel, facts }) => JSON.stringify({ recipient, channel, facts }));
    await upload('clerk', meetingId, 'Giấy mời.pdf', pdf('một'));
    expect(await letters()).toEqual([]);
    await issue('clerk', meetingId);
    // Three sites, in this application and by mail.
    expect(await letters()).toHaveLength(6);
    expect((await letters()).every((one) => one.includes('Giấy mời.pdf'))).toBe(true);
    await issue('clerk', meetingId);
    expect(await letters()).toHaveLength(6);
    await upload('clerk', meetingId, 'Chương trình.pdf', pdf('hai'));
    await issue('clerk', meetingId);
    const fresh = (await letters()).filter((one) => one.includes('Chương trình.pdf'));
    expect(fresh).toHaveLength(6);
    expect(fresh.some((one) => one.includes('Giấy mời.pdf'))).toBe(false);
  });

  test('by the link of a notice a site takes its papers, and no other', async () => {
    const meetingId = await registered();
    await upload('clerk', meetingId, 'Giấy mời.pdf', pdf(meetingId));
    await issue('clerk', meetingId);
    const token = await linkOf(meetingId, 'commune-2');
    const url = `/api/acknowledgements/${token}/papers`;
    const { papers } = (await installation.app.inject({ url })).json();
    expect(papers).toMatchObject([{ name: 'Giấy mời.pdf', receivedAt: null }]);
    const bytes = await installation.app.inject({ url: `${url}/${papers[0].paperId}/content` });
    expect(bytes.rawPayload.equals(pdf(meetingId))).toBe(true);
    expect(statesOf(await list('clerk', meetingId))).toMatchObject({
      'commune-2': 'received',
      commune: 'sent',
    });
    const foreign = await registered();
    const other = await upload('clerk', foreign, 'Khác.pdf', pdf('khác'));
    await issue('clerk', foreign);
    const stolen = await installation.app.inject({ url: `${url}/${other.body.papers[0].paperId}/content` });
    expect(stolen.json()).toMatchObject({ code: 'PAPER_UNKNOWN' });
  });

  test('[RE-27] what is no paper, is too large, or is one too many, is refused', async () => {
    const meetingId = await registered();
    for (const [name, bytes] of [
      ['virus.pdf', Buffer.from('MZ\u0090')],
      ['trang.pdf', Buffer.from('<html>')],
      ['giay-moi.docx', pdf('renamed')],
      ['rong.docx', Buffer.from('PK\u0003\u0004 broken')],
    ] as const)
      expect(await upload('clerk', meetingId, name, bytes)).toMatchObject({
        status: 422,
        body: { code: 'PAPER_REFUSED' },
      });
    expect((await upload('clerk', meetingId, 'lon.pdf', Buffer.alloc(5_242_881, '%'))).status).toBe(413);
    for (let one = 0; one < PAPERS_PER_MEETING; one++)
      await upload('clerk', meetingId, 'a.pdf', pdf(`${one}`));
    // Pressed twice: the same bytes are the same paper.
    expect((await upload('clerk', meetingId, 'a.pdf', pdf('0'))).status).toBe(200);
    expect(await upload('clerk', meetingId, 'a.pdf', pdf('more'))).toMatchObject({
      body: { code: 'PAPERS_TOO_MANY' },
    });
    expect((await list('clerk', meetingId)).papers).toHaveLength(PAPERS_PER_MEETING);
  });

  test('only the host hands in, nothing before the registration, nothing sent is taken back', async () => {
    const { body } = await desk.create('clerk', aRegistration(start));
    const { meetingId } = body.registration;
    expect((await upload('clerk', meetingId, 'a.pdf', pdf('a'))).body.code).toBe('PAPERS_NOT_NOW');
    await desk.act('clerk', meetingId, { act: 'submit' });
    expect((await issue('clerk', meetingId)).body.code).toBe('PAPERS_NOT_NOW');
    expect((await upload('technician', meetingId, 'a.pdf', pdf('a'))).body.code).toBe('NOT_ALLOWED');
    const { paperId } = (await upload('clerk', meetingId, 'a.pdf', pdf('a'))).body.papers[0];
    await issue('clerk', meetingId);
    const gone = await installation.app.inject({
      method: 'DELETE',
      url: `/api/registrations/${meetingId}/papers/${paperId}`,
      headers: { cookie: await installation.signIn('clerk') },
    });
    expect(gone.json()).toMatchObject({ code: 'PAPER_ISSUED' });
    const { database } = installation;
    await expect(
      database.deleteFrom('paper_issue').where('paper_id', '=', paperId).execute(),
    ).rejects.toThrow();
    await expect(
      database.updateTable('meeting_paper').set({ name: 'b.pdf' }).where('id', '=', paperId).execute(),
    ).rejects.toThrow();
  });

  test('a meeting with state secrets has no papers here', async () => {
    const meetingId = await registered({ secret: { declared: true, protectionPlan: 'Phương án 01' } });
    expect((await upload('clerk', meetingId, 'a.pdf', pdf('a'))).body.code).toBe('DOCUMENT_IS_SECRET');
  });

  test('[RE-26] in Quảng Ninh a planned meeting is not noticed before every site was sent them', async () => {
    await desk.moveTo('quang-ninh');
    const meetingId = await registered({
      kind: 'province',
      chairBody: 'committee',
      purpose: 'conference',
      rehearsal: { start: instant(at('2026-11-11T14:00')), end: instant(at('2026-11-11T16:00')) },
    });
    expect(await desk.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
    expect(await desk.act('operator', meetingId, { act: 'markNoticed' })).toMatchObject({
      status: 422,
      body: { code: 'PAPERS_MISSING', facts: { article: 'Đ12.1', sites: 3 } },
    });
    await upload('clerk', meetingId, 'Giấy triệu tập.pdf', pdf('Giấy triệu tập'));
    expect((await list('clerk', meetingId)).requiredBy).toMatchObject([{ article: 'Đ12.1' }]);
    await issue('clerk', meetingId);
    expect(await desk.act('operator', meetingId, { act: 'markNoticed' })).toMatchObject({ status: 200 });
  });
});

/** A notice to a site with its link, as the notices put it. */
async function linkOf(meetingId: string, siteId: string): Promise<string> {
  const { database } = installation;
  const id = `${meetingId}-${siteId}`;
  await database
    .insertInto('notice')
    .values({
      id,
      meeting_id: meetingId,
      row_id: 'paper-test',
      version: 1,
      kind: 'first',
      at: new Date(clock.now()),
      name: 'Giấy mời',
      from_name: 'Văn phòng UBND huyện',
      content: '[]',
      acknowledge: true,
      asks_start: false,
      asks_standby: false,
    })
    .execute();
  await database
    .insertInto('notice_recipient')
    .values({
      id,
      notice_id: id,
      role: 'sites',
      kind: 'site',
      site_id: siteId,
      name: 'Điểm cầu xã',
      is_partner: false,
      planned_ways: ['email'],
    })
    .execute();
  return issueAckLink(database, { recipientId: id, at: clock.now(), start });
}
