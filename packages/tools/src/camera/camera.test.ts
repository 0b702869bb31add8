import { once } from 'node:events';
import { Peer, RpcError, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import { cameraBridge, cameraPage } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CameraBridge } from './camera-bridge.ts';
import { SimulatedCamera } from './simulated-camera.ts';
import { decode, drive, encode, recallPreset, replyOf, storePreset, zoomTo } from './visca.ts';
import { ViscaCamera } from './visca-camera.ts';

const hex = (bytes: Buffer) => bytes.toString('hex');
const codeOf = (cause: unknown) => (cause instanceof RpcError ? cause.code : String(cause));

describe('[R-CDT-10] [CM-1] VISCA over IP, byte by byte', () => {
  test.each([
    [storePreset(3), '8101043f0103ff'],
    [recallPreset(15), '8101043f020fff'],
    [drive({ pan: -1, tilt: 0 }), '8101060108060103ff'],
    [drive({ pan: 1, tilt: 1 }), '8101060108060201ff'],
    [drive({ pan: 0, tilt: -1 }), '8101060108060302ff'],
    [drive({ pan: 0, tilt: 0 }), '8101060108060303ff'],
    [zoomTo({ zoom: 1 }), '8101040702ff'],
    [zoomTo({ zoom: -1 }), '8101040703ff'],
    [zoomTo({ zoom: 0 }), '8101040700ff'],
  ])('%#', (payload, bytes) => expect(hex(payload)).toBe(bytes));

  test('a message has type, length and number before its packet, and is read back', () => {
    const message = { type: 'command', sequence: 0x01020304, payload: recallPreset(1) } as const;
    const datagram = encode(message);
    expect(hex(datagram)).toBe('01000007010203048101043f0201ff');
    expect(decode(datagram)).toEqual(message);
  });

  test('what is cut, too long or of another kind is no message', () => {
    const whole = encode({ type: 'reply', sequence: 1, payload: Buffer.from('9041ff', 'hex') });
    expect(decode(whole)).not.toBeNull();
    for (const broken of [
      whole.subarray(0, 8),
      whole.subarray(0, 10),
      Buffer.concat([whole, Buffer.from([0])]),
    ])
      expect(decode(broken)).toBeNull();
    expect(decode(Buffer.from('09990003000000019041ff', 'hex'))).toBeNull();
    expect(decode(Buffer.alloc(0))).toBeNull();
  });

  test('replies', () => {
    const of = (bytes: string) => replyOf(Buffer.from(bytes, 'hex'));
    expect(of('9041ff')).toEqual({ kind: 'ack' });
    expect(of('9052ff')).toEqual({ kind: 'completion' });
    expect(of('906141ff')).toEqual({ kind: 'error', code: 0x41 });
    for (const other of ['8041ff', '9041', '9071ff', '90ff', ''])
      expect(of(other)).toEqual({ kind: 'unknown' });
  });
});

describe('[R-CDT-10] [CM-2] a camera on the network', () => {
  let simulated: SimulatedCamera;
  let camera: ViscaCamera;
  const clock = new FakeClock();
  beforeEach(async () => {
    simulated = await SimulatedCamera.open();
    camera = await ViscaCamera.open({ host: '127.0.0.1', port: simulated.port, clock });
  });
  afterEach(() => {
    camera.close();
    simulated.close();
  });

  test('five positions are kept in it and come back in one act each', async () => {
    for (const [number, position] of [10, 20, 30, 40, 50].entries()) {
      simulated.position = position;
      await camera.store(number);
    }
    await camera.recall(1);
    expect(simulated.position).toBe(20);
    await camera.recall(4);
    expect(simulated.position).toBe(50);
    expect(simulated.heard[0]).toBe('020000010000000001');
    expect(simulated.heard[1]).toBe('01000007000000018101043f0100ff');
    expect(simulated.heard.at(-1)).toBe('01000007000000078101043f0204ff');
  });

  test('a lost datagram is sent again under its own number and carried out once', async () => {
    simulated.position = 7;
    await camera.store(0);
    simulated.loses = 1;
    const moved = camera.recall(0);
    const times = () => simulated.heard.filter((bytes) => bytes.endsWith('8101043f0200ff'));
    await expect.poll(() => times().length).toBe(1);
    clock.advance(300);
    await moved;
    expect(new Set(times()).size).toBe(1);
    expect(times()).toHaveLength(2);
  });

  test('an empty memory is refused by its own code; a camera that is away is told as such', async () => {
    const refused = await camera.recall(9).catch((cause: unknown) => cause);
    expect(refused).toMatchObject({ code: 'CAMERA_REFUSED', facts: { code: 0x41 } });
    simulated.loses = 1_000;
    const away = camera.recall(9).then(() => 'moved', codeOf);
    for (let tries = 1; tries <= 4; tries += 1) {
      const before = simulated.heard.length;
      await expect.poll(() => simulated.heard.length).toBeGreaterThanOrEqual(Math.min(before, 3 + tries));
      clock.advance(300);
    }
    expect(await away).toBe('CAMERA_UNREACHABLE');
  });

  test('after it was switched off and on, one command fails and the next counts anew', async () => {
    await camera.store(0);
    simulated.restart();
    expect(await camera.recall(0).then(() => 'moved', codeOf)).toBe('CAMERA_REFUSED');
    expect(await camera.recall(0).then(() => 'moved', codeOf)).toBe('moved');
  });
});

describe('[R-CDT-10] [CM-3] the bridge on the room’s computer', () => {
  const origin = 'https://hop.example.vn';
  let simulated: SimulatedCamera;
  let bridge: CameraBridge;
  beforeEach(async () => {
    simulated = await SimulatedCamera.open();
    bridge = await CameraBridge.open({
      camera: await ViscaCamera.open({ host: '127.0.0.1', port: simulated.port, clock: systemClock }),
      listenPort: 0,
      origin,
      clock: systemClock,
    });
  });
  afterEach(async () => {
    await bridge.close();
    simulated.close();
  });

  test('a page of the system moves the camera; bad numbers are refused before they reach it', async () => {
    const ws = new WebSocket(`ws://127.0.0.1:${bridge.port}`, { origin });
    await once(ws, 'open');
    const page = new Peer({
      socket: wsSocket(ws),
      local: cameraPage,
      remote: cameraBridge,
      clock: systemClock,
      handlers: { requests: {}, notes: {} },
    });
    simulated.position = 33;
    await page.request('preset.store', { number: 2 });
    simulated.position = 0;
    await page.request('preset.recall', { number: 2 });
    expect(simulated.position).toBe(33);
    await page.request('camera.move', { pan: 1, tilt: 0, zoom: 1 });
    expect(simulated.heard.slice(-2).map((bytes) => bytes.slice(16))).toEqual([
      '8101060108060203ff',
      '8101040702ff',
    ]);
    const before = simulated.heard.length;
    expect(await page.request('preset.recall', { number: 99 }).catch(codeOf)).toBe('BAD_MESSAGE');
    expect(simulated.heard).toHaveLength(before);
    page.close();
  });

  test('[R-CDT-10] [CM-7] a camera that is being pushed stops when the page is gone', async () => {
    const ws = new WebSocket(`ws://127.0.0.1:${bridge.port}`, { origin });
    await once(ws, 'open');
    const page = new Peer({
      socket: wsSocket(ws),
      local: cameraPage,
      remote: cameraBridge,
      clock: systemClock,
      handlers: { requests: {}, notes: {} },
    });
    await page.request('camera.move', { pan: -1, tilt: 0, zoom: 0 });
    ws.terminate();
    const last = () => simulated.heard.slice(-2).map((bytes) => bytes.slice(16));
    await expect.poll(last).toEqual(['8101060108060303ff', '8101040700ff']);
  });

  test('a page from elsewhere is not let in', async () => {
    const stranger = new WebSocket(`ws://127.0.0.1:${bridge.port}`, { origin: 'https://elsewhere.example' });
    const [cause] = await once(stranger, 'error');
    expect(String(cause)).toContain('401');
    expect(simulated.heard).toEqual([]);
  });
});
