import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CalendarDaySet,
  CalendarYear,
  HttpFailure,
  MeetingId,
  RegulationList,
  RegulationReply,
  type Role,
  Timetable,
} from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';
import { loadShipped } from './load-shipped.ts';
import { REGULATION_DATA, readCalendar, readProfiles } from './shipped.ts';

let installation: TestInstallation;
let client: pg.Client;
/** Monday 9 November 2026, 8:00. */
const clock = new FakeClock(Date.parse('2026-11-09T08:00+07:00'));
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await installation.close();
});

async function call(role: Role, method: 'GET' | 'POST', url: string, payload?: object) {
  const cookie = await installation.signIn(role);
  const reply = await installation.app.inject({
    method,
    url,
    headers: { cookie },
    ...(payload ? { payload } : {}),
  });
  return { status: reply.statusCode, body: reply.json() as unknown };
}
const at = (local: string) => Date.parse(`${local}+07:00`);
const day = (more: object = {}) => ({
  date: '2026-11-24',
  scope: { kind: 'nation' },
  type: 'publicHoliday',
  name: 'Ngày Văn hóa Việt Nam',
  endsAt: null,
  source: 'Thông báo về lịch nghỉ',
  ...more,
});
const codeOf = (body: unknown) => HttpFailure.parse(body).code;

async function planMeeting(start: string, more: object = {}): Promise<MeetingId> {
  const { body } = await call('operator', 'POST', '/api/meetings', {
    title: 'Hội nghị thử lịch',
    plannedStart: at(start),
    chairSiteId: 'province',
    siteIds: ['province', 'spare'],
    presenterIds: [],
    ...more,
  });
  return MeetingId.parse((body as { meetingId: string }).meetingId);
}

describe('[R-PROF-01] profiles in the database', () => {
  test('the five are there after the migration, and the installation knows its own', async () => {
    const { body } = await call('observer', 'GET', '/api/regulations');
    const { profiles, home } = RegulationList.parse(body);
    expect(profiles.map(({ name }) => name)).toEqual([
      'Bình Định',
      'Hà Nội',
      'Hòa Bình',
      'Quảng Ninh',
      'Vĩnh Phúc',
    ]);
    expect(profiles.every(({ effective }) => effective)).toBe(true);
    expect(home).toBe('hoa-binh');
  });

  test('one profile comes with its articles; an unknown locality and an unknown version are told apart', async () => {
    const { body } = await call('observer', 'GET', '/api/regulations/ha-noi');
    expect(RegulationReply.parse(body).profile.deadlines['lead.urgent']?.[0]?.cite[0]?.article).toBe(
      'Đ12.2a',
    );
    expect(codeOf((await call('observer', 'GET', '/api/regulations/hue')).body)).toBe('LOCALITY_UNKNOWN');
    expect(codeOf((await call('observer', 'GET', '/api/regulations/ha-noi?version=9')).body)).toBe(
      'NOT_FOUND',
    );
  });

  test('the preview answers five different timetables and changes nothing', async () => {
    const before = await client.query('select count(*) from meeting');
    const sets = await Promise.all(
      [
        ['hoa-binh', 'government'],
        ['vinh-phuc', 'province'],
        ['binh-dinh', 'province'],
        ['ha-noi', 'agency'],
        ['quang-ninh', 'province'],
      ].map(async ([locality, kind]) => {
        const { body } = await call('observer', 'POST', `/api/regulations/${locality}/timetable`, {
          kind,
          urgency: 'planned',
          recording: true,
          siteCount: 10,
          start: at('2026-11-20T08:00'),
          end: null,
        });
        return Timetable.parse(body).entries.map(({ deadlineId, dueAt }) => `${deadlineId} ${dueAt}`);
      }),
    );
    expect(new Set(sets.map((set) => set.join())).size).toBe(5);
    expect((await client.query('select count(*) from meeting')).rows).toEqual(before.rows);
  });

  test.each([
    ['an unknown kind', 'binh-dinh', { kind: 'nothing' }, 422, 'MEETING_KIND_UNKNOWN'],
    [
      'a day beyond the calendar',
      'binh-dinh',
      { start: at('2031-01-10T08:00') },
      422,
      'CALENDAR_NOT_COVERING',
    ],
    [
      'a day before any regulation',
      'ha-noi',
      { registeredAt: at('2019-01-10T08:00') },
      422,
      'REGULATION_NOT_IN_FORCE',
    ],
    ['a start that is no instant', 'binh-dinh', { start: 'mai' }, 400, 'BAD_MESSAGE'],
  ])('%s is refused with a reason', async (_, locality, more, status, code) => {
    const { status: got, body } = await call('observer', 'POST', `/api/regulations/${locality}/timetable`, {
      kind: locality === 'ha-noi' ? 'agency' : 'province',
      urgency: 'planned',
      recording: false,
      siteCount: 10,
      start: at('2026-11-20T08:00'),
      end: null,
      ...more,
    });
    expect([got, codeOf(body)]).toEqual([status, code]);
  });

  test('a sixth locality is one more file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nhipcau-sixth-'));
    const source = readFileSync(join(REGULATION_DATA, 'profiles/ha-noi.json'), 'utf8');
    writeFileSync(
      join(folder, 'hue.json'),
      source.replace('"ha-noi"', '"hue"').replace('"name": "Hà Nội"', '"name": "Huế"'),
    );
    await loadShipped(client, { profiles: readProfiles(folder), calendar: readCalendar() });
    rmSync(folder, { recursive: true });
    const { body } = await call('observer', 'GET', '/api/regulations/hue');
    expect(RegulationReply.parse(body).profile.name).toBe('Huế');
  });
});

describe('[R-PROF-02] versions', () => {
  test('[RG-10] a meeting keeps the version it was registered under, a new one takes the new', async () => {
    const early = await planMeeting('2026-12-01T08:00', { locality: 'ha-noi', kind: 'agency' });
    const [profile] = readProfiles().filter(({ locality }) => locality === 'ha-noi');
    if (!profile) throw new Error('no profile of Hà Nội');
    const register = profile.deadlines['lead.planned'];
    const second = {
      ...profile,
      version: 2,
      validFrom: '2026-11-01',
      deadlines: {
        ...profile.deadlines,
        'lead.planned': (register ?? []).map((one) => ({
          ...one,
          offset: one.offset && { n: 48, unit: 'hour' },
        })),
      },
    };
    await client.query(
      `insert into regulation_profile (locality, version, valid_from, document) values ('ha-noi', 2, '2026-11-01', $1)`,
      [JSON.stringify(second)],
    );
    const late = await planMeeting('2026-12-01T08:00', { locality: 'ha-noi', kind: 'agency' });
    const due = async (meetingId: string) => {
      const { body } = await call('observer', 'GET', `/api/meetings/${meetingId}/timetable`);
      const timetable = Timetable.parse(body);
      return [
        timetable.profileVersion,
        timetable.entries.find(({ deadlineId }) => deadlineId === 'register')?.dueAt,
      ];
    };
    expect(await due(early)).toEqual([1, at('2026-11-30T08:00')]);
    expect(await due(late)).toEqual([2, at('2026-11-29T08:00')]);
  });

  test('neither a version nor the version of a meeting can be rewritten in the database', async () => {
    const meetingId = await planMeeting('2026-12-01T08:00');
    await expect(
      client.query(`update regulation_profile set document = '{}' where version = 1`),
    ).rejects.toThrow(/append-only/);
    await expect(client.query(`delete from regulation_profile`)).rejects.toThrow(/append-only/);
    await expect(
      client.query(
        `update meeting set regulation_version = null, locality = null, kind = null, urgency = null where id = $1`,
        [meetingId],
      ),
    ).rejects.toMatchObject({ constraint: 'meeting_keeps_regulation' });
  });

  test('loading again changes nothing, and a later calendar adds its years only', async () => {
    const count = async () =>
      (
        await client.query(`select (select count(*) from regulation_profile) p, (select max(version) from calendar_version) v,
        (select count(*) from calendar_day) d`)
      ).rows;
    const before = await count();
    await loadShipped(client);
    expect(await count()).toEqual(before);
  });
});

describe('[R-PROF-05] a meeting called too late', () => {
  const late = (more: object = {}) =>
    call('operator', 'POST', '/api/meetings', {
      title: 'Hội nghị gọi muộn',
      plannedStart: at('2026-11-10T08:00'),
      chairSiteId: 'province',
      siteIds: ['province', 'spare'],
      presenterIds: [],
      locality: 'binh-dinh',
      kind: 'province',
      ...more,
    });

  test('[RG-8] Bình Định, planned, one working day ahead, is refused with the rule cited', async () => {
    const { status, body } = await late();
    expect([status, HttpFailure.parse(body)]).toEqual([
      422,
      expect.objectContaining({
        code: 'MEETING_TOO_LATE',
        facts: { deadline: 'register', article: 'Đ8.1', dueAt: at('2026-11-06T00:00') },
      }),
    ]);
  });

  test('[RG-7] as urgent it is taken; what is impossible is waived by whoever registered it', async () => {
    const { status, body } = await late({ urgency: 'urgent', plannedStart: at('2026-11-09T10:00') });
    expect(status).toBe(200);
    const { meetingId } = body as { meetingId: string };
    const timetable = Timetable.parse(
      (await call('observer', 'GET', `/api/meetings/${meetingId}/timetable`)).body,
    );
    expect(timetable.entries.find(({ deadlineId }) => deadlineId === 'register-urgent')).toMatchObject({
      state: 'waived',
      waiver: { by: 'Người thử operator', at: at('2026-11-09T08:00') },
    });
  });

  test('[RG-8] the desk may take a planned one with a reason, which is recorded', async () => {
    expect((await late({ lateReason: 'Theo ý kiến lãnh đạo Sở' })).status).toBe(200);
    const { rows } = await client.query(
      `select facts ->> 'lateReason' as reason from audit where action = 'meeting.create' and facts ? 'lateReason'`,
    );
    expect(rows).toEqual([{ reason: 'Theo ý kiến lãnh đạo Sở' }]);
  });
});

describe('[R-PROF-03] an officer changes the calendar', () => {
  test('a confirmed day makes a new version and tells which limits of meetings to come it moves', async () => {
    const meetingId = await planMeeting('2026-11-26T08:00', { locality: 'binh-dinh', kind: 'province' });
    const before = CalendarYear.parse((await call('observer', 'GET', '/api/calendar/2026')).body);
    expect(before.days.find(({ date }) => date === '2026-11-24')?.status).toBe('proposed');
    const { status, body } = await call('administrator', 'POST', '/api/calendar/days', day());
    expect(status).toBe(200);
    const { version, moved } = CalendarDaySet.parse(body);
    expect(version).toBe(before.version + 1);
    expect(moved.filter((one) => one.meetingId === meetingId)).toEqual([
      {
        meetingId,
        title: 'Hội nghị thử lịch',
        deadlineId: 'register',
        duty: expect.stringContaining('Phiếu đăng ký'),
        before: at('2026-11-24T00:00'),
        after: at('2026-11-21T00:00'),
      },
    ]);
    const after = CalendarYear.parse((await call('observer', 'GET', '/api/calendar/2026')).body);
    expect(after.days.find(({ date }) => date === '2026-11-24')).toMatchObject({
      status: 'confirmed',
      source: 'Thông báo về lịch nghỉ',
    });
    const timetable = Timetable.parse(
      (await call('observer', 'GET', `/api/meetings/${meetingId}/timetable`)).body,
    );
    expect(timetable.calendarVersion).toBe(version);
  });

  test('it is in the audit with its source, and the earlier word is kept', async () => {
    const { rows } = await client.query(
      `select subject, facts ->> 'source' as source from audit where action = 'calendar.setDay' and outcome = 'allowed'`,
    );
    expect(rows).toContainEqual({ subject: '2026-11-24', source: 'Thông báo về lịch nghỉ' });
    const kept = await client.query(
      `select status, until_version is null as counts from calendar_day where on_day = '2026-11-24' order by id`,
    );
    expect(kept.rows).toEqual([
      { status: 'proposed', counts: false },
      { status: 'confirmed', counts: true },
    ]);
  });

  test('a storm closes one province only', async () => {
    const ofProvince = {
      date: '2026-12-15',
      type: 'localClosure',
      name: 'Bão',
      scope: { kind: 'province', locality: 'binh-dinh' },
    };
    expect((await call('administrator', 'POST', '/api/calendar/days', day(ofProvince))).status).toBe(200);
    const of = async (locality: string) =>
      CalendarYear.parse(
        (await call('observer', 'GET', `/api/calendar/2026?locality=${locality}`)).body,
      ).days.some(({ date }) => date === '2026-12-15');
    expect([await of('binh-dinh'), await of('ha-noi')]).toEqual([true, false]);
  });

  test.each([
    ['an operator', 'operator', {}, 403, 'NOT_ALLOWED'],
    ['a day beyond the calendar', 'administrator', { date: '2031-01-01' }, 422, 'CALENDAR_NOT_COVERING'],
    ['a half day without its end', 'administrator', { type: 'halfDay' }, 400, 'BAD_MESSAGE'],
    ['no source', 'administrator', { source: '  ' }, 400, 'BAD_MESSAGE'],
    ['a day that is none', 'administrator', { date: '2026-02-30' }, 400, 'BAD_MESSAGE'],
  ] as const)('refuses %s', async (_, role, more, status, code) => {
    const { status: got, body } = await call(role, 'POST', '/api/calendar/days', day(more));
    expect([got, codeOf(body)]).toEqual([status, code]);
  });

  test('a meeting beyond the end of the calendar keeps nobody from changing it', async () => {
    const meetingId = await planMeeting('2031-05-06T08:00', { locality: 'binh-dinh', kind: 'province' });
    const change = await call(
      'administrator',
      'POST',
      '/api/calendar/days',
      day({ date: '2026-12-21', type: 'working' }),
    );
    expect(change.status).toBe(200);
    const { status, body } = await call('observer', 'GET', `/api/meetings/${meetingId}/timetable`);
    expect([status, codeOf(body)]).toEqual([422, 'CALENDAR_NOT_COVERING']);
  });

  test('two officers at once get two versions and both words stand', async () => {
    const replies = await Promise.all(
      ['2026-12-17', '2026-12-18'].map((date) =>
        call('administrator', 'POST', '/api/calendar/days', day({ date, type: 'localClosure', name: 'Bão' })),
      ),
    );
    const versions = replies.map(({ body }) => CalendarDaySet.parse(body).version).sort();
    expect((versions[1] ?? 0) - (versions[0] ?? 0)).toBe(1);
    const { days } = CalendarYear.parse((await call('observer', 'GET', '/api/calendar/2026')).body);
    expect(days.filter(({ type }) => type === 'localClosure').map(({ date }) => date)).toEqual([
      '2026-12-17',
      '2026-12-18',
    ]);
  });
});
