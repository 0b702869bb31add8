import type { MeetingId } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdSession } from '../testing/held-session.ts';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.UTC(2026, 3, 2, 1));
let installation: TestInstallation;
let desk: OfficeDesk;
let meetingId: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  for (const day of [5, 6]) {
    meetingId = await holdSession(installation, {
      startedAt: Date.UTC(2026, 2, day, 1),
      minutes: 60,
      sites: { province: [], commune: [], 'commune-2': [] },
      locality: 'vinh-phuc',
      kind: 'inProvince',
    });
  }
  await desk.call('administrator', 'POST', '/api/statistics/recompute');
  // The host as its file would have it.
  await sql`update session_figure set host_id = 'o-district'`.execute(installation.database);
});
afterAll(() => installation.close());

const statement = async (role: 'desk' | 'clerk' = 'desk') =>
  (await desk.call(role, 'GET', '/api/finance/statement?month=2026-03')).body;
const of = (units: { organisationId: string }[], id: string) =>
  units.find(({ organisationId }) => organisationId === id);

describe('[R-FIN-01] who pays what in Vĩnh Phúc', () => {
  beforeAll(() => desk.settleIn('vinh-phuc'));

  test('[FN-2] the line once a month, the service for each session', async () => {
    const { units } = await statement();
    expect(of(units, 'o-commune')).toMatchObject({ lines: 1, chairServices: 0, endServices: 2 });
    expect(of(units, 'o-district')).toMatchObject({ lines: 0, chairServices: 2, endServices: 0 });
    expect(of(units, 'o-province')).toMatchObject({ lines: 1, chairServices: 0 });
  });

  test('an agreement changes the payer, and can be taken back', async () => {
    const agree = (payer: string | null, role: 'desk' | 'observer' = 'desk', siteId = 'commune') =>
      desk.call(role, 'POST', '/api/finance/agreements', { meetingId, siteId, payer, note: 'Công văn 12' });
    expect((await agree('host', 'observer')).status).toBe(403);
    expect((await agree('host', 'desk', 'government')).body.code).toBe('SITE_NOT_INVITED');
    expect((await agree('host')).status).toBe(200);
    const { units, meetings } = await statement();
    expect(of(units, 'o-commune')).toMatchObject({ endServices: 1 });
    expect(of(units, 'o-district')).toMatchObject({ endServices: 1, agreed: 1 });
    expect(meetings).toHaveLength(2);
    expect((await agree(null)).status).toBe(200);
    expect(of((await statement()).units, 'o-district')).toMatchObject({ endServices: 0, agreed: 0 });
  });

  test('each sees the own unit and what lies below it', async () => {
    const { units } = await statement('clerk');
    expect(units.map(({ organisationId }: { organisationId: string }) => organisationId).sort()).toEqual([
      'o-commune',
      'o-commune-2',
      'o-district',
    ]);
  });

  test.each(['pdf', 'docx', 'xlsx'])('it is printed as %s', async (format) => {
    const reply = await desk.call('desk', 'GET', `/api/finance/statement.${format}?month=2026-03`);
    expect([reply.status, reply.text.slice(0, 2)]).toEqual([200, format === 'pdf' ? '%P' : 'PK']);
  });

  test('a month that is none is refused', async () => {
    expect((await desk.call('desk', 'GET', '/api/finance/statement?month=2026-13')).status).toBe(400);
  });
});

describe('[R-FIN-05] costs of meetings in Hà Nội', () => {
  beforeAll(() => desk.settleIn('ha-noi'));
  const note = (words: string, role: 'desk' | 'observer' = 'desk', id: string = meetingId) =>
    desk.call(role, 'POST', '/api/finance/cost-notes', { meetingId: id, words });

  test('[FN-6] a note nobody has to make; the newest counts, and only whoever answers for the host makes it', async () => {
    const notes = async () =>
      (await statement()).meetings.map(
        ({ note: one }: { note: { words: string } | null }) => one?.words ?? null,
      );
    expect(await notes()).toEqual([null, null]);
    expect((await note('Chi tiền nước, theo chế độ', 'observer')).status).toBe(403);
    expect((await note('x')).status).toBe(400);
    expect((await note('Chi tiền nước', 'desk', 'khong-co')).body.code).toBe('MEETING_NOT_FOUND');
    expect((await note('Chi tiền nước')).status).toBe(200);
    expect((await note('Chi tiền nước: 500.000 đồng')).status).toBe(200);
    expect(await notes()).toEqual([null, 'Chi tiền nước: 500.000 đồng']);
  });
});

describe('[R-FIN-03] yearly proposals in Bình Định', () => {
  beforeAll(() => desk.settleIn('binh-dinh'));
  const propose = (body: object, role: 'desk' | 'clerk' = 'clerk') =>
    desk.call(role, 'POST', '/api/finance/budget', {
      year: 2027,
      organisationId: 'o-commune',
      category: 'training',
      amount: 5_000_000,
      basis: 'Hai cán bộ, hai ngày',
      ...body,
    });

  test('[FN-4] by heading and unit, founded on use; the newest amount counts', async () => {
    expect((await propose({})).status).toBe(200);
    expect((await propose({ amount: 7_500_000 })).status).toBe(200);
    expect((await propose({ category: 'allowance' })).body.code).toBe('BUDGET_HEADING_UNKNOWN');
    expect((await propose({ organisationId: 'o-province' })).status).toBe(403);
    expect((await propose({ amount: -1 })).status).toBe(400);
    const { units, categories } = (await desk.call('desk', 'GET', '/api/finance/budget?year=2027')).body;
    expect(categories.map(({ key }: { key: string }) => key)).toEqual([
      'investment',
      'training',
      'operation',
    ]);
    expect(of(units, 'o-commune')).toMatchObject({
      sites: 1,
      sessions: 2,
      minutes: 120,
      amounts: [{ category: 'training', amount: 7_500_000 }],
    });
    expect((await desk.call('desk', 'GET', '/api/finance/budget.pdf?year=2027')).status).toBe(200);
  });
});

describe('[R-FIN-04] support of technicians in Quảng Ninh', () => {
  beforeAll(() => desk.settleIn('quang-ninh'));

  test('[FN-3] the last person named for each post of a closed meeting', async () => {
    await sql`
      insert into registration (meeting_id, file_number, locality, regulation_version, state, data, host_organisation_id,
          starts_at, ends_at, created_by, created_at, registered_at, decided_at, confirmed_at)
        select ${meetingId}, 'F-1', 'quang-ninh', 1, 'ended', '{"title": "Giao ban"}', 'o-district', m.started_at,
            m.ended_at, u.id, now(), now(), now(), now()
          from meeting m cross join (select id from user_account limit 1) u where m.id = ${meetingId}`.execute(
      installation.database,
    );
    await sql`
      insert into duty_post (id, meeting_id, identity, key, label, session, site_id, providers, starts_at, ends_at,
          obligatory)
        values ('post', ${meetingId}, 'i', 'site', 'Cán bộ kỹ thuật điểm cầu', 'official', 'commune', '{}', now(),
          now() + interval '1 hour', true)`.execute(installation.database);
    for (const name of ['Người cũ', 'Người trực'])
      await installation.database
        .insertInto('duty_assignment')
        .values({
          post_id: 'post',
          person_id: null,
          name,
          unit: 'UBND xã Đồng Ruộng',
          telephone: '0900 000 000',
          at: new Date(clock.now()),
          by_name: 'Trực ban',
        })
        .execute();
    const list = (await desk.call('clerk', 'GET', '/api/finance/allowances?month=2026-03')).body;
    expect(list.article).toBe('Đ13.7');
    expect(list.people).toMatchObject([
      { person: 'Người trực', unit: 'UBND xã Đồng Ruộng', title: 'Hội nghị thử' },
    ]);
    expect((await desk.call('clerk', 'GET', '/api/finance/allowances.docx?month=2026-03')).status).toBe(200);
    await desk.settleIn('hoa-binh');
    expect((await desk.call('clerk', 'GET', '/api/finance/allowances?month=2026-03')).body.people).toEqual(
      [],
    );
  });
});
