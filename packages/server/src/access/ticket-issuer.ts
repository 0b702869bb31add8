import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@nhipcau/base';
import { loadIdentity } from '@nhipcau/base/node';
import {
  type Instant,
  instant,
  type MeetingId,
  type NodeId,
  TICKET_LIFE_S,
  TICKET_TYPE,
  TicketKey,
  type TicketSeat,
} from '@nhipcau/contracts';
import { SignJWT } from 'jose';
import { uuidv7 } from 'uuidv7';

/** Length of an Ed25519 public key; its SPKI form ends with it (RFC 8410, section 4). */
const RAW_KEY_BYTES = 32;

/** Signs join tickets; nodes check them without asking us. The key stays in the data folder, never in the database. */
export class TicketIssuer {
  readonly #privateKey: ReturnType<typeof loadIdentity>['privateKey'];
  readonly #clock: Clock;
  /** What nodes need to check tickets. */
  readonly publicKey: TicketKey;

  constructor({ dataDir, clock }: { dataDir: string; clock: Clock }) {
    const { privateKey, publicKey } = loadIdentity(join(dataDir, 'ticket-key.pem'));
    const raw = Buffer.from(publicKey, 'base64url').subarray(-RAW_KEY_BYTES);
    this.#privateKey = privateKey;
    this.#clock = clock;
    this.publicKey = TicketKey.parse({
      kid: createHash('sha256').update(raw).digest('base64url').slice(0, 16),
      kty: 'OKP',
      crv: 'Ed25519',
      x: raw.toString('base64url'),
    });
  }

  async issue(
    nodeId: NodeId,
    meetingId: MeetingId,
    seat: TicketSeat,
    { deviceId }: { deviceId: string | null },
  ): Promise<{ ticket: string; expiresAt: Instant }> {
    const issuedS = Math.floor(this.#clock.now() / 1000);
    const expiresS = issuedS + TICKET_LIFE_S;
    const ticket = await new SignJWT({ meetingId, seat, ...(deviceId === null ? {} : { deviceId }) })
      .setProtectedHeader({ alg: 'EdDSA', typ: TICKET_TYPE, kid: this.publicKey.kid })
      .setAudience(nodeId)
      .setJti(uuidv7())
      .setIssuedAt(issuedS)
      .setExpirationTime(expiresS)
      .sign(this.#privateKey);
    return { ticket, expiresAt: instant(expiresS * 1000) };
  }
}
