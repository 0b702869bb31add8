import { type Clock, RpcError } from '@nhipcau/base';
import { type NodeId, TICKET_TYPE, TicketClaims, type TicketKey } from '@nhipcau/contracts';
import { type CryptoKey, decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import type { UsedTickets } from './used-tickets.ts';

/** Difference allowed between the clocks of server and node, seconds. */
const CLOCK_TOLERANCE_S = 5;

/** Checks join tickets without asking the server. */
export class TicketChecker {
  readonly #nodeId: NodeId;
  readonly #clock: Clock;
  readonly #used: UsedTickets;
  #keys = new Map<string, CryptoKey>();

  constructor({ nodeId, clock, used }: { nodeId: NodeId; clock: Clock; used: UsedTickets }) {
    this.#nodeId = nodeId;
    this.#clock = clock;
    this.#used = used;
  }

  /** Whether any ticket could be accepted at all. */
  get hasKeys(): boolean {
    return this.#keys.size > 0;
  }

  /** Replaces the keys that are trusted. */
  async trust(keys: readonly TicketKey[]): Promise<void> {
    const imported = await Promise.all(
      keys.map(async (key): Promise<[string, CryptoKey][]> => {
        const imported = await importJWK({ kty: key.kty, crv: key.crv, x: key.x }, 'EdDSA');
        return imported instanceof Uint8Array ? [] : [[key.kid, imported]];
      }),
    );
    this.#keys = new Map(imported.flat());
  }

  /**
   * Reads a ticket and leaves it good for use.
   * @throws {RpcError} TICKET_INVALID, TICKET_EXPIRED, TICKET_WRONG_NODE
   */
  async read(ticket: string): Promise<TicketClaims> {
    const claims = await this.#verify(ticket);
    if (claims.aud !== this.#nodeId) throw new RpcError('TICKET_WRONG_NODE');
    return claims;
  }

  /**
   * Uses a ticket up.
   * @throws {RpcError} TICKET_USED
   */
  spend(claims: TicketClaims): void {
    if (!this.#used.use(claims.jti, claims.exp * 1000 + CLOCK_TOLERANCE_S * 1000, this.#clock.now()))
      throw new RpcError('TICKET_USED');
  }

  async #verify(ticket: string): Promise<TicketClaims> {
    try {
      const { kid } = decodeProtectedHeader(ticket);
      const key = kid === undefined ? undefined : this.#keys.get(kid);
      if (!key) throw new RpcError('TICKET_INVALID', { what: 'key' });
      const { payload } = await jwtVerify(ticket, key, {
        algorithms: ['EdDSA', 'Ed25519'],
        typ: TICKET_TYPE,
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(this.#clock.now()),
        requiredClaims: ['exp', 'iat', 'jti', 'aud'],
      });
      const claims = TicketClaims.safeParse(payload);
      if (!claims.success) throw new RpcError('TICKET_INVALID', { what: 'claims' });
      return claims.data;
    } catch (cause) {
      if (cause instanceof RpcError) throw cause;
      if (cause instanceof errors.JWTExpired) throw RpcError.because(cause, 'TICKET_EXPIRED');
      throw RpcError.because(cause, 'TICKET_INVALID');
    }
  }
}
