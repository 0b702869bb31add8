import { HttpFailure } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { logins, PASSWORD, TestInstallation } from '../testing/test-installation.ts';
import { AccountsService } from './accounts.service.ts';
import { SessionsService } from './sessions.service.ts';

const DAY = 24 * 3600_000;
let clock: FakeClock;
/** Accounts of the sample. */
const everybody = Object.keys(logins).length;
let installation: TestInstallation;
let admin: string;
beforeEach(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
  admin = await installation.signIn('administrator');
});
afterEach(() => installation.close());

const codeIn = (reply: { body: string }) => HttpFailure.parse(JSON.parse(reply.body)).code;
const post = (url: string, payload: object = {}, cookie = admin) =>
  installation.app.inject({ method: 'POST', url: `/api${url}`, headers: { cookie }, payload });
const get = (url: string, cookie = admin) =>
  installation.app.inject({ method: 'GET', url: `/api${url}`, headers: { cookie } });
const signIn = (login: string, password: string) =>
  installation.app.inject({ method: 'POST', url: '/api/session', payload: { login, password } });
const aPerson = (change: object = {}) => ({
  login: 'canbo.moi',
  name: 'Cán bộ Văn phòng UBND huyện',
  kind: 'person',
  organisationId: 'o-district',
  title: 'Chuyên viên',
  email: null,
  phone: '0900 000 123',
  note: null,
  grants: [{ role: 'clerk', scope: { kind: 'organisation', organisationId: 'o-district' } }],
  ...change,
});
const installationWide = { kind: 'installation' };
/** An administrator of the district and what lies below it. */
const districtAdministrator = async () => {
  const grants = [{ role: 'administrator', scope: { kind: 'organisation', organisationId: 'o-district' } }];
  await post('/accounts/u-trucban/grants', { grants });
  return installation.signIn('desk');
};

describe('[R-SEC-01] a new account', () => {
  test('[AC-12] has a first password, told once, that opens nothing but its own change', async () => {
    const created = (await post('/accounts', aPerson({ login: ' CanBo.Moi ' }))).json();
    expect(created).toMatchObject({
      login: 'canbo.moi',
      password: expect.stringMatching(/^.{5}-.{5}-.{5}$/),
    });
    const signedIn = await signIn('canbo.moi', created.password);
    expect(signedIn.json().duties).toEqual(['changePassword']);
    const cookie = `nhipcau_session=${signedIn.cookies[0]?.value}`;
    expect(codeIn(await get('/regulations', cookie))).toBe('PASSWORD_CHANGE_REQUIRED');
    const next = 'Văn-phòng-huyện-1';
    expect((await post('/account/password', { current: created.password, next }, cookie)).statusCode).toBe(
      200,
    );
    expect((await get('/regulations', cookie)).statusCode).toBe(200);
    const detail = await get(`/accounts/${created.userId}`);
    expect(detail.body).not.toContain(created.password);
    expect(detail.json()).toMatchObject({
      state: 'active',
      organisationName: 'UBND huyện Đà Bắc',
      grants: [{ scopeName: 'UBND huyện Đà Bắc', delegated: false }],
    });
  });

  test.each([
    ['a login that is taken', { login: logins.clerk }, 'LOGIN_TAKEN'],
    [
      'an organisation that is not there',
      { grants: [{ role: 'clerk', scope: { kind: 'organisation', organisationId: 'o-x' } }] },
      'GRANT_INVALID',
    ],
    ['a clerk of everything', { grants: [{ role: 'clerk', scope: installationWide }] }, 'GRANT_INVALID'],
    [
      'a technician of no site',
      { grants: [{ role: 'technician', scope: installationWide }] },
      'GRANT_INVALID',
    ],
    [
      'a meeting that is not there',
      { grants: [{ role: 'operator', scope: { kind: 'meeting', meetingId: 'm' } }] },
      'GRANT_INVALID',
    ],
    [
      'the same right twice',
      { grants: [1, 2].map(() => ({ role: 'operator', scope: installationWide })) },
      'GRANT_INVALID',
    ],
    [
      'a partner who conducts',
      { kind: 'partner', grants: [{ role: 'operator', scope: installationWide }] },
      'GRANT_INVALID',
    ],
    [
      'a person who is a partner',
      { grants: [{ role: 'partner', scope: { kind: 'organisation', organisationId: 'o-district' } }] },
      'GRANT_INVALID',
    ],
    ['no right at all', { grants: [] }, 'BAD_MESSAGE'],
    ['a login with spaces', { login: 'cán bộ' }, 'BAD_MESSAGE'],
  ])('is refused with %s', async (_what, change, code) => {
    expect(codeIn(await post('/accounts', aPerson(change)))).toBe(code);
  });

  test('of two with one login at the same moment one is made', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => post('/accounts', aPerson())));
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 409, 409]);
  });

  test('is recorded with what it may do, and so is the refusal', async () => {
    await post('/accounts', aPerson());
    await post('/accounts', aPerson());
    const lines = await installation.database
      .selectFrom('audit')
      .select(['action', 'actor_id', 'code', 'facts'])
      .where('action', '=', 'account.create')
      .orderBy('id')
      .execute();
    expect(lines).toMatchObject([
      { actor_id: 'u-quantri', code: null, facts: { after: { grants: aPerson().grants } } },
      { code: 'LOGIN_TAKEN' },
    ]);
  });
});

describe('[AC-17] [R-SEC-01] rights and their limits', () => {
  test('the last administrator is neither disabled nor deprived, nobody touches the own account', async () => {
    expect(codeIn(await post('/accounts/u-quantri/disable', { reason: 'left' }))).toBe('OWN_ACCOUNT');
    const grants = [{ role: 'observer', scope: installationWide }];
    expect(codeIn(await post('/accounts/u-quantri/grants', { grants }))).toBe('OWN_ACCOUNT');
    await post('/accounts/u-trucban/grants', {
      grants: [{ role: 'administrator', scope: installationWide }],
    });
    const second = await installation.signIn('desk');
    const replies = await Promise.all([
      post('/accounts/u-trucban/disable', { reason: 'left' }),
      post('/accounts/u-quantri/disable', { reason: 'left' }, second),
    ]);
    expect(replies.map((reply) => reply.statusCode).sort()).not.toEqual([200, 200]);
    const left = await installation.database
      .selectFrom('user_account')
      .select('id')
      .where('disabled', '=', false)
      .where('id', 'in', ['u-quantri', 'u-trucban'])
      .execute();
    expect(left.length).toBeGreaterThan(0);
  });

  test('an administrator of a district reaches the district alone and gives no right beyond it', async () => {
    const cookie = await districtAdministrator();
    await post('/accounts', aPerson({ login: 'tinh', organisationId: 'o-province' }));
    const own = (await post('/accounts', aPerson({ login: 'huyen' }), cookie)).json();
    const list = (await get('/accounts?size=200', cookie)).json().accounts;
    expect(list.map((line: { login: string }) => line.login)).toEqual(['huyen']);
    expect(codeIn(await get('/accounts/u-dieuhanh', cookie))).toBe('NOT_ALLOWED');
    expect(codeIn(await post('/accounts/u-dieuhanh/disable', { reason: 'left' }, cookie))).toBe(
      'NOT_ALLOWED',
    );
    for (const scope of [
      installationWide,
      { kind: 'organisation', organisationId: 'o-province' },
      { kind: 'site', siteId: 'province' },
    ])
      expect(
        codeIn(
          await post(`/accounts/${own.userId}/grants`, { grants: [{ role: 'operator', scope }] }, cookie),
        ),
      ).toBe('NOT_ALLOWED');
    const inside = [{ role: 'operator', scope: { kind: 'site', siteId: 'commune' } }];
    expect((await post(`/accounts/${own.userId}/grants`, { grants: inside }, cookie)).statusCode).toBe(200);
    expect(codeIn(await get('/rights-review', cookie))).toBe('NOT_ALLOWED');
  });

  test('a right that was taken away is gone at the next request and from open consoles', async () => {
    const cookie = await installation.signIn('operator');
    const console_ = await installation.openConsole('operator');
    const meetingId = await installation.planMeeting();
    await console_.give(meetingId, { type: 'meeting.start' });
    const grants = [{ role: 'observer', scope: installationWide }];
    await post('/accounts/u-dieuhanh/grants', { grants });
    expect(codeIn(await post('/room-links', { meetingId, siteId: 'commune' }, cookie))).toBe('NOT_ALLOWED');
    await expect(console_.give(meetingId, { type: 'meeting.end' })).rejects.toMatchObject({
      code: 'DISCONNECTED',
    });
    const again = await installation.openConsole('operator');
    await expect(again.give(meetingId, { type: 'meeting.end' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  test.each([
    ['organisation', { kind: 'organisation', organisationId: 'o-province' }, true],
    ['another organisation', { kind: 'organisation', organisationId: 'o-district' }, false],
    ['chair site', { kind: 'site', siteId: 'province' }, true],
    ['another site', { kind: 'site', siteId: 'commune' }, false],
  ])(
    '[R-MCU-14] an operator for the %s conducts a meeting chaired at the province: %o',
    async (_what, scope, may) => {
      await post('/accounts/u-dieuhanh/grants', { grants: [{ role: 'operator', scope }] });
      const console_ = await installation.openConsole('operator');
      const meetingId = await installation.planMeeting();
      const start = () => console_.give(meetingId, { type: 'meeting.start' });
      const cookie = await installation.signIn('operator');
      const link = () => post('/room-links', { meetingId, siteId: 'commune' }, cookie);
      if (may) {
        await start();
        expect((await link()).statusCode).toBe(200);
        return;
      }
      await expect(start()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
      await expect(console_.follow(meetingId)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
      expect(codeIn(await link())).toBe('NOT_ALLOWED');
    },
  );
});

describe('[R-SEC-01] keeping accounts', () => {
  test('disabling ends every session at once; enabling lets in again', async () => {
    const cookie = await installation.signIn('clerk');
    await post('/accounts/u-vanthu/disable', { reason: 'transfer' });
    expect((await get('/session', cookie)).statusCode).toBe(401);
    expect(codeIn(await signIn(logins.clerk, PASSWORD))).toBe('SIGN_IN_FAILED');
    expect((await get('/accounts/u-vanthu')).json()).toMatchObject({
      state: 'disabled',
      disabledReason: 'transfer',
      openSessions: 0,
    });
    await post('/accounts/u-vanthu/enable');
    expect((await signIn(logins.clerk, PASSWORD)).statusCode).toBe(200);
  });

  test('[AC-5] a lock is opened in an emergency, with a reason that is recorded', async () => {
    for (let tries = 0; tries < 5; tries += 1) await signIn(logins.clerk, 'sai');
    expect((await get('/accounts?state=locked')).json()).toMatchObject({ total: 1 });
    expect(codeIn(await post('/accounts/u-vanthu/unlock', { reason: '' }))).toBe('BAD_MESSAGE');
    await post('/accounts/u-vanthu/unlock', { reason: 'Văn thư trực họp khẩn' });
    expect((await signIn(logins.clerk, PASSWORD)).statusCode).toBe(200);
    const line = await installation.database
      .selectFrom('audit')
      .select('facts')
      .where('action', '=', 'account.unlock')
      .executeTakeFirstOrThrow();
    expect(line.facts).toMatchObject({ reason: 'Văn thư trực họp khẩn', lockouts: 1 });
  });

  test('[AC-5] each lock in a row is longer', async () => {
    const lock = async () => {
      for (let tries = 0; tries < 5; tries += 1) await signIn(logins.clerk, 'sai');
      const [line] = (await get('/accounts?state=locked', await installation.signIn('administrator'))).json()
        .accounts;
      return (line.lockedUntil - clock.now()) / 60_000;
    };
    expect(await lock()).toBe(15);
    clock.advance(15 * 60_000);
    expect(await lock()).toBe(60);
    clock.advance(60 * 60_000);
    expect(await lock()).toBe(720);
  });

  test('a new first password ends the old one, its sessions and its lock', async () => {
    const cookie = await installation.signIn('clerk');
    const { password } = (await post('/accounts/u-vanthu/password/reset')).json();
    expect((await get('/session', cookie)).statusCode).toBe(401);
    expect(codeIn(await signIn(logins.clerk, PASSWORD))).toBe('SIGN_IN_FAILED');
    expect((await signIn(logins.clerk, password)).json().duties).toEqual(['changePassword']);
  });

  test('one session is ended, or all, and consoles close with them', async () => {
    const console_ = await installation.openConsole('clerk');
    await installation.signIn('clerk');
    const { sessions } = (await get('/accounts/u-vanthu')).json();
    expect(sessions).toHaveLength(2);
    await post('/accounts/u-vanthu/sessions/end', { sessionId: sessions[0].id });
    expect((await get('/accounts/u-vanthu')).json().openSessions).toBe(1);
    expect(codeIn(await post('/accounts/u-vanthu/sessions/end', { sessionId: sessions[0].id }))).toBe(
      'SESSION_UNKNOWN',
    );
    await post('/accounts/u-vanthu/sessions/end', {});
    await expect(console_.follow(await installation.planMeeting())).rejects.toMatchObject({
      code: 'DISCONNECTED',
    });
  });

  test('the list is found without diacritics, filtered, paged and sorted by the given name', async () => {
    for (const [login, name] of [
      ['a1', 'Cán bộ Ánh'],
      ['a2', 'Cán bộ Ăn'],
      ['a3', 'Cán bộ An'],
    ] as const)
      await post('/accounts', aPerson({ login: `${login}.x`, name }));
    const names = async (query: string) =>
      (await get(`/accounts?${query}`)).json().accounts.map((line: { name: string }) => line.name);
    expect(await names('search=can%20bo')).toEqual(['Cán bộ An', 'Cán bộ Ánh', 'Cán bộ Ăn']);
    expect(await names('search=can%20bo&size=2&page=2')).toEqual(['Cán bộ Ăn']);
    expect(await names('role=auditor')).toEqual(['Người thử auditor']);
    expect(await names('search=%25')).toEqual([]);
    expect((await get('/accounts?kind=partner')).json()).toEqual({ accounts: [], total: 0 });
  });

  test('accounts nobody used for 45 days are disabled, but never the last administrator', async () => {
    const sessions = new SessionsService({
      database: installation.database,
      clock,
      lifeMs: 1,
      requireSecondFactor: false,
      idleLock: false,
    });
    const accounts = new AccountsService({
      database: installation.database,
      clock,
      sessions,
      requireSecondFactor: false,
    });
    await installation.database
      .updateTable('user_account')
      .set({ created_at: new Date(clock.now()) })
      .execute();
    clock.leap(45 * DAY);
    await installation.signIn('operator');
    expect(await accounts.disableIdle()).toBe(0);
    clock.advance(1);
    const count = await accounts.disableIdle();
    const active = await installation.database
      .selectFrom('user_account')
      .select('id')
      .where('disabled', '=', false)
      .orderBy('id')
      .execute();
    expect(active.map(({ id }) => id)).toEqual(['u-dieuhanh', 'u-quantri']);
    expect(count).toBe(everybody - active.length);
    expect(await accounts.disableIdle()).toBe(0);
  });
});

describe('[R-SEC-01] the half-yearly review', () => {
  test('lists what is due and what deserves a look; confirming is recorded, the own rights are left to others', async () => {
    const review = (await get('/rights-review')).json();
    expect(review.due).toBe(everybody);
    const clerk = review.lines.find(
      (line: { account: { login: string } }) => line.account.login === logins.clerk,
    );
    expect(clerk).toMatchObject({ due: true, remarks: ['neverUsed', 'noOrganisation'] });
    const confirmed = await post('/rights-review', { userIds: ['u-vanthu', 'u-quantri'] });
    expect(confirmed.json()).toEqual({ confirmed: 1 });
    expect((await get('/rights-review')).json().due).toBe(everybody - 1);
    clock.leap(182 * DAY + 1);
    expect((await get('/rights-review', await installation.signIn('administrator'))).json().due).toBe(
      everybody,
    );
  });

  test('is exported; what a spreadsheet would take for a formula is text', async () => {
    await post('/accounts', aPerson({ name: '=cmd|calc', title: '+1' }));
    const { body, headers } = await get('/rights-review/export.csv');
    expect(headers['content-type']).toContain('text/csv');
    expect(body).toContain("canbo.moi,'=cmd|calc,person,UBND huyện Đà Bắc,'+1,clerk: UBND huyện Đà Bắc");
  });
});
