import type { Role } from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.parse('2026-11-02T08:00:00+07:00'));
let installation: TestInstallation;
let desk: OfficeDesk;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('binh-dinh');
});
afterAll(() => installation.close());

const post = async (role: Role, path: string, body: object = {}) => {
  const { status, body: reply } = await desk.call(role, 'POST', `/api${path}`, body);
  return { status, code: reply.code, reply };
};
const get = async (role: Role, path: string) => (await desk.call(role, 'GET', `/api${path}`)).body;
const appointed = async (name: string, trainedOn: string | null = null): Promise<string> => {
  const { reply, status } = await post('clerk', '/staff/operators', {
    organisationId: 'o-district',
    siteId: null,
    duty: 'main',
    name,
    title: 'Chuyên viên',
    email: 'a@b.vn',
    telephone: '0900 000 001',
    trainedOn,
    fromOn: '2026-01-01',
  });
  expect(status, JSON.stringify(reply)).toBe(200);
  return reply.personId;
};

test('[TN-3] [R-TRN-01] [R-TRN-03] a course trains who passed it, meets their needs, and the unit has its minimum', async () => {
  const leaving = await appointed('Người nghỉ', '2025-01-01');
  const [first, second] = [await appointed('Người thay'), await appointed('Người thứ hai')];
  await post('clerk', `/staff/operators/${leaving}/end`, { endedOn: '2026-11-01', reason: null });
  const settled = { successorId: first, notifiedOn: '2026-11-02', notice: 'CV 12' };
  expect((await post('clerk', `/staff/replacements/${leaving}`, settled)).status).toBe(200);
  const year = async () => get('desk', '/training?year=2026');
  expect((await year()).needs).toMatchObject([{ personId: first, dueOn: '2027-02-02', courseTitle: null }]);
  const deficit = async () =>
    (await get('clerk', '/staff/deficits')).deficits.find(
      (one: { organisationId: string }) => one.organisationId === 'o-district',
    );
  expect(await deficit()).toMatchObject({ required: 2, present: 0, untrained: 2 });
  const course = {
    title: 'Tập huấn vận hành phòng họp',
    organiserId: 'o-province',
    place: 'Hội trường Sở',
    startsOn: '2026-11-10',
    endsOn: '2026-11-11',
    personIds: [second],
    withNeeds: true,
  };
  expect((await post('clerk', '/training/courses', course)).code).toBe('NOT_ALLOWED');
  expect((await post('desk', '/training/courses', { ...course, endsOn: '2026-11-09' })).status).toBe(400);
  const { reply } = await post('desk', '/training/courses', course);
  const path = `/training/courses/${reply.courseId}`;
  expect(await year()).toMatchObject({
    needs: [{ personId: first, courseTitle: course.title }],
    courses: [{ state: 'planned', people: [{ attendance: null }, { attendance: null }] }],
    rules: { yearly: { cite: [{ article: 'Đ14.2b' }] } },
  });
  const people = [
    { personId: first, attendance: 'attended', passed: true, certificate: 'GCN-01' },
    { personId: second, attendance: 'absent', passed: true },
  ];
  expect((await post('desk', `${path}/attendance`, { people })).code).toBe('COURSE_NOT_YET');
  clock.advance(10 * 86_400_000);
  const stranger = { personId: leaving, attendance: 'attended' };
  expect((await post('desk', `${path}/attendance`, { people: [...people, stranger] })).code).toBe(
    'OPERATOR_UNKNOWN',
  );
  expect((await year()).courses[0].state).toBe('planned');
  expect((await post('desk', `${path}/attendance`, { people })).status).toBe(200);
  const held = await year();
  expect(held.needs).toEqual([]);
  expect(held.courses[0]).toMatchObject({ state: 'held' });
  expect(held.courses[0].people).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ personId: first, passed: true, certificate: 'GCN-01', isMissing: false }),
      // Whoever was absent has passed nothing, whatever was ticked.
      expect.objectContaining({ personId: second, passed: false, isMissing: true }),
    ]),
  );
  expect(await deficit()).toMatchObject({ present: 1, untrained: 1 });
  expect((await post('desk', `${path}/cancellation`, { reason: 'Hoãn lớp' })).code).toBe('COURSE_OVER');
  const plan = await desk.call('clerk', 'GET', '/api/training/plan.pdf?year=2026');
  expect(plan.text.startsWith('%PDF')).toBe(true);
});

test('[TN-4] [R-TRN-04] each role has its guides; the next version is announced until it is opened', async () => {
  const topics = async (role: Role) => (await get(role, '/guidance')).topics;
  const keys = async (role: Role) => (await topics(role)).map(({ key }: { key: string }) => key);
  expect(await keys('technician')).toEqual(['operation']);
  expect(await keys('clerk')).toEqual(['office']);
  expect(await keys('administrator')).toEqual(['operation', 'office']);
  const cookie = await installation.signIn('administrator');
  const upload = async (key: string, bytes: Buffer, as = cookie) =>
    installation.app.inject({
      method: 'POST',
      url: `/api/guidance?key=${key}&title=${encodeURIComponent('Hướng dẫn vận hành')}&fileName=hd.pdf`,
      headers: { cookie: as, 'content-type': 'application/octet-stream' },
      payload: bytes,
    });
  const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);
  expect((await upload('operation', Buffer.from('MZ chạy được'))).json()).toMatchObject({
    code: 'GUIDE_FORMAT_REFUSED',
  });
  expect((await upload('nothing', pdf('1'))).json()).toMatchObject({ code: 'GUIDE_TOPIC_UNKNOWN' });
  expect((await upload('operation', pdf('1'), await installation.signIn('technician'))).statusCode).toBe(403);
  expect((await upload('operation', Buffer.alloc(20 * 1024 * 1024 + 1))).statusCode).toBe(413);
  expect((await upload('operation', pdf('1'))).json()).toEqual({ version: 1 });
  const [topic] = await topics('technician');
  expect(topic).toMatchObject({ isNew: true, article: 'Đ16.2a', versions: [{ version: 1 }] });
  const content = `/api/guidance/${topic.versions[0].guideId}/content`;
  expect((await desk.call('technician', 'GET', content)).text).toContain('%PDF');
  expect((await topics('technician'))[0].isNew).toBe(false);
  expect((await desk.call('clerk', 'GET', content)).status).toBe(403);
  expect((await upload('operation', pdf('2'))).json()).toEqual({ version: 2 });
  expect((await topics('technician'))[0]).toMatchObject({
    isNew: true,
    versions: [{ version: 2 }, { version: 1 }],
  });
});

test('[TN-5] [R-TRN-01] a site without its trained people is named when it is invited, and invited all the same', async () => {
  const data = aRegistration(clock.now() + 10 * 86_400_000, {
    chairSiteId: aRegisteredSite('district').siteId,
    sites: [aRegisteredSite('district'), aRegisteredSite('commune')],
  });
  const { status, body } = await desk.call('clerk', 'POST', '/api/registrations/check', {
    data,
    reception: null,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  const short = body.findings.filter(({ code }: { code: string }) => code === 'siteShortOfTrained');
  // The district trained one of two above.
  expect(short).toMatchObject([
    {
      severity: 'warning',
      field: 'sites.0',
      facts: { siteName: 'UBND huyện Đà Bắc', present: 1, required: 2 },
    },
    {
      severity: 'warning',
      field: 'sites.1',
      facts: { siteName: 'UBND xã Đồng Ruộng', present: 0, required: 2 },
    },
  ]);
  expect(short[0].cite[0].article).toBe('Đ16.1c');
});

test('[TN-6] [R-TRN-01] whoever serves a site untrained is marked on the duty sheet, and serves', async () => {
  await appointed('Người chưa học');
  const data = aRegistration(clock.now() + 12 * 86_400_000, {
    chairSiteId: aRegisteredSite('district').siteId,
    sites: [aRegisteredSite('district'), aRegisteredSite('commune')],
  });
  const written = await post('clerk', '/registrations', { data });
  const { meetingId } = written.reply.registration;
  await installation.database.transaction().execute((trx) =>
    trx
      .insertInto('duty_post')
      .values({
        id: 'post-untrained',
        meeting_id: meetingId,
        identity: 'site|official|district|',
        key: 'site',
        label: 'Cán bộ vận hành điểm cầu',
        session: 'official',
        site_id: 'district',
        district_id: null,
        providers: [],
        starts_at: new Date(clock.now() + 12 * 86_400_000),
        ends_at: new Date(clock.now() + 12 * 86_400_000 + 3_600_000),
        obligatory: true,
        dropped_at: null,
      })
      .execute(),
  );
  const filled = (name: string, telephone: string) =>
    post('clerk', '/duty-posts/post-untrained', {
      personId: null,
      name,
      unit: 'UBND huyện Đà Bắc',
      telephone,
    });
  const named = await filled('Người chưa học', '0900 000 001');
  expect(named.status, JSON.stringify(named.reply)).toBe(200);
  expect(named.reply.posts[0].filled).toMatchObject({ name: 'Người chưa học', training: 'untrained' });
  expect(named.reply.trainedCite[0].article).toBe('Đ6.6');
  expect((await filled('Người lạ', '0911 222 333')).reply.posts[0].filled.training).toBe('unknown');
  expect((await filled('Người thay', '0900 000 001')).reply.posts[0].filled.training).toBeNull();
});
