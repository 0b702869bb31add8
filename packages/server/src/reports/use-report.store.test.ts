import type { ReportLine, Role } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdSession } from '../testing/held-session.ts';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

/** Bình Định, the last days of 2026: two communes and a district use the system and look after their devices. */
const clock = new FakeClock(Date.UTC(2026, 11, 20, 1));
let installation: TestInstallation;
let desk: OfficeDesk;
let reports: ReportLine[];

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
  await desk.settleIn('binh-dinh');
  const { database } = installation;
  await sql`
    insert into organisation (id, code, name, level_code, kind, parent_id)
      values ('o-dic', 'STTTT', 'Sở Thông tin và Truyền thông', 'province', 'department', 'o-province')`.execute(
    database,
  );
  await installation.server.office.reportCalendar.look();
  for (const [day, gaps] of [
    [1, []],
    [2, [{ from: 10, to: 20 }]],
    [3, []],
  ] as const)
    await holdSession(installation, {
      startedAt: Date.UTC(2026, 10, day, 1),
      minutes: 60,
      sites: { district: [], commune: gaps },
      locality: 'binh-dinh',
      kind: 'agency',
    });
  await care('district', 'o-district', [
    ['cleaning', 200_000],
    ['repair', 1_500_000],
  ]);
  await care('commune', 'o-commune', [['cleaning', 100_000]]);
  clock.step(Date.UTC(2027, 0, 4, 1) - clock.now());
  await call('administrator', '/statistics/recompute');
  await installation.server.office.reportCalendar.look();
  reports = (await desk.call('desk', 'GET', '/api/reports?view=all&open=no')).body.reports;
});
afterAll(() => installation.close());

const call = async (role: Role, path: string, body: object = {}) => {
  const reply = await desk.call(role, 'POST', `/api${path}`, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
};
const read = async (reportId: string) => (await desk.call('desk', 'GET', `/api/reports/${reportId}`)).body;
const useOf = (author: string): ReportLine => {
  const found = reports.find((report) => report.rule === 'useOfUnits' && report.author === author);
  if (!found) throw new Error(`${author} owes no report of use`);
  return found;
};

async function care(siteId: string, custodianId: string, work: readonly (readonly [string, number])[]) {
  const { assetId } = await call('administrator', '/assets', {
    code: `TS-${siteId}`,
    kind: 'camera',
    model: 'Logitech Rally',
    ownerId: custodianId,
    custodianId,
    funding: 'state',
    cause: 'existing',
  });
  await call('administrator', `/assets/${assetId}/placing`, { siteId });
  for (const [task, cost] of work)
    await call('administrator', `/assets/${assetId}/upkeep`, {
      task,
      doneOn: '2026-12-01',
      worker: 'Nguyễn Văn An',
      cost,
    });
}

describe('[R-RPT-04] Bình Định: the yearly report of use', () => {
  test('[FG-17] each unit finds sessions, incidents and maintenance of its sites counted, and adds its needs', async () => {
    const { reportId } = useOf('UBND huyện Đà Bắc');
    const { columns, rows } = await read(reportId);
    expect(columns).toEqual([
      'sessions',
      'minutes',
      'connected',
      'incidents',
      'open',
      'maintenance',
      'repairs',
      'upkeepCost',
      'needs',
    ]);
    expect(rows[0].cells).toMatchObject({
      sessions: 3,
      minutes: 180,
      maintenance: 1,
      repairs: 1,
      upkeepCost: 1_700_000,
      needs: null,
    });
    const needs = { row: 'district', column: 'needs', value: 'Thay camera hội trường', reason: 'Đề nghị' };
    expect((await call('clerk', `/reports/${reportId}/corrections`, needs)).rows[0].cells.needs).toBe(
      needs.value,
    );
  });

  test('[FG-17] the summary of the department sums the units that handed in, and names those that have not', async () => {
    const span = { from: '2026-01-01', to: '2026-12-31', dueOn: '2027-02-01' };
    const { reports: all } = await call('desk', '/reports', { rule: 'useSummary', ...span });
    const { reportId } = all.find(({ rule }: ReportLine) => rule === 'useSummary');
    const missing = async () =>
      (await read(reportId)).parts.filter((part: { missing: boolean }) => part.missing).length;
    const before = await missing();
    expect((await read(reportId)).rows).toEqual([]);
    for (const author of ['UBND huyện Đà Bắc', 'UBND xã Đồng Ruộng'])
      await call('desk', `/reports/${useOf(author).reportId}/acts`, { act: 'submit' });
    expect(await missing()).toBe(before - 2);
    const { rows, total } = await read(reportId);
    expect(rows.map(({ name, from }: { name: string; from: string }) => [name, from])).toEqual([
      ['UBND huyện Đà Bắc', 'UBND huyện Đà Bắc'],
      ['UBND xã Đồng Ruộng', 'UBND xã Đồng Ruộng'],
    ]);
    expect(total).toMatchObject({
      sessions: 6,
      minutes: 360,
      maintenance: 2,
      repairs: 1,
      upkeepCost: 1_800_000,
    });
    const printed = await desk.call('desk', 'GET', `/api/reports/${reportId}/print.xlsx`);
    expect([printed.status, printed.text.slice(0, 2)]).toEqual([200, 'PK']);
  });
});
