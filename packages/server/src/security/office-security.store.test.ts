import type { RegistrationData, Role } from '@nhipcau/contracts';
import { aRegisteredSite, aRegistration, FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { logins, PASSWORD, TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const clock = new FakeClock(at('2026-11-02T08:00'));
const start = at('2026-11-12T08:00');
let installation: TestInstallation;
let files: RegistrationDesk;
let desk: OfficeDesk;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  files = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(async () => {
  clock.step(at('2026-11-02T08:00') - clock.now());
  desk = new OfficeDesk(installation);
  await desk.settleIn('ha-noi');
  await files.freeCalendar();
  for (const table of ['security_weakness', 'security_review', 'violation', 'secret_means'] as const)
    await installation.database.deleteFrom(table).execute();
  await installation.database.updateTable('site').set({ network: 'cityWan' }).execute();
});

const confirmed = async (data: Partial<RegistrationData> = {}): Promise<string> => {
  const { body } = await files.create('clerk', aRegistration(start, data));
  const { meetingId } = body.registration;
  expect(await files.act('clerk', meetingId, { act: 'submit' })).toMatchObject({ status: 200 });
  expect(await files.act('approver', meetingId, { act: 'confirm' })).toMatchObject({ status: 200 });
  return meetingId;
};
/** A meeting that follows the locality's text. */
const ofLocality = (locality: string) => installation.planMeeting(undefined, { locality });
const secret = { secret: { declared: true, protectionPlan: 'Phương án số 07/PA' } };
const get = async (role: Role, path: string) => (await desk.call(role, 'GET', `/api${path}`)).body;
const post = async (role: Role, path: string, body: object = {}) => {
  const { status, body: reply } = await desk.call(role, 'POST', `/api${path}`, body);
  return { status, code: reply.code, facts: reply.facts };
};
const audited = async (action: string) =>
  (
    await installation.database
      .selectFrom('audit')
      .select(['outcome', 'code'])
      .where('action', '=', action)
      .execute()
  ).map(({ outcome, code }) => code ?? outcome);

describe('[R-SEC-10] a review of security', () => {
  const review = (change: object = {}) => ({
    organisationId: 'o-province',
    title: 'Rà soát hệ thống MCU',
    reviewers: 'Sở Thông tin và Truyền thông, Công an Thành phố',
    reviewedOn: '2026-11-01',
    document: '12/BB-STTTT',
    weaknesses: [{ title: 'Bản vá của máy chủ đã cũ', severity: 'high' }],
    ...change,
  });
  const weakness = async () => (await get('desk', '/security-reviews')).reviews[0].weaknesses[0];
  const recorded = async () => {
    expect(await post('desk', '/security-reviews', review())).toMatchObject({ status: 200 });
    return (await weakness()).weaknessId as string;
  };
  const plan = (from: string, to: string) => ({
    remedy: 'Cập nhật bản vá',
    startsAt: at(from),
    endsAt: at(to),
  });

  test('[AC-21] its weakness is mended outside of meetings and closed by a passed test of operation alone', async () => {
    const meetingId = await confirmed();
    const id = await recorded();
    const test_ = { testedOn: '2026-11-02', test: 'Gọi thử ba điểm cầu', passed: true };
    expect(await post('desk', `/security-weaknesses/${id}/close`, test_)).toMatchObject({
      code: 'WEAKNESS_STEP_IMPOSSIBLE',
      facts: { state: 'open' },
    });
    const over = await post(
      'desk',
      `/security-weaknesses/${id}/plan`,
      plan('2026-11-12T09:59', '2026-11-12T12:00'),
    );
    expect(over).toMatchObject({ status: 409, code: 'WORK_OVER_MEETING' });
    // What it is about is not told.
    expect(JSON.stringify(over)).not.toContain('giao ban');
    const after = plan('2026-11-12T10:00', '2026-11-12T12:00');
    expect(await post('desk', `/security-weaknesses/${id}/plan`, after)).toMatchObject({ status: 200 });
    expect(await weakness()).toMatchObject({ state: 'planned', collides: false });
    const failed = await post('desk', `/security-weaknesses/${id}/close`, { ...test_, passed: false });
    expect(failed.code).toBe('REMEDY_NOT_TESTED');
    expect(await weakness()).toMatchObject({ state: 'planned', test: { passed: false } });
    expect(await post('desk', `/security-weaknesses/${id}/close`, test_)).toMatchObject({ status: 200 });
    expect(await weakness()).toMatchObject({ state: 'closed', test: { passed: true, on: '2026-11-02' } });
    expect((await post('desk', `/security-weaknesses/${id}/plan`, after)).code).toBe(
      'WEAKNESS_STEP_IMPOSSIBLE',
    );
    expect(await audited('securityWeakness.plan')).toEqual(
      expect.arrayContaining(['WORK_OVER_MEETING', 'allowed', 'WEAKNESS_STEP_IMPOSSIBLE']),
    );
    await files.act('approver', meetingId, { act: 'cancel', reason: 'Hoãn' });
  });

  test('a meeting that comes into the time of the work since is told', async () => {
    const id = await recorded();
    await post('desk', `/security-weaknesses/${id}/plan`, plan('2026-11-12T07:00', '2026-11-12T12:00'));
    expect((await weakness()).collides).toBe(false);
    await confirmed({ title: 'Họp được xếp sau' });
    expect((await weakness()).collides).toBe(true);
  });

  test('is due a year after the last, and at once where there was none', async () => {
    expect(await get('desk', '/security-reviews')).toMatchObject({
      dueOn: null,
      isDue: true,
      rule: { everyMonths: 12, cite: [{ article: 'Đ15.4g' }] },
    });
    await post('desk', '/security-reviews', review({ reviewedOn: '2025-11-02' }));
    expect(await get('auditor', '/security-reviews')).toMatchObject({ dueOn: '2026-11-02', isDue: false });
    clock.advance(24 * 3_600_000);
    desk = new OfficeDesk(installation);
    expect(await get('desk', '/security-reviews')).toMatchObject({ isDue: true });
  });

  test('is recorded and read by those who keep security, and the database holds to the test', async () => {
    expect((await post('clerk', '/security-reviews', review())).code).toBe('NOT_ALLOWED');
    expect((await post('auditor', '/security-reviews', review())).code).toBe('NOT_ALLOWED');
    expect((await desk.call('partner', 'GET', '/api/security-reviews')).status).toBe(403);
    expect((await post('desk', '/security-reviews', review({ reviewedOn: '2026-11-03' }))).code).toBe(
      'DATES_REVERSED',
    );
    expect((await post('desk', '/security-reviews', review({ organisationId: 'o-x' }))).code).toBe(
      'ORGANISATION_UNKNOWN',
    );
    await recorded();
    await expect(
      installation.database
        .updateTable('security_weakness')
        .set({ state: 'closed', remedy: 'x', starts_at: new Date(0), ends_at: new Date(1) })
        .execute(),
    ).rejects.toThrow(/security_weakness_tested/);
  });
});

describe('[R-SEC-12] violations', () => {
  const violation = (change: object = {}) => ({
    kind: 'configuration',
    organisationId: 'o-district',
    happenedAt: at('2026-11-01T10:00'),
    evidence: 'Cấu hình thiết bị bị đặt lại',
    ...change,
  });
  test.each([
    ['hoa-binh', ['script', 'disclosure']],
    ['vinh-phuc', ['script', 'disclosure', 'misuse', 'move']],
    ['binh-dinh', ['move', 'misuse', 'configuration', 'camera', 'powerOn', 'invitation', 'accountSecrecy']],
    [
      'ha-noi',
      ['configuration', 'quota', 'uninspected', 'unapprovedDevice', 'tokenKeeping', 'script', 'disclosure'],
    ],
    [
      'quang-ninh',
      [
        'selfDial',
        'presentation',
        'displayMode',
        'move',
        'misuse',
        'configuration',
        'powerOn',
        'script',
        'accountSecrecy',
      ],
    ],
  ])(
    '[AC-24] %s: each prohibition of the text is a kind of violation, with its article',
    async (locality, kinds) => {
      await desk.settleIn(locality);
      const { prohibitions } = await get('desk', '/violations');
      expect(prohibitions.map(({ key }: { key: string }) => key)).toEqual(kinds);
      for (const kind of kinds)
        expect(await post('desk', '/violations', violation({ kind }))).toMatchObject({ status: 200 });
      const { violations } = await get('desk', '/violations');
      expect(violations.map((one: { kind: string }) => one.kind).sort()).toEqual([...kinds].sort());
      for (const one of violations) expect(one.cite[0].quote.length).toBeGreaterThan(5);
    },
  );

  test('are handled once, with words, by those who keep security', async () => {
    expect((await post('desk', '/violations', violation({ kind: 'camera' }))).code).toBe(
      'VIOLATION_KIND_UNKNOWN',
    );
    expect((await post('desk', '/violations', violation({ happenedAt: at('2026-11-02T08:01') }))).code).toBe(
      'DATES_REVERSED',
    );
    expect((await post('desk', '/violations', violation({ meetingId: 'm-none' }))).code).toBe(
      'MEETING_NOT_FOUND',
    );
    expect((await post('technician', '/violations', violation())).code).toBe('NOT_ALLOWED');
    await post('desk', '/violations', violation());
    const [one] = (await get('auditor', '/violations')).violations;
    const handling = { outcome: 'handled', handling: 'Nhắc nhở bằng văn bản' };
    expect((await post('auditor', `/violations/${one.violationId}/handling`, handling)).code).toBe(
      'NOT_ALLOWED',
    );
    expect(await post('approver', `/violations/${one.violationId}/handling`, handling)).toMatchObject({
      status: 200,
    });
    expect((await post('desk', `/violations/${one.violationId}/handling`, handling)).code).toBe(
      'VIOLATION_HANDLED',
    );
    expect((await get('auditor', '/violations')).violations[0]).toMatchObject({
      state: 'handled',
      handling: 'Nhắc nhở bằng văn bản',
      foundBy: 'person',
    });
  });

  const signInFrom = (ip: string) =>
    installation.app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: ip,
      payload: { login: logins.clerk, password: PASSWORD },
    });
  test('[R-SEC-01] one account in two places at once is registered by itself, once a day', async () => {
    await desk.settleIn('quang-ninh');
    await signInFrom('10.0.0.1');
    await signInFrom('10.0.0.2');
    await signInFrom('10.0.0.3');
    const { violations } = await get('desk', '/violations');
    expect(violations).toMatchObject([
      { kind: 'accountSecrecy', foundBy: 'system', state: 'open', cite: [{ article: 'Đ7.1' }] },
    ]);
    expect(violations[0].evidence).toMatch(/10\.0\.0\.1/);
  });
  test('nor is anything registered where the text does not prohibit it', async () => {
    await desk.settleIn('hoa-binh');
    await signInFrom('10.1.0.1');
    await signInFrom('10.1.0.2');
    expect((await get('desk', '/violations')).violations).toEqual([]);
  });
});

describe('[R-SEC-03] [R-SEC-02] [AC-22] the security record of a system', () => {
  const record = async (unit: string) => {
    const { shortfalls } = await get('administrator', '/compliance');
    return shortfalls
      .filter(
        (one: { organisationId: string; subject: string }) =>
          one.organisationId === unit && one.subject.startsWith('securityPaper'),
      )
      .map((one: { subject: string; kind: string; cite: { article: string }[] }) => [
        one.subject,
        one.kind,
        one.cite[0]?.article,
      ]);
  };
  const file = (kind: string, issuedOn: string) =>
    post('administrator', '/unit-documents', {
      organisationId: 'o-province',
      kind,
      title: 'Phương án bảo đảm an toàn thông tin',
      number: '05/PA-VP',
      body: 'Đáp ứng khoản 3 Điều 9 Thông tư 03/2017/TT-BTTTT và TCVN 11930:2017.',
      issuedOn,
    });

  test.each([
    ['hoa-binh', 'I.5', ['securityPlan', 'gatewayApproval', 'mcuHardening', 'qualityPlan']],
    ['vinh-phuc', 'Đ5-1', ['securityPlan', 'gatewayApproval', 'mcuHardening']],
    ['binh-dinh', 'Đ6.2', ['securityPlan', 'gatewayApproval']],
    ['ha-noi', 'Đ8.1', ['securityPlan']],
    ['quang-ninh', null, []],
  ])('%s: an owner without it is shown not compliant', async (locality, article, kinds) => {
    await desk.settleIn(locality);
    const lacking = await record('o-province');
    expect(lacking.map(([, kind]: string[]) => kind)).toEqual(kinds);
    if (article !== null) expect(lacking[0]).toEqual(['securityPaper', 'securityPlan', article]);
    // Whose system the text does not mean owes nothing.
    if (locality === 'ha-noi') expect(await record('o-commune')).toEqual([]);
  });

  test('once filed it is looked at every year; what the text does not ask for is not filed', async () => {
    expect(await file('securityPlan', '2025-11-02')).toMatchObject({ status: 200 });
    expect(await record('o-province')).toEqual([]);
    clock.advance(24 * 3_600_000);
    desk = new OfficeDesk(installation);
    expect(await record('o-province')).toEqual([['securityPaperOld', 'securityPlan', 'Đ8.1']]);
    await file('securityPlan', '2026-11-03');
    expect(await record('o-province')).toEqual([]);
    expect((await file('gatewayApproval', '2026-11-01')).code).toBe('DOCUMENT_KIND_UNKNOWN');
  });
});

describe('[R-MCU-11] kinds of endpoints', () => {
  const link = (meetingId: string, endpoint: string | undefined, more: object = {}) =>
    post('operator', '/room-links', {
      meetingId,
      siteId: 'commune',
      ...(endpoint ? { endpoint } : {}),
      ...more,
    });
  const outcome = async (meetingId: string, endpoint: string) => {
    const { status, code } = await link(meetingId, endpoint);
    return code ?? status;
  };

  test.each([
    [
      'hoa-binh',
      {
        software: 'ENDPOINT_KIND_NOT_ADMITTED',
        exchange: 'ENDPOINT_KIND_NOT_ADMITTED',
        personalDevice: 'ENDPOINT_KIND_NOT_ADMITTED',
      },
    ],
    [
      'vinh-phuc',
      {
        software: 'ENDPOINT_KIND_NOT_ADMITTED',
        exchange: 'ENDPOINT_KIND_NOT_ADMITTED',
        personalDevice: 'ENDPOINT_KIND_NOT_ADMITTED',
      },
    ],
    ['binh-dinh', { software: 200, exchange: 200, personalDevice: 'ENDPOINT_KIND_NOT_ADMITTED' }],
    [
      'ha-noi',
      {
        software: 'ENDPOINT_KIND_NOT_ADMITTED',
        exchange: 'ENDPOINT_KIND_NOT_ADMITTED',
        personalDevice: 'DEVICE_NOT_APPROVED',
      },
    ],
    [
      'quang-ninh',
      {
        software: 'ENDPOINT_KIND_NOT_ADMITTED',
        exchange: 'ENDPOINT_KIND_NOT_ADMITTED',
        personalDevice: 'ENDPOINT_KIND_NOT_ADMITTED',
      },
    ],
  ])('[AC-25] %s admits what its text admits', async (locality, expected) => {
    await desk.settleIn(locality);
    const meetingId = await ofLocality(locality);
    expect(await outcome(meetingId, 'siteTerminal')).toBe(200);
    const outcomes = await Promise.all(
      Object.keys(expected).map(async (kind) => [kind, await outcome(meetingId, kind)]),
    );
    expect(Object.fromEntries(outcomes)).toEqual(expected);
  });

  test('[AC-25] a meeting goes by the version it follows, whatever came into force since', async () => {
    const meetingId = await ofLocality('binh-dinh');
    await desk.settleIn('quang-ninh');
    expect(await outcome(meetingId, 'software')).toBe(200);
    expect(await outcome(await ofLocality('quang-ninh'), 'software')).toBe('ENDPOINT_KIND_NOT_ADMITTED');
  });

  test('the operating unit lets more in, with a reason, and takes it back', async () => {
    await desk.settleIn('quang-ninh');
    const meetingId = await ofLocality('quang-ninh');
    const enable = (enabled: boolean, role: Role = 'administrator') =>
      post(role, '/endpoint-kinds/software', { enabled, reason: 'Họp phòng chống bão' });
    expect((await enable(true, 'clerk')).code).toBe('NOT_ALLOWED');
    expect(await enable(true)).toMatchObject({ status: 200 });
    expect(await outcome(meetingId, 'software')).toBe(200);
    expect((await get('operator', '/endpoint-kinds')).kinds).toMatchObject([
      { kind: 'siteTerminal', byRegulation: true },
      { kind: 'software', byRegulation: false, enabled: { reason: 'Họp phòng chống bão' } },
      { kind: 'personalDevice', enabled: null },
      { kind: 'exchange', enabled: null },
    ]);
    await enable(false);
    expect(await outcome(meetingId, 'software')).toBe('ENDPOINT_KIND_NOT_ADMITTED');
    expect([...(await audited('endpoint.enable')), ...(await audited('endpoint.disable'))]).toEqual([
      'allowed',
      'allowed',
    ]);
  });

  test('[R-SEC-12] [R-SEC-08] whoever tries an unapproved device in Hà Nội is registered', async () => {
    const meetingId = await ofLocality('ha-noi');
    await link(meetingId, 'personalDevice', { personalDeviceId: 'never-seen' });
    await link(meetingId, 'personalDevice', { personalDeviceId: 'never-seen' });
    expect((await get('desk', '/violations')).violations).toMatchObject([
      { kind: 'unapprovedDevice', foundBy: 'system', meetingId, cite: [{ article: 'Đ6.8' }] },
    ]);
  });
});

describe('[R-SEC-07] [AC-26] a meeting with state secrets', () => {
  const means = { device: 'VCS-0123', document: '45/CAHN-ANM' };
  const approve = (meetingId: string, siteId = 'commune', role: Role = 'approver') =>
    post(role, `/registrations/${meetingId}/secret-means`, { siteId, ...means });
  const link = (meetingId: string, more: object = {}) =>
    desk.call('operator', 'POST', '/api/room-links', { meetingId, siteId: 'commune', ...more });
  const linkCode = async (meetingId: string, more: object = {}) => {
    const { status, body } = await link(meetingId, more);
    return body.code ?? status;
  };
  const openRoom = async (meetingId: string) => {
    const { body } = await link(meetingId);
    const reply = await installation.app.inject({
      method: 'POST',
      url: '/api/room-sessions',
      payload: { link: body.path.split('#')[1] },
    });
    return reply.json().token as string;
  };
  const ticket = async (meetingId: string, headers: Record<string, string>, siteId = 'commune') =>
    (
      await installation.app.inject({
        method: 'POST',
        url: `/api/meetings/${meetingId}/tickets`,
        headers,
        payload: { seat: { kind: 'site', siteId } },
      })
    ).json().code;

  test('lets a site in by its approved device and line alone, and not when the approval is withdrawn', async () => {
    const meetingId = await confirmed(secret);
    expect(await linkCode(meetingId)).toBe('SECRET_MEANS_NOT_APPROVED');
    expect((await approve(meetingId, 'commune', 'operator')).code).toBe('NOT_ALLOWED');
    expect((await approve(meetingId, 'province')).code).toBe('SITE_NOT_INVITED');
    expect(await approve(meetingId)).toMatchObject({ status: 200 });
    expect(await linkCode(meetingId)).toBe(200);
    const authorization = `Bearer ${await openRoom(meetingId)}`;
    // Let in as far as the conference: that has not begun.
    expect(await ticket(meetingId, { authorization })).toBe('MEETING_NOT_LIVE');
    // Whoever merely signed in at a site sits at a machine that nobody approved.
    const cookie = await installation.signIn('technician');
    expect(await ticket(meetingId, { cookie })).toBe('SECRET_MEANS_NOT_APPROVED');
    const path = `/registrations/${meetingId}/secret-means/commune/withdrawal`;
    expect(await post('approver', path, { reason: 'Thay thiết bị' })).toMatchObject({ status: 200 });
    expect(await ticket(meetingId, { authorization })).toBe('SECRET_MEANS_NOT_APPROVED');
    expect(await linkCode(meetingId)).toBe('SECRET_MEANS_NOT_APPROVED');
    expect((await post('approver', path, { reason: 'Thay thiết bị' })).code).toBe(
      'SECRET_MEANS_NOT_APPROVED',
    );
    expect(await audited('secretMeans.approve')).toEqual(['SITE_NOT_INVITED', 'allowed']);
  });

  test('runs over no Internet line: refused when registered, when approved, and when the line is changed after', async () => {
    const meetingId = await confirmed(secret);
    await approve(meetingId);
    await installation.database
      .updateTable('site')
      .set({ network: 'internetVpn' })
      .where('id', '=', 'commune')
      .execute();
    expect(await linkCode(meetingId)).toBe('SECRET_MEANS_NOT_APPROVED');
    expect(await approve(meetingId)).toMatchObject({
      status: 422,
      code: 'SECRET_LINE_FORBIDDEN',
      facts: { line: 'internetVpn', clause: 'Đ5.2' },
    });
    const { sites } = await get('approver', `/registrations/${meetingId}/secret-means`);
    expect(sites.find((one: { siteId: string }) => one.siteId === 'commune')).toMatchObject({
      lineAllowed: false,
      approved: null,
    });
    await files.freeCalendar();
    const { body } = await files.create(
      'clerk',
      aRegistration(start, { ...secret, sites: ['district', 'commune'].map((id) => aRegisteredSite(id)) }),
    );
    const refused = await files.act('clerk', body.registration.meetingId, { act: 'submit' });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain('secretLineForbidden');
  });

  test('[R-SEC-08] [AC-16] excludes every endpoint that is not the terminal of a site, approved or not', async () => {
    const meetingId = await confirmed(secret);
    await approve(meetingId);
    await post('administrator', '/personal-devices', {
      name: 'Máy tính bảng',
      kind: 'tablet',
      identifier: 'SN-77',
      ownerName: 'Chuyên viên',
      organisationId: 'o-commune',
      conditions: ['updated', 'antivirus', 'screenLock', 'noSecrets', 'ownerAware'],
    });
    const { devices } = await get('administrator', '/personal-devices');
    await post('administrator', `/personal-devices/${devices[0].id}/decision`, { decision: 'approve' });
    const personalDeviceId = devices[0].id;
    expect(await linkCode(meetingId, { personalDeviceId })).toBe('PERSONAL_DEVICE_FORBIDDEN');
    expect(await linkCode(meetingId, { endpoint: 'software' })).toBe('PERSONAL_DEVICE_FORBIDDEN');
    // In another meeting the same device joins, until its approval is revoked: then its room is over at once.
    const open = await ofLocality('ha-noi');
    const { body } = await link(open, { personalDeviceId });
    const opened = await installation.app.inject({
      method: 'POST',
      url: '/api/room-sessions',
      payload: { link: body.path.split('#')[1] },
    });
    const authorization = `Bearer ${opened.json().token}`;
    expect(await ticket(open, { authorization })).toBe('MEETING_NOT_LIVE');
    const standing = async () =>
      (
        await installation.app.inject({
          url: `/api/meetings/${open}/sites/${opened.json().siteId}/standing`,
          headers: { authorization },
        })
      ).json();
    // A meeting that has not begun is no obstacle.
    expect(await standing()).toEqual({ siteId: opened.json().siteId });
    await post('administrator', `/personal-devices/${personalDeviceId}/decision`, {
      decision: 'revoke',
      reason: 'Nghi nhiễm mã độc',
    });
    clock.advance(5);
    expect(await ticket(open, { authorization })).toBe('DEVICE_NOT_APPROVED');
    // A page that is reloaded is told at once, not when somebody presses the button.
    expect((await standing()).code).toBe('DEVICE_NOT_APPROVED');
  });

  test('has no means to approve when it declares no secrets; who may not know of it sees nothing', async () => {
    const plain = await confirmed();
    expect((await approve(plain)).code).toBe('MEETING_NOT_SECRET');
    await files.freeCalendar();
    const meetingId = await confirmed({ ...secret, title: 'Phương án bảo vệ' });
    expect((await desk.call('operator', 'GET', `/api/registrations/${meetingId}/secret-means`)).status).toBe(
      403,
    );
    const calendar = await desk.call('clerk', 'GET', '/api/public-calendar?from=2026-11-12&to=2026-11-12');
    expect(calendar.text).not.toContain('Phương án bảo vệ');
  });
});
