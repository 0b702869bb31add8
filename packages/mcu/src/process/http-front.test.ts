import { once } from 'node:events';
import { systemClock } from '@nhipcau/base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { HttpFront } from './http-front.ts';

let front: HttpFront;
let reason: string | null;
let taken: string[];
let refused: string[];

beforeEach(async () => {
  reason = 'no ticket keys yet';
  taken = [];
  refused = [];
  front = await HttpFront.open({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    clock: systemClock,
    notReady: () => reason,
    metrics: async () => ({ contentType: 'text/plain', text: 'nhipcau_mcu_seats 0\n' }),
    onRoom: () => taken.push('room'),
    onLink: () => taken.push('link'),
    onRefused: (code) => refused.push(code),
    maxSockets: 3,
  });
});
afterEach(() => front.close());

const get = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${front.port}${path}`, init);
const dial = (path: string) => {
  const socket = new WebSocket(`ws://127.0.0.1:${front.port}${path}`);
  return new Promise<string>((resolve) => {
    socket.once('open', () => resolve('open'));
    socket.once('unexpected-response', (_request, response) => resolve(`${response.statusCode}`));
    socket.once('error', () => resolve('error'));
  });
};

test('alive at once, ready when it says so, figures for whoever asks', async () => {
  expect((await get('/healthz')).status).toBe(200);
  const early = await get('/readyz');
  expect([early.status, await early.text()]).toEqual([503, 'no ticket keys yet']);
  reason = null;
  expect((await get('/readyz')).status).toBe(200);
  expect(await (await get('/metrics')).text()).toContain('nhipcau_mcu_seats');
});

test('everything else is refused', async () => {
  expect((await get('/')).status).toBe(404);
  expect((await get('/room')).status).toBe(404);
  expect((await get('/healthz', { method: 'POST', body: 'x' })).status).toBe(405);
  expect(await dial('/admin')).toBe('404');
  expect(refused).toEqual(['NOT_FOUND']);
});

test('rooms and links come in by their paths, as many as there is room for', async () => {
  expect([await dial('/room?x=1'), await dial('/link'), await dial('/room')]).toEqual([
    'open',
    'open',
    'open',
  ]);
  expect(taken).toEqual(['room', 'link', 'room']);
  expect(await dial('/room')).toBe('503');
  expect(refused).toEqual(['RATE_LIMITED']);
});

test('[R-CON-13] a node that stops tells its sockets and does not wait for those that do not answer', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${front.port}/room`);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await front.close();
  const [code] = await closed;
  expect(code).toBe(1001);
});
