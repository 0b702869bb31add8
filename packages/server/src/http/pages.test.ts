import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { HttpFailure } from '@nhipcau/contracts';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApplication } from './application.ts';
import { checkEncrypted } from './security.ts';

let folder: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-pages-'));
  const webDir = join(folder, 'dist');
  mkdirSync(join(webDir, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(webDir, 'index.html'), '<title>Nhịp Cầu</title>');
  writeFileSync(join(webDir, '.env'), 'SECRET=1');
  writeFileSync(join(webDir, 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(webDir, 'assets', 'main-1a2b.js.br'), brotliCompressSync('packed'));
  app = await createApplication(options());
});
const options = () => ({
  routes: [],
  now: () => 0,
  identify: async () => ({ kind: 'anonymous' }) as const,
  onRefused: async () => {},
  nodeAddresses: () => [],
  isReady: async () => true,
  metrics: { contentType: 'text/plain', render: async () => '', observe: () => {} },
  log: pino({ level: 'silent' }),
  webDir: join(folder, 'dist'),
  allowedOrigins: [],
  behindTlsProxy: false,
  requestsPerMinute: 1000,
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('pages', () => {
  test.each(['/', '/dang-nhap', '/dieu-hanh/hoi-nghi-mau?x=1', '/phong', '/index.html', '/api-guide'])(
    '%s is the application, asked for anew each time',
    async (url) => {
      const reply = await app.inject(url);
      expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(reply.body).toContain('Nhịp Cầu');
      expect(reply.headers['cache-control']).toBe('no-cache');
    },
  );

  test('every answer tells the server’s time, for terminals whose clock is wrong', async () => {
    for (const url of ['/', '/api/nothing', '/assets/main-1a2b.js'])
      expect((await app.inject(url)).headers['nhipcau-time']).toBe('0');
  });

  test('built files are kept for good', async () => {
    const reply = await app.inject('/assets/main-1a2b.js');
    expect(reply.headers['content-type']).toMatch(/javascript/);
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('a browser that can unpack gets what the build packed, under the same name', async () => {
    const reply = await app.inject({
      url: '/assets/main-1a2b.js',
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(reply.headers['content-type']).toMatch(/javascript/);
    expect(reply.headers['content-encoding']).toBe('br');
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(String(brotliDecompressSync(reply.rawPayload))).toBe('packed');
  });

  test.each([
    '/assets/main-gone.js',
    '/assets/',
    '/assets',
    '/.env',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/favicon.ico',
    '/api/nothing',
    '/ws/nothing',
    '/%00',
  ])('%s is not there, and is no defect of ours', async (url) => {
    const reply = await app.inject(url);
    expect(reply.body).not.toContain('secret');
    expect(reply.body).not.toContain('SECRET');
    if (reply.headers['content-type']?.toString().startsWith('text/html'))
      return expect(reply.statusCode).toBe(200);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(HttpFailure.parse(reply.json()).code).toMatch(/^(NOT_FOUND|BAD_MESSAGE)$/);
  });

  test('a change to an address that does not exist is refused', async () => {
    const reply = await app.inject({ method: 'POST', url: '/dieu-hanh', payload: {} });
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('[R-SEC-02] [AC-23] behind a TLS proxy', () => {
  const asked = (forwarded: string | undefined, remoteAddress: string) => ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-proto': forwarded },
    socket: { remoteAddress },
  });
  test.each([
    ['https by the proxy', 'https', '10.0.0.9', true],
    ['a secure socket by the proxy', 'wss', '10.0.0.9', true],
    ['clear to the proxy', 'http', '10.0.0.9', false],
    ['clear to the proxy on this machine', 'http', '127.0.0.1', false],
    ['a word of the caller before the proxy’s own', 'https, http', '10.0.0.9', false],
    ['past the proxy', undefined, '10.0.0.9', false],
    ['from this machine itself', undefined, '127.0.0.1', true],
    ['from this machine itself, mapped', undefined, '::ffff:127.0.0.1', true],
  ])('%s: %j from %s', (_what, forwarded, address, allowed) => {
    const check = () => checkEncrypted(asked(forwarded, address));
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow('PLAIN_TEXT_REFUSED');
  });

  test('a request in clear gets no answer but its refusal', async () => {
    const proxied = await createApplication({ ...options(), behindTlsProxy: true });
    try {
      const clear = await proxied.inject({ url: '/', headers: { 'x-forwarded-proto': 'http' } });
      expect([clear.statusCode, HttpFailure.parse(clear.json()).code]).toEqual([403, 'PLAIN_TEXT_REFUSED']);
      expect(clear.body).not.toContain('Nhịp Cầu');
      const sealed = await proxied.inject({ url: '/', headers: { 'x-forwarded-proto': 'https' } });
      expect(sealed.statusCode).toBe(200);
    } finally {
      await proxied.close();
    }
  });
});
