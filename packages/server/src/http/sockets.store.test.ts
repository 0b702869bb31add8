import { once } from 'node:events';
import { request } from 'node:http';
import { newNonce, signParts } from '@nhipcau/base/node';
import { PROTOCOL_VERSION } from '@nhipcau/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { TestInstallation } from '../testing/test-installation.ts';
import { aSeat, TestNode } from '../testing/test-node.ts';

let installation: TestInstallation;
let cookie: string;
beforeAll(async () => {
  installation = await TestInstallation.open();
  cookie = await installation.signIn('operator');
});
afterAll(() => installation.close());

/** Asks for a WebSocket and tells with which HTTP status it was refused. */
function refusedWith(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${installation.url}${path}`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    asked.on('response', (reply) => resolve(reply.statusCode));
    asked.on('upgrade', (_reply, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function openConsole(): Promise<{
  ws: WebSocket;
  next: () => Promise<unknown>;
  closed: Promise<number>;
}> {
  const ws = new WebSocket(`${installation.url.replace('http', 'ws')}/ws/console`, { headers: { cookie } });
  await once(ws, 'open');
  const closed = new Promise<number>((resolve) => ws.once('close', (code) => resolve(code)));
  return { ws, next: async () => JSON.parse(String((await once(ws, 'message'))[0])), closed };
}

describe('a console', () => {
  test('is let in by its session and from our own pages only', async () => {
    expect(await refusedWith('/ws/console', {})).toBe(401);
    expect(await refusedWith('/ws/console', { cookie: 'nhipcau_session=forged' })).toBe(401);
    expect(await refusedWith('/ws/console', { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await refusedWith('/ws/other', { cookie })).toBe(404);
    expect(await refusedWith('/ws/console', { cookie, origin: installation.url })).toBe(101);
  });

  test('is told by a code what was wrong with a message, and goes on', async () => {
    const { ws, next } = await openConsole();
    const cases: [string, string][] = [
      [JSON.stringify({ t: 'req', id: '1', m: 'no.such', b: {} }), 'UNKNOWN_METHOD'],
      [JSON.stringify({ t: 'req', id: '2', m: 'toString', b: {} }), 'UNKNOWN_METHOD'],
      [JSON.stringify({ t: 'req', id: '3', m: 'live.open', b: {} }), 'BAD_MESSAGE'],
      [
        JSON.stringify({
          t: 'req',
          id: '4',
          m: 'live.open',
          b: { version: PROTOCOL_VERSION, meetingId: '../x', wantsStills: false },
        }),
        'BAD_MESSAGE',
      ],
      [
        JSON.stringify({
          t: 'req',
          id: '5',
          m: 'live.open',
          b: { version: 99, meetingId: 'm', wantsStills: false },
        }),
        'PROTOCOL_VERSION_UNSUPPORTED',
      ],
      // A page of before: it is told that it is old, not that it says something strange.
      [
        JSON.stringify({
          t: 'req',
          id: '7',
          m: 'live.open',
          b: { version: PROTOCOL_VERSION - 1, meetingId: 'm', whatWasSaidThen: true },
        }),
        'PROTOCOL_VERSION_UNSUPPORTED',
      ],
      [
        JSON.stringify({
          t: 'req',
          id: '6',
          m: 'command.give',
          b: { meetingId: 'm', commandId: 'c', command: { type: 'meeting.burn' } },
        }),
        'BAD_MESSAGE',
      ],
    ];
    for (const [text, code] of cases) {
      const answer = next();
      ws.send(text);
      expect(await answer).toMatchObject({ t: 'err', e: { code } });
    }
    ws.close();
  });

  test('that sends garbage again and again, or far too much, is closed; the server goes on', async () => {
    const babbler = await openConsole();
    for (let round = 0; round < 30; round += 1) babbler.ws.send(`{"garbage":${round}`);
    expect(await babbler.closed).toBe(1008);
    const shouter = await openConsole();
    shouter.ws.send('x'.repeat(1_000_000));
    expect(await shouter.closed).toBe(1009);
    const binary = await openConsole();
    for (let round = 0; round < 30; round += 1) binary.ws.send(Buffer.from([0xff, 0x00, 0xfe, round]));
    expect(await binary.closed).toBe(1008);
    expect((await installation.app.inject('/readyz')).statusCode).toBe(200);
  });
});

describe('a node', () => {
  test('that is unknown, has another key or another version is refused', async () => {
    const stranger = await TestNode.dial(installation.url, 'hb-unknown');
    const hello = { version: PROTOCOL_VERSION, nodeId: stranger.nodeId, nonce: newNonce() };
    await expect(stranger.peer.request('node.hello', hello)).rejects.toMatchObject({ code: 'NODE_UNKNOWN' });
    const impostor = await TestNode.dial(installation.url, 'hb');
    await expect(
      impostor.prove(installation.identityOf('cp'), installation.server.publicKey),
    ).rejects.toMatchObject({ code: 'NODE_PROOF_WRONG' });
    await expect(
      impostor.peer.request('node.hello', {
        ...hello,
        nodeId: impostor.nodeId,
        version: PROTOCOL_VERSION + 1,
      }),
    ).rejects.toMatchObject({ code: 'PROTOCOL_VERSION_UNSUPPORTED' });
    stranger.close();
    impostor.close();
  });

  test('cannot use the proof of an earlier handshake again', async () => {
    const node = await TestNode.dial(installation.url, 'hb');
    const nonce = newNonce();
    const first = await node.peer.request('node.hello', {
      version: PROTOCOL_VERSION,
      nodeId: node.nodeId,
      nonce,
    });
    const signature = signParts(installation.identityOf('hb'), [
      'nhipcau-node-proof',
      node.nodeId,
      first.nonce,
      nonce,
    ]);
    await node.peer.request('node.hello', { version: PROTOCOL_VERSION, nodeId: node.nodeId, nonce });
    await expect(
      node.peer.request('node.prove', { signature, roomUrl: 'ws://127.0.0.1:9/x' }),
    ).rejects.toMatchObject({ code: 'NODE_PROOF_WRONG' });
    node.close();
  });

  test('that has not proved itself reports nothing', async () => {
    const meetingId = await installation.planMeeting();
    const operator = await installation.openConsole('operator');
    await operator.give(meetingId, { type: 'meeting.start' });
    await operator.follow(meetingId);
    const liar = await TestNode.dial(installation.url, 'hb-dabac');
    liar.reportSeats(meetingId, [aSeat('commune')]);
    await expect(liar.happen(meetingId, { type: 'worker.died', pid: 1 })).rejects.toMatchObject({
      code: 'NODE_PROOF_WRONG',
    });
    const honest = await installation.openNode('hb-dabac');
    await honest.happen(meetingId, { type: 'worker.died', pid: 2 });
    await expect.poll(() => operator.logged).toEqual(['meeting.started', 'worker.died']);
    expect(operator.site('commune')?.state).not.toBe('connected');
    liar.close();
  });
});
