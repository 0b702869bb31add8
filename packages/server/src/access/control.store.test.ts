import { type DelegationCondition, HttpFailure } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestInstallation } from '../testing/test-installation.ts';

let clock: FakeClock;
let installation: TestInstallation;
let admin: string;
const home = async (locality: string) => {
  await installation.database.updateTable('locality').set({ is_home: false }).execute();
  await installation.database
    .insertInto('locality')
    .values({ code: locality, name: locality, is_home: true })
    .onConflict((conflict) => conflict.column('code').doUpdateSet({ is_home: true }))
    .execute();
};
beforeEach(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  admin = await installation.signIn('administrator');
  await home('ha-noi');
});
afterEach(() => installation.close());

const codeIn = (reply: { body: string }) => HttpFailure.parse(JSON.parse(reply.body));
const post = (url: string, payload: object = {}, cookie = admin) =>
  installation.app.inject({ method: 'POST', url: `/api${url}`, headers: { cookie }, payload });
const register = async (cookie = admin) =>
  (await installation.app.inject({ method: 'GET', url: '/api/control', headers: { cookie } })).json();
const holder = 'u-kythuat';
const issue = async (change: object = {}) => {
  const reply = await post('/control/tokens', {
    serial: 'TK-001',
    kind: 'token',
    siteId: 'province',
    holderId: holder,
    ...change,
  });
  if (reply.statusCode !== 200) return reply;
  return reply;
};
const conditions: DelegationCondition[] = [
  'terminals',
  'wan',
  'placement',
  'fireSafety',
  'power',
  'laptop',
  'token',
];
const evidence = (without?: DelegationCondition) =>
  conditions.map((condition) => ({ condition, met: condition !== without, proof: 'Biên bản kiểm tra' }));
const tokenId = async () => (await register()).tokens[0].id;
const ask = async (change: object = {}) =>
  post('/control/delegations', {
    siteId: 'province',
    personId: holder,
    tokenId: await tokenId(),
    scope: { kind: 'site', siteId: 'province' },
    evidence: evidence(),
    ...change,
  });
const delegationId = async () => (await register()).delegations[0].id;
const give = async (cookie?: string) => {
  const approver = cookie ?? (await installation.signIn('approver'));
  return post(`/control/delegations/${await delegationId()}/decision`, { decision: 'give' }, approver);
};

describe('[R-SEC-06] [AC-14] control is asked for', () => {
  test('for a site of the city with every condition, decided by somebody else, and then it counts', async () => {
    await issue();
    expect((await ask()).statusCode).toBe(200);
    expect((await register()).rule).toEqual({
      article: 'Đ10.1',
      quote: 'Đối tượng được cấp quyền điều khiển Hệ thống là các điểm cầu cấp thành phố Hà Nội, cấp huyện',
    });
    const meetingId = await installation.planMeeting();
    const before = await installation.openConsole('technician');
    await expect(before.give(meetingId, { type: 'meeting.start' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect((await give()).statusCode).toBe(200);
    const console_ = await installation.openConsole('technician');
    await console_.give(meetingId, { type: 'meeting.start' });
    expect((await register()).delegations[0]).toMatchObject({
      state: 'given',
      tokenSerial: 'TK-001',
      scopeName: 'UBND tỉnh Hoà Bình',
    });
  });

  test('never for a commune, and not with a condition missing: refused with the clause', async () => {
    await issue({ siteId: 'commune' });
    const commune = { siteId: 'commune', scope: { kind: 'site', siteId: 'commune' } };
    expect(codeIn(await ask(commune))).toMatchObject({
      code: 'DELEGATION_LEVEL',
      facts: { clause: 'Đ10.1' },
    });
    await issue({ serial: 'TK-002' });
    const token = (await register()).tokens.find((line: { serial: string }) => line.serial === 'TK-002').id;
    expect(codeIn(await ask({ tokenId: token, evidence: evidence('laptop') }))).toMatchObject({
      code: 'DELEGATION_CONDITION_MISSING',
      facts: { condition: 'laptop', clause: 'Đ10.2b' },
    });
    expect(codeIn(await ask({ tokenId: token, evidence: evidence('power') })).facts).toMatchObject({
      clause: 'Đ6.5',
    });
  });

  test('is refused where the regulation knows no delegation', async () => {
    await issue();
    await home('quang-ninh');
    expect(codeIn(await ask()).code).toBe('DELEGATION_NOT_PROVIDED');
    expect(codeIn(await issue({ serial: 'TK-9' })).code).toBe('DELEGATION_NOT_PROVIDED');
    expect((await register()).rule).toBeNull();
  });

  test('not beyond the own site and organisation, not twice, not with a token of another', async () => {
    await issue();
    expect(codeIn(await ask({ scope: { kind: 'site', siteId: 'district' } })).code).toBe('GRANT_INVALID');
    expect(codeIn(await ask({ scope: { kind: 'organisation', organisationId: 'o-government' } })).code).toBe(
      'GRANT_INVALID',
    );
    expect(codeIn(await ask({ scope: { kind: 'meeting', meetingId: 'm' } })).code).toBe('GRANT_INVALID');
    expect(codeIn(await ask({ personId: 'u-vanthu' })).facts).toEqual({ reason: 'holder' });
    expect(codeIn(await ask({ tokenId: null })).facts).toEqual({ reason: 'none' });
    expect(
      codeIn(await ask({ siteId: 'district', scope: { kind: 'site', siteId: 'district' } })).facts,
    ).toEqual({ reason: 'site' });
    const replies = await Promise.all([ask(), ask()]);
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
  });

  test('nobody gives control to themselves, nor decides twice', async () => {
    await issue({ holderId: 'u-duyet' });
    await ask({ personId: 'u-duyet' });
    expect(codeIn(await give()).code).toBe('OWN_ACCOUNT');
    expect((await give(admin)).statusCode).toBe(200);
    expect(codeIn(await give(admin)).code).toBe('DELEGATION_DECIDED');
  });

  test('a refusal says why', async () => {
    await issue();
    await ask();
    const path = `/control/delegations/${await delegationId()}/decision`;
    expect(codeIn(await post(path, { decision: 'refuse' })).code).toBe('BAD_MESSAGE');
    await post(path, { decision: 'refuse', reason: 'Chưa tập huấn điều khiển' });
    expect((await register()).delegations[0]).toMatchObject({
      state: 'refused',
      reason: 'Chưa tập huấn điều khiển',
    });
  });
});

describe('[R-SEC-05] [AC-15] control is taken back', () => {
  const conducting = async () => {
    await issue();
    await ask();
    await give();
    const meetingId = await installation.planMeeting();
    const console_ = await installation.openConsole('technician');
    await console_.give(meetingId, { type: 'meeting.start' });
    await console_.follow(meetingId);
    return { meetingId, console_ };
  };
  const isGone = async ({ meetingId, console_ }: Awaited<ReturnType<typeof conducting>>) => {
    await expect(console_.give(meetingId, { type: 'meeting.end' })).rejects.toMatchObject({
      code: 'DISCONNECTED',
    });
    const again = await installation.openConsole('technician');
    await expect(again.give(meetingId, { type: 'meeting.end' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await expect(again.follow(meetingId)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await (await installation.openConsole('operator')).give(meetingId, { type: 'meeting.end' });
  };

  test('at once in a meeting that is running; the operator of the installation goes on', async () => {
    const running = await conducting();
    await post(`/control/delegations/${await delegationId()}/revoke`, { reason: 'Điều chuyển công tác' });
    await isGone(running);
  });

  test.each([
    ['lost', 'revoke', { reason: 'Làm mất token' }],
    ['returned', 'return', {}],
  ])('with the token it rests on, when that is %s', async (_what, act, body) => {
    const running = await conducting();
    const id = await tokenId();
    expect((await post(`/control/tokens/${id}/${act}`, body)).statusCode).toBe(200);
    expect(codeIn(await post(`/control/tokens/${id}/${act}`, body)).code).toBe('CONTROL_TOKEN_UNKNOWN');
    expect((await register()).delegations[0].state).toBe('revoked');
    await isGone(running);
  });

  test('what an administrator changes of the other rights leaves the delegated one', async () => {
    await conducting();
    const grants = [{ role: 'technician', scope: { kind: 'site', siteId: 'province' } }];
    await post(`/accounts/${holder}/grants`, { grants });
    const rows = await installation.database
      .selectFrom('user_grant')
      .select(['role', 'position'])
      .where('user_id', '=', holder)
      .orderBy('position')
      .execute();
    expect(rows).toEqual([
      { role: 'technician', position: 1 },
      { role: 'operator', position: 2 },
    ]);
  });

  test('a token is in one hand at a time, also when two issue it at once; the database holds to it', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => issue()));
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409, 409]);
    await post(`/control/tokens/${await tokenId()}/return`);
    expect((await issue()).statusCode).toBe(200);
    await expect(
      sql`update control_token set revoked_at = now() where returned_at is not null`.execute(
        installation.database,
      ),
    ).rejects.toThrow(/check/);
  });
});

describe('[R-SEC-08] [AC-16] a device of somebody’s own', () => {
  const device = (change: object = {}) => ({
    name: 'Máy tính bảng phòng họp',
    kind: 'tablet',
    identifier: 'SN-1',
    ownerName: 'Chuyên viên Văn phòng',
    organisationId: 'o-commune',
    conditions: ['updated', 'antivirus', 'screenLock', 'noSecrets', 'ownerAware'],
    ...change,
  });
  const devices = async () =>
    (
      await installation.app.inject({
        method: 'GET',
        url: '/api/personal-devices',
        headers: { cookie: admin },
      })
    ).json();
  const link = async (personalDeviceId: string | undefined, meetingId: string) =>
    post(
      '/room-links',
      { meetingId, siteId: 'commune', ...(personalDeviceId ? { personalDeviceId } : {}) },
      await installation.signIn('operator'),
    );

  test('waits outside until it is approved, and again when the approval is revoked', async () => {
    const meetingId = await installation.planMeeting(undefined, { locality: 'ha-noi' });
    await post('/personal-devices', device());
    const { id } = (await devices()).devices[0];
    expect(codeIn(await link(id, meetingId))).toMatchObject({
      code: 'DEVICE_NOT_APPROVED',
      facts: { state: 'waiting' },
    });
    expect(codeIn(await link('never-seen', meetingId)).code).toBe('DEVICE_NOT_APPROVED');
    expect((await link(undefined, meetingId)).statusCode).toBe(200);
    await post(`/personal-devices/${id}/decision`, { decision: 'approve' });
    expect((await link(id, meetingId)).statusCode).toBe(200);
    expect(codeIn(await post(`/personal-devices/${id}/decision`, { decision: 'approve' })).code).toBe(
      'DEVICE_DECIDED',
    );
    await post(`/personal-devices/${id}/decision`, { decision: 'revoke', reason: 'Nghi nhiễm mã độc' });
    expect(codeIn(await link(id, meetingId)).code).toBe('DEVICE_NOT_APPROVED');
  });

  test('is not approved with a condition missing, nor registered twice', async () => {
    await post('/personal-devices', device({ conditions: ['updated'] }));
    const { id } = (await devices()).devices[0];
    expect(codeIn(await post(`/personal-devices/${id}/decision`, { decision: 'approve' }))).toMatchObject({
      code: 'DEVICE_NOT_APPROVED',
      facts: { condition: 'antivirus' },
    });
    expect(codeIn(await post('/personal-devices', device())).code).toBe('DEVICE_EXISTS');
    expect(
      codeIn(await post('/personal-devices', device({ organisationId: 'o-x', identifier: 'SN-2' }))).code,
    ).toBe('NOT_FOUND');
  });
});
