import { randomUUID } from 'node:crypto';
import { type MeetingId, Statistics } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdSession } from '../testing/held-session.ts';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.UTC(2026, 3, 2, 1));
let installation: TestInstallation;
let desk: OfficeDesk;
let first: MeetingId;

const at = (month: number, day: number, hour = 1) => Date.UTC(2026, month - 1, day, hour);
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('quang-ninh');
  first = await holdSession(installation, {
    startedAt: at(1, 15),
    minutes: 60,
    sites: { province: [], district: [], commune: [{ from: 10, to: 26 }], 'commune-2': null },
    attendance: { commune: 12 },
  });
  await holdSession(installation, {
    startedAt: at(3, 31, 16),
    minutes: 30,
    sites: {
      province: [],
      commune: [
        { from: 5, to: 10 },
        { from: 12, to: 25 },
      ],
    },
  });
  // 00:30 of 1 April where people sit.
  await holdSession(installation, {
    startedAt: at(3, 31, 17.5),
    minutes: 90,
    sites: { district: [], commune: [] },
  });
  await database()
    .insertInto('bring_up')
    .values(aCall(first, 'commune', 12, true))
    .execute();
  await database()
    .insertInto('bring_up')
    .values(aCall(first, 'district', 3, false))
    .execute();
  await desk.call('administrator', 'POST', '/api/statistics/recompute');
});
afterAll(() => installation.close());

const database = () => installation.database;
function aCall(meetingId: string, siteId: string, siteHearsS: number, breached: boolean) {
  const second = (s: number) => new Date(at(1, 15) + 600_000 + s * 1000);
  return {
    id: randomUUID(),
    meeting_id: meetingId,
    site_id: siteId,
    requested_at: second(0),
    requested_by: 'Điều hành viên',
    state: 'established',
    pushed_at: second(1),
    layout_at: second(1.2),
    chair_sees_at: second(2),
    chair_hears_at: second(2.1),
    site_sees_at: second(2.2),
    site_hears_at: second(1.2 + siteHearsS),
    established_at: second(1.2 + siteHearsS),
    limit_ms: 30_000,
    breached,
  };
}
const statistics = async (query: string, role: 'operator' | 'clerk' | 'technician' = 'operator') =>
  Statistics.parse((await desk.call(role, 'GET', `/api/statistics?${query}`)).body);
const QUARTER = 'from=2026-01-01&to=2026-03-31';

describe('[R-RPT-09] statistics', () => {
  test('[FG-1] what the roll-up says of a quarter is what the sessions themselves say', async () => {
    const { sessions, sites } = await statistics(QUARTER);
    const { rows } = await sql<{ sessions: number; ms: number; sites: number }>`
      select count(*)::int as sessions, sum(extract(epoch from ended_at - started_at) * 1000)::int as ms,
          (select count(*)::int from meeting_site s join meeting m on m.id = s.meeting_id
            where m.phase = 'ended' and (m.started_at at time zone 'Asia/Ho_Chi_Minh')::date between '2026-01-01'
              and '2026-03-31') as sites
        from meeting where phase = 'ended'
          and (started_at at time zone 'Asia/Ho_Chi_Minh')::date between '2026-01-01' and '2026-03-31'`.execute(
      database(),
    );
    expect(sessions).toMatchObject({ sessions: 2, durationMs: 90 * 60_000 });
    expect({ sessions: sessions.sessions, ms: sessions.durationMs, sites: sites.sessions }).toEqual(rows[0]);
    expect(sites).toMatchObject({ lossNone: 3, lossShort: 1, lossLong: 1, lossTotal: 1, attendance: 12 });
  });

  test('[R-RPT-02] [FG-4] a session of 31/03 is in the first quarter, one of 01/04 in the second', async () => {
    const second = await statistics('from=2026-04-01&to=2026-06-30');
    expect(second.sessions.sessions).toBe(1);
    expect(second.months.map(({ month }) => month)).toEqual(['2026-04']);
  });

  test('[FG-2] made anew it says the same, and what a site says later is in it', async () => {
    const before = await statistics(QUARTER);
    expect((await desk.call('administrator', 'POST', '/api/statistics/recompute')).body).toEqual({
      sessions: 3,
    });
    expect(await statistics(QUARTER)).toEqual(before);
    const rating = { picture: 'good', sound: 'good', line: 'fair', note: null };
    const rated = await desk.call('technician', 'POST', `/api/endings/${first}/acts`, {
      key: randomUUID(),
      act: { act: 'rate', siteId: 'commune', rating },
    });
    expect(rated.status).toBe(200);
    await expect.poll(async () => (await statistics(QUARTER)).sites.ratedWell).toBe(1);
    expect((await desk.call('clerk', 'POST', '/api/statistics/recompute')).status).toBe(403);
  });

  test('[FG-3] groups add up to the whole', async () => {
    const { takers, months, sites, sessions } = await statistics(QUARTER);
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    expect(sum(takers.map(({ figures }) => figures.sessions))).toBe(sites.sessions);
    expect(sum(months.map((one) => one.sessions.durationMs))).toBe(sessions.durationMs);
    expect(takers.find(({ organisationId }) => organisationId === 'o-commune')).toMatchObject({
      area: 'UBND huyện Đà Bắc',
      figures: { sessions: 2, lossLong: 1, lossShort: 1 },
    });
  });

  test('[R-CDT-02] [FG-6] the slowest part of calling a site up is named, the slowest site first', async () => {
    const { bringUps } = await statistics(QUARTER);
    expect(bringUps.all).toMatchObject({ calls: 2, late: 1, slowest: 'siteHears' });
    expect(bringUps.sites.map(({ name, late }) => [name, late])).toEqual([
      ['UBND xã Đồng Ruộng', 1],
      ['UBND huyện Đà Bắc', 0],
    ]);
    expect(bringUps.areas).toHaveLength(1);
    expect(bringUps.operators[0]?.name).toBe('Điều hành viên');
  });

  test('[FG-7] everybody sees the figures of the own unit and of what lies below it', async () => {
    const district = await statistics(QUARTER, 'clerk');
    expect(new Set(district.takers.map(({ organisationId }) => organisationId))).toEqual(
      new Set(['o-district', 'o-commune', 'o-commune-2']),
    );
    const commune = await statistics(QUARTER, 'technician');
    expect(commune.takers.map(({ organisationId }) => organisationId)).toEqual(['o-commune']);
    expect(commune.sessions.sessions).toBe(0);
  });

  test.each(['from=2026-03-31&to=2026-01-01', 'from=1990-01-01&to=2026-01-01'])(
    'a span that is none is refused: %s',
    async (query) => {
      const reply = await desk.call('operator', 'GET', `/api/statistics?${query}`);
      expect([reply.status, reply.body.code]).toEqual([422, 'SPAN_INVALID']);
    },
  );

  test('[R-DIR-01] [FG-5] after a merger figures stand with the unit of the day, or with its heir', async () => {
    await sql`
      insert into organisation (id, code, name, level_code, kind, parent_id)
        values ('o-heir', 'X9', 'UBND xã Đà Bắc mới', 'commune', 'peoplesCommittee', 'o-district')`.execute(
      database(),
    );
    await sql`
      insert into organisation_lineage (from_id, to_id, relation, on_day, decree)
        values ('o-commune', 'o-heir', 'merge', '2026-04-01', 'NQ 1')`.execute(database());
    await sql`update organisation_version set valid_to = '2026-04-01' where organisation_id = 'o-commune'`.execute(
      database(),
    );
    await sql`select project_organisations('2026-04-02'::date)`.execute(database());
    const namesOf = async (units: string) =>
      (await statistics(`${QUARTER}&units=${units}`)).takers.map(({ name }) => name);
    expect(await namesOf('then')).toContain('UBND xã Đồng Ruộng');
    expect(await namesOf('now')).toContain('UBND xã Đà Bắc mới');
    expect(await namesOf('now')).not.toContain('UBND xã Đồng Ruộng');
  });
});
