import { once } from 'node:events';
import { HttpFailure, TalkDeskId, TICKET_LIFE_S, TICKET_TYPE, TicketClaims } from '@nhipcau/contracts';
import { policyOf } from '@nhipcau/domain';
import { meetingId as aMeetingId, FakeClock, siteId } from '@nhipcau/testkit';
import { importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { logins, PASSWORD, TestInstallation } from '../testing/test-installation.ts';

const { tries: MAX_FAILED_SIGN_INS, minutes } = policyOf(['chair']).lockout;
const LOCK_MS = (minutes[0] ?? 0) * 60_000;

let clock: FakeClock;
let installation: TestInstallation;
beforeEach(async () => {
  clock = new FakeClock();
  installation = await TestInstallation.open({ clock });
});
afterEach(() => installation.close());

const signIn = (login: string, password: string) =>
  installation.app.inject({ method: 'POST', url: '/api/session', payload: { login, password } });
const codeIn = (reply: { body: string }) => HttpFailure.parse(JSON.parse(reply.body)).code;
const audit = () =>
  installation.database
    .selectFrom('audit')
    .select(['action', 'outcome', 'code', 'actor_kind', 'actor_id', 'subject'])
    .orderBy('id')
    .execute();

describe('signing in', () => {
  test('tells the same of an unknown login and of a wrong password', async () => {
    const unknown = await signIn('nobody', PASSWORD);
    const wrong = await signIn(logins.chair, 'wrong');
    expect([unknown.statusCode, codeIn(unknown)]).toEqual([401, 'SIGN_IN_FAILED']);
    expect([wrong.statusCode, codeIn(wrong)]).toEqual([401, 'SIGN_IN_FAILED']);
    expect(JSON.parse(unknown.body).facts).toEqual(JSON.parse(wrong.body).facts);
  });

  test('takes the login in any case and the password in any Unicode form', async () => {
    expect((await signIn(' DieuHanh ', PASSWORD.normalize('NFD'))).statusCode).toBe(200);
  });

  test('[AC-5] locks an account after five wrong tries for a while, also for the right password', async () => {
    for (let tries = 0; tries < MAX_FAILED_SIGN_INS; tries += 1) await signIn(logins.chair, 'wrong');
    const locked = await signIn(logins.chair, PASSWORD);
    expect([locked.statusCode, codeIn(locked)]).toEqual([429, 'SIGN_IN_LOCKED']);
    expect((await signIn(logins.operator, PASSWORD)).statusCode).toBe(200);
    clock.advance(LOCK_MS - 1);
    expect(codeIn(await signIn(logins.chair, PASSWORD))).toBe('SIGN_IN_LOCKED');
    clock.advance(1);
    expect((await signIn(logins.chair, PASSWORD)).statusCode).toBe(200);
  });

  test('[AC-5] counts tries at the same moment, and forgets them after a success', async () => {
    await Promise.all([1, 2, 3, 4].map(() => signIn(logins.chair, 'wrong')));
    expect((await signIn(logins.chair, PASSWORD)).statusCode).toBe(200);
    await Promise.all([1, 2, 3, 4, 5].map(() => signIn(logins.chair, 'wrong')));
    expect(codeIn(await signIn(logins.chair, PASSWORD))).toBe('SIGN_IN_LOCKED');
  });

  test('keeps neither password nor token: the database has only their hashes', async () => {
    const cookie = (await signIn(logins.operator, PASSWORD)).cookies[0]?.value ?? '';
    const { rows } = await installation.database
      .selectFrom('user_account')
      .innerJoin('user_session', 'user_session.user_id', 'user_account.id')
      .selectAll()
      .execute()
      .then((found) => ({ rows: JSON.stringify(found) }));
    expect(cookie).toHaveLength(43);
    expect(rows).not.toContain(cookie);
    expect(rows).not.toContain(PASSWORD);
    expect(rows).toContain('$argon2id$');
  });

  test('a session ends by its time, by signing out, and with the account', async () => {
    const session = async (cookie: string) =>
      (await installation.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } })).statusCode;
    const first = await installation.signIn('observer');
    expect(await session(first)).toBe(200);
    await installation.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: first } });
    expect(await session(first)).toBe(401);
    const second = await installation.signIn('observer');
    clock.advance(12 * 3600_000);
    expect(await session(second)).toBe(401);
    const third = await installation.signIn('observer');
    await installation.database
      .updateTable('user_account')
      .set({ disabled: true })
      .where('login', '=', logins.observer)
      .execute();
    expect(await session(third)).toBe(401);
    expect(codeIn(await signIn(logins.observer, PASSWORD))).toBe('SIGN_IN_FAILED');
  });

  test('a console ends with the session it was opened by', async () => {
    const cookie = await installation.signIn('observer');
    const ws = new WebSocket(`${installation.url.replace('http', 'ws')}/ws/console`, { headers: { cookie } });
    await once(ws, 'open');
    const closed = once(ws, 'close');
    await installation.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } });
    expect((await closed)[0]).toBe(4401);
  });
});

describe('a room', () => {
  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    installation.app.inject({ method: 'POST', url, payload, headers });
  const start = async () => {
    const meetingId = await installation.planMeeting();
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'meeting.start' });
    return meetingId;
  };

  test('[AC-6] is opened by a link that works once and not for long', async () => {
    const meetingId = await start();
    const cookie = await installation.signIn('operator');
    const link = async () => {
      const reply = await post('/api/room-links', { meetingId, siteId: 'commune' }, { cookie });
      return /^\/phong#(.+)$/.exec(reply.json().path)?.[1] ?? '';
    };
    const secret = await link();
    const opened = await post('/api/room-sessions', { link: secret });
    expect(opened.json()).toMatchObject({ meetingId, siteId: 'commune', siteName: 'UBND xã Đồng Ruộng' });
    // Whom to call, for when it does not come in: nobody can look it up in the room.
    expect(opened.json().help).toEqual([
      { name: 'Kỹ thuật viên, UBND tỉnh Hoà Bình', telephone: '0900 000 2', other: null },
    ]);
    expect(codeIn(await post('/api/room-sessions', { link: secret }))).toBe('ROOM_LINK_INVALID');
    expect(codeIn(await post('/api/room-sessions', { link: 'x'.repeat(43) }))).toBe('ROOM_LINK_INVALID');
    const late = await link();
    clock.advance(15 * 60_000);
    expect(codeIn(await post('/api/room-sessions', { link: late }))).toBe('ROOM_LINK_INVALID');
  });

  test('[AC-6] of two devices that open one link at the same moment one gets in', async () => {
    const meetingId = await start();
    const cookie = await installation.signIn('operator');
    const { path } = (await post('/api/room-links', { meetingId, siteId: 'commune' }, { cookie })).json();
    const link = path.split('#')[1];
    const replies = await Promise.all([1, 2, 3].map(() => post('/api/room-sessions', { link })));
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([200, 401, 401]);
  });

  test('[AC-4] gets a ticket for its own seat and no other, signed for its node and for two minutes', async () => {
    const meetingId = await start();
    const node = await installation.openNode('hb-dabac');
    const cookie = await installation.signIn('operator');
    const { path } = (await post('/api/room-links', { meetingId, siteId: 'commune' }, { cookie })).json();
    const { token } = (await post('/api/room-sessions', { link: path.split('#')[1] })).json();
    const ask = (id: string, seat: object) =>
      post(`/api/meetings/${id}/tickets`, { seat }, { authorization: `Bearer ${token}` });
    const issued = (await ask(meetingId, { kind: 'site', siteId: 'commune' })).json();
    expect(issued).toMatchObject({ nodeId: 'hb-dabac', roomUrl: 'ws://127.0.0.1:1/hb-dabac' });
    const [key] = node.ticketKeys;
    if (!key) throw new Error('the node got no key');
    const { payload, protectedHeader } = await jwtVerify(issued.ticket, await importJWK(key, 'EdDSA'), {
      audience: 'hb-dabac',
      typ: TICKET_TYPE,
      currentDate: new Date(clock.now()),
    });
    expect(protectedHeader.kid).toBe(key.kid);
    const claims = TicketClaims.parse(payload);
    expect(claims).toMatchObject({ meetingId, seat: { kind: 'site', siteId: 'commune' } });
    expect(claims.exp - claims.iat).toBe(TICKET_LIFE_S);
    const other = await start();
    for (const [id, seat] of [
      [meetingId, { kind: 'site', siteId: 'district' }],
      [meetingId, { kind: 'monitor', monitorId: 'spy' }],
      [other, { kind: 'site', siteId: 'commune' }],
    ] as const)
      expect(codeIn(await ask(id, seat))).toBe('NOT_ALLOWED');
  });

  test('[AC-28] a room that is reloaded is told whether it may still join, before anybody presses the button', async () => {
    const meetingId = await start();
    const cookie = await installation.signIn('operator');
    const { path } = (await post('/api/room-links', { meetingId, siteId: 'commune' }, { cookie })).json();
    const { token } = (await post('/api/room-sessions', { link: path.split('#')[1] })).json();
    const standing = async (site: string) =>
      (
        await installation.app.inject({
          url: `/api/meetings/${meetingId}/sites/${site}/standing`,
          headers: { authorization: `Bearer ${token}` },
        })
      ).json();
    expect(await standing('commune')).toEqual({ siteId: 'commune' });
    expect((await standing('district')).code).toBe('NOT_ALLOWED');
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'site.remove', siteId: siteId('commune') });
    expect((await standing('commune')).code).toBe('SITE_NOT_INVITED');
    await operator.give(meetingId, { type: 'meeting.end' });
    expect((await standing('commune')).code).toBe('MEETING_ENDED');
  });

  test('sessions do not outlive the day, and a token is no cookie', async () => {
    const meetingId = await start();
    await installation.openNode('hb-dabac');
    const cookie = await installation.signIn('operator');
    const { path } = (await post('/api/room-links', { meetingId, siteId: 'commune' }, { cookie })).json();
    const { token } = (await post('/api/room-sessions', { link: path.split('#')[1] })).json();
    const ask = (headers: Record<string, string>) =>
      post(`/api/meetings/${meetingId}/tickets`, { seat: { kind: 'site', siteId: 'commune' } }, headers);
    expect(codeIn(await ask({ cookie: `nhipcau_session=${token}` }))).toBe('SIGN_IN_REQUIRED');
    expect((await ask({ authorization: `Bearer ${token}` })).statusCode).toBe(200);
    clock.advance(24 * 3600_000);
    expect(codeIn(await ask({ authorization: `Bearer ${token}` }))).toBe('SIGN_IN_REQUIRED');
  });
});

describe('a ticket', () => {
  const ask = async (role: keyof typeof logins, meetingId: string, seat: object) =>
    installation.app.inject({
      method: 'POST',
      url: `/api/meetings/${meetingId}/tickets`,
      payload: { seat },
      headers: { cookie: await installation.signIn(role) },
    });

  test('[AC-4] for a site is for those who sit there, for a monitor for those who watch', async () => {
    const meetingId = await installation.planMeeting();
    for (const name of ['hb', 'hb-dabac'] as const) await installation.openNode(name);
    await (await installation.openConsole('operator')).give(meetingId, { type: 'meeting.start' });
    const province = { kind: 'site', siteId: 'province' };
    const commune = { kind: 'site', siteId: 'commune' };
    const monitor = { kind: 'monitor', monitorId: 'm1' };
    const answers = [];
    for (const role of ['operator', 'chair', 'technician', 'observer', 'administrator'] as const)
      answers.push([
        role,
        ...(await Promise.all([province, commune, monitor].map((seat) => ask(role, meetingId, seat)))).map(
          (reply) => reply.statusCode,
        ),
      ]);
    expect(answers).toEqual([
      ['operator', 403, 403, 200],
      ['chair', 200, 403, 403],
      ['technician', 403, 200, 403],
      ['observer', 403, 403, 200],
      ['administrator', 403, 403, 200],
    ]);
  });

  test('[R-CDT-17] [TB-4] for a place on the talkback is for whose call it is', async () => {
    const meetingId = await installation.planMeeting();
    await installation.openNode('hb');
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'meeting.start' });
    const deskId = TalkDeskId.parse('desk.console-1');
    const desk = { kind: 'desk', deskId };
    expect(codeIn(await ask('operator', meetingId, desk))).toBe('TALK_UNKNOWN');
    await operator.give(meetingId, { type: 'talk.call', deskId, siteIds: [siteId('commune')] });
    expect((await ask('operator', meetingId, desk)).json()).toMatchObject({ nodeId: 'hb' });
    for (const role of ['chair', 'technician', 'observer'] as const)
      expect(codeIn(await ask(role, meetingId, desk))).toBe('TALK_UNKNOWN');
    expect(codeIn(await ask('operator', meetingId, { kind: 'desk', deskId: 'commune' }))).toBe('BAD_MESSAGE');
  });

  test('[AC-4] for a console bears its person: nobody takes over the seat of another', async () => {
    const meetingId = await installation.planMeeting();
    const node = await installation.openNode('hb');
    await (await installation.openConsole('operator')).give(meetingId, { type: 'meeting.start' });
    const reply = await ask('observer', meetingId, { kind: 'monitor', monitorId: 'u-dieuhanh.m1' });
    const [key] = node.ticketKeys;
    if (!key) throw new Error('the node got no key');
    const { payload } = await jwtVerify(reply.json().ticket, await importJWK(key, 'EdDSA'), {
      currentDate: new Date(clock.now()),
    });
    expect(TicketClaims.parse(payload).seat).toEqual({
      kind: 'monitor',
      monitorId: 'u-quansat.u-dieuhanh.m1',
    });
  });

  test('is for a live meeting, an invited site and a node that is known', async () => {
    const meetingId = await installation.planMeeting(['province', 'district']);
    const seat = { kind: 'site', siteId: 'province' };
    expect(codeIn(await ask('chair', meetingId, seat))).toBe('MEETING_NOT_LIVE');
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'meeting.start' });
    expect(codeIn(await ask('chair', meetingId, seat))).toBe('DISCONNECTED');
    expect(codeIn(await ask('technician', meetingId, { kind: 'site', siteId: 'commune' }))).toBe(
      'SITE_NOT_INVITED',
    );
    expect(codeIn(await ask('chair', aMeetingId('nowhere'), seat))).toBe('MEETING_NOT_FOUND');
    await operator.give(meetingId, { type: 'meeting.end' });
    expect(codeIn(await ask('chair', meetingId, seat))).toBe('MEETING_ENDED');
  });
});

test('[AC-8] everything that was allowed or refused is in the audit, which only the administrator reads', async () => {
  const meetingId = await installation.planMeeting();
  await installation.openNode('hb');
  const cookie = await installation.signIn('operator');
  await signIn(logins.chair, 'wrong');
  const operator = await installation.openConsole('operator');
  await operator.give(meetingId, { type: 'meeting.start' });
  await operator.give(meetingId, { type: 'stage.undo' }).catch(() => null);
  const post = (url: string, payload: object) =>
    installation.app.inject({ method: 'POST', url, payload, headers: { cookie } });
  const { path } = (await post('/api/room-links', { meetingId, siteId: 'province' })).json();
  await post('/api/room-links', { meetingId, siteId: 'commune-2' });
  await installation.app.inject({
    method: 'POST',
    url: '/api/room-sessions',
    payload: { link: path.split('#')[1] },
  });
  await installation.app.inject({
    method: 'POST',
    url: '/api/room-sessions',
    payload: { link: 'x'.repeat(43) },
  });
  await post(`/api/meetings/${meetingId}/tickets`, { seat: { kind: 'monitor', monitorId: 'm1' } });
  await post(`/api/meetings/${meetingId}/tickets`, { seat: { kind: 'site', siteId: 'province' } });
  await installation.app.inject({ method: 'GET', url: '/api/audit', headers: { cookie } });
  await installation.app.inject({ method: 'GET', url: '/api/meetings' });
  await installation.app.inject({ method: 'GET', url: '/api/session' });
  await installation.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } });
  const lines = (await audit()).map((row) => [
    row.actor_id ?? row.actor_kind,
    row.action,
    row.code ?? row.outcome,
  ]);
  expect(lines).toEqual([
    ['system', 'meeting.create', 'allowed'],
    ['hb', 'node.register', 'allowed'],
    ['u-dieuhanh', 'session.open', 'allowed'],
    ['u-chutoa', 'session.open', 'SIGN_IN_FAILED'],
    ['u-dieuhanh', 'session.open', 'allowed'],
    ['u-dieuhanh', 'command.meeting.start', 'allowed'],
    ['u-dieuhanh', 'command.stage.undo', 'NOTHING_TO_UNDO'],
    ['u-dieuhanh', 'roomLink.issue', 'allowed'],
    ['u-dieuhanh', 'roomLink.issue', 'SITE_NOT_INVITED'],
    ['province', 'roomSession.open', 'allowed'],
    ['anonymous', 'roomSession.open', 'ROOM_LINK_INVALID'],
    ['u-dieuhanh', 'ticket.issue', 'allowed'],
    ['u-dieuhanh', 'ticket.issue', 'NOT_ALLOWED'],
    ['u-dieuhanh', 'route.GET', 'NOT_ALLOWED'],
    ['anonymous', 'route.GET', 'SIGN_IN_REQUIRED'],
    ['u-dieuhanh', 'session.end', 'allowed'],
  ]);
  const reader = await installation.signIn('administrator');
  const page = await installation.app.inject({
    method: 'GET',
    url: '/api/audit?limit=2',
    headers: { cookie: reader },
  });
  expect(page.json().entries.map((entry: { action: string }) => entry.action)).toEqual([
    'session.open',
    'session.end',
  ]);
  const before = page.json().entries[1].id;
  const older = await installation.app.inject({
    method: 'GET',
    url: `/api/audit?limit=1&before=${before}`,
    headers: { cookie: reader },
  });
  expect(older.json().entries).toMatchObject([{ action: 'route.GET', code: 'SIGN_IN_REQUIRED' }]);
});
