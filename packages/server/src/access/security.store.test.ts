import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpFailure } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestAuthenticator } from '../testing/test-authenticator.ts';
import { TestIdentityProvider } from '../testing/test-identity-provider.ts';
import { logins, PASSWORD, TestInstallation } from '../testing/test-installation.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ORIGIN = 'https://hop.example';
let clock: FakeClock;
let installation: TestInstallation;
const open = async (env: Record<string, string> = {}) => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock, env });
};
beforeEach(() => open());
afterEach(() => installation.close());

const codeIn = (reply: { body: string }) => HttpFailure.parse(JSON.parse(reply.body)).code;
interface From {
  readonly cookie?: string;
  readonly ip?: string;
}
const call = (method: 'GET' | 'POST' | 'DELETE', url: string, { cookie, ip }: From = {}, payload?: object) =>
  installation.app.inject({
    method,
    url: `/api${url}`,
    headers: { host: 'hop.example', origin: ORIGIN, ...(cookie ? { cookie } : {}) },
    ...(ip ? { remoteAddress: ip } : {}),
    ...(payload ? { payload } : {}),
  });
const post = (url: string, payload: object = {}, from: From = {}) => call('POST', url, from, payload);
const cookieIn = (reply: Awaited<ReturnType<typeof post>>): string =>
  reply.cookies.map(({ name, value }) => `${name}=${value}`)[0] ?? '';
const signIn = (login: string, password = PASSWORD, ip?: string) =>
  post('/session', { login, password }, ip ? { ip } : {});
const actions = async () =>
  (await installation.database.selectFrom('audit').select(['action', 'code']).orderBy('id').execute()).map(
    ({ action, code }) => (code ? `${action} ${code}` : action),
  );
const codeOf = (secret: string, atMs = clock.now()) => new TOTP({ secret }).generate({ timestamp: atMs });

/** A person with an authenticator application. */
async function enrolled(login: string) {
  const cookie = cookieIn(await signIn(login));
  const { secret, uri } = (await post('/account/totp', undefined, { cookie })).json();
  const { codes } = (await post('/account/totp/confirm', { code: codeOf(secret) }, { cookie })).json();
  clock.advance(MINUTE);
  return { cookie, secret, uri, codes };
}

describe('[R-SEC-01] a second factor', () => {
  test('is enrolled by its first right code and then asked for; the password alone opens nothing', async () => {
    const { secret, uri } = await enrolled(logins.clerk);
    expect(uri).toMatch(/^otpauth:\/\/totp\/.+secret=/);
    const first = await signIn(logins.clerk);
    expect(first.cookies).toEqual([]);
    expect(first.json()).toMatchObject({
      step: 'secondFactor',
      methods: ['totp', 'recovery'],
      passkey: null,
    });
    const { token } = first.json();
    expect(
      codeIn(await post('/session/second-factor', { token, proof: { kind: 'totp', code: '000000' } })),
    ).toBe('SECOND_FACTOR_WRONG');
    const done = await post('/session/second-factor', {
      token,
      proof: { kind: 'totp', code: codeOf(secret) },
    });
    expect(done.json()).toMatchObject({ userId: 'u-vanthu' });
    expect((await call('GET', '/session', { cookie: cookieIn(done) })).statusCode).toBe(200);
  });

  test('a code works once, for half a minute more than its period, and not an hour later', async () => {
    const { secret } = await enrolled(logins.clerk);
    const enter = async (code: string) => {
      const { token } = (await signIn(logins.clerk)).json();
      return post('/session/second-factor', { token, proof: { kind: 'totp', code } });
    };
    const code = codeOf(secret);
    const early = codeOf(secret, clock.now() - 30_000);
    expect((await enter(code)).statusCode).toBe(200);
    expect(codeIn(await enter(code))).toBe('SECOND_FACTOR_WRONG');
    expect(codeIn(await enter(early))).toBe('SECOND_FACTOR_WRONG');
    clock.advance(60 * MINUTE);
    expect(codeIn(await enter(code))).toBe('SECOND_FACTOR_WRONG');
    expect((await enter(codeOf(secret))).statusCode).toBe(200);
  });

  test('of two sign-ins with the same code at the same moment one gets in', async () => {
    const { secret } = await enrolled(logins.clerk);
    const tokens = await Promise.all([1, 2, 3].map(async () => (await signIn(logins.clerk)).json().token));
    const replies = await Promise.all(
      tokens.map((token) =>
        post('/session/second-factor', { token, proof: { kind: 'totp', code: codeOf(secret) } }),
      ),
    );
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 401, 401]);
  });

  test('[AC-5] wrong codes lock the account like wrong passwords, and a step ends after five', async () => {
    await enrolled(logins.clerk);
    const { token } = (await signIn(logins.clerk)).json();
    const wrong = () => post('/session/second-factor', { token, proof: { kind: 'totp', code: '000000' } });
    for (let round = 0; round < 5; round += 1) expect((await wrong()).statusCode).toBe(401);
    expect(codeIn(await wrong())).toBe('SIGN_IN_STEP_OVER');
    expect(codeIn(await signIn(logins.clerk))).toBe('SIGN_IN_LOCKED');
    expect(await actions()).toContain('account.lock');
  });

  test('the second step ends after five minutes and is nobody else’s', async () => {
    const { secret } = await enrolled(logins.clerk);
    const { token } = (await signIn(logins.clerk)).json();
    clock.advance(5 * MINUTE);
    const proof = { kind: 'totp', code: codeOf(secret) };
    expect(codeIn(await post('/session/second-factor', { token, proof }))).toBe('SIGN_IN_STEP_OVER');
    expect(codeIn(await post('/session/second-factor', { token: 'x'.repeat(43), proof }))).toBe(
      'SIGN_IN_STEP_OVER',
    );
  });

  test('a recovery code opens once, however it is written', async () => {
    const { codes } = await enrolled(logins.clerk);
    expect(codes).toHaveLength(10);
    const enter = async (code: string) => {
      const { token } = (await signIn(logins.clerk)).json();
      return post('/session/second-factor', { token, proof: { kind: 'recovery', code } });
    };
    expect((await enter(` ${codes[0].toUpperCase().replace('-', ' ')} `)).statusCode).toBe(200);
    expect(codeIn(await enter(codes[0]))).toBe('SECOND_FACTOR_WRONG');
  });

  test('secrets are sealed: neither the database nor the audit shows one', async () => {
    const { secret, codes } = await enrolled(logins.clerk);
    const tables = ['user_totp', 'user_recovery_code', 'audit', 'access_step', 'user_session'] as const;
    for (const table of tables) {
      const text = JSON.stringify(
        await installation.database.selectFrom(table).selectAll().execute(),
        (_key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value),
      );
      for (const word of [secret, codes[0], PASSWORD]) expect(text, table).not.toContain(word);
    }
  });
});

describe('[R-SEC-01] a passkey', () => {
  const register = async (cookie: string, key: TestAuthenticator) => {
    const { token, options } = (await post('/account/passkeys/options', undefined, { cookie })).json();
    return post(
      '/account/passkeys',
      { token, name: 'Máy ở phòng họp', response: key.create(options.challenge) },
      { cookie },
    );
  };

  test('signs in alone, and as second factor after the password', async () => {
    const key = new TestAuthenticator(ORIGIN);
    const cookie = cookieIn(await signIn(logins.operator));
    expect((await register(cookie, key)).statusCode).toBe(200);
    const asked = (await post('/session/passkey/options')).json();
    const alone = await post('/session/passkey', {
      token: asked.token,
      response: key.get(asked.options.challenge),
    });
    expect(alone.json()).toMatchObject({ userId: 'u-dieuhanh' });
    const due = (await signIn(logins.operator)).json();
    expect(due.methods).toEqual(['passkey']);
    const proof = { kind: 'passkey', response: key.get(due.passkey.challenge) };
    expect((await post('/session/second-factor', { token: due.token, proof })).statusCode).toBe(200);
    const { passkeys } = (await call('GET', '/account/security', { cookie: cookieIn(alone) })).json();
    expect(passkeys).toMatchObject([{ name: 'Máy ở phòng họp', lastUsedAt: clock.now() }]);
  });

  test('is refused for another site, another challenge, a counter that went back, and twice', async () => {
    const key = new TestAuthenticator(ORIGIN);
    const cookie = cookieIn(await signIn(logins.operator));
    expect(codeIn(await register(cookie, new TestAuthenticator('https://evil.example')))).toBe(
      'PASSKEY_REFUSED',
    );
    await register(cookie, key);
    const ask = async (): Promise<{ token: string; options: { challenge: string } }> =>
      (await post('/session/passkey/options')).json();
    const enter = (token: string, response: object) => post('/session/passkey', { token, response });
    const first = await ask();
    const answer = key.get(first.options.challenge);
    expect((await enter(first.token, answer)).statusCode).toBe(200);
    expect(codeIn(await enter(first.token, answer))).toBe('SIGN_IN_STEP_OVER');
    expect(codeIn(await enter((await ask()).token, answer))).toBe('PASSKEY_REFUSED');
    key.counter = 0;
    const again = await ask();
    expect(codeIn(await enter(again.token, key.get(again.options.challenge)))).toBe('PASSKEY_REFUSED');
    expect(codeIn(await enter((await ask()).token, { id: 'x', rawId: 'x', response: {} }))).toBe(
      'PASSKEY_REFUSED',
    );
    const stranger = new TestAuthenticator(ORIGIN);
    const unknown = await ask();
    expect(codeIn(await enter(unknown.token, stranger.get(unknown.options.challenge)))).toBe(
      'PASSKEY_REFUSED',
    );
  });

  test('of one person does not stand in for the second factor of another', async () => {
    const key = new TestAuthenticator(ORIGIN);
    await register(cookieIn(await signIn(logins.operator)), key);
    await enrolled(logins.clerk);
    const { token } = (await signIn(logins.clerk)).json();
    const proof = { kind: 'passkey', response: key.get('x') };
    expect(codeIn(await post('/session/second-factor', { token, proof }))).toBe('SECOND_FACTOR_WRONG');
  });
});

describe('[R-SEC-01] single sign-on', () => {
  let provider: TestIdentityProvider;
  const secretFile = join(tmpdir(), `nhipcau-oidc-${process.pid}`);
  beforeEach(async () => {
    await installation.close();
    provider = await TestIdentityProvider.open();
    writeFileSync(secretFile, 'bí mật\n');
    await open({
      NHIPCAU_OIDC_ISSUER: provider.issuer,
      NHIPCAU_OIDC_CLIENT_ID: 'nhip-cau',
      NHIPCAU_OIDC_CLIENT_SECRET_FILE: secretFile,
      NHIPCAU_OIDC_NAME: 'Định danh tỉnh',
    });
  });
  afterEach(async () => {
    await provider.close();
    rmSync(secretFile, { force: true });
  });
  const link = async (login: string, subject: string) => {
    const cookie = cookieIn(await signIn(login));
    const { token, url } = (await post('/account/identity/start', undefined, { cookie })).json();
    return post('/account/identity', { token, query: provider.consent(url, subject) }, { cookie });
  };
  const enter = async (subject: string, change = (query: string) => query) => {
    const { token, url } = (await post('/session/oidc/start')).json();
    return post('/session/oidc', { token, query: change(provider.consent(url, subject)) });
  };

  test('lets in whose identity is linked with an account, and nobody else', async () => {
    expect((await call('GET', '/session/ways')).json()).toEqual({ passkey: true, oidc: 'Định danh tỉnh' });
    expect(codeIn(await enter('012345678901'))).toBe('IDENTITY_NOT_LINKED');
    expect((await link(logins.approver, '012345678901')).statusCode).toBe(200);
    expect((await enter('012345678901')).json()).toMatchObject({ userId: 'u-duyet' });
    expect(codeIn(await enter('999'))).toBe('IDENTITY_NOT_LINKED');
    expect(codeIn(await link(logins.clerk, '012345678901'))).toBe('IDENTITY_LINKED_ELSEWHERE');
    const rows = await installation.database.selectFrom('user_identity').selectAll().execute();
    expect(Buffer.concat(rows.map((row) => row.subject_hash)).toString('latin1')).not.toContain(
      '012345678901',
    );
  });

  test('refuses a changed state, a false nonce, another audience, another issuer, and a second use', async () => {
    await link(logins.approver, 's');
    expect(codeIn(await enter('s', (query) => query.replace(/state=[^&]+/, 'state=x')))).toBe('OIDC_REFUSED');
    for (const lie of [{ nonce: 'x' }, { aud: 'somebody-else' }, { iss: 'https://evil.example' }]) {
      provider.lie = lie;
      expect(codeIn(await enter('s'))).toBe('OIDC_REFUSED');
    }
    provider.lie = {};
    const { token, url } = (await post('/session/oidc/start')).json();
    const query = provider.consent(url, 's');
    expect((await post('/session/oidc', { token, query })).statusCode).toBe(200);
    expect(codeIn(await post('/session/oidc', { token, query }))).toBe('SIGN_IN_STEP_OVER');
  });

  test('a sign-in that was begun cannot be turned into a link, nor the other way round', async () => {
    const cookie = cookieIn(await signIn(logins.clerk));
    const { token, url } = (await post('/session/oidc/start')).json();
    const query = provider.consent(url, 's');
    expect(codeIn(await post('/account/identity', { token, query }, { cookie }))).toBe('SIGN_IN_STEP_OVER');
    const linking = (await post('/account/identity/start', undefined, { cookie })).json();
    expect(
      codeIn(
        await post('/session/oidc', { token: linking.token, query: provider.consent(linking.url, 's') }),
      ),
    ).toBe('SIGN_IN_STEP_OVER');
  });
});

describe('[AC-10] [R-SEC-01] changing the password', () => {
  const NEXT = 'Cầu-Đà-Bắc-2026';
  const change = (cookie: string, current: string, next: string) =>
    post('/account/password', { current, next }, { cookie });

  test('takes the present one and a strong new one; other sessions end, this one stays', async () => {
    const [mine, other] = [cookieIn(await signIn(logins.clerk)), cookieIn(await signIn(logins.clerk))];
    expect(codeIn(await change(mine, 'sai', NEXT))).toBe('PASSWORD_WRONG');
    const weak = await change(mine, PASSWORD, 'ngắn');
    expect(HttpFailure.parse(weak.json())).toMatchObject({
      code: 'PASSWORD_TOO_WEAK',
      facts: { reason: 'tooShort', minLength: 14, minClasses: 4 },
    });
    expect((await change(mine, PASSWORD, NEXT)).statusCode).toBe(200);
    expect((await call('GET', '/session', { cookie: mine })).statusCode).toBe(200);
    expect((await call('GET', '/session', { cookie: other })).statusCode).toBe(401);
    expect(codeIn(await signIn(logins.clerk))).toBe('SIGN_IN_FAILED');
    expect((await signIn(logins.clerk, NEXT.normalize('NFD'))).statusCode).toBe(200);
  });

  test('takes none of the last ten, and the eleventh again', async () => {
    const cookie = cookieIn(await signIn(logins.clerk));
    const name = (n: number) => `Cầu-Đà-Bắc-20${String(n).padStart(2, '0')}`;
    await change(cookie, PASSWORD, name(0));
    for (let n = 1; n <= 10; n += 1) {
      expect((await change(cookie, name(n - 1), name(n))).statusCode).toBe(200);
      if (n < 4) expect(codeIn(await change(cookie, name(n), name(n - 1)))).toBe('PASSWORD_USED_BEFORE');
    }
    expect(codeIn(await change(cookie, name(10), name(10)))).toBe('PASSWORD_USED_BEFORE');
    expect(codeIn(await change(cookie, name(10), name(0)))).toBe('PASSWORD_USED_BEFORE');
    expect((await change(cookie, name(10), name(11))).statusCode).toBe(200);
    expect((await change(cookie, name(11), name(0))).statusCode).toBe(200);
  });
});

describe('[AC-11] [R-SEC-01] a session that nobody uses', () => {
  beforeEach(async () => {
    await installation.close();
    await open({ NHIPCAU_IDLE_LOCK: 'true' });
  });
  const state = async (cookie: string) => {
    const reply = await call('GET', '/regulations', { cookie });
    return reply.statusCode === 200 ? 'open' : codeIn(reply);
  };

  test.each([
    ['clerk', 15],
    ['administrator', 5],
  ] as const)(
    'of %s locks after %i minutes; asking pages do not keep it open, acts do',
    async (role, minutes) => {
      const cookie = cookieIn(await signIn(logins[role]));
      clock.advance(minutes * MINUTE);
      expect(await state(cookie)).toBe('open');
      clock.advance(1);
      expect(await state(cookie)).toBe('SESSION_LOCKED');
      const busy = cookieIn(await signIn(logins[role]));
      for (let round = 0; round < 4; round += 1) {
        clock.advance((minutes - 1) * MINUTE);
        await post('/session/activity', undefined, { cookie: busy });
        expect(await state(busy)).toBe('open');
      }
    },
  );

  test('opens again by the password, the same session; wrong ones lock the account', async () => {
    const cookie = cookieIn(await signIn(logins.clerk));
    clock.advance(16 * MINUTE);
    expect((await call('GET', '/session', { cookie })).statusCode).toBe(423);
    expect((await call('GET', '/session/lock', { cookie })).json()).toMatchObject({
      locked: true,
      login: 'vanthu',
    });
    expect(codeIn(await post('/session/activity', undefined, { cookie }))).toBe('SESSION_LOCKED');
    expect(codeIn(await post('/session/proof', { kind: 'password', password: 'sai' }, { cookie }))).toBe(
      'PASSWORD_WRONG',
    );
    expect(
      (await post('/session/proof', { kind: 'password', password: PASSWORD }, { cookie })).json(),
    ).toEqual({
      freshUntil: clock.now() + 5 * MINUTE,
    });
    expect(await state(cookie)).toBe('open');
    expect((await actions()).filter((action) => action.startsWith('session.'))).toEqual([
      'session.open',
      'session.lock',
      'session.prove PASSWORD_WRONG',
      'session.prove',
    ]);
  });

  test('is not locked while its console looks at a live meeting, and not at once afterwards', async () => {
    const cookie = await installation.signIn('operator');
    const console_ = await installation.openConsole('operator');
    const meetingId = await installation.planMeeting();
    await console_.give(meetingId, { type: 'meeting.start' });
    await console_.follow(meetingId);
    clock.step(3 * 60 * MINUTE);
    await console_.give(meetingId, { type: 'caption.set', text: 'Vẫn họp' });
    expect(await state(cookie)).toBe('SESSION_LOCKED');
    await console_.give(meetingId, { type: 'meeting.end' });
    clock.step(16 * MINUTE);
    await expect(console_.give(meetingId, { type: 'meeting.start' })).rejects.toMatchObject({
      code: 'SESSION_LOCKED',
    });
  });
});

describe('[AC-13] [R-SEC-01] a dangerous act', () => {
  test('needs a proof of the person not older than five minutes', async () => {
    const cookie = cookieIn(await signIn(logins.administrator));
    const unlock = () => post('/accounts/u-vanthu/unlock', { reason: 'Cuộc họp sắp bắt đầu' }, { cookie });
    clock.advance(5 * MINUTE);
    expect((await unlock()).statusCode).toBe(200);
    clock.advance(1);
    expect(codeIn(await unlock())).toBe('REAUTHENTICATION_REQUIRED');
    expect((await call('GET', '/accounts', { cookie })).statusCode).toBe(200);
    await post('/session/proof', { kind: 'password', password: PASSWORD }, { cookie });
    expect((await unlock()).statusCode).toBe(200);
  });
});

describe('[R-SEC-01] sign-ins from two places', () => {
  test('raise an event that the person sees; from one place they do not', async () => {
    await signIn(logins.clerk, PASSWORD, '10.0.0.1');
    const second = await signIn(logins.clerk, PASSWORD, '10.0.0.1');
    expect(await actions()).not.toContain('session.parallel');
    await signIn(logins.clerk, PASSWORD, '10.9.9.9');
    const { events, sessions } = (
      await call('GET', '/account/security', { cookie: cookieIn(second) })
    ).json();
    expect(events[0]).toMatchObject({ action: 'session.parallel', ip: '10.9.9.9' });
    expect(sessions.map((line: { ip: string; current: boolean }) => [line.ip, line.current]).sort()).toEqual([
      ['10.0.0.1', false],
      ['10.0.0.1', true],
      ['10.9.9.9', false],
    ]);
    const other = sessions.find((line: { ip: string }) => line.ip === '10.9.9.9');
    const end = () => call('DELETE', `/account/sessions/${other.id}`, { cookie: cookieIn(second) });
    expect((await end()).statusCode).toBe(200);
    expect(codeIn(await end())).toBe('SESSION_UNKNOWN');
  });

  test('nobody ends or sees a session of somebody else', async () => {
    const clerk = cookieIn(await signIn(logins.clerk));
    const [line] = (await call('GET', '/account/security', { cookie: clerk })).json().sessions;
    const cookie = cookieIn(await signIn(logins.desk));
    expect(codeIn(await call('DELETE', `/account/sessions/${line.id}`, { cookie }))).toBe('SESSION_UNKNOWN');
    expect((await call('GET', '/session', { cookie: clerk })).statusCode).toBe(200);
  });
});

describe('[AC-9] [AC-12] what is owed first', () => {
  beforeEach(async () => {
    await installation.close();
    await open({ NHIPCAU_MODE: 'production' });
  });

  test('an administrator, a partner and an auditor without second factor reach nothing but their own account', async () => {
    for (const role of ['administrator', 'partner', 'auditor'] as const) {
      const signedIn = await signIn(logins[role]);
      expect(signedIn.json().duties).toEqual(['enrolSecondFactor']);
      const cookie = cookieIn(signedIn);
      expect(codeIn(await call('GET', '/regulations', { cookie }))).toBe('SECOND_FACTOR_REQUIRED');
      expect((await call('GET', '/account/security', { cookie })).statusCode).toBe(200);
    }
    expect((await signIn(logins.operator)).json().duties).toBeUndefined();
    const { cookie } = await enrolled(logins.administrator);
    expect((await call('GET', '/accounts', { cookie })).statusCode).toBe(200);
  });

  test('a console is refused as well', async () => {
    const cookie = cookieIn(await signIn(logins.administrator));
    const { TestConsole } = await import('../testing/test-console.ts');
    await expect(TestConsole.open(installation.url, cookie)).rejects.toThrow();
  });

  test('an administrator’s password is changed every sixty days', async () => {
    const { cookie } = await enrolled(logins.administrator);
    await post('/account/password', { current: PASSWORD, next: 'Quản-lý-hệ-1' }, { cookie });
    const passwordOf = async () =>
      (await call('GET', '/account/security', { cookie })).json().passwordExpiresAt;
    expect(await passwordOf()).toBe(clock.now() + 60 * DAY);
    await installation.database
      .updateTable('user_session')
      .set({ expires_at: new Date(clock.now() + 100 * DAY) })
      .execute();
    clock.leap(60 * DAY - 1);
    expect((await call('GET', '/accounts', { cookie })).statusCode).toBe(200);
    clock.advance(1);
    expect(codeIn(await call('GET', '/accounts', { cookie }))).toBe('PASSWORD_CHANGE_REQUIRED');
  });
});

test('[R-SEC-01] every answer of the API is free of secrets', async () => {
  const cookie = cookieIn(await signIn(logins.administrator));
  for (const url of [
    '/accounts',
    '/accounts/u-vanthu',
    '/account/security',
    '/rights-review',
    '/audit?limit=500',
  ]) {
    const { body } = await call('GET', url, { cookie });
    expect(body).not.toMatch(/argon2|password_hash|secret_sealed|token_hash/);
    expect(body).not.toContain(cookie.split('=')[1]);
  }
});
