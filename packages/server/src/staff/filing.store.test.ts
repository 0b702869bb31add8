import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock();
const START = Date.UTC(2026, 2, 2, 1);
const HOUR = 3_600_000;

let installation: TestInstallation;
let desk: OfficeDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());

const paper = {
  organisationId: 'o-district',
  kind: 'roomRules',
  title: 'Nội quy phòng họp trực tuyến',
  number: '01/NQ',
  parties: null,
  body: 'Điều 1. Giữ gìn vệ sinh phòng họp.',
  issuedOn: '2026-02-20',
};
const file = (more: object = {}) => desk.call('clerk', 'POST', '/api/unit-documents', { ...paper, ...more });
const lacks = async (organisationId: string) =>
  (await desk.call('administrator', 'GET', '/api/compliance')).body.shortfalls
    .filter((one: { organisationId: string }) => one.organisationId === organisationId)
    .map(({ subject, kind }: { subject: string; kind: string | null }) =>
      kind === null ? subject : `${subject}:${kind}`,
    );

test('[R-DIR-11] a unit that lacks something is one of those that are counted, also without a site', async () => {
  for (const locality of ['vinh-phuc', 'quang-ninh']) {
    await desk.settleIn(locality);
    const { shortfalls, unitCount, compliantCount } = (
      await desk.call('administrator', 'GET', '/api/compliance')
    ).body;
    const lacking = new Set(shortfalls.map((one: { organisationId: string }) => one.organisationId));
    expect(lacking.size).toBeGreaterThan(0);
    expect(unitCount).toBe(compliantCount + lacking.size);
  }
});

describe('[R-DIR-11] house rules', () => {
  test('[R-DIR-11] are missing until filed, and in Quảng Ninh until posted', async () => {
    await desk.settleIn('quang-ninh');
    expect(await lacks('o-district')).toContain('roomRules:roomRules');
    const { body } = await file();
    expect(body.version).toBe(1);
    expect(await lacks('o-district')).toContain('roomRulesNotPosted:roomRules');
    const post = (postedOn: string) =>
      desk.call('clerk', 'POST', `/api/unit-documents/${body.documentId}/posting`, {
        postedOn,
        place: 'Cửa phòng họp',
      });
    expect((await post('2026-02-19')).body.code).toBe('DATES_REVERSED');
    expect((await post('2026-02-21')).status).toBe(200);
    expect((await post('2026-02-21')).body.code).toBe('UNIT_DOCUMENT_POSTED');
    expect((await lacks('o-district')).filter((line: string) => line.includes('roomRules'))).toEqual([]);
    await file();
    expect(await lacks('o-district')).toContain('roomRulesNotPosted:roomRules');
  });

  test('[R-DIR-11] Bình Định does not ask for posting; Hà Nội asks for no house rules', async () => {
    await desk.settleIn('binh-dinh');
    expect((await lacks('o-district')).filter((line: string) => line.startsWith('roomRules'))).toEqual([]);
    await desk.settleIn('ha-noi');
    expect((await file()).body.code).toBe('DOCUMENT_KIND_UNKNOWN');
  });

  test('refuses what is too long, issued tomorrow or of a kind nobody asked for', async () => {
    await desk.settleIn('quang-ninh');
    expect((await file({ body: 'x'.repeat(60_001) })).body.code).toBe('BAD_MESSAGE');
    expect((await file({ body: 'ă'.repeat(2 * 1024 * 1024) })).body.code).toBe('MESSAGE_TOO_LARGE');
    expect((await file({ issuedOn: '2026-03-03' })).body.code).toBe('DATES_REVERSED');
    expect((await file({ kind: 'internalProcess' })).body.code).toBe('DOCUMENT_KIND_UNKNOWN');
    expect((await file({ organisationId: 'o-province' })).status).toBe(403);
    const { database } = installation;
    await expect(database.updateTable('unit_document').set({ body: 'khác' }).execute()).rejects.toMatchObject(
      { code: '23001' },
    );
  });

  test('versions filed at once are numbered without gap', async () => {
    const replies = await Promise.all([file(), file(), file()]);
    const numbers = replies.map(({ body }) => body.version).sort((a, b) => a - b);
    expect(numbers.map((one) => one - numbers[0])).toEqual([0, 1, 2]);
  });
});

describe('[R-DIR-24] procedures', () => {
  test('[R-DIR-24] Hoà Bình: the telecom enterprise lacks its two until they are filed', async () => {
    await desk.settleIn('hoa-binh');
    await installation.database
      .insertInto('organisation')
      .values({
        id: 'o-telecom',
        code: 'VT',
        name: 'Viễn thông',
        level_code: 'province',
        kind: 'telecom',
        parent_id: 'o-province',
        address: null,
        telephone: null,
        email: null,
      })
      .execute();
    const besideSecurity = (await lacks('o-telecom')).filter(
      (line: string) => !line.startsWith('securityPaper:'),
    );
    expect(besideSecurity).toEqual([
      'procedure:internalProcess',
      'procedure:localTesting',
      'staff',
      'roster',
    ]);
    await desk.call('administrator', 'POST', '/api/unit-documents', {
      ...paper,
      organisationId: 'o-telecom',
      kind: 'internalProcess',
    });
    expect(await lacks('o-telecom')).not.toContain('procedure:internalProcess');
  });
});

const person = {
  organisationId: 'o-district',
  siteId: null,
  duty: 'main',
  name: '=HYPERLINK("http://x")',
  title: null,
  email: null,
  telephone: '0900 000 011',
  trainedOn: null,
  fromOn: '2026-01-05',
};

describe('[R-DIR-15] the published list of contacts', () => {
  test('[R-DIR-15] any site user sees the current list; earlier versions stay', async () => {
    await desk.settleIn('hoa-binh');
    await desk.call('clerk', 'POST', '/api/staff/operators', person);
    const publish = (role: 'administrator' | 'clerk') =>
      desk.call(role, 'POST', '/api/contact-list', { note: 'Rà soát năm' });
    expect((await publish('clerk')).status).toBe(403);
    expect((await publish('administrator')).body).toMatchObject({ shown: { version: 1 }, changedSince: 0 });
    expect((await publish('administrator')).body.code).toBe('CONTACT_LIST_UNCHANGED');
    await desk.call('clerk', 'POST', '/api/staff/operators', { ...person, name: 'Người thứ hai' });
    const before = (await desk.call('technician', 'GET', '/api/contact-list')).body;
    expect([before.changedSince, before.entries.length, before.owner]).toEqual([
      1,
      1,
      'Doanh nghiệp viễn thông',
    ]);
    await publish('administrator');
    const now = (await desk.call('technician', 'GET', '/api/contact-list')).body;
    expect([now.shown.version, now.entries.length, now.versions.length]).toEqual([2, 2, 2]);
    expect((await desk.call('technician', 'GET', '/api/contact-list?version=1')).body.entries).toHaveLength(
      1,
    );
    expect((await desk.call('technician', 'GET', '/api/contact-list?version=9')).status).toBe(404);
  });

  test('[R-DIR-15] as a table, in which no field is a formula', async () => {
    const { text } = await desk.call('technician', 'GET', '/api/contact-list.csv');
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).toContain('Người thứ hai');
  });

  test('[R-DIR-15] Hà Nội names the day of the yearly review', async () => {
    await desk.settleIn('ha-noi');
    expect((await desk.call('technician', 'GET', '/api/contact-list')).body.reviewDueOn).toBe('2027-03-02');
  });
});

describe('[R-DIR-21] official contact points', () => {
  test.each([
    [
      'binh-dinh',
      ['02562.210517', '02563.811648'],
      ['cntt@stttt.binhdingh.gov.vn', 'ict@stttt.binhdingh.gov.vn'],
    ],
    ['ha-noi', [], ['kythuat@hanoi.gov.vn']],
    ['quang-ninh', ['02033.825.547'], []],
    ['hoa-binh', [], []],
  ])('[R-DIR-21] %s', async (locality, telephones, mailboxes) => {
    await desk.settleIn(locality);
    const { points } = (await desk.call('technician', 'GET', '/api/contact-points')).body;
    const known = (field: string) =>
      points.map((point: Record<string, string | null>) => point[field]).filter(Boolean);
    expect([known('telephone'), known('email')]).toEqual([telephones, mailboxes]);
  });

  test('[R-DIR-21] can be corrected by the administrator', async () => {
    await desk.settleIn('quang-ninh');
    const change = (role: 'administrator' | 'clerk', body: object) =>
      desk.call(role, 'POST', '/api/contact-points/vnpt', body);
    expect((await change('clerk', { telephone: '0900 000 999' })).status).toBe(403);
    expect((await change('administrator', {})).body.code).toBe('BAD_MESSAGE');
    const { points } = (await change('administrator', { telephone: '0900 000 999' })).body;
    expect(points[0]).toMatchObject({ telephone: '0900 000 999', isChanged: true });
  });
});

describe('[R-DIR-22] standby of the power company', () => {
  test('[R-DIR-22] a site sees the contact of its own area, while it is valid', async () => {
    const add = (areaId: string, unit: string, from: number, to: number) =>
      desk.call('administrator', 'POST', '/api/power-contacts', {
        areaId,
        unit,
        telephone: '0900 000 500',
        validFrom: START + from * HOUR,
        validTo: START + to * HOUR,
      });
    await add('o-province', 'Trực ban tỉnh', -1, 5);
    await add('o-district', 'Điện lực Đà Bắc', -1, 5);
    await add('o-district', 'Ca sau', 5, 9);
    await add('o-commune-2', 'Xã khác', -1, 5);
    expect((await add('o-district', 'Ngược', 5, 1)).body.code).toBe('BAD_MESSAGE');
    const { contacts } = (await desk.call('operator', 'GET', '/api/power-contacts?siteId=commune')).body;
    expect(contacts.map(({ unit }: { unit: string }) => unit)).toEqual(['Điện lực Đà Bắc', 'Trực ban tỉnh']);
    const later = (
      await desk.call('operator', 'GET', `/api/power-contacts?siteId=commune&at=${START + 6 * HOUR}`)
    ).body;
    expect(later.contacts.map(({ unit }: { unit: string }) => unit)).toEqual(['Ca sau']);
  });
});

describe('[R-DIR-18] connection of communes', () => {
  const report = (body: object) =>
    desk.call('clerk', 'POST', '/api/connection-reports/commune', {
      state: 'oneWay',
      line: 'Kênh riêng',
      terminal: null,
      display: null,
      audio: null,
      power: null,
      surveyedOn: null,
      testedOn: null,
      ...body,
    });

  test('[R-DIR-18] every commune is there and what is missing is marked', async () => {
    await desk.settleIn('hoa-binh');
    const { communes } = (await desk.call('administrator', 'GET', '/api/connection-status')).body;
    const total = await installation.database
      .selectFrom('organisation')
      .select('id')
      .where('level_code', '=', 'commune')
      .execute();
    expect(communes).toHaveLength(total.length);
    expect(communes[0].missing).toEqual(['state', 'line', 'terminal', 'display', 'audio', 'power']);
    const { text } = await desk.call('administrator', 'GET', '/api/connection-status.csv');
    expect(text.split('\r\n').filter((line) => line.includes('CHƯA CÓ SỐ LIỆU'))).toHaveLength(total.length);
  });

  test('[R-DIR-19] a gap is closed by a successful two-way test only, also for the database', async () => {
    expect((await report({ state: 'connected' })).body.code).toBe('BAD_MESSAGE');
    expect((await report({ state: 'connected', testedOn: '2026-03-03' })).body.code).toBe('DATES_REVERSED');
    expect((await report({})).body.districts).toMatchObject([
      { communes: 2, twoWay: 0, percent: 0, missing: 1 },
    ]);
    expect((await report({ state: 'connected', testedOn: '2026-03-01' })).body.districts).toMatchObject([
      { twoWay: 1, percent: 50 },
    ]);
    const direct = installation.database
      .insertInto('connection_report')
      .values({
        site_id: 'commune',
        state: 'connected',
        line: null,
        terminal: null,
        display: null,
        audio: null,
        power: null,
        surveyed_on: null,
        tested_on: null,
        at: new Date(),
        by_name: 'x',
      })
      .execute();
    await expect(direct).rejects.toMatchObject({ constraint: 'connection_report_tested' });
  });

  test('other localities ask for none', async () => {
    await desk.settleIn('quang-ninh');
    expect((await report({})).body.code).toBe('CONNECTION_STATUS_NOT_PROVIDED');
  });
});
