import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

let installation: TestInstallation;
let desk: OfficeDesk;
let number = 700;
beforeAll(async () => {
  installation = await TestInstallation.open();
  desk = new OfficeDesk(installation);
  await desk.settleIn('ha-noi');
});
afterAll(() => installation.close());

const anOrganisation = async (id: string, more: object = {}) => {
  await installation.database
    .insertInto('organisation')
    .values({
      id,
      code: id.toUpperCase(),
      name: `Cơ quan ${id}`,
      level_code: 'province',
      kind: 'department',
      parent_id: 'o-province',
      address: null,
      telephone: null,
      email: null,
      ...more,
    })
    .execute();
  return id;
};
const aSiteOf = async (organisationId: string, status = 'proposed', level = 'province') => {
  const id = `s-${number}`;
  await installation.database
    .insertInto('site')
    .values({
      id,
      organisation_id: organisationId,
      number: number++,
      name: `Điểm cầu ${id}`,
      level_code: level,
      address: null,
      room: 'Phòng họp',
      terminal: 'vcs',
      node_id: 'hb',
      network: 'cityWan',
      roles: ['satellite'],
      status,
      duty_title: null,
      duty_phone: null,
    })
    .execute();
  return id;
};
const statusOf = async (siteId: string) =>
  (
    await installation.database
      .selectFrom('site')
      .select('status')
      .where('id', '=', siteId)
      .executeTakeFirstOrThrow()
  ).status;
const judgeAll = async (siteId: string, failed: string[] = []) => {
  const { body } = await desk.call('administrator', 'GET', `/api/sites/${siteId}/room-conditions`);
  for (const { key } of body.conditions)
    await desk.call('administrator', 'POST', `/api/sites/${siteId}/room-conditions`, {
      key,
      result: failed.includes(key) ? 'failed' : 'met',
      assessedOn: '2026-03-01',
      assessor: 'Tổ kiểm tra Văn phòng UBND Thành phố',
      expiresOn: null,
    });
};
const give = (
  siteId: string,
  key: string,
  result = 'met',
  role: 'administrator' | 'clerk' = 'administrator',
) =>
  desk.call(role, 'POST', `/api/admissions/${siteId}/evidence`, {
    key,
    result,
    evidence: 'Biên bản kiểm tra kết nối',
    documentNumber: '12/BB-VP',
    assessedOn: '2026-03-01',
    assessor: 'Trung tâm Tin học - Công báo',
  });
const open = (siteId: string) => desk.call('administrator', 'POST', `/api/admissions/${siteId}`, {});
const admit = (siteId: string) =>
  desk.call('approver', 'POST', `/api/admissions/${siteId}/decision`, { decision: 'admit' });

describe('[R-DIR-07] a further site of a member', () => {
  test('[R-DIR-07] is admitted when room, quota and evaluation are there, not one step earlier', async () => {
    const siteId = await aSiteOf('o-district', 'proposed', 'district');
    const opened = await open(siteId);
    expect([opened.status, opened.body.isNewMember, opened.body.openCount]).toEqual([200, false, 2]);
    expect((await admit(siteId)).body).toMatchObject({
      code: 'ADMISSION_CONDITION_OPEN',
      facts: { open: 'room, evaluation' },
    });
    await judgeAll(siteId);
    expect((await admit(siteId)).body).toMatchObject({ facts: { open: 'evaluation' } });
    await give(siteId, 'evaluation', 'failed');
    expect((await admit(siteId)).body.code).toBe('ADMISSION_CONDITION_OPEN');
    expect(await statusOf(siteId)).toBe('proposed');
    expect((await give(siteId, 'evaluation')).body.openCount).toBe(0);
    expect((await admit(siteId)).body).toMatchObject({ state: 'admitted', siteStatus: 'admitted' });
    expect(await statusOf(siteId)).toBe('admitted');
    expect((await admit(siteId)).body.code).toBe('ADMISSION_DECIDED');
    expect((await open(siteId)).body.code).toBe('ADMISSION_EXISTS');
  });

  test('[R-DIR-10] a failed mandatory condition makes the room not eligible and blocks', async () => {
    const siteId = await aSiteOf('o-district', 'proposed', 'district');
    await open(siteId);
    await give(siteId, 'evaluation');
    await judgeAll(siteId, ['power']);
    const { body } = await desk.call('auditor', 'GET', `/api/admissions/${siteId}`);
    expect([body.room.standing, body.conditions[0]]).toMatchObject([
      'notEligible',
      { key: 'room', result: 'failed' },
    ]);
    expect((await admit(siteId)).body).toMatchObject({
      code: 'ADMISSION_CONDITION_OPEN',
      facts: { open: 'room' },
    });
  });

  test('[R-DIR-07] the database itself admits no site past its file, and no file past its evidence', async () => {
    const siteId = await aSiteOf('o-district', 'proposed', 'district');
    const past = installation.database
      .updateTable('site')
      .set({ status: 'admitted' })
      .where('id', '=', siteId)
      .execute();
    await expect(past).rejects.toMatchObject({ code: '23514', constraint: 'site_admission' });
    await open(siteId);
    await expect(
      installation.database
        .updateTable('admission')
        .set({ state: 'admitted', decided_at: new Date(), decided_by: 'x' })
        .where('site_id', '=', siteId)
        .execute(),
    ).rejects.toMatchObject({ code: '23514', constraint: 'admission_complete' });
  });

  test('evidence is never changed, and what the system counts takes none', async () => {
    const siteId = await aSiteOf('o-district', 'proposed', 'district');
    await open(siteId);
    await give(siteId, 'evaluation');
    await expect(installation.database.deleteFrom('admission_evidence').execute()).rejects.toMatchObject({
      code: '23001',
    });
    for (const key of ['room', 'quota', 'nonsense'])
      expect((await give(siteId, key)).body.code).toBe('CONDITION_UNKNOWN');
  });

  test('a refusal carries a reason, and the file may be opened again', async () => {
    const siteId = await aSiteOf('o-district', 'proposed', 'district');
    await open(siteId);
    const refuse = (payload: object) =>
      desk.call('approver', 'POST', `/api/admissions/${siteId}/decision`, payload);
    expect((await refuse({ decision: 'refuse' })).body.code).toBe('BAD_MESSAGE');
    expect((await refuse({ decision: 'refuse', reason: 'Chưa có nguồn điện dự phòng' })).body.state).toBe(
      'refused',
    );
    expect((await open(siteId)).body).toMatchObject({ state: 'proposed', reason: null });
  });

  test('whoever applies does not judge the connection or decide', async () => {
    const siteId = await aSiteOf('o-district', 'proposed', 'district');
    expect((await desk.call('clerk', 'POST', `/api/admissions/${siteId}`, {})).status).toBe(200);
    expect((await give(siteId, 'evaluation', 'met', 'clerk')).body.code).toBe('NOT_ALLOWED');
    expect(
      (await desk.call('clerk', 'POST', `/api/admissions/${siteId}/decision`, { decision: 'admit' })).status,
    ).toBe(403);
    const elsewhere = await aSiteOf(await anOrganisation('o-khac'));
    expect((await desk.call('clerk', 'POST', `/api/admissions/${elsewhere}`, {})).status).toBe(403);
    expect((await desk.call('clerk', 'GET', `/api/admissions/${elsewhere}`)).status).toBe(403);
  });
});

const ready = async (siteId: string) => {
  await open(siteId);
  await judgeAll(siteId);
  for (const key of ['wan', 'sharedInfrastructure', 'evaluation']) await give(siteId, key);
};

describe('[R-DIR-08] a site of a new organisation', () => {
  test('[R-DIR-08] needs the approval to join the City WAN and the shared-infrastructure registration too', async () => {
    const siteId = await aSiteOf(await anOrganisation('o-moi'));
    expect((await open(siteId)).body.isNewMember).toBe(true);
    await judgeAll(siteId);
    await give(siteId, 'evaluation');
    expect((await admit(siteId)).body.facts.open).toBe('wan, sharedInfrastructure');
    await give(siteId, 'wan');
    expect((await admit(siteId)).body.facts.open).toBe('sharedInfrastructure');
    await give(siteId, 'sharedInfrastructure');
    expect((await admit(siteId)).body.state).toBe('admitted');
  });
});

describe('[R-DIR-05] quota', () => {
  test('[R-DIR-05] the third site of a city department is refused citing Đ7.1', async () => {
    const unit = await anOrganisation('o-so-a');
    await aSiteOf(unit, 'admitted');
    await aSiteOf(unit, 'admitted');
    const siteId = await aSiteOf(unit);
    await ready(siteId);
    expect((await admit(siteId)).body).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      facts: { limit: 2, article: 'Đ7.1' },
    });
    const { body } = await desk.call('auditor', 'GET', '/api/audit?limit=5');
    expect(body.entries).toContainEqual(
      expect.objectContaining({ action: 'admission.decide', code: 'QUOTA_EXCEEDED' }),
    );
  });

  test('[R-DIR-05] of two sites admitted at once only as many as the quota allows', async () => {
    const unit = await anOrganisation('o-so-b');
    await aSiteOf(unit, 'admitted');
    const sites = [await aSiteOf(unit), await aSiteOf(unit)];
    for (const siteId of sites) await ready(siteId);
    const codes = (await Promise.all(sites.map(admit))).map(({ status }) => status);
    expect(codes.sort()).toEqual([200, 422]);
  });

  test('[R-DIR-05] the database counts too', async () => {
    const unit = await anOrganisation('o-so-c');
    await aSiteOf(unit, 'admitted');
    const siteId = await aSiteOf(unit);
    await ready(siteId);
    await admit(siteId);
    await installation.database
      .updateTable('site')
      .set({ status: 'closed' })
      .where('id', '=', siteId)
      .execute();
    await aSiteOf(unit, 'admitted');
    const back = installation.database
      .updateTable('site')
      .set({ status: 'admitted' })
      .where('id', '=', siteId)
      .execute();
    await expect(back).rejects.toMatchObject({ constraint: 'site_quota' });
  });

  test('[R-DIR-05] the headquarters of the City People’s Committee take any number, by its code in the directory', async () => {
    const headquarters = await anOrganisation('t01');
    for (let index = 0; index < 4; index++) await aSiteOf(headquarters, 'admitted');
    const siteId = await aSiteOf(headquarters);
    await ready(siteId);
    expect((await admit(siteId)).body.state).toBe('admitted');
  });
});

describe('[R-DIR-06] a second commune site', () => {
  test('[R-DIR-06] stays blocked until the acceptance of the district’s plan is recorded', async () => {
    const siteId = await aSiteOf('o-commune', 'proposed', 'commune');
    await ready(siteId);
    expect((await admit(siteId)).body).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      facts: { limit: 1, article: 'Đ7.3' },
    });
    const plan = {
      organisationId: 'o-commune',
      sites: 1,
      plan: 'Kế hoạch 15/KH-UBND',
      need: 'Xã có hai khu dân cư cách xa nhau',
      responsibleId: 'o-district',
    };
    const drafted = await desk.call('clerk', 'POST', '/api/quota-exceptions', plan);
    const { exceptionId } = drafted.body.exceptions[0];
    const act = (role: 'clerk' | 'approver', body: object) =>
      desk.call(role, 'POST', `/api/quota-exceptions/${exceptionId}`, body);
    const acceptance = { act: 'accept', decisionNumber: '99/QĐ-UBND', decisionOn: '2026-03-02' };
    expect((await act('approver', acceptance)).body.code).toBe('QUOTA_EXCEPTION_STEP_IMPOSSIBLE');
    expect((await act('clerk', { act: 'submit' })).body.exceptions[0].state).toBe('submitted');
    expect((await admit(siteId)).body.code).toBe('QUOTA_EXCEEDED');
    expect((await act('clerk', acceptance)).body.code).toBe('NOT_ALLOWED');
    expect((await act('approver', acceptance)).body.exceptions[0].state).toBe('accepted');
    expect((await admit(siteId)).body.state).toBe('admitted');
    const third = await aSiteOf('o-commune', 'proposed', 'commune');
    await ready(third);
    expect((await admit(third)).body).toMatchObject({ code: 'QUOTA_EXCEEDED', facts: { limit: 2 } });
  });

  test('only communes have such plans, and only their district answers for them', async () => {
    const plan = {
      sites: 1,
      plan: 'Kế hoạch',
      need: 'Nhu cầu sử dụng',
      organisationId: 'o-district',
      responsibleId: 'o-district',
    };
    expect((await desk.call('clerk', 'POST', '/api/quota-exceptions', plan)).body.code).toBe(
      'QUOTA_EXCEPTION_NOT_PROVIDED',
    );
    const foreign = { ...plan, organisationId: 'o-commune', responsibleId: 'o-commune-2' };
    expect((await desk.call('administrator', 'POST', '/api/quota-exceptions', foreign)).body.code).toBe(
      'ORGANISATION_UNKNOWN',
    );
  });
});

test('where the text sets no conditions, sites are admitted in the directory', async () => {
  await desk.settleIn('hoa-binh');
  const siteId = await aSiteOf('o-district', 'proposed', 'district');
  await installation.database
    .updateTable('site')
    .set({ status: 'admitted' })
    .where('id', '=', siteId)
    .execute();
  expect(await statusOf(siteId)).toBe('admitted');
  await desk.settleIn('ha-noi');
});
