import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageSocket } from '@nhipcau/base';
import { defaultLinkBudget, InstallationCode, PeerId, type TrunkSide } from '@nhipcau/contracts';
import { FakeClock, type SocketPair, socketPair } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../process/logging.ts';
import type { PeerRecord } from './peers.repository.ts';
import { TrunkKeys } from './trunk-keys.ts';
import { TrunkLines } from './trunk-lines.ts';

const START = Date.UTC(2026, 2, 2);
const [cp, hb] = [PeerId.parse('cp'), PeerId.parse('hb')];

/** What happens to a connection that is dialled. */
type Fate = 'refused' | 'brokenOnceProven' | 'good';

let folder: string;
let clock: FakeClock;
let keys: { upper: TrunkKeys; lower: TrunkKeys };
let pairs: SocketPair[];
let fates: Fate[];
let dials: number;
let gone: string[];
let upper: TrunkLines;
let lower: TrunkLines;
/** By which key the one above knows us, and by which we think it does. */
let known: { above: string; here: string };

const aPeer = (code: string, side: TrunkSide, publicKey: string, knownKey: string): PeerRecord => ({
  peerId: PeerId.parse(code),
  code: InstallationCode.parse(code),
  name: code,
  side,
  address: side === 'upper' ? 'ws://127.0.0.1/goc' : null,
  publicKey,
  knownKey,
  budget: defaultLinkBudget,
  acceptedAt: new Date(0),
  acceptedBy: 'test',
  revokedAt: null,
});

/** A socket that breaks as soon as the second answer, the one to the proof, is there. */
function breaking({ a, cut }: SocketPair): MessageSocket {
  let answers = 0;
  return {
    send: (text) => a.send(text),
    close: (code, reason) => a.close(code, reason),
    onClose: (listener) => a.onClose(listener),
    onMessage: (listener) =>
      a.onMessage((text) => {
        listener(text);
        answers += 1;
        if (answers === 2) cut();
      }),
  };
}

async function openSocket(url: URL): Promise<MessageSocket> {
  expect(url.href).toBe('ws://127.0.0.1/goc/ws/trunk');
  dials += 1;
  const fate = fates.shift() ?? 'good';
  if (fate === 'refused') throw new Error('connect ECONNREFUSED');
  const pair = socketPair();
  pairs.push(pair);
  upper.accept(pair.b);
  return fate === 'good' ? pair.a : breaking(pair);
}

const linesWith = (ownKeys: TrunkKeys, peers: () => PeerRecord[]): TrunkLines =>
  new TrunkLines({
    clock,
    log: createLogger('silent'),
    keys: ownKeys,
    peers: async () => peers(),
    ownName: async () => 'thử',
    onKeyTaken: async (_peer, publicKey) => {
      known.here = publicKey;
    },
    handlers: {
      accepted: () => Promise.reject(new Error('not asked for')),
      asked: async () => {},
      invited: async () => {},
      ended: async () => {},
      up: () => {},
      down: () => {},
      renewed: async (_peer, publicKey) => {
        known.above = publicKey;
      },
    },
    openSocket,
    mayDial: () => true,
    onOpened: () => {},
    onClosed: ({ code }) => gone.push(code),
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-lines-'));
  clock = new FakeClock();
  keys = {
    upper: new TrunkKeys(join(folder, 'upper'), START),
    lower: new TrunkKeys(join(folder, 'lower'), START),
  };
  [pairs, fates, dials, gone] = [[], [], 0, []];
  known = { above: keys.lower.current.publicKey, here: keys.lower.current.publicKey };
  const own = keys.upper.current.publicKey;
  upper = linesWith(keys.upper, () => [aPeer('hb', 'lower', known.above, own)]);
  lower = linesWith(keys.lower, () => [aPeer('cp', 'upper', own, known.here)]);
});
afterEach(() => {
  lower.close();
  upper.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets everything come that comes within so long. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  for (let round = 0; round < 20; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const pair of pairs) await pair.flush();
    clock.advance(0);
  }
}

/** More than the longest first wait, less than the shortest second one and a first one together. */
const FIRST_WAIT_MS = 1_300;
const isConnected = () => [lower.lineTo(cp) !== null, upper.lineTo(hb) !== null];

test('[TK-9] an installation above that is not reached is dialled again, each time after a longer wait, until it is', async () => {
  fates = ['refused', 'refused', 'refused'];
  lower.refresh();
  await pass(1);
  expect(dials).toBe(1);
  // Nothing happens before its time.
  await pass(0);
  expect(dials).toBe(1);
  await pass(FIRST_WAIT_MS);
  expect(dials).toBe(2);
  await pass(FIRST_WAIT_MS);
  expect(dials).toBe(2);
  await pass(20_000);
  expect(dials).toBe(3);
  await pass(20_000);
  await pass(1);
  expect(isConnected()).toEqual([true, true]);
  expect(dials).toBe(4);
  await pass(1_000);
  expect(dials).toBe(4);
});

test('[TK-9] a line that breaks is dialled again after the shortest wait, however often it was tried before', async () => {
  fates = ['refused', 'refused', 'refused'];
  lower.refresh();
  for (let round = 0; round < 10; round += 1) await pass(2_000);
  expect(isConnected()).toEqual([true, true]);
  for (const pair of pairs) pair.cut();
  expect(lower.lineTo(cp)).toBeNull();
  expect(gone.sort()).toEqual(['cp', 'hb']);
  await pass(FIRST_WAIT_MS);
  await pass(1);
  expect(isConnected()).toEqual([true, true]);
});

test('[TK-9] a connection that breaks between its proof and its first use is dialled again like any other', async () => {
  fates = ['brokenOnceProven'];
  lower.refresh();
  await pass(1);
  expect([dials, lower.lineTo(cp)]).toEqual([1, null]);
  await pass(FIRST_WAIT_MS);
  await pass(1);
  expect(dials).toBe(2);
  expect(isConnected()).toEqual([true, true]);
});

test('[TK-15] known above by an older key of ours: the kept keys take turns without a wait, and the present one is handed over', async () => {
  const first = keys.lower.current.publicKey;
  const { publicKey: present } = keys.lower.renew(START + 1);
  known = { above: first, here: present };
  lower.refresh();
  for (let round = 0; round < 4; round += 1) await pass(1);
  expect(known).toEqual({ above: present, here: present });
  await pass(FIRST_WAIT_MS);
  await pass(1);
  expect(isConnected()).toEqual([true, true]);
  expect(lower.lineTo(cp)?.ownKey).toBe(present);
});

test('[TK-15] known by none of our keys it is tried again only after a wait', async () => {
  const stranger = new TrunkKeys(join(folder, 'stranger'), START);
  known = { above: stranger.current.publicKey, here: keys.lower.current.publicKey };
  keys.lower.renew(START + 1);
  lower.refresh();
  for (let round = 0; round < 4; round += 1) await pass(1);
  expect(dials).toBe(2);
  await pass(FIRST_WAIT_MS);
  await pass(1);
  expect(dials).toBe(4);
  expect(isConnected()).toEqual([false, false]);
});

test('[TK-11] an installation that is not linked any more is not dialled again', async () => {
  fates = ['refused'];
  let peers = [aPeer('cp', 'upper', keys.upper.current.publicKey, known.here)];
  const lines = linesWith(keys.lower, () => peers);
  lines.refresh();
  await pass(1);
  expect(dials).toBe(1);
  peers = [];
  lines.refresh();
  await pass(20_000);
  expect(dials).toBe(1);
  lines.close();
});
