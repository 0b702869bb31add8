import type { Role } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';
import { noticeDrift } from './drift.ts';

const clock = new FakeClock(Date.parse('2026-11-02T08:00:00+07:00'));
let installation: TestInstallation;
let desk: OfficeDesk;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());
beforeEach(() => desk.settleIn('binh-dinh'));

const post = async (role: Role, path: string, body: object = {}) => {
  const { status, body: reply } = await desk.call(role, 'POST', `/api${path}`, body);
  return { status, code: reply.code, facts: reply.facts, reply };
};
const get = async (role: Role, path: string) => (await desk.call(role, 'GET', `/api${path}`)).body;
const device = (change: object = {}) => {
  count += 1;
  return {
    code: `TS-${count}`,
    kind: 'vcs',
    model: 'Polycom Group 500',
    serial: `SN-${count}`,
    ownerId: 'o-province',
    custodianId: 'o-district',
    funding: 'state',
    ...change,
  };
};
const registered = async (change: object = {}, role: Role = 'administrator'): Promise<string> => {
  const { status, reply } = await post(role, '/assets', device({ cause: 'existing', ...change }));
  expect(status, JSON.stringify(reply)).toBe(200);
  return reply.assetId;
};
const detail = async (id: string, role: Role = 'administrator') => get(role, `/assets/${id}`);
const placed = async (id: string, siteId = 'district', room: string | null = null, role: Role = 'clerk') =>
  post(role, `/assets/${id}/placing`, { siteId, room });
const audited = async (subject: string) =>
  (
    await installation.database
      .selectFrom('audit')
      .select(['action', 'code'])
      .where('subject', '=', subject)
      .orderBy('id')
      .execute()
  ).map(({ action, code }) => code ?? action);

test('[AS-5] [R-AST-01] a device has a number of its own, and the list shows each unit what it keeps or owns', async () => {
  const body = device({ cause: 'existing' });
  expect(await post('clerk', '/assets', body)).toMatchObject({ status: 200 });
  expect((await post('clerk', '/assets', { ...body, serial: null })).code).toBe('ASSET_CODE_TAKEN');
  expect((await post('clerk', '/assets', { ...body, code: 'TS-x' })).code).toBe('ASSET_SERIAL_TAKEN');
  // A clerk of the district takes nothing into the province's care.
  expect((await post('clerk', '/assets', device({ custodianId: 'o-province' }))).code).toBe('NOT_ALLOWED');
  const ofProvince = await registered({ custodianId: 'o-province' });
  const seen = async (role: Role) =>
    (await get(role, '/assets')).assets.map((one: { code: string }) => one.code);
  expect(await seen('clerk')).toContain(body.code);
  expect(await seen('clerk')).not.toContain((await detail(ofProvince)).asset.code);
  expect(await seen('auditor')).toContain((await detail(ofProvince)).asset.code);
  expect((await desk.call('chair', 'GET', '/api/assets')).status).toBe(403);
  const id = await registered();
  const { asset } = await detail(id);
  const change = { ...device({ code: asset.code, model: 'Polycom Group 700' }), revision: 1 };
  const { custodianId: _custodian, ...allowed } = change;
  expect((await post('clerk', `/assets/${id}`, allowed)).status).toBe(200);
  expect((await post('clerk', `/assets/${id}`, allowed)).code).toBe('ASSET_CHANGED_MEANWHILE');
  expect((await detail(id)).history.map((one: { what: string }) => one.what)).toEqual([
    'registered',
    'changed',
  ]);
});

describe('[R-AST-02] custody', () => {
  test('[AS-5] passes with the signatures of two people, is printed, and stays in the history', async () => {
    const id = await registered({ custodianId: 'o-province' });
    const { reply } = await post('administrator', '/asset-handovers', {
      assetIds: [id],
      toId: 'o-district',
      keeper: 'Nguyễn Văn A',
      on: '2026-11-02',
    });
    const path = `/asset-handovers/${reply.handoverId}`;
    const again = { assetIds: [id], toId: 'o-commune', on: '2026-11-02' };
    expect((await post('administrator', '/asset-handovers', again)).code).toBe('ASSET_IN_HANDOVER');
    expect((await post('clerk', `${path}/signature`, { side: 'giver', title: 'Văn thư' })).code).toBe(
      'NOT_ALLOWED',
    );
    expect(
      (await post('administrator', `${path}/signature`, { side: 'giver', title: 'Chánh Văn phòng' })).status,
    ).toBe(200);
    expect((await post('administrator', `${path}/signature`, { side: 'receiver', title: 'x2' })).code).toBe(
      'HANDOVER_SAME_HAND',
    );
    expect((await detail(id)).asset).toMatchObject({ custodianId: 'o-province' });
    await expect(
      installation.database
        .updateTable('asset')
        .set({ custodian_id: 'o-district' })
        .where('id', '=', id)
        .execute(),
    ).rejects.toThrow(/asset_custodian_signed|without a signed handover/);
    expect((await post('clerk', `${path}/signature`, { side: 'receiver', title: 'Văn thư' })).status).toBe(
      200,
    );
    expect((await detail(id)).asset).toMatchObject({ custodianId: 'o-district', keeper: 'Nguyễn Văn A' });
    expect((await post('clerk', `${path}/signature`, { side: 'receiver', title: 'Văn thư' })).code).toBe(
      'HANDOVER_CLOSED',
    );
    const [newest] = (await get('clerk', '/asset-handovers')).handovers.filter(
      (one: { handoverId: string }) => one.handoverId === reply.handoverId,
    );
    expect(newest).toMatchObject({
      state: 'done',
      giver: { title: 'Chánh Văn phòng' },
      receiver: { title: 'Văn thư' },
    });
    const paper = await desk.call('clerk', 'GET', `/api${path}/record.pdf`);
    expect(paper.text.startsWith('%PDF')).toBe(true);
    expect(await audited(reply.handoverId)).toEqual([
      'asset.handover.open',
      'NOT_ALLOWED',
      'asset.handover.sign.giver',
      'HANDOVER_SAME_HAND',
      'asset.handover.sign.receiver',
      'HANDOVER_CLOSED',
    ]);
  });
});

describe('[R-AST-03] a move', () => {
  test('[AS-1] of a device that stands somewhere waits for the consent to exactly this place', async () => {
    const id = await registered();
    expect((await placed(id)).status).toBe(200);
    const elsewhere = await placed(id, 'commune', 'P2');
    expect(elsewhere).toMatchObject({ code: 'ASSET_NEEDS_CONSENT', facts: { clause: 'Đ7.3' } });
    const ask = { kind: 'relocation', siteId: 'commune', room: 'P2', reason: 'Sửa trụ sở' };
    expect((await post('clerk', `/assets/${id}/requests`, ask)).status).toBe(200);
    expect((await post('clerk', `/assets/${id}/requests`, ask)).code).toBe('ASSET_REQUEST_OPEN');
    expect((await placed(id, 'commune', 'P2')).code).toBe('ASSET_NEEDS_CONSENT');
    const [request] = (await detail(id)).requests;
    expect((await get('clerk', '/asset-requests')).requests[0]).toMatchObject({ mayDecide: false });
    expect(
      (await post('clerk', `/asset-requests/${request.requestId}/decision`, { granted: true })).code,
    ).toBe('NOT_ALLOWED');
    expect(
      (await post('approver', `/asset-requests/${request.requestId}/decision`, { granted: false })).code,
    ).toBe('REASON_REQUIRED');
    expect(
      (await post('approver', `/asset-requests/${request.requestId}/decision`, { granted: true })).status,
    ).toBe(200);
    expect((await placed(id, 'commune-2', 'P2')).code).toBe('ASSET_NEEDS_CONSENT');
    expect((await placed(id, 'commune', 'P2')).status).toBe(200);
    expect((await detail(id)).requests[0]).toMatchObject({ state: 'done' });
    // The consent is used up.
    expect((await placed(id, 'district')).code).toBe('ASSET_NEEDS_CONSENT');
  });

  test.each([
    ['vinh-phuc', 'partner', 403, 'approver', 200],
    ['quang-ninh', 'partner', 403, 'approver', 200],
    ['hoa-binh', 'approver', 422, 'approver', 422],
  ] as const)(
    '[AS-2] %s: whoever the text names consents',
    async (locality, other, refused, right, accepted) => {
      await desk.settleIn(locality);
      const id = await registered();
      await placed(id);
      const ask = { kind: 'relocation', siteId: 'commune', reason: 'Sửa trụ sở' };
      const asked = await post('clerk', `/assets/${id}/requests`, ask);
      if (locality === 'hoa-binh') {
        expect(asked.code).toBe('ASSET_CONSENT_NOT_ASKED');
        expect((await placed(id, 'commune')).status).toBe(200);
        return;
      }
      const [{ requestId }] = (await detail(id)).requests;
      // The device belongs to the province: a partner within the district does not consent to it.
      expect((await post(other, `/asset-requests/${requestId}/decision`, { granted: true })).status).toBe(
        refused,
      );
      expect((await post(right, `/asset-requests/${requestId}/decision`, { granted: true })).status).toBe(
        accepted,
      );
    },
  );

  test('[AS-6] a terminal that speaks with the address of another site is a violation', async () => {
    const id = await registered();
    await placed(id);
    await post('clerk', `/assets/${id}/sheet`, { fields: { address: '10.1.1.7' } });
    const report = (siteId: string) =>
      installation.database
        .transaction()
        .execute((trx) =>
          noticeDrift(trx, { meetingId: 'm-1', siteId, fields: { address: '10.1.1.7' }, at: clock.now() }),
        );
    const moved = async () =>
      (await get('desk', '/violations')).violations.filter((one: { kind: string }) => one.kind === 'move');
    await report('district');
    expect(await moved()).toEqual([]);
    await report('commune');
    await report('commune');
    expect(await moved()).toMatchObject([
      { foundBy: 'system', evidence: expect.stringContaining('10.1.1.7') },
    ]);
  });
});

test('[AS-6] [R-AST-04] [R-AST-06] settings change by consent, and what changes without it is a violation', async () => {
  const id = await registered();
  await placed(id, 'commune-2');
  expect(
    (await post('clerk', `/assets/${id}/sheet`, { fields: { callBandwidth: '2048', address: '10.1.1.8' } }))
      .status,
  ).toBe(200);
  expect(await post('clerk', `/assets/${id}/sheet`, { fields: { callBandwidth: '1024' } })).toMatchObject({
    code: 'ASSET_NEEDS_CONSENT',
    facts: { clause: 'Đ6.8' },
  });
  // What the sheet was silent of may be added.
  expect((await post('clerk', `/assets/${id}/sheet`, { fields: { presets: 'Bàn chủ tọa' } })).status).toBe(
    200,
  );
  const violations = async () =>
    (await get('desk', '/violations')).violations.filter(
      (one: { kind: string }) => one.kind === 'configuration',
    );
  const report = (bandwidth: string) =>
    installation.database.transaction().execute((trx) =>
      noticeDrift(trx, {
        meetingId: 'm-1',
        siteId: 'commune-2',
        fields: { callBandwidth: bandwidth },
        at: clock.now(),
      }),
    );
  await report('2048');
  expect(await violations()).toEqual([]);
  await report('1024');
  expect(await violations()).toMatchObject([{ evidence: expect.stringContaining('2048 → 1024') }]);
  const ask = { kind: 'configuration', fields: { callBandwidth: '4096' }, reason: 'Nâng băng thông' };
  expect((await post('clerk', `/assets/${id}/requests`, ask)).status).toBe(200);
  const [{ requestId, changes }] = (await detail(id)).requests;
  expect(changes).toEqual([{ field: 'callBandwidth', before: '2048', after: '4096' }]);
  expect((await post('clerk', `/asset-requests/${requestId}/completion`)).code).toBe('ASSET_STEP_IMPOSSIBLE');
  expect((await post('approver', `/asset-requests/${requestId}/decision`, { granted: true })).status).toBe(
    200,
  );
  await report('4096');
  expect((await violations()).length).toBe(1);
  expect((await post('clerk', `/asset-requests/${requestId}/completion`)).status).toBe(200);
  expect((await detail(id)).sheet).toMatchObject({
    version: 3,
    fields: { callBandwidth: '4096', presets: 'Bàn chủ tọa' },
  });
  const sheet = await desk.call('clerk', 'GET', `/api/assets/${id}/sheet.pdf`);
  expect(sheet.text.startsWith('%PDF')).toBe(true);
});

test('[AS-3] [R-AST-10] a new device is not connected without the opinion of the department', async () => {
  const id = await registered({ cause: 'new' });
  expect(await placed(id)).toMatchObject({
    code: 'ASSET_NOT_CLEARED',
    facts: { why: 'opinionMissing', clause: 'Đ6.4' },
  });
  const opinion = { kind: 'opinion', passed: true, by: 'Sở TT&TT', document: '45/STTTT', on: '2026-11-01' };
  expect((await post('clerk', `/assets/${id}/verdicts`, opinion)).code).toBe('NOT_ALLOWED');
  expect((await post('approver', `/assets/${id}/verdicts`, { ...opinion, on: '2026-11-03' })).code).toBe(
    'DATES_REVERSED',
  );
  expect((await post('approver', `/assets/${id}/verdicts`, opinion)).status).toBe(200);
  expect((await placed(id)).status).toBe(200);
});

test('[AS-4] [R-AST-11] a repaired terminal is inspected again, and a room whose terminal failed is not opened', async () => {
  await desk.settleIn('ha-noi');
  const id = await registered({ cause: 'new' });
  const verdict = (passed: boolean) => ({
    kind: 'inspection',
    passed,
    by: 'Công an Thành phố',
    on: '2026-11-02',
  });
  expect((await placed(id, 'commune', null, 'administrator')).facts).toEqual({
    why: 'inspectionMissing',
    clause: 'Đ8.4c',
  });
  await post('approver', `/assets/${id}/verdicts`, verdict(true));
  expect((await placed(id, 'spare', null, 'administrator')).status).toBe(200);
  expect(
    (await post('administrator', `/assets/${id}/state`, { to: 'repair', reason: 'Hỏng nguồn' })).status,
  ).toBe(200);
  clock.advance(60_000);
  const back = await post('administrator', `/assets/${id}/state`, {
    to: 'store',
    reason: 'Đã sửa',
    cause: 'repaired',
  });
  expect(back.status).toBe(200);
  expect((await placed(id, 'spare', null, 'administrator')).facts).toMatchObject({
    why: 'inspectionMissing',
  });
  expect((await post('administrator', `/assets/${id}/state`, { to: 'spare', reason: 'Dự phòng' })).code).toBe(
    'ASSET_NOT_CLEARED',
  );
  await post('approver', `/assets/${id}/verdicts`, verdict(true));
  expect((await placed(id, 'spare', null, 'administrator')).status).toBe(200);
  const meetingId = await installation.planMeeting(['province', 'spare'], { locality: 'ha-noi' });
  const open = () => post('operator', '/room-links', { meetingId, siteId: 'spare' });
  expect((await open()).status).toBe(200);
  await post('approver', `/assets/${id}/verdicts`, verdict(false));
  expect(await open()).toMatchObject({ code: 'TERMINAL_NOT_CLEARED', facts: { why: 'inspectionFailed' } });
});

test('[AS-7] [R-AST-12] a site files what it does in a failure, and the list names those that owe it', async () => {
  const due = async () =>
    (await get('clerk', '/fallback-plans?siteId=district')).sites[0].plans
      .filter((one: { isDue: boolean }) => one.isDue)
      .map((one: { subject: string }) => one.subject);
  expect(await due()).toEqual(['device', 'line']);
  const plan = { subject: 'line', plan: 'Chuyển sang 4G của nhà mạng thứ hai', filedOn: '2026-11-02' };
  expect((await post('clerk', '/sites/province/fallback-plans', plan)).code).toBe('NOT_ALLOWED');
  expect((await post('clerk', '/sites/district/fallback-plans', plan)).status).toBe(200);
  expect(await due()).toEqual(['device']);
});

test('[DY-5] [R-AST-01] devices come by a sheet: every bad row is named, nothing changes before it is confirmed', async () => {
  const cookie = await installation.signIn('administrator');
  const preview = async (rows: readonly string[]) => {
    const header = 'Mã tài sản,Loại,Kiểu,Số sê-ri,Mã đơn vị sở hữu,Mã đơn vị quản lý,Mã điểm cầu,Nguồn gốc';
    const reply = await installation.app.inject({
      method: 'POST',
      url: '/api/directory/imports?kind=asset&fileName=thiet-bi.csv',
      headers: { cookie, 'content-type': 'application/octet-stream' },
      payload: Buffer.from([header.replace('Kiểu', '"Kiểu, nhãn hiệu"'), ...rows].join('\n')),
    });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json();
  };
  const id = await registered({ code: 'NK-0', serial: 'NK-SN' });
  await placed(id);
  const bad = await preview([
    'NK-1,vcs,TE30,NK-SN,o-province,o-district,,existing',
    'NK-2,ovni,TE30,,o-province,o-nobody,,existing',
    'NK-3,vcs,TE30,,o-province,o-district,commune,new',
    'NK-0,vcs,Polycom Group 500,NK-SN,o-province,o-commune,commune,existing',
  ]);
  expect(
    bad.faults.map(({ row, column, code }: Record<string, string>) => `${row} ${column} ${code}`),
  ).toEqual([
    '2 serial duplicateSerial',
    '3 kind unknownKind',
    '3 custodianId unknownOrganisation',
    '4 siteId needsStep',
    '5 custodianId needsStep',
    '5 siteId needsStep',
  ]);
  const confirm = (batchId: string) => post('administrator', `/directory/imports/${batchId}/confirm`);
  expect((await confirm(bad.batchId)).code).toBe('IMPORT_HAS_FAULTS');
  const good = await preview([
    'NK-1,vcs,TE30,NK-1,o-province,o-district,commune,existing',
    'NK-4,vcs,TE40,,o-province,o-district,,new',
    'NK-0,vcs,Polycom Group 700,NK-SN,o-province,o-district,district,existing',
  ]);
  expect(good).toMatchObject({ added: 2, changed: 1, faultCount: 0 });
  const codes = async () =>
    (await get('administrator', '/assets')).assets.map((one: { code: string }) => one.code);
  expect(await codes()).not.toContain('NK-1');
  expect((await confirm(good.batchId)).status).toBe(200);
  const { assets } = await get('administrator', '/assets');
  const find = (code: string) => assets.find((one: { code: string }) => one.code === code);
  expect(find('NK-1')).toMatchObject({ state: 'inUse', siteId: 'commune', refusal: null });
  expect(find('NK-4')).toMatchObject({ state: 'store', refusal: 'opinionMissing' });
  expect(find('NK-0')).toMatchObject({ model: 'Polycom Group 700', custodianId: 'o-district' });
  const sheet = await desk.call('administrator', 'GET', '/api/directory/exports/asset?format=csv');
  expect(sheet.text).toContain('NK-4,vcs,TE40');
});
