import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue, HttpFailure, isErrorCode, Role } from '@nhipcau/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listeningPorts } from '../testing/listening-ports.ts';
import { logins, PASSWORD, TestInstallation } from '../testing/test-installation.ts';

let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.open();
});
afterAll(() => installation.close());

interface Document {
  paths: Record<
    string,
    Record<string, { 'x-roles': string[]; security: object[]; requestBody?: { content: object } }>
  >;
}

/** Every operation of the API, from the document that the server itself publishes. */
async function operations() {
  const document = (await installation.app.inject('/api/openapi.json')).json() as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as 'GET' | 'POST' | 'DELETE',
      url: path.replace('{meetingId}', 'no-such-meeting').replace('{siteId}', 'no-such-site'),
      path,
      ...operation,
    })),
  );
}

const failure = (body: string) => HttpFailure.parse(JSON.parse(body));

describe('every route', () => {
  test('[R-MCU-14] [R-SEC-11] says who may call it, and refuses everybody else with a code and a correlation id', async () => {
    const all = await operations();
    const cookies = new Map<Role, string>();
    for (const role of Role.options) cookies.set(role, await installation.signIn(role));
    expect(all.length).toBeGreaterThan(15);
    for (const { method, url, security, 'x-roles': roles, ...operation } of all) {
      const isOpen = security.some((way) => Object.keys(way).length === 0);
      expect(isOpen || security.length > 0, operation.path).toBe(true);
      if (isOpen) continue;
      const stranger = await installation.app.inject({
        method,
        url,
        ...(operation.requestBody ? { payload: {} } : {}),
      });
      expect([operation.path, stranger.statusCode, failure(stranger.body).code]).toEqual([
        operation.path,
        401,
        'SIGN_IN_REQUIRED',
      ]);
      for (const [index, role] of Role.options.entries()) {
        if (roles.includes(role)) continue;
        const cookie = cookies.get(role) ?? '';
        const reply = await installation.app.inject({
          method,
          url,
          // Each from a place of its own: what is asked rarely is limited by place.
          remoteAddress: `10.0.0.${index + 1}`,
          headers: { cookie },
          ...(operation.requestBody ? { payload: {} } : {}),
        });
        expect([operation.path, role, failure(reply.body).code]).toEqual([
          operation.path,
          role,
          'NOT_ALLOWED',
        ]);
      }
    }
  });

  test('refuses a body that is not JSON, one that does not fit and one that is too large, each by its code', async () => {
    const cookie = await installation.signIn('operator');
    for (const { method, url, path, requestBody, 'x-roles': roles, security } of await operations()) {
      // An upload has types of its own.
      if (!requestBody || !('application/json' in requestBody.content)) continue;
      const isOpen = security.some((way) => Object.keys(way).length === 0);
      if (!isOpen && !roles.includes('operator')) continue;
      const send = (payload: string, type = 'application/json') =>
        installation.app.inject({ method, url, headers: { cookie, 'content-type': type }, payload });
      const cases = [
        [await send('{"broken'), 400, 'BAD_MESSAGE'],
        [await send('[1,2]'), 400, 'BAD_MESSAGE'],
        [await send('{"__proto__":{"x":1}}'), 400, 'BAD_MESSAGE'],
        [await send('a=b', 'application/x-www-form-urlencoded'), 400, 'BAD_MESSAGE'],
        [await send(JSON.stringify({ big: 'x'.repeat(300_000) })), 413, 'MESSAGE_TOO_LARGE'],
      ] as const;
      for (const [reply, status, code] of cases)
        expect([path, reply.statusCode, failure(reply.body).code]).toEqual([path, status, code]);
    }
  });

  test('refuses parameters and queries that do not fit', async () => {
    const cookie = await installation.signIn('administrator');
    for (const url of [
      '/api/meetings/..%2f..%2fetc',
      '/api/meetings/a%20b/incidents',
      `/api/meetings/${'x'.repeat(120)}`,
      '/api/audit?limit=0',
      '/api/audit?limit=100000',
      '/api/audit?unknown=1',
      `/api/sites?search=${'x'.repeat(200)}`,
      '/api/meetings/a/events?after=-1',
    ]) {
      const reply = await installation.app.inject({ method: 'GET', url, headers: { cookie } });
      expect([url, reply.statusCode, failure(reply.body).code]).toEqual([url, 400, 'BAD_MESSAGE']);
    }
  });

  test('answers with a code of the catalogue and its status when the thing does not exist', async () => {
    const cookie = await installation.signIn('operator');
    for (const path of ['', '/bring-ups', '/incidents', '/events', '/stills/commune']) {
      const reply = await installation.app.inject({
        method: 'GET',
        url: `/api/meetings/no-such-meeting${path}`,
        headers: { cookie },
      });
      const { code } = failure(reply.body);
      expect(code).toBe('MEETING_NOT_FOUND');
      if (isErrorCode(code)) expect(reply.statusCode).toBe(errorCatalogue[code].status);
    }
    const unknown = await installation.app.inject('/api/no-such-route');
    expect([unknown.statusCode, failure(unknown.body).code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('from a browser', () => {
  test('another site cannot change anything, our own pages can', async () => {
    const cookie = await installation.signIn('operator');
    const send = (headers: Record<string, string>) =>
      installation.app.inject({
        method: 'POST',
        url: '/api/room-links',
        headers: { cookie, host: 'hop.example', ...headers },
        payload: { meetingId: 'no-such-meeting', siteId: 'commune' },
      });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://hop.example.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect(failure((await send(headers)).body)).toMatchObject({
        code: 'NOT_ALLOWED',
        facts: { reason: 'origin' },
      });
    expect(failure((await send({ origin: 'http://hop.example' })).body).code).toBe('MEETING_NOT_FOUND');
    expect(failure((await send({ 'sec-fetch-site': 'same-origin' })).body).code).toBe('MEETING_NOT_FOUND');
  });

  test('every answer carries the headers that keep strangers out', async () => {
    for (const url of ['/healthz', '/api/session', '/no/such/page']) {
      const { headers } = await installation.app.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).not.toContain('*');
    }
  });

  test('pages may reach the nodes that have registered', async () => {
    await installation.openNode('hb');
    const { headers } = await installation.app.inject('/healthz');
    expect(headers['content-security-policy']).toMatch(
      /connect-src 'self' ws:\/\/127\.0\.0\.1:7390 [^;]*ws:\/\/127\.0\.0\.1:1/,
    );
  });

  test('the session cookie is for this server alone and out of reach of scripts', async () => {
    const reply = await installation.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: logins.operator, password: PASSWORD },
    });
    expect(reply.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(reply.body).not.toContain(reply.cookies[0]?.value ?? 'no cookie');
  });
});

describe('the process', () => {
  test('tells that it lives, is ready, and its figures', async () => {
    expect((await installation.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await installation.app.inject('/readyz')).json()).toEqual({ status: 'ready' });
    const metrics = await installation.app.inject('/metrics');
    expect(metrics.body).toMatch(/^nhipcau_nodes_connected \d+$/m);
    expect(metrics.body).toMatch(
      /^nhipcau_http_request_seconds_count\{route="\/healthz",status="200"\} \d+$/m,
    );
  });

  test('limits how often one address may call', async () => {
    const limited = await TestInstallation.open({ env: { NHIPCAU_SIGN_INS_PER_MINUTE: '3' } });
    const replies = [];
    for (let round = 0; round < 4; round += 1)
      replies.push(
        await limited.app.inject({
          method: 'POST',
          url: '/api/session',
          payload: { login: 'x', password: 'y' },
        }),
      );
    await limited.close();
    expect(replies.map((reply) => reply.statusCode)).toEqual([401, 401, 401, 429]);
    expect(failure(replies[3]?.body ?? '').code).toBe('RATE_LIMITED');
  });

  test('a defect is told by a correlation id and nothing else', async () => {
    const lonely = await TestInstallation.open();
    await lonely.database.schema.alterTable('meeting').renameTo('meeting_away').execute();
    const cookie = await lonely.signIn('observer');
    const reply = await lonely.app.inject({ method: 'GET', url: '/api/meetings', headers: { cookie } });
    expect([reply.statusCode, failure(reply.body)]).toEqual([
      500,
      { code: 'INTERNAL', correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    expect(reply.body).not.toContain('meeting_away');
    await lonely.close();
  });
});

test('planning a meeting through the API gives what was planned', async () => {
  const cookie = await installation.signIn('operator');
  const plan = {
    title: '  Họp giao ban trực tuyến  ',
    plannedStart: Date.UTC(2026, 2, 2, 1),
    chairSiteId: 'province',
    siteIds: ['province', 'commune', 'commune'],
    presenterIds: ['commune'],
  };
  const created = await installation.app.inject({
    method: 'POST',
    url: '/api/meetings',
    headers: { cookie },
    payload: plan,
  });
  expect(created.json()).toMatchObject({
    title: 'Họp giao ban trực tuyến',
    phase: 'scheduled',
    siteCount: 2,
  });
  const { meetingId } = created.json();
  const detail = await installation.app.inject({
    method: 'GET',
    url: `/api/meetings/${meetingId}`,
    headers: { cookie },
  });
  expect(detail.json()).toMatchObject({
    bringUpLimitMs: 30_000,
    sites: [
      { siteId: 'province', mayPresent: false, levelCode: 'province' },
      { siteId: 'commune', mayPresent: true, levelCode: 'commune' },
    ],
  });
  const list = await installation.app.inject({ method: 'GET', url: '/api/meetings', headers: { cookie } });
  expect(list.json().meetings.map((meeting: { meetingId: string }) => meeting.meetingId)).toContain(
    meetingId,
  );
});

test('[R-SEC-02] the server takes connections on the one port it is configured for', () => {
  expect(listeningPorts()).toEqual([Number(new URL(installation.url).port)]);
  const documented = readFileSync(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8');
  expect(/^\| server \| TCP \| `NHIPCAU_SERVER_PORT` \|/m.test(documented)).toBe(true);
});
