import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIdentity } from '@nhipcau/base/node';
import { defaultLinkBudget, InstallationCode, PeerId, type TrunkSide } from '@nhipcau/contracts';
import { FakeClock, socketPair } from '@nhipcau/testkit';
import { afterAll, expect, test } from 'vitest';
import { createLogger } from '../process/logging.ts';
import type { PeerRecord } from './peers.repository.ts';
import { answerLower, greetUpper, type LineHost, type TrunkLine } from './trunk-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhipcau-line-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const upper = loadIdentity(join(folder, 'upper.pem'));
const lower = loadIdentity(join(folder, 'lower.pem'));

const aPeer = (code: string, side: TrunkSide, publicKey: string): PeerRecord => ({
  peerId: PeerId.parse(code),
  code: InstallationCode.parse(code),
  name: code,
  side,
  address: side === 'upper' ? 'ws://127.0.0.1' : null,
  publicKey,
  knownKey: publicKey,
  budget: defaultLinkBudget,
  acceptedAt: new Date(0),
  acceptedBy: 'test',
  revokedAt: null,
});

test('[TK-9] a line says that its socket closed, also between its proof and its first use', async () => {
  const clock = new FakeClock();
  const opened: TrunkLine[] = [];
  const host: LineHost = {
    clock,
    log: createLogger('silent'),
    handlers: {
      accepted: () => Promise.reject(new Error('not asked for')),
      asked: async () => {},
      invited: async () => {},
      ended: async () => {},
      up: () => {},
      down: () => {},
      renewed: async () => {},
    },
    ownName: async () => 'thử',
    opened: (line) => opened.push(line),
    closed: () => {},
  };
  const pair = socketPair();
  answerLower(pair.b, async () => ({ peer: aPeer('hb', 'lower', lower.publicKey), identity: upper }), host);
  const greeting = greetUpper(pair.a, { peer: aPeer('cp', 'upper', upper.publicKey), identity: lower }, host);
  await pair.flush();
  const line = await greeting;
  expect(line.closed).toBe(false);
  // The upper tells its own line after the reply: the connection breaks before that.
  pair.cut();
  expect(line.closed).toBe(true);
  clock.advance(1);
  expect(opened.map(({ closed }) => closed)).toEqual([true]);
});
