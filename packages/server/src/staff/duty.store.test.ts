import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

/** Monday, 2 March 2026, 08:00; the meeting is on Monday after, at 09:00. */
const clock = new FakeClock();
const MEETING = Date.UTC(2026, 2, 9, 2);

let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: string;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('ha-noi');
  const data = aRegistration(MEETING);
  const { body } = await desk.call('clerk', 'POST', '/api/registrations', { data });
  meetingId = body.registration.meetingId;
  const act = (role: 'clerk' | 'approver', name: string, revision: number) =>
    desk.call(role, 'POST', `/api/registrations/${meetingId}/acts`, {
      act: name,
      revision,
      reason: null,
      reception: null,
      displace: [],
    });
  const submitted = await act('clerk', 'submit', body.registration.revision);
  expect(submitted.body).toMatchObject({ registration: { state: 'registered' } });
  expect((await sheet()).posts).toEqual([]);
  const confirmed = await act('approver', 'confirm', submitted.body.registration.revision);
  expect(confirmed.body).toMatchObject({ registration: { state: 'confirmed' } });
});
afterAll(() => installation.close());

const sheet = async (role: 'clerk' | 'desk' = 'clerk') =>
  (await desk.call(role, 'GET', `/api/registrations/${meetingId}/duty`)).body;
const someone = {
  personId: null,
  name: 'Kỹ thuật viên trực',
  unit: 'Trung tâm Tin học',
  telephone: '0900 000 321',
};
const postOf = async (part: string) =>
  (await sheet()).posts.find(({ label }: { label: string }) => label.includes(part));

const lettersOf = (template: string) =>
  installation.database
    .selectFrom('outbox_letter')
    .select(['key', 'channel', 'recipient', 'facts'])
    .where('meeting_id', '=', meetingId)
    .where('template', '=', template)
    .orderBy('key')
    .execute();

describe('[R-SCH-08] units are asked for people', () => {
  test('[R-SCH-08] one letter for each empty post: the site is asked, or who the rule says', async () => {
    const letters = await lettersOf('duty.asked');
    const asked = letters
      .filter(({ channel }) => channel === 'inApp')
      .map(({ recipient, facts }) => [
        z.object({ duty: z.string(), path: z.string() }).parse(facts),
        recipient,
      ]);
    const path = `/phan-cong-truc/${meetingId}`;
    expect(asked).toEqual(
      expect.arrayContaining([
        [
          { duty: 'Cán bộ kỹ thuật điều khiển MCU', path },
          { kind: 'profileRole', role: 'account:desk' },
        ],
        [
          { duty: 'Cán bộ vận hành điểm cầu thành phần', path },
          { kind: 'site', siteId: 'commune' },
        ],
      ]),
    );
    expect(new Set(letters.map(({ key }) => key)).size).toBe(letters.length);
    const { posts } = await sheet();
    expect(new Set(letters.map(({ key }) => key.split(':')[1]))).toEqual(
      new Set(posts.map(({ postId }: { postId: string }) => postId)),
    );
  });

  test('[R-SCH-08] the asked read it with the link to the duty sheet', async () => {
    await installation.server.office.notices.postman.deliverDue();
    const { body } = await desk.call('desk', 'GET', '/api/inbox');
    const found = body.messages.find(({ subject }: { subject: string }) =>
      subject.startsWith('Đề nghị cử người trực: Cán bộ kỹ thuật điều khiển MCU'),
    );
    expect(found).toMatchObject({ meetingId, path: `/phan-cong-truc/${meetingId}` });
    expect(found.lines).toContainEqual(expect.stringMatching(/^Bắt đầu: .*\d\d:\d\d/));
  });
});

describe('[R-SCH-08] the confirmation makes the duty sheet', () => {
  test('[R-DIR-23] Hà Nội: MCU and WAN duty, chair site, every other site; empty ones with the time they begin', async () => {
    const { posts, emptyObligatory } = await sheet();
    expect(
      posts.map(
        ({ label, place, obligatory }: { label: string; place: string | null; obligatory: boolean }) => [
          label,
          place,
          obligatory,
        ],
      ),
    ).toEqual(
      expect.arrayContaining([
        ['Cán bộ kỹ thuật điều khiển MCU', null, true],
        ['Cán bộ trực mạng WAN', null, true],
        ['Cán bộ vận hành điểm cầu chủ trì', 'UBND huyện Đà Bắc', true],
        ['Cán bộ vận hành điểm cầu thành phần', 'UBND xã Đồng Ruộng', false],
        ['Cán bộ vận hành điểm cầu thành phần', 'UBND xã Tu Lý', false],
      ]),
    );
    expect([posts.length, emptyObligatory, posts[0].startsAt, posts[0].filled]).toEqual([
      5,
      3,
      MEETING,
      null,
    ]);
  });

  test('[R-DIR-23] whoever sends the person names them; the newest word counts', async () => {
    const post = await postOf('chủ trì');
    const fill = (role: 'clerk' | 'technician', body: object) =>
      desk.call(role, 'POST', `/api/duty-posts/${post.postId}`, body);
    expect((await fill('technician', someone)).status).toBe(403);
    expect((await fill('clerk', { ...someone, telephone: 'không' })).body.code).toBe('BAD_MESSAGE');
    await fill('clerk', someone);
    await fill('clerk', { ...someone, name: 'Người đổi ca' });
    expect((await postOf('chủ trì')).filled).toMatchObject({ name: 'Người đổi ca' });
    const own = await desk.call('technician', 'GET', `/api/registrations/${meetingId}/duty`);
    expect(own.body.posts.map(({ siteId }: { siteId: string }) => siteId)).toEqual(['commune']);
  });

  test('[R-DIR-17] the contacts of the sites are handed over with the time, and stay as they were sent', async () => {
    const before = (await desk.call('clerk', 'GET', `/api/registrations/${meetingId}/contacts`)).body;
    expect([before.recipients, before.missing]).toEqual([[], ['UBND xã Đồng Ruộng', 'UBND xã Tu Lý']]);
    const sent = await desk.call('clerk', 'POST', `/api/registrations/${meetingId}/contacts`, {
      recipient: 'Cục Bưu điện Trung ương',
    });
    expect(sent.body.handovers).toMatchObject([
      { recipient: 'Cục Bưu điện Trung ương', sentAt: clock.now(), count: 1 },
    ]);
    const { text } = await desk.call('clerk', 'GET', `/api/registrations/${meetingId}/contacts.csv`);
    expect(text).toContain('UBND xã Tu Lý,CHƯA CÓ ĐẦU MỐI');
  });

  test('[R-DIR-23] not ready with empty obligatory posts, unless somebody says so with a reason', async () => {
    await desk.settleIn('binh-dinh');
    const data = aRegistration(MEETING + 86_400_000, { kind: 'agency', purpose: 'direction' });
    const created = await desk.call('clerk', 'POST', '/api/registrations', { data });
    const id = created.body.registration.meetingId;
    const read = async () => (await desk.call('operator', 'GET', `/api/registrations/${id}`)).body;
    const act = async (role: 'clerk' | 'approver' | 'operator', name: string) =>
      desk.call(role, 'POST', `/api/registrations/${id}/acts`, {
        act: name,
        revision:
          name === 'submit' ? created.body.registration.revision : (await read()).registration.revision,
        reason: null,
        reception: null,
        displace: [],
      });
    expect((await act('clerk', 'submit')).body).toMatchObject({ registration: { state: 'registered' } });
    expect((await act('approver', 'confirm')).status).toBe(200);
    for (const step of ['markNoticed', 'markPlanned', 'markRehearsed', 'markConnected'])
      if ((await read()).acts.includes(step)) expect((await act('operator', step)).status).toBe(200);
    expect((await act('operator', 'markReady')).body).toMatchObject({
      code: 'DUTY_POSTS_EMPTY',
      facts: { empty: 3 },
    });
    const override = (role: 'clerk' | 'operator', reason: string) =>
      desk.call(role, 'POST', `/api/registrations/${id}/duty/override`, { reason });
    expect((await override('clerk', 'Đã gọi điện')).status).toBe(403);
    expect((await override('operator', ' ')).body.code).toBe('BAD_MESSAGE');
    expect((await override('operator', 'Cán bộ trực từ xa')).body.override.reason).toBe('Cán bộ trực từ xa');
    expect((await override('operator', 'Lần nữa')).body.code).toBe('DUTY_OVERRIDDEN');
    expect((await act('operator', 'markReady')).body).toMatchObject({ registration: { state: 'ready' } });
    await desk.settleIn('ha-noi');
  });

  test('[R-SCH-08] a day before, once, who has named nobody is reminded', async () => {
    const { duty } = installation.server.office;
    await duty.remind(meetingId);
    expect(await lettersOf('duty.reminder')).toEqual([]);
    clock.advance(MEETING - 24 * 3_600_000 - clock.now());
    // Days later: sessions have run out.
    desk = new OfficeDesk(installation);
    await duty.remind(meetingId);
    await duty.remind(meetingId);
    const official = (await sheet()).posts.filter(
      ({ session, filled }: { session: string; filled: object | null }) =>
        session === 'official' && filled === null,
    );
    const reminded = new Set((await lettersOf('duty.reminder')).map(({ key }) => key.split(':')[1]));
    expect(reminded).toEqual(new Set(official.map(({ postId }: { postId: string }) => postId)));
  });

  test('a cancelled meeting drops its posts', async () => {
    const post = await postOf('MCU');
    const { body } = await desk.call('approver', 'GET', `/api/registrations/${meetingId}`);
    const cancelled = await desk.call('approver', 'POST', `/api/registrations/${meetingId}/acts`, {
      act: 'cancel',
      revision: body.registration.revision,
      reason: 'Hoãn theo chỉ đạo',
      reception: null,
      displace: [],
    });
    expect(cancelled.body).toMatchObject({ registration: { state: 'cancelled' } });
    expect((await sheet()).posts).toEqual([]);
    const late = await desk.call('administrator', 'POST', `/api/duty-posts/${post.postId}`, someone);
    expect(late.body.code).toBe('DUTY_POST_DROPPED');
  });
});
