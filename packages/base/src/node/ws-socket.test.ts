import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { wsSocket } from './ws-socket.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** Two ends of a real connection on this machine. */
async function connected(): Promise<{ here: WebSocket; there: WebSocket }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const arrived = once(server, 'connection');
  const here = new WebSocket(`ws://127.0.0.1:${port}`);
  const [there] = await arrived;
  await once(here, 'open');
  open.push({ close: () => here.terminate() }, { close: () => server.close() });
  return { here, there };
}

test('texts arrive in order; a binary frame arrives as text', async () => {
  const { here, there } = await connected();
  const heard: string[] = [];
  const socket = wsSocket(there);
  const all = new Promise<void>((resolve) => {
    socket.onMessage((text) => {
      heard.push(text);
      if (heard.length === 3) resolve();
    });
  });
  wsSocket(here).send('một');
  wsSocket(here).send('hai');
  here.send(Buffer.from('{"t":', 'utf8'));
  await all;
  expect(heard).toEqual(['một', 'hai', '{"t":']);
});

test('both ends learn of the end, with its code and reason', async () => {
  const { here, there } = await connected();
  const ends = [here, there].map(
    (ws) => new Promise((resolve) => wsSocket(ws).onClose((code, reason) => resolve([code, reason]))),
  );
  wsSocket(there).close(4000, 'HEARTBEAT_LOST');
  expect(await Promise.all(ends)).toEqual([
    [4000, 'HEARTBEAT_LOST'],
    [4000, 'HEARTBEAT_LOST'],
  ]);
});

test('sending after the end is nothing; a broken connection ends without a crash', async () => {
  const { here, there } = await connected();
  const socket = wsSocket(here);
  const ended = new Promise((resolve) => socket.onClose((code) => resolve(code)));
  there.terminate();
  expect(await ended).toBe(1006);
  expect(() => socket.send('late')).not.toThrow();
  expect(() => socket.close(1000, '')).not.toThrow();
});

test('an address where nobody listens ends the socket instead of crashing the process', async () => {
  const socket = wsSocket(new WebSocket('ws://127.0.0.1:9'));
  const code = await new Promise((resolve) => socket.onClose((why) => resolve(why)));
  expect(code).toBe(1006);
});
