import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { DatagramRelay } from './datagram-relay.ts';
import { StreamRelay } from './stream-relay.ts';

const AT = { host: '127.0.0.1', port: 0 };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function datagrams(): Promise<{ socket: Socket; heard: string[] }> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (packet) => heard.push(String(packet)));
  socket.bind(0, AT.host);
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return { socket, heard };
}

test('datagrams of two senders go on, each gets its own answers, and those that are fated to are lost', async () => {
  const far = await datagrams();
  far.socket.on('message', (packet, from) => far.socket.send(`to ${packet}`, from.port, from.address));
  // Two there and back; the fifth is lost.
  let asked = 0;
  const to = { host: AT.host, port: far.socket.address().port };
  const relay = await DatagramRelay.open(AT, to, () => {
    asked += 1;
    return asked === 5 ? null : 1;
  });
  closers.push(() => relay.close());
  const [one, two] = [await datagrams(), await datagrams()];
  one.socket.send('one', relay.port, AT.host);
  two.socket.send('two', relay.port, AT.host);
  await expect.poll(() => [one.heard, two.heard]).toEqual([['to one'], ['to two']]);
  one.socket.send('lost', relay.port, AT.host);
  one.socket.send('again', relay.port, AT.host);
  await expect.poll(() => one.heard).toContain('to again');
  expect(far.heard).not.toContain('lost');
});

test('a stream keeps its order under delay, is broken by a cut, and comes anew when the cut is over', async () => {
  const server = createServer((socket) => socket.pipe(socket));
  server.listen(0, AT.host);
  await once(server, 'listening');
  closers.push(() => server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  const relay = await StreamRelay.open(AT, { host: AT.host, port: address.port }, 2);
  closers.push(() => relay.close());
  const call = async () => {
    const socket = connect(relay.port, AT.host);
    const heard: string[] = [];
    socket.on('data', (data) => heard.push(String(data)));
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    await once(socket, 'connect');
    return { socket, heard: () => heard.join('') };
  };
  const first = await call();
  for (const word of ['a', 'b', 'c', 'd']) first.socket.write(word);
  await expect.poll(first.heard).toBe('abcd');
  const ended = once(first.socket, 'close');
  relay.cut();
  await ended;
  relay.restore();
  const second = await call();
  second.socket.write('again');
  await expect.poll(second.heard).toBe('again');
});

test('what was sent before the end of a stream arrives before the end', async () => {
  const server = createServer((socket) => socket.end('x'.repeat(500_000)));
  server.listen(0, AT.host);
  await once(server, 'listening');
  closers.push(() => server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  const relay = await StreamRelay.open(AT, { host: AT.host, port: address.port }, 20);
  closers.push(() => relay.close());
  const socket = connect(relay.port, AT.host);
  let received = 0;
  socket.on('data', (data) => {
    received += data.length;
  });
  await once(socket, 'close');
  expect(received).toBe(500_000);
});
