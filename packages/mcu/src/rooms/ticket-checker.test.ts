import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeId, TICKET_TYPE, TicketKey } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TicketChecker } from './ticket-checker.ts';
import { UsedTickets } from './used-tickets.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = TicketKey.parse({
  kid: 'k1',
  kty: 'OKP',
  crv: 'Ed25519',
  x: publicKey.export({ format: 'jwk' }).x,
});
const nodeId = NodeId.parse('hb');
let folder: string;
let clock: FakeClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-tickets-'));
  clock = new FakeClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

const checker = async () => {
  const checked = new TicketChecker({
    nodeId,
    clock,
    used: new UsedTickets(join(folder, 'used'), clock.now()),
  });
  await checked.trust([key]);
  return {
    checked,
    redeem: async (text: string) => {
      const claims = await checked.read(text);
      checked.spend(claims);
      return claims;
    },
  };
};

interface Change {
  readonly header?: Record<string, string>;
  readonly payload?: Record<string, unknown>;
  readonly audience?: string;
  readonly jti?: string;
  readonly lifeS?: number;
}

const ticket = ({
  header = {},
  payload = {},
  audience = 'hb',
  jti = 'ticket-0001',
  lifeS = 120,
}: Change = {}) => {
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT({ meetingId: 'm1', seat: { kind: 'site', siteId: 'a' }, ...payload })
    .setProtectedHeader({ alg: 'EdDSA', typ: TICKET_TYPE, kid: 'k1', ...header })
    .setAudience(audience)
    .setJti(jti)
    .setIssuedAt(now)
    .setExpirationTime(now + lifeS)
    .sign(privateKey);
};

test('[R-MCU-02] a good ticket is accepted once, also after a restart of the node', async () => {
  const given = await ticket();
  const first = await checker();
  expect(await first.redeem(given)).toMatchObject({ meetingId: 'm1', seat: { kind: 'site', siteId: 'a' } });
  await expect(first.redeem(given)).rejects.toMatchObject({ code: 'TICKET_USED' });
  await expect((await checker()).redeem(given)).rejects.toMatchObject({ code: 'TICKET_USED' });
});

test.each<[string, Change, string]>([
  ['for another node', { audience: 'cp' }, 'TICKET_WRONG_NODE'],
  ['of another type', { header: { typ: 'JWT' } }, 'TICKET_INVALID'],
  ['signed by an unknown key', { header: { kid: 'k2' } }, 'TICKET_INVALID'],
  ['without a seat', { payload: { seat: null } }, 'TICKET_INVALID'],
  ['with a short id', { jti: 'x' }, 'TICKET_INVALID'],
])('[R-MCU-02] a ticket %s is refused', async (_what, change, code) => {
  await expect((await checker()).redeem(await ticket(change))).rejects.toMatchObject({ code });
});

test('[R-MCU-02] a ticket ends with its life, five seconds of clock difference allowed', async () => {
  const given = await ticket({ lifeS: 120 });
  const other = await ticket({ lifeS: 120, jti: 'ticket-0002' });
  clock.advance(124_000);
  await (await checker()).redeem(given);
  clock.advance(2_000);
  await expect((await checker()).redeem(other)).rejects.toMatchObject({ code: 'TICKET_EXPIRED' });
});

test('keys that are replaced are not trusted any more', async () => {
  const { checked } = await checker();
  await checked.trust([{ ...key, kid: 'other' }]);
  await expect(checked.read(await ticket())).rejects.toMatchObject({ code: 'TICKET_INVALID' });
  await checked.trust([]);
  expect(checked.hasKeys).toBe(false);
});

test('a torn line in the file of used tickets spoils none of the others', () => {
  const file = join(folder, 'used');
  const used = new UsedTickets(file, clock.now());
  expect(used.use('ticket-a', clock.now() + 1_000, clock.now())).toBe(true);
  appendFileSync(file, '17');
  const again = new UsedTickets(file, clock.now());
  expect(again.use('ticket-a', clock.now() + 1_000, clock.now())).toBe(false);
  expect(again.use('ticket-b', clock.now() + 1_000, clock.now())).toBe(true);
  // Forgotten when the ticket could not be used anyhow.
  expect(new UsedTickets(file, clock.now() + 2_000).use('ticket-a', 0, clock.now())).toBe(true);
});
