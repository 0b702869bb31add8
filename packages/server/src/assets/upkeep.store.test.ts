import type { Role } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.parse('2026-11-02T08:00:00+07:00'));
let installation: TestInstallation;
let desk: OfficeDesk;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());
beforeEach(() => desk.settleIn('quang-ninh'));

const post = async (role: Role, path: string, body: object = {}) => {
  const { status, body: reply } = await desk.call(role, 'POST', `/api${path}`, body);
  return { status, code: reply.code, facts: reply.facts, reply };
};
const get = async (role: Role, path: string) => (await desk.call(role, 'GET', `/api${path}`)).body;
const registered = async (change: object = {}): Promise<string> => {
  count += 1;
  const { status, reply } = await post('administrator', '/assets', {
    code: `BT-${count}`,
    kind: 'camera',
    model: 'Camera PTZ',
    ownerId: 'o-province',
    custodianId: 'o-district',
    funding: 'self',
    cause: 'existing',
    acquiredOn: '2026-01-31',
    ...change,
  });
  expect(status, JSON.stringify(reply)).toBe(200);
  return reply.assetId;
};
const placed = async (id: string, siteId = 'district') =>
  expect((await post('administrator', `/assets/${id}/placing`, { siteId })).status).toBe(200);

test('[AS-8] [AS-11] [R-AST-08] [R-AST-09] work is due by the text’s period, is written down, and is printed with its cost', async () => {
  await desk.settleIn('binh-dinh');
  const id = await registered();
  const tasksOf = async (asset = id) =>
    (await get('clerk', '/asset-upkeep')).tasks.filter((one: { assetId: string }) => one.assetId === asset);
  // In the store nothing is due.
  expect(await tasksOf()).toEqual([]);
  await placed(id);
  expect(await tasksOf()).toMatchObject([
    { task: 'cleaning', dueOn: '2026-12-02', state: 'soon', everyMonths: 1 },
    { task: 'periodic', dueOn: '2027-11-02', state: 'later', cost: null },
  ]);
  const work = {
    task: 'cleaning',
    doneOn: '2026-11-01',
    worker: 'Kỹ thuật viên',
    fault: 'Bụi ống kính',
    cost: 150_000,
  };
  expect((await post('auditor', `/assets/${id}/upkeep`, work)).code).toBe('NOT_ALLOWED');
  expect((await post('clerk', `/assets/${id}/upkeep`, { ...work, doneOn: '2026-11-03' })).code).toBe(
    'DATES_REVERSED',
  );
  expect((await post('clerk', `/assets/${id}/upkeep`, { ...work, task: 'polish' })).code).toBe(
    'UPKEEP_UNKNOWN',
  );
  expect((await post('clerk', `/assets/${id}/upkeep`, work)).status).toBe(200);
  const cost = { task: 'periodic', year: 2026, cost: 2_500_000 };
  expect((await post('clerk', `/assets/${id}/upkeep-cost`, cost)).status).toBe(200);
  expect(await tasksOf()).toMatchObject([
    { task: 'cleaning', dueOn: '2026-12-01', state: 'soon', doneOn: '2026-11-01' },
    { task: 'periodic', cost: 2_500_000 },
  ]);
  expect((await get('clerk', `/assets/${id}/upkeep`)).records).toMatchObject([
    { task: 'cleaning', fault: 'Bụi ống kính', cost: 150_000, byName: 'Người thử clerk' },
  ]);
  const plan = await desk.call('clerk', 'GET', '/api/asset-upkeep/plan.pdf?organisationId=o-district');
  expect(plan.text.startsWith('%PDF')).toBe(true);
  const poster = await desk.call('clerk', 'GET', '/api/asset-care.pdf');
  expect(poster.text.startsWith('%PDF')).toBe(true);
});

describe('[R-AST-14] inspections', () => {
  const inspection = (change: object = {}) => ({
    siteId: 'commune',
    kind: 'visit',
    on: '2026-11-01',
    inspectors: 'Trung tâm viễn thông Đà Bắc',
    results: [
      { key: 'storage', met: true },
      { key: 'ups', met: false, words: 'Cắm thẳng vào ổ điện' },
    ],
    findings: [{ words: 'Lắp bộ lưu điện', dueOn: '2026-11-20' }],
    ...change,
  });
  const dueOf = async (kind: string, role: Role = 'clerk') =>
    (await get(role, '/site-inspections')).sites.find(
      (one: { siteId: string; kind: string }) => one.siteId === 'commune' && one.kind === kind,
    );

  test('[AS-9] [R-AST-15] a site without UPS is named, its finding is followed until it is closed', async () => {
    expect(await dueOf('visit')).toMatchObject({ lastOn: null, isDue: true });
    expect((await post('clerk', '/site-inspections', inspection())).code).toBe('NOT_ALLOWED');
    expect((await post('desk', '/site-inspections', inspection({ kind: 'other' }))).code).toBe(
      'INSPECTION_UNKNOWN',
    );
    expect(
      (await post('desk', '/site-inspections', inspection({ results: [{ key: 'ups', met: true }] }))).code,
    ).toBe('INSPECTION_INCOMPLETE');
    // The partner's technicians look at the sites of their area.
    expect((await post('partner', '/site-inspections', inspection())).status).toBe(200);
    expect(await dueOf('visit')).toMatchObject({
      dueOn: '2027-02-01',
      isDue: false,
      openFindings: 1,
      unmet: ['Đấu nối nguồn điện qua bộ lưu điện (UPS)'],
    });
    expect(await dueOf('sites')).toMatchObject({ isDue: true });
    const { inspections } = await get('clerk', '/site-inspections');
    const [{ findingId }] = inspections[0].findings;
    expect(
      (
        await post('auditor', `/inspection-findings/${findingId}/closing`, {
          remedy: 'x',
          closedOn: '2026-11-02',
        })
      ).status,
    ).toBe(400);
    const closing = { remedy: 'Đã lắp UPS 1 kVA', closedOn: '2026-11-02' };
    expect((await post('operator', `/inspection-findings/${findingId}/closing`, closing)).code).toBe(
      'NOT_ALLOWED',
    );
    expect((await post('clerk', `/inspection-findings/${findingId}/closing`, closing)).status).toBe(200);
    expect((await post('clerk', `/inspection-findings/${findingId}/closing`, closing)).code).toBe(
      'FINDING_CLOSED',
    );
    expect(await dueOf('visit')).toMatchObject({ openFindings: 0 });
  });
});

test('[AS-8] [R-AST-16] the yearly review puts together the year of each site and keeps what is proposed', async () => {
  const id = await registered({ acquiredOn: '2019-05-01', cause: 'new' });
  await placed(id, 'province');
  const repair = {
    task: 'repair',
    doneOn: '2026-10-01',
    worker: 'VNPT',
    fault: 'Cháy nguồn',
    cost: 3_000_000,
  };
  expect((await post('administrator', `/assets/${id}/upkeep`, repair)).status).toBe(200);
  const review = await get('auditor', '/asset-review?year=2026');
  expect(review).toMatchObject({ rule: { cite: [{ article: 'Đ11.3' }] }, filed: null });
  expect(review.lines[0]).toMatchObject({
    siteId: 'province',
    repairs: 1,
    cost: 3_000_000,
    oldestYears: 7,
    overdue: 1,
  });
  // Whoever looks after it finds it on the home page, nobody else.
  expect(await get('administrator', '/asset-upkeep/overdue')).toMatchObject({
    count: 1,
    tasks: [{ assetId: id, state: 'overdue' }],
  });
  expect(await get('technician', '/asset-upkeep/overdue')).toEqual({ count: 0, tasks: [] });
  const filed = { feedback: 'Camera hay mất nét', proposals: 'Thay 12 camera đã dùng trên 5 năm' };
  expect((await post('partner', '/asset-review?year=2026', filed)).code).toBe('NOT_ALLOWED');
  expect((await post('desk', '/asset-review?year=2027', filed)).code).toBe('DATES_REVERSED');
  expect((await post('desk', '/asset-review?year=2026', filed)).status).toBe(200);
  expect((await get('auditor', '/asset-review?year=2026')).filed).toMatchObject(filed);
  const paper = await desk.call('desk', 'GET', '/api/asset-review.pdf?year=2026');
  expect(paper.text.startsWith('%PDF')).toBe(true);
});

test('[AS-10] [R-INC-06] an incident takes a spare, the failed device goes to repair, and the spare comes back', async () => {
  const failed = await registered({ kind: 'vcs', model: 'VCS cũ' });
  await placed(failed, 'commune');
  const spare = await registered({ kind: 'vcs', model: 'VCS dự phòng' });
  await post('administrator', `/assets/${spare}/state`, { to: 'spare', reason: 'Máy dự phòng của huyện' });
  const meetingId = await installation.planMeeting(undefined, { locality: 'quang-ninh' });
  const { reply } = await post('operator', `/meetings/${meetingId}/incident-cases`, {
    key: crypto.randomUUID(),
    siteId: 'commune',
    type: 'device',
    words: 'Thiết bị không lên nguồn',
  });
  const spares = async () => get('operator', `/incident-cases/${reply.caseId}/spares`);
  expect(await spares()).toMatchObject({
    spares: [{ assetId: spare }],
    devices: [{ assetId: failed }],
    loans: [],
    rule: { cite: [{ article: 'Đ14.5' }] },
  });
  const swap = (key: string) =>
    post('operator', `/incident-cases/${reply.caseId}/acts`, {
      key,
      act: { act: 'swap', removed: 'VCS cũ', installed: 'VCS dự phòng', spareId: spare, removedId: failed },
    });
  const key = crypto.randomUUID();
  expect((await swap(key)).status).toBe(200);
  // The same request again takes nothing more; another finds the spare taken.
  expect((await swap(key)).status).toBe(200);
  expect((await swap(crypto.randomUUID())).code).toBe('SPARE_NOT_AVAILABLE');
  const state = async (id: string) => {
    const { asset } = await get('administrator', `/assets/${id}`);
    return [asset.state, asset.siteId];
  };
  expect(await state(spare)).toEqual(['lent', 'commune']);
  expect(await state(failed)).toEqual(['repair', null]);
  const [{ loanId }] = (await spares()).loans;
  const back = { removedBack: true, words: 'Đã sửa nguồn' };
  expect((await post('auditor', `/asset-loans/${loanId}/return`, back)).code).toBe('NOT_ALLOWED');
  expect((await post('clerk', `/asset-loans/${loanId}/return`, back)).status).toBe(200);
  expect(await state(spare)).toEqual(['spare', null]);
  expect(await state(failed)).toEqual(['inUse', 'commune']);
  expect((await post('clerk', `/asset-loans/${loanId}/return`, back)).code).toBe('ASSET_STEP_IMPOSSIBLE');
});
