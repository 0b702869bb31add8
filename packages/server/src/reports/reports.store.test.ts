import { randomUUID } from 'node:crypto';
import type { MeetingId, Report, ReportLine, Role } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gap, holdSession } from '../testing/held-session.ts';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const DAY = 86_400_000;
const clock = new FakeClock(Date.UTC(2026, 2, 20, 1));
let installation: TestInstallation;
let desk: OfficeDesk;
let rated: MeetingId;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('quang-ninh');
  await desk.addTelecom('VNPT Quảng Ninh');
  const { database } = installation;
  await sql`
    insert into organisation (id, code, name, level_code, kind, parent_id)
      values ('o-dic', 'STTTT', 'Sở Thông tin và Truyền thông', 'province', 'department', 'o-province')`.execute(
    database,
  );
  await installation.server.office.reportCalendar.look();
  // The year's sample of the annex: 38 sessions, one with a loss of 16 minutes.
  for (let index = 0; index < 38; index += 1) {
    const gaps: Gap[] = index === 7 ? [{ from: 10, to: 26 }] : [];
    const meetingId = await holdSession(installation, {
      startedAt: Date.UTC(2026, 0, 5 + index, 1),
      minutes: 60,
      sites: { district: [], commune: gaps },
    });
    if (index === 7) await closedCase(meetingId);
    else rated = meetingId;
  }
  clock.step(Date.UTC(2026, 3, 1, 1) - clock.now());
  await desk.call('administrator', 'POST', '/api/statistics/recompute');
  await installation.server.office.reportCalendar.look();
});
afterAll(() => installation.close());

async function closedCase(meetingId: string): Promise<void> {
  const { database } = installation;
  const caseId = randomUUID();
  const at = new Date(Date.UTC(2026, 0, 12, 1, 10));
  await database
    .insertInto('incident_case')
    .values({
      id: caseId,
      meeting_id: meetingId,
      number: 1,
      subject: 'site commune',
      site_id: 'commune',
      node_id: null,
      type: 'device',
      origin: 'system',
      session: 'session',
      at,
      acknowledge_by: at,
      by_name: null,
      user_id: null,
      before: null,
      during: null,
      key: null,
    })
    .execute();
  await database
    .insertInto('incident_step')
    .values({
      case_id: caseId,
      at,
      key: null,
      act: 'close',
      event: JSON.stringify({
        act: 'close',
        cause: 'device',
        causeWords: 'Hệ thống treo, phải khởi động lại',
        solution: 'Khởi động lại',
      }),
      by_name: 'Điều hành',
      user_id: null,
    })
    .execute();
}

const list = async (role: Role, query = 'view=mine'): Promise<ReportLine[]> =>
  (await desk.call(role, 'GET', `/api/reports?${query}`)).body.reports;
const find = async (rule: string, author: string): Promise<ReportLine> => {
  const found = (await list('desk', 'view=all&open=no')).find(
    (report) => report.rule === rule && report.author === author && report.from.startsWith('2026-01'),
  );
  if (!found) throw new Error(`no report ${rule} of ${author}`);
  return found;
};
const read = async (reportId: string, role: Role = 'desk') =>
  (await desk.call(role, 'GET', `/api/reports/${reportId}`)).body;
const act = (reportId: string, role: Role, body: object) =>
  desk.call(role, 'POST', `/api/reports/${reportId}/acts`, body);
const correct = (reportId: string, body: object, role: Role = 'technician') =>
  desk.call(role, 'POST', `/api/reports/${reportId}/corrections`, body);
const commune = () => find('qualityCommune', 'UBND xã Đồng Ruộng');
const district = () => find('qualityDistrict', 'UBND huyện Đà Bắc');

describe('[R-RPT-01] the calendar', () => {
  test('[FG-10] a new installation owes nothing of the time before it; each unit its report of the quarter, once', async () => {
    await installation.server.office.reportCalendar.look();
    const rules = (await list('desk', 'view=all')).map(
      ({ rule, author, from }) => `${rule} ${author} ${from}`,
    );
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules.filter((one) => one.startsWith('qualityCommune')).sort()).toEqual([
      'qualityCommune UBND xã Tu Lý 2026-01-01',
      'qualityCommune UBND xã Đồng Ruộng 2026-01-01',
    ]);
    expect(rules).toContain('qualityDistrict UBND huyện Đà Bắc 2026-01-01');
    expect(rules).toContain('qualityDirect UBND tỉnh Hoà Bình 2026-01-01');
    expect(rules).toContain('telecomMonthly VNPT Quảng Ninh 2026-03-01');
  });

  test('[EV-8] its lines are those of the text, with the article; the half year is judged elsewhere, once', async () => {
    const { reports } = (await desk.call('auditor', 'GET', '/api/report-calendar')).body;
    expect(reports.map(({ rule }: { rule: string }) => rule)).toEqual([
      'qualityCommune',
      'qualityDistrict',
      'qualityDirect',
      'qualityProvince',
      'siteMonthly',
      'telecomMonthly',
    ]);
    for (const { cite } of reports) expect(cite[0].article).not.toBe('');
  });

  test('[FG-7] everybody sees what is to be made at the own site or unit', async () => {
    expect((await list('technician')).map(({ author }) => author)).toEqual([
      'UBND xã Đồng Ruộng',
      'UBND xã Đồng Ruộng',
    ]);
    expect((await desk.call('technician', 'GET', `/api/reports/${(await district()).reportId}`)).status).toBe(
      403,
    );
  });
});

describe('[FG-20] [R-RPT-01] to hand in', () => {
  test('stands what the body owes that the desk serves here, not what it may write for every unit', async () => {
    const writable = (await list('desk', 'view=all&open=no')).filter(({ mayWrite }) => mayWrite);
    expect(writable.map(({ rule }) => rule)).toContain('qualityCommune');
    const own = (await list('desk', 'view=mine&open=no')).map(({ rule }) => rule);
    expect(own.filter((rule) => rule !== 'qualityProvince')).toEqual([]);
    expect(own.length).toBe(writable.filter(({ rule }) => rule === 'qualityProvince').length);
  });
});

describe('[R-RPT-06] the quarter', () => {
  test('[R-EVL-03] the sample of the annex: 38 sessions, none wholly lost, one for 15 minutes and more', async () => {
    const { rows } = await read((await commune()).reportId, 'technician');
    expect(rows).toHaveLength(1);
    expect(rows[0].cells).toMatchObject({
      sessions: 38,
      lossTotal: 0,
      lossLong: 1,
      cause: 'Hệ thống treo, phải khởi động lại',
      repair: '16 phút',
      sound: null,
    });
  });

  test('[EV-3] [R-EVL-02] a rating counts with the second statement, until then it is unconfirmed', async () => {
    const rate = {
      act: 'rate',
      siteId: 'commune',
      rating: { picture: 'good', sound: 'poor', line: 'good', note: null },
    };
    const said = async () => {
      await desk.call('administrator', 'POST', '/api/statistics/recompute');
      const { sound, line, good, unconfirmed } = (await read((await commune()).reportId, 'technician'))
        .rows[0].cells;
      return { sound, line, good, unconfirmed };
    };
    const tell = (role: Role, path: string, told: object) =>
      desk.call(role, 'POST', `/api/${path}/acts`, { key: randomUUID(), act: told });
    const unsaid = { sound: null, line: null, good: null };
    const confirm = (agreed: boolean) =>
      tell('partner', `evaluations/sessions/${rated}`, {
        act: 'confirmRating',
        siteId: 'commune',
        agreed,
        note: null,
      });
    expect((await tell('technician', `endings/${rated}`, rate)).status).toBe(200);
    expect(await said()).toEqual({ ...unsaid, unconfirmed: 1 });
    expect((await confirm(false)).status).toBe(200);
    expect(await said()).toEqual({ ...unsaid, unconfirmed: 1 });
    expect((await confirm(true)).status).toBe(200);
    expect(await said()).toEqual({ sound: 'notGood', line: 'good', good: 0, unconfirmed: 0 });
    // A word about an earlier rating says nothing of a later one.
    clock.step(1_000);
    expect((await tell('technician', `endings/${rated}`, rate)).status).toBe(200);
    expect(await said()).toEqual({ ...unsaid, unconfirmed: 1 });
  });

  test('[FG-13] a figure is corrected with a reason, and what was counted stays beside it', async () => {
    const { reportId } = await commune();
    const good = { row: 'commune', column: 'sessions', value: 37, reason: 'Một phiên bị hủy giữa chừng' };
    for (const [body, code] of [
      [{ ...good, value: 'ba mươi bảy' }, 'REPORT_VALUE_WRONG'],
      [{ ...good, row: 'district' }, 'REPORT_CELL_UNKNOWN'],
      [{ ...good, column: 'owed' }, 'REPORT_CELL_UNKNOWN'],
      [{ ...good, reason: 'x' }, 'BAD_MESSAGE'],
    ] as const)
      expect((await correct(reportId, body)).body.code).toBe(code);
    const { rows } = (await correct(reportId, good)).body;
    expect(rows[0].cells.sessions).toBe(37);
    expect(rows[0].corrections).toMatchObject([{ column: 'sessions', counted: 38, reason: good.reason }]);
  });

  test('[FG-12] handed in it stands in the report above; who has not is named, and the figures add up', async () => {
    const { reportId } = await commune();
    expect((await act(reportId, 'observer', { act: 'submit' })).status).toBe(403);
    expect((await act(reportId, 'technician', { act: 'submit' })).body.state).toBe('submitted');
    expect(
      (await correct(reportId, { row: 'commune', column: 'good', value: 1, reason: 'muộn' })).body.code,
    ).toBe('REPORT_SETTLED');
    const report = await read((await district()).reportId, 'clerk');
    expect(
      report.parts.map(({ author, missing }: { author: string; missing: boolean }) => [author, missing]),
    ).toEqual([
      ['UBND xã Tu Lý', true],
      ['UBND xã Đồng Ruộng', false],
    ]);
    const sessions = report.rows.map(
      ({ name, from, cells }: { name: string; from: string | null; cells: { sessions: number } }) => [
        name,
        from,
        cells.sessions,
      ],
    );
    expect(sessions).toEqual([
      ['UBND huyện Đà Bắc', null, 38],
      ['UBND xã Đồng Ruộng', 'UBND xã Đồng Ruộng', 37],
    ]);
    expect(report.total.sessions).toBe(75);
  });

  test('[FG-13] sent back with a reason it is made again; accepted it is settled', async () => {
    const { reportId } = await commune();
    expect((await act(reportId, 'technician', { act: 'accept' })).status).toBe(403);
    const back = await act(reportId, 'clerk', { act: 'return', reason: 'Thiếu đánh giá âm thanh' });
    expect(back.body.state).toBe('returned');
    const rated = { row: 'commune', column: 'sound', value: 'good', reason: 'Bổ sung đánh giá' };
    expect((await correct(reportId, rated)).status).toBe(200);
    expect((await act(reportId, 'technician', { act: 'submit' })).status).toBe(200);
    expect((await act(reportId, 'clerk', { act: 'accept' })).body.state).toBe('accepted');
    expect((await act(reportId, 'clerk', { act: 'accept' })).body.code).toBe('REPORT_SETTLED');
    const { steps } = await read(reportId);
    expect(steps.map(({ act: did }: { act: string }) => did)).toEqual([
      'open',
      'submit',
      'return',
      'submit',
      'accept',
    ]);
  });

  test.each(['pdf', 'docx', 'xlsx'])('[FG-15] it is printed as %s', async (format) => {
    const { reportId } = await district();
    const reply = await desk.call('clerk', 'GET', `/api/reports/${reportId}/print.${format}`);
    expect(reply.status).toBe(200);
    expect(reply.text.slice(0, 2)).toBe(format === 'pdf' ? '%P' : 'PK');
  });
});

describe('[R-PROF-04] limits', () => {
  const told = async (template: string) =>
    (
      await installation.database
        .selectFrom('outbox_letter')
        .select(['recipient', 'facts'])
        .where('template', '=', template)
        .where('key', 'like', 'report:%')
        .execute()
    ).map(({ recipient, facts }) => ({
      to: Object(recipient).organisationId,
      duty: String(Object(facts).duty),
    }));

  test('[FG-16] reminded before the limit, told once when it has passed, and so is whoever waits', async () => {
    clock.step(Date.UTC(2026, 3, 9, 1) - clock.now());
    await installation.server.office.reportCalendar.look();
    expect((await told('deadline.reminder')).map(({ to }) => to)).toContain('o-commune-2');
    expect(await told('deadline.late')).toEqual([]);
    clock.step(3 * DAY);
    await installation.server.office.reportCalendar.look();
    await installation.server.office.reportCalendar.look();
    const late = (await told('deadline.late')).filter(({ duty }) => duty.includes('cấp xã, quý I'));
    expect(late.filter(({ to }) => to === 'o-commune-2')).toHaveLength(1);
    expect(
      late.filter(({ to, duty }) => to === 'o-district' && duty.startsWith('UBND xã Tu Lý')),
    ).toHaveLength(1);
    expect(late.some(({ to }) => to === 'o-commune')).toBe(false);
  });

  test('[FG-14] late it is, also when it comes in afterwards', async () => {
    const { reportId } = await find('qualityCommune', 'UBND xã Tu Lý');
    const { body } = await act(reportId, 'clerk', { act: 'submit' });
    expect([body.state, body.late]).toEqual(['submitted', true]);
    expect((await commune()).late).toBe(false);
  });
});

describe('[R-PROF-04] reports in the ledger', () => {
  const owed = async (query: string) =>
    (await desk.call('clerk', 'GET', `/api/deadlines?${query}`)).body.reports.map(
      ({ duty, owes, from, state }: { duty: string; owes: string; from: string; state: string }) =>
        `${owes}, ${duty.includes('cấp xã') ? 'xã' : 'khác'}, ${from}: ${state}`,
    );

  test('[LG-4] what a unit has not handed in stands among its limits, late by itself; what came in late stays so', async () => {
    expect(await owed('view=due&search=Tu%20L%C3%BD')).not.toContain('UBND xã Tu Lý, xã, 2026-01-01: late');
    expect(await owed('view=all&search=tu%20ly')).toContain('UBND xã Tu Lý, xã, 2026-01-01: late');
    const due = (await desk.call('clerk', 'GET', '/api/deadlines?view=due')).body;
    const ofDistrict = due.reports.find(({ owes }: { owes: string }) => owes === 'UBND huyện Đà Bắc');
    expect(ofDistrict).toMatchObject({
      state: 'late',
      from: '2026-01-01',
      article: 'Đ13.8',
      submittedAt: null,
    });
    expect(due.lateCount).toBeGreaterThan(0);
    const paged = await desk.call('clerk', 'GET', `/api/deadlines?view=due&meetingId=none`);
    expect(paged.body.reports).toEqual([]);
  });
});

describe('[R-RPT-06] above the districts', () => {
  test('[FG-12] one sheet of the whole: who handed in, who is missing or came late by name, also further down', async () => {
    const whole = await find('qualityProvince', 'Sở Thông tin và Truyền thông');
    const standing = async () => {
      const { rows, parts, total } = await read(whole.reportId);
      return {
        rows: rows.map(({ name, from }: { name: string; from: string }) => `${name} / ${from}`),
        sessions: total.sessions,
        wanting: (parts as Report['parts'])
          .filter(({ missing, late }) => missing || late)
          .map(({ author, under, missing }) => `${author} < ${under ?? ''}: ${missing ? 'missing' : 'late'}`),
      };
    };
    const before = await standing();
    expect(before).toMatchObject({ rows: [], sessions: 0 });
    expect(before.wanting).toContain('UBND huyện Đà Bắc < : missing');
    expect(before.wanting).toContain('UBND xã Tu Lý < UBND huyện Đà Bắc: late');
    const { reportId } = await district();
    expect((await act(reportId, 'clerk', { act: 'submit' })).body.state).toBe('submitted');
    const after = await standing();
    expect(after.rows.toSorted()).toEqual([
      'UBND huyện Đà Bắc / UBND huyện Đà Bắc',
      'UBND xã Tu Lý / UBND xã Tu Lý',
      'UBND xã Đồng Ruộng / UBND xã Đồng Ruộng',
      'UBND xã Ấm Hạ / UBND xã Tu Lý',
    ]);
    expect(after.sessions).toBe(75);
    expect(after.wanting).toContain('UBND huyện Đà Bắc < : late');
    expect((await act(reportId, 'desk', { act: 'return', reason: 'Thiếu đánh giá' })).status).toBe(200);
    expect(await standing()).toMatchObject({ rows: [], sessions: 0 });
  });
});

describe('[R-RPT-07] out of turn', () => {
  const demand = (body: object) => desk.call('desk', 'POST', '/api/reports', body);
  const span = { from: '2026-01-01', to: '2026-02-28', dueOn: '2026-04-30' };

  test('what the text lets be asked for is opened for the span; the register holds every session of it', async () => {
    expect((await demand({ rule: 'qualityCommune', ...span })).body.code).toBe('REPORT_NOT_ON_DEMAND');
    expect((await demand({ rule: 'telecomMonthly', ...span, to: '2025-01-01' })).body.code).toBe(
      'SPAN_INVALID',
    );
    const { reports } = (await demand({ rule: 'telecomMonthly', ...span })).body;
    const asked = reports.find(({ onDemand }: ReportLine) => onDemand);
    const { rows } = await read(asked.reportId);
    expect(rows).toHaveLength(38);
    expect(rows[0].cells).toMatchObject({ content: 'Hội nghị thử', recording: 'Không' });
    expect(rows[0].cells.time).toMatch(/^08:00 – 09:00 ngày 05\/01\/2026$/);
  });
});
