import { backoffMs, type Clock, type MessageSocket, RpcError, type Timer } from '@nhipcau/base';
import { type Identity, wsSocket } from '@nhipcau/base/node';
import type { PeerId } from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { WebSocket } from 'ws';
import type { PeerRecord } from './peers.repository.ts';
import type { PeerLines } from './peers.service.ts';
import type { TrunkKeys } from './trunk-keys.ts';
import {
  answerLower,
  greetUpper,
  type LineHost,
  PROOF_TIMEOUT_MS,
  TRUNK_MAX_FRAME,
  type TrunkHandlers,
  type TrunkLine,
} from './trunk-line.ts';

const REDIAL = { firstMs: 1_000, maxMs: 15_000 } as const;
/** Connections at once, proven or not: some dozens of installations below one. */
const MAX_CONNECTIONS = 200;

export interface TrunkLinesOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly keys: TrunkKeys;
  /** Installations that are linked with this one now. */
  readonly peers: () => Promise<PeerRecord[]>;
  readonly ownName: () => Promise<string>;
  /** The peer knows us by another of our keys now. */
  readonly onKeyTaken: (peer: PeerRecord, publicKey: string) => Promise<void>;
  readonly handlers: TrunkHandlers;
  readonly openSocket: (url: URL) => Promise<MessageSocket>;
  /** Unencrypted addresses only where configuration allows it. */
  readonly mayDial: (address: string) => boolean;
  readonly onOpened: (line: TrunkLine) => void;
  readonly onClosed: (peer: PeerRecord) => void;
}

/** Opens a connection with an installation above. */
export async function dialSocket(url: URL): Promise<MessageSocket> {
  const socket = new WebSocket(url, {
    maxPayload: TRUNK_MAX_FRAME,
    perMessageDeflate: false,
    handshakeTimeout: PROOF_TIMEOUT_MS,
  });
  const wrapped = wsSocket(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
  return wrapped;
}

/** The connections with other installations: dials those above, answers those below. One for each. */
export class TrunkLines implements PeerLines {
  readonly #options: TrunkLinesOptions;
  readonly #lines = new Map<PeerId, TrunkLine>();
  readonly #since = new Map<PeerId, number>();
  /** `unproven`: how often it knew none of our keys. */
  readonly #dialling = new Map<PeerId, { attempt: number; unproven: number; timer: Timer | null }>();
  #accepted = 0;
  #closed = false;

  constructor(options: TrunkLinesOptions) {
    this.#options = options;
  }

  lineTo(peerId: PeerId): TrunkLine | null {
    return this.#lines.get(peerId) ?? null;
  }

  presenceOf(peerId: PeerId): { connected: boolean; since: number | null } {
    return { connected: this.#lines.has(peerId), since: this.#since.get(peerId) ?? null };
  }

  get connectedCount(): number {
    return this.#lines.size;
  }

  /** A socket of some installation below. */
  accept(socket: MessageSocket): void {
    if (this.#closed || this.#accepted >= MAX_CONNECTIONS) return socket.close(1013, 'RATE_LIMITED');
    this.#accepted += 1;
    socket.onClose(() => {
      this.#accepted -= 1;
    });
    const { peers, keys } = this.#options;
    answerLower(
      socket,
      async (from, to) => {
        const identity = keys.knownAs(to);
        const peer = (await peers()).find((known) => known.publicKey === from && known.side === 'lower');
        return peer && identity ? { peer, identity } : null;
      },
      this.#host(),
    );
  }

  /** Peers were linked or revoked, or the own key is new. */
  refresh(): void {
    this.#follow().catch((cause: unknown) =>
      this.#options.log.error({ err: cause }, 'linked installations could not be read'),
    );
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#dialling.values()) timer?.cancel();
    this.#dialling.clear();
    for (const line of [...this.#lines.values()]) line.close('SERVER_STOPPING');
  }

  async #follow(): Promise<void> {
    const peers = await this.#options.peers();
    if (this.#closed) return;
    const active = new Map(peers.map((peer) => [peer.peerId, peer]));
    for (const [peerId, line] of [...this.#lines]) {
      const peer = active.get(peerId);
      if (!peer || peer.publicKey !== line.peer.publicKey || peer.address !== line.peer.address)
        line.close('PEER_UNKNOWN');
      else this.#renewKey(line);
    }
    for (const [peerId, { timer }] of [...this.#dialling]) {
      if (active.get(peerId)?.side === 'upper') continue;
      timer?.cancel();
      this.#dialling.delete(peerId);
    }
    for (const { peerId, side } of peers)
      if (side === 'upper' && !this.#lines.has(peerId)) this.#redial(peerId, 0);
  }

  /** The peer learns our present key, over a connection that stands for the one it knows. */
  #renewKey(line: TrunkLine): void {
    const { keys, onKeyTaken, log } = this.#options;
    const { current } = keys;
    if (line.ownKey === current.publicKey) return;
    line.renewKey(current).then(
      async () => {
        await onKeyTaken(line.peer, current.publicKey);
        line.close('KEY_RENEWED');
      },
      (cause: unknown) => log.warn({ err: cause, peer: line.peer.code }, 'new key is not taken yet'),
    );
  }

  #redial(peerId: PeerId, delayMs: number): void {
    if (this.#closed) return;
    const entry = this.#dialling.get(peerId) ?? { attempt: 0, unproven: 0, timer: null };
    entry.timer?.cancel();
    entry.timer = this.#options.clock.after(delayMs, () => {
      entry.timer = null;
      void this.#dial(peerId);
    });
    this.#dialling.set(peerId, entry);
  }

  async #dial(peerId: PeerId): Promise<void> {
    const { peers, log, mayDial, openSocket } = this.#options;
    try {
      const peer = (await peers()).find((known) => known.peerId === peerId);
      if (this.#closed || this.#lines.has(peerId) || !peer || peer.address === null) return;
      const identity = this.#identityFor(peer);
      if (!mayDial(peer.address) || !identity) {
        log.error(
          { peer: peer.code },
          'installation above cannot be dialled: unencrypted address or lost key',
        );
        return;
      }
      const url = new URL(peer.address);
      url.pathname = `${url.pathname.replace(/\/+$/, '')}/ws/trunk`;
      const line = await greetUpper(await openSocket(url), { peer, identity }, this.#host());
      const entry = this.#dialling.get(peerId);
      if (entry) Object.assign(entry, { attempt: 0, unproven: 0 });
      this.#opened(line);
    } catch (cause) {
      log.debug({ err: cause, peerId }, 'installation above is not reached');
      if (cause instanceof RpcError && cause.code === 'PEER_PROOF_WRONG' && this.#tryNextKey(peerId)) return;
      this.#again(peerId);
    }
  }

  /**
   * The key by which the installation above knows us. Where that cannot be proved, the other kept ones take turns: it may
   * have accepted an invitation that we issued before our last renewal (rule TK-15).
   */
  #identityFor({ peerId, knownKey }: PeerRecord): Identity | null {
    const { keys } = this.#options;
    const known = keys.knownAs(knownKey);
    const others = keys.kept.filter(({ publicKey }) => publicKey !== knownKey);
    const inTurn = known === null ? others : [known, ...others];
    const unproven = this.#dialling.get(peerId)?.unproven ?? 0;
    return inTurn[unproven % Math.max(1, inTurn.length)] ?? null;
  }

  /** @returns whether another of our keys is tried at once; false when all were */
  #tryNextKey(peerId: PeerId): boolean {
    const entry = this.#dialling.get(peerId);
    if (!entry) return false;
    entry.unproven += 1;
    if (entry.unproven % this.#options.keys.kept.length === 0) return false;
    this.#redial(peerId, 0);
    return true;
  }

  #again(peerId: PeerId): void {
    const entry = this.#dialling.get(peerId);
    if (!entry || entry.timer || this.#lines.has(peerId)) return;
    this.#redial(peerId, backoffMs(entry.attempt, REDIAL));
    entry.attempt += 1;
  }

  #host(): LineHost {
    const { clock, log, handlers, ownName } = this.#options;
    return {
      clock,
      log,
      handlers,
      ownName,
      opened: (line) => this.#opened(line),
      closed: (line, reason) => {
        if (line) this.#gone(line, reason);
      },
    };
  }

  #opened(line: TrunkLine): void {
    const { clock, log, onOpened } = this.#options;
    const { peerId, code } = line.peer;
    if (this.#closed) return line.close('SERVER_STOPPING');
    // Its socket closed after it was proven and before it was here: nobody tells that again.
    if (line.closed) return this.#again(peerId);
    const before = this.#lines.get(peerId);
    this.#lines.set(peerId, line);
    this.#since.set(peerId, clock.now());
    before?.close('REPLACED');
    log.info({ peer: code }, 'installation connected');
    this.#renewKey(line);
    onOpened(line);
  }

  #gone(line: TrunkLine, reason: string): void {
    const { clock, log, onClosed } = this.#options;
    const { peerId, code } = line.peer;
    if (this.#lines.get(peerId) !== line) return;
    this.#lines.delete(peerId);
    this.#since.set(peerId, clock.now());
    if (this.#closed) return;
    log.warn({ peer: code, reason }, 'installation disconnected');
    onClosed(line.peer);
    this.#again(peerId);
  }
}
