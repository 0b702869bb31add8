import {
  type BodyOf,
  type Clock,
  type MessageSocket,
  type NoteOf,
  Peer,
  type ReplyOf,
  RpcError,
} from '@nhipcau/base';
import { type Identity, newNonce, signParts, verifyParts } from '@nhipcau/base/node';
import {
  type FeedDown,
  type FeedUp,
  TRUNK_HEARTBEAT,
  TRUNK_KEY_PROOF,
  TRUNK_LOWER_PROOF,
  TRUNK_UPPER_PROOF,
  TRUNK_VERSION,
  type TrunkAsk,
  type TrunkEndReason,
  type TrunkId,
  type TrunkInvite,
  type TrunkRefusal,
  trunkLower,
  trunkUpper,
} from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { PeerRecord } from './peers.repository.ts';

type Upper = typeof trunkUpper;
type Lower = typeof trunkLower;

export const PROOF_TIMEOUT_MS = 5_000;
export const TRUNK_MAX_FRAME = 1_048_576;
const REQUEST_TIMEOUT_MS = 10_000;

/** The other side may say as much as a busy meeting needs, and no more. */
const limits = {
  maxFrameLength: TRUNK_MAX_FRAME,
  messagesPerSecond: 100,
  burst: 500,
  maxOffences: 20,
  maxPendingIn: 50,
} as const;

/** What a proven installation tells and asks. */
export interface TrunkHandlers {
  /** Upper: the installation below agrees. */
  accepted(peer: PeerRecord, body: BodyOf<Upper, 'trunk.accept'>): Promise<ReplyOf<Upper, 'trunk.accept'>>;
  /** Upper: everything that the installation below asks for. */
  asked(peer: PeerRecord, asks: readonly TrunkAsk[]): Promise<void>;
  /** Lower: everything that is open with the installation above, and which of our requests it refused. */
  invited(
    peer: PeerRecord,
    invites: readonly TrunkInvite[],
    refusals: readonly TrunkRefusal[],
  ): Promise<void>;
  ended(peer: PeerRecord, body: BodyOf<Lower, 'trunk.end'>): Promise<void>;
  up(peer: PeerRecord, note: NoteOf<Upper, 'trunk.up'>): void;
  down(peer: PeerRecord, note: NoteOf<Lower, 'trunk.down'>): void;
  renewed(peer: PeerRecord, publicKey: string): Promise<void>;
}

export interface LineHost {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly handlers: TrunkHandlers;
  /** How this installation is called. */
  readonly ownName: () => Promise<string>;
  readonly opened: (line: TrunkLine) => void;
  readonly closed: (line: TrunkLine | null, reason: string) => void;
}

/** A connection with another installation that has proved its key, as ours did. */
export interface TrunkLine {
  readonly peer: PeerRecord;
  /** Our key as it knows it. */
  readonly ownKey: string;
  /** Its socket is gone. */
  readonly closed: boolean;
  open(invites: readonly TrunkInvite[], refusals: readonly TrunkRefusal[]): Promise<unknown>;
  asks(asks: readonly TrunkAsk[]): Promise<unknown>;
  accept(body: BodyOf<Upper, 'trunk.accept'>): Promise<ReplyOf<Upper, 'trunk.accept'>>;
  end(trunkId: TrunkId, reason: TrunkEndReason): Promise<unknown>;
  up(trunkId: TrunkId, up: FeedUp): void;
  down(trunkId: TrunkId, down: FeedDown): void;
  renewKey(identity: Identity): Promise<unknown>;
  close(reason: string): void;
}

const timeout = { timeoutMs: REQUEST_TIMEOUT_MS };

/** What both ends of a line answer alike. */
function common(host: LineHost, peerOf: () => PeerRecord) {
  return {
    'trunk.end': async (body: BodyOf<Lower, 'trunk.end'>) => {
      await host.handlers.ended(peerOf(), body);
      return {};
    },
    'key.renew': async ({ publicKey, signature }: BodyOf<Lower, 'key.renew'>) => {
      const peer = peerOf();
      if (!verifyParts(publicKey, [TRUNK_KEY_PROOF, peer.publicKey, publicKey], signature))
        throw new RpcError('PEER_PROOF_WRONG');
      await host.handlers.renewed(peer, publicKey);
      return {};
    },
  };
}

const renewal = (identity: Identity, ownKey: string) => ({
  publicKey: identity.publicKey,
  signature: signParts(identity, [TRUNK_KEY_PROOF, ownKey, identity.publicKey]),
});

/**
 * The upper's end: a lower installation has dialled.
 *
 * @param find - the linked installation with this key, and our key that it knows
 */
export function answerLower(
  socket: MessageSocket,
  find: (from: string, to: string) => Promise<{ peer: PeerRecord; identity: Identity } | null>,
  host: LineHost,
): void {
  type Greeted = { peer: PeerRecord; identity: Identity; ours: string; theirs: string };
  let greeted: Greeted | null = null;
  let line: TrunkLine | null = null;
  const proven = (): PeerRecord => {
    if (!line) throw new RpcError('PEER_PROOF_WRONG');
    return line.peer;
  };
  const connection: Peer<Upper, Lower> = new Peer({
    socket,
    local: trunkUpper,
    remote: trunkLower,
    clock: host.clock,
    heartbeat: TRUNK_HEARTBEAT,
    limits,
    onOffence: (offence) => host.log.warn({ offence, peer: line?.peer.code }, 'malformed message on a trunk'),
    onDefect: (cause, method) => host.log.error({ err: cause, method }, 'trunk request failed by a defect'),
    onClosed: (_code, reason) => {
      timer.cancel();
      host.closed(line, reason);
    },
    handlers: {
      requests: {
        'trunk.hello': async ({ version, from, to, nonce }) => {
          if (version !== TRUNK_VERSION)
            throw new RpcError('PROTOCOL_VERSION_UNSUPPORTED', { version: TRUNK_VERSION });
          const found = await find(from, to);
          // Whether a key is known here is nobody's business who has not proved it.
          if (!found) throw new RpcError('PEER_PROOF_WRONG');
          const ours = newNonce();
          greeted = { ...found, ours, theirs: nonce };
          return {
            nonce: ours,
            signature: signParts(found.identity, [TRUNK_UPPER_PROOF, from, to, nonce, ours]),
          };
        },
        'trunk.prove': async ({ signature }) => {
          const known = greeted;
          greeted = null;
          if (!known || line) throw new RpcError('PEER_PROOF_WRONG');
          const { peer, identity, ours, theirs } = known;
          const parts = [TRUNK_LOWER_PROOF, peer.publicKey, identity.publicKey, ours, theirs];
          if (!verifyParts(peer.publicKey, parts, signature)) {
            host.log.warn({ peer: peer.code }, 'installation could not prove who it is');
            throw new RpcError('PEER_PROOF_WRONG');
          }
          timer.cancel();
          const made = upperLine(connection, peer, identity.publicKey);
          line = made;
          const name = await host.ownName();
          // After this reply, so that the other side is ready for what it is told.
          host.clock.after(0, () => host.opened(made));
          return { name };
        },
        'trunk.accept': (body) => host.handlers.accepted(proven(), body),
        'trunk.asks': async ({ asks }) => {
          await host.handlers.asked(proven(), asks);
          return {};
        },
        ...common(host, proven),
      },
      notes: { 'trunk.up': (note) => host.handlers.up(proven(), note) },
    },
  });
  const timer = host.clock.after(PROOF_TIMEOUT_MS, () => {
    if (!line) connection.close(1008, 'PEER_PROOF_WRONG');
  });
}

function upperLine(connection: Peer<Upper, Lower>, peer: PeerRecord, ownKey: string): TrunkLine {
  return {
    peer,
    ownKey,
    get closed() {
      return connection.closed;
    },
    open: (invites, refusals) =>
      connection.request('trunk.open', { invites: [...invites], refusals: [...refusals] }, timeout),
    asks: () => Promise.reject(new RpcError('NOT_ALLOWED')),
    accept: () => Promise.reject(new RpcError('NOT_ALLOWED')),
    end: (trunkId, reason) => connection.request('trunk.end', { trunkId, reason }, timeout),
    up: () => {},
    down: (trunkId, down) => connection.notify('trunk.down', { trunkId, down }),
    renewKey: (identity) => connection.request('key.renew', renewal(identity, ownKey), timeout),
    close: (reason) => connection.close(4001, reason),
  };
}

/** The lower's end: proves both sides on a socket that it has dialled. */
export async function greetUpper(
  socket: MessageSocket,
  { peer, identity }: { readonly peer: PeerRecord; readonly identity: Identity },
  host: LineHost,
): Promise<TrunkLine> {
  let line: TrunkLine | null = null;
  const proven = (): PeerRecord => {
    if (!line) throw new RpcError('PEER_PROOF_WRONG');
    return line.peer;
  };
  const connection: Peer<Lower, Upper> = new Peer({
    socket,
    local: trunkLower,
    remote: trunkUpper,
    clock: host.clock,
    heartbeat: TRUNK_HEARTBEAT,
    limits,
    onOffence: (offence) => host.log.warn({ offence, peer: peer.code }, 'malformed message on a trunk'),
    onDefect: (cause, method) => host.log.error({ err: cause, method }, 'trunk request failed by a defect'),
    onClosed: (_code, reason) => host.closed(line, reason),
    handlers: {
      requests: {
        'trunk.open': async ({ invites, refusals }) => {
          await host.handlers.invited(proven(), invites, refusals);
          return {};
        },
        ...common(host, proven),
      },
      notes: { 'trunk.down': (note) => host.handlers.down(proven(), note) },
    },
  });
  const [from, to] = [identity.publicKey, peer.publicKey];
  const nonce = newNonce();
  const proof = { timeoutMs: PROOF_TIMEOUT_MS };
  try {
    const hello = await connection.request('trunk.hello', { version: TRUNK_VERSION, from, to, nonce }, proof);
    if (!verifyParts(to, [TRUNK_UPPER_PROOF, from, to, nonce, hello.nonce], hello.signature))
      throw new RpcError('PEER_PROOF_WRONG');
    const made: TrunkLine = {
      peer,
      ownKey: from,
      get closed() {
        return connection.closed;
      },
      open: () => Promise.reject(new RpcError('NOT_ALLOWED')),
      asks: (asks) => connection.request('trunk.asks', { asks: [...asks] }, timeout),
      accept: (body) => connection.request('trunk.accept', body, timeout),
      end: (trunkId, reason) => connection.request('trunk.end', { trunkId, reason }, timeout),
      up: (trunkId, up) => connection.notify('trunk.up', { trunkId, up }),
      down: () => {},
      renewKey: (renewed) => connection.request('key.renew', renewal(renewed, from), timeout),
      close: (reason) => connection.close(4001, reason),
    };
    // From here on the upper may speak: its first words may overtake the reply to our proof.
    line = made;
    const signature = signParts(identity, [TRUNK_LOWER_PROOF, from, to, hello.nonce, nonce]);
    await connection.request('trunk.prove', { signature, name: await host.ownName() }, proof);
    return made;
  } catch (cause) {
    connection.close(4003, cause instanceof RpcError ? cause.code : 'INTERNAL');
    throw cause;
  }
}
