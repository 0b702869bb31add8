import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { internationalNumber, SmsGateway } from './sms-gateway.ts';
import { ZaloGateway } from './zalo-gateway.ts';

interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Answering = (asked: Asked) => { status?: number; body?: unknown } | 'hangUp';

let server: Server;
let url: string;
let asked: Asked[] = [];
let answer: Answering = () => ({});

beforeAll(async () => {
  server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = {
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    asked.push(one);
    const given = answer(one);
    if (given === 'hangUp') return request.socket.destroy();
    reply.writeHead(given.status ?? 200, { 'content-type': 'application/json' });
    return reply.end(JSON.stringify(given.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => {
  asked = [];
});

/** An address at which nobody listens any more. */
async function closedPort(): Promise<string> {
  const brief = createServer();
  await new Promise<void>((resolve) => brief.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = brief.address();
  await new Promise<void>((resolve) => brief.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('[R-NTC-05] short messages', () => {
  const message = { id: 'letter-1', to: '0900 000 101', text: 'Thông báo họp (2026/0147)' };
  const gateway = () => new SmsGateway({ url: `${url}/send`, token: 'the-token', sender: 'UBND TINH' });

  test('leave with sender, number and the same id each time', async () => {
    answer = () => ({ status: 202 });
    expect(await gateway().send(message)).toEqual({ kind: 'taken' });
    expect(asked[0]?.headers.authorization).toBe('Bearer the-token');
    expect(asked[0]?.headers['idempotency-key']).toBe(message.id);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      id: message.id,
      from: 'UBND TINH',
      to: '84900000101',
      text: message.text,
    });
  });

  test.each([
    [400, { kind: 'refused', failure: 'HTTP_400' }],
    [401, { kind: 'refused', failure: 'HTTP_401' }],
    [429, { kind: 'failed', failure: 'HTTP_429', maybeTaken: false }],
    [503, { kind: 'failed', failure: 'HTTP_503', maybeTaken: false }],
    [504, { kind: 'failed', failure: 'HTTP_504', maybeTaken: true }],
  ])('answered %i', async (status, expected) => {
    answer = () => ({ status });
    expect(await gateway().send({ ...message, id: 'a' })).toEqual(expected);
  });

  test('a connection that breaks leaves open whether it was taken; one that never came does not', async () => {
    answer = () => 'hangUp';
    expect(await gateway().send({ ...message, id: 'a' })).toMatchObject({ kind: 'failed', maybeTaken: true });
    const nobody = new SmsGateway({ url: await closedPort(), token: 'x', sender: 'UBND' });
    expect(await nobody.send({ ...message, id: 'a' })).toMatchObject({ kind: 'failed', maybeTaken: false });
  });

  test.each([
    ['0900 000 101', '84900000101'],
    ['+84 (900) 000-101', '84900000101'],
    ['0084900000101', '84900000101'],
    ['gọi bàn trực', null],
    ['113', null],
  ])('the number of %s', (text, number) => {
    expect(internationalNumber(text)).toBe(number);
  });
});

describe('[R-NTC-05] [R-APR-03] the group of an official account of Zalo', () => {
  const clock = new FakeClock(Date.UTC(2026, 10, 2));
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'zalo-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
  const open = (refreshToken = 'r0') =>
    new ZaloGateway(
      { appId: '42', secretKey: 'khoa', refreshToken, groupId: 'nhom', apiUrl: url, oauthUrl: url },
      { dataDir, clock },
    );
  const message = { id: 'a', to: '', text: 'Kết quả đăng ký' };
  /** Renews r0 → a1/r1 → a2/r2 …; a refresh token works once. */
  const zalo = (posts: (accessToken: string) => number): Answering => {
    let round = 0;
    return ({ url: path, headers, body }) => {
      if (path !== '/v4/oa/access_token')
        return { body: { error: posts(String(headers['access_token'])), message: '' } };
      if (new URLSearchParams(body).get('refresh_token') !== `r${round}`)
        return { body: { error: -14014, error_name: 'Invalid refresh token' } };
      round += 1;
      return { body: { access_token: `a${round}`, refresh_token: `r${round}`, expires_in: '90000' } };
    };
  };

  test('renews its token once, posts, and knows the token after a restart', async () => {
    answer = zalo(() => 0);
    const first = open();
    expect(await Promise.all([first.send(message), first.send(message)])).toEqual([
      { kind: 'taken' },
      { kind: 'taken' },
    ]);
    expect(asked.map((one) => one.url)).toEqual([
      '/v4/oa/access_token',
      '/v3.0/oa/group/message',
      '/v3.0/oa/group/message',
    ]);
    expect(asked[0]?.headers['secret_key']).toBe('khoa');
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      recipient: { group_id: 'nhom' },
      message: { text: message.text },
    });
    const file = join(dataDir, 'zalo-tokens.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ accessToken: 'a1', refreshToken: 'r1' });
    expect(await open().send(message)).toEqual({ kind: 'taken' });
    expect(asked.filter((one) => one.url === '/v4/oa/access_token')).toHaveLength(1);
  });

  test('a token that ended early is renewed and the message posted once more', async () => {
    answer = zalo((token) => (token === 'a1' ? -216 : 0));
    expect(await open().send(message)).toEqual({ kind: 'taken' });
    expect(
      asked.filter((one) => one.url.endsWith('message')).map((one) => one.headers['access_token']),
    ).toEqual(['a1', 'a2']);
  });

  test('a renewal that is refused is tried again later; an account authorised anew starts anew', async () => {
    answer = () => ({ body: { error: -14014 } });
    expect(await open().send(message)).toEqual({ kind: 'failed', failure: 'ZALO_TOKEN', maybeTaken: false });
    answer = zalo(() => 0);
    await open().send(message);
    answer = ({ url: path, body }) =>
      path.endsWith('message')
        ? { body: { error: 0 } }
        : new URLSearchParams(body).get('refresh_token') === 'mới'
          ? { body: { access_token: 'b1', refresh_token: 's1', expires_in: '90000' } }
          : { body: { error: -14014 } };
    expect(await open('mới').send(message)).toEqual({ kind: 'taken' });
  });

  test.each([
    [-32, { kind: 'failed', failure: 'ZALO_32', maybeTaken: false }],
    [-213, { kind: 'refused', failure: 'ZALO_213' }],
  ])('an answer of %i', async (error, expected) => {
    answer = zalo(() => error);
    expect(await open().send(message)).toEqual(expected);
  });
});
