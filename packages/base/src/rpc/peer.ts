import type { Clock, Timer } from '../clock.ts';
import { TokenBucket } from '../token-bucket.ts';
import {
  type BodyOf,
  type Envelope,
  type Handlers,
  type NoteOf,
  parseEnvelope,
  peerCodes,
  type ReplyOf,
  RpcError,
  type Side,
  type WireError,
} from './protocol.ts';

/** What a peer needs of a connection. Texts arrive in order or not at all. */
export interface MessageSocket {
  send(text: string): void;
  /** @param code - WebSocket close code (RFC 6455 section 7.4) */
  close(code: number, reason: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: (code: number, reason: string) => void): void;
}

export interface PeerLimits {
  /** Longest text frame taken, characters. */
  readonly maxFrameLength: number;
  readonly messagesPerSecond: number;
  readonly burst: number;
  /** Malformed or unknown messages before the connection is closed. */
  readonly maxOffences: number;
  /** Requests being answered at once. */
  readonly maxPendingIn: number;
}

export const defaultPeerLimits: PeerLimits = {
  maxFrameLength: 262_144,
  messagesPerSecond: 100,
  burst: 400,
  maxOffences: 20,
  maxPendingIn: 256,
};

export interface Heartbeat {
  readonly everyMs: number;
  /** Silence after which the other side counts as gone. */
  readonly deadAfterMs: number;
}

/** Why a message was refused; for logs and counters. */
export interface Offence {
  readonly code: string;
  readonly method?: string;
  readonly path?: string;
}

export interface PeerOptions<Local extends Side, Remote extends Side> {
  readonly socket: MessageSocket;
  /** What this side accepts. */
  readonly local: Local;
  /** What the other side accepts. */
  readonly remote: Remote;
  readonly handlers: Handlers<Local>;
  readonly clock: Clock;
  readonly limits?: Partial<PeerLimits>;
  readonly heartbeat?: Heartbeat;
  readonly onOffence?: (offence: Offence) => void;
  /** A handler threw something that is not an `RpcError`: a defect of ours, answered as INTERNAL. */
  readonly onDefect?: (cause: unknown, method: string) => void;
  readonly onClosed?: (code: number, reason: string) => void;
}

export const DEFAULT_REQUEST_TIMEOUT_MS = 10_000;
/** Replies kept so that a repeated request id is answered again instead of being carried out again. */
const REMEMBERED_REPLIES = 256;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: unknown) => void;
  readonly timer: Timer;
}

/**
 * One end of a typed two-way connection: requests with replies, notifications, heartbeat, limits.
 *
 * Everything received passes its schema. A message that does not is answered with a code and counted; the connection
 * is closed only when that happens often. A request id seen before is answered with the remembered reply.
 */
export class Peer<Local extends Side, Remote extends Side> {
  readonly #options: PeerOptions<Local, Remote>;
  readonly #limits: PeerLimits;
  readonly #bucket: TokenBucket;
  readonly #pending = new Map<string, Pending>();
  readonly #replies = new Map<string, Promise<Envelope>>();
  #heartbeat: Timer | null = null;
  #heardAt: number;
  #rttMs: number | null = null;
  #answering = 0;
  #offences = 0;
  #nextId = 1;
  #closed = false;

  constructor(options: PeerOptions<Local, Remote>) {
    this.#options = options;
    this.#limits = { ...defaultPeerLimits, ...options.limits };
    const now = options.clock.now();
    this.#heardAt = now;
    this.#bucket = new TokenBucket({ perSecond: this.#limits.messagesPerSecond, burst: this.#limits.burst }, now);
    options.socket.onMessage((text) => this.#receive(text));
    options.socket.onClose((code, reason) => this.#ended(code, reason));
    if (options.heartbeat) this.#startHeartbeat(options.heartbeat);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Last measured round trip of the heartbeat, milliseconds. */
  get rttMs(): number | null {
    return this.#rttMs;
  }

  /** @throws {RpcError} the other side's code, REQUEST_TIMED_OUT or DISCONNECTED */
  async request<M extends keyof Remote['requests'] & string>(
    method: M,
    body: BodyOf<Remote, M>,
    { timeoutMs = DEFAULT_REQUEST_TIMEOUT_MS, id = `${this.#nextId++}` }: { timeoutMs?: number; id?: string } = {},
  ): Promise<ReplyOf<Remote, M>> {
    if (this.#closed) throw new RpcError(peerCodes.disconnected, { method });
    const raw = await new Promise<unknown>((resolve, reject) => {
      const timer = this.#options.clock.after(timeoutMs, () => {
        this.#pending.delete(id);
        reject(new RpcError(peerCodes.timedOut, { method }));
      });
      this.#pending.set(id, { resolve, reject, timer });
      this.#send({ t: 'req', id, m: method, b: body });
    });
    const parsed = this.#options.remote.requests[method]?.reply.safeParse(raw);
    if (!parsed?.success) throw new RpcError(peerCodes.badMessage, { method, where: 'reply' });
    return parsed.data as ReplyOf<Remote, M>;
  }

  /** Fire and forget; silently dropped when the connection is gone. */
  notify<M extends keyof Remote['notes'] & string>(method: M, body: NoteOf<Remote, M>): void {
    this.#send({ t: 'note', m: method, b: body });
  }

  /** Idempotent. */
  close(code = 1000, reason = ''): void {
    if (this.#closed) return;
    this.#options.socket.close(code, reason);
    this.#ended(code, reason);
  }

  #send(envelope: Envelope): void {
    if (!this.#closed) this.#options.socket.send(JSON.stringify(envelope));
  }

  #receive(text: string): void {
    if (this.#closed) return;
    const now = this.#options.clock.now();
    this.#heardAt = now;
    if (text.length > this.#limits.maxFrameLength) return this.close(1009, 'MESSAGE_TOO_LARGE');
    const envelope = parseEnvelope(text);
    if (!this.#bucket.take(now)) {
      if (envelope?.t === 'req') this.#send({ t: 'err', id: envelope.id, e: { code: peerCodes.rateLimited } });
      return this.#offend({ code: peerCodes.rateLimited });
    }
    if (envelope === null) return this.#offend({ code: peerCodes.badMessage });
    switch (envelope.t) {
      case 'req':
        return this.#answer(envelope.id, envelope.m, envelope.b);
      case 'res':
        return this.#settle(envelope.id, (pending) => pending.resolve(envelope.b));
      case 'err':
        return this.#settle(envelope.id, (pending) =>
          pending.reject(new RpcError(envelope.e.code, envelope.e.facts ?? {})),
        );
      case 'note':
        return this.#take(envelope.m, envelope.b);
      case 'ping':
        return this.#send({ t: 'pong', n: envelope.n });
      case 'pong':
        this.#rttMs = Math.max(0, now - envelope.n);
    }
  }

  #answer(id: string, method: string, body: unknown): void {
    const remembered = this.#replies.get(id);
    if (remembered) return void remembered.then((reply) => this.#send(reply));
    const entry = Object.hasOwn(this.#options.local.requests, method)
      ? this.#options.local.requests[method]
      : undefined;
    if (!entry) return this.#refuse(id, { code: peerCodes.unknownMethod, facts: { method } }, { method });
    const parsed = entry.body.safeParse(body);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const path = issue?.path.map(String).join('.') ?? '';
      return this.#refuse(
        id,
        { code: peerCodes.badMessage, facts: { method, path, issue: issue?.message ?? '' } },
        { method, path },
      );
    }
    if (this.#answering >= this.#limits.maxPendingIn)
      return this.#send({ t: 'err', id, e: { code: peerCodes.rateLimited } });
    const reply = this.#carryOut(id, method, parsed.data);
    this.#remember(id, reply);
    void reply.then((envelope) => this.#send(envelope));
  }

  async #carryOut(id: string, method: string, body: unknown): Promise<Envelope> {
    this.#answering += 1;
    try {
      const handler = this.#options.handlers.requests[method] as (body: unknown) => unknown;
      return { t: 'res', id, b: (await handler(body)) ?? {} };
    } catch (cause) {
      if (cause instanceof RpcError) return { t: 'err', id, e: { code: cause.code, facts: cause.facts } };
      this.#options.onDefect?.(cause, method);
      return { t: 'err', id, e: { code: peerCodes.internal } };
    } finally {
      this.#answering -= 1;
    }
  }

  #remember(id: string, reply: Promise<Envelope>): void {
    this.#replies.set(id, reply);
    if (this.#replies.size <= REMEMBERED_REPLIES) return;
    const oldest = this.#replies.keys().next();
    if (!oldest.done) this.#replies.delete(oldest.value);
  }

  #take(method: string, body: unknown): void {
    const schema = Object.hasOwn(this.#options.local.notes, method) ? this.#options.local.notes[method] : undefined;
    if (!schema) return this.#offend({ code: peerCodes.unknownMethod, method });
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
      return this.#offend({ code: peerCodes.badMessage, method, path });
    }
    try {
      (this.#options.handlers.notes[method] as (body: unknown) => void)(parsed.data);
    } catch (cause) {
      this.#options.onDefect?.(cause, method);
    }
  }

  #refuse(id: string, error: WireError, where: { method: string; path?: string }): void {
    this.#send({ t: 'err', id, e: error });
    this.#offend({ code: error.code, ...where });
  }

  #offend(offence: Offence): void {
    this.#options.onOffence?.(offence);
    this.#offences += 1;
    if (this.#offences > this.#limits.maxOffences) this.close(1008, 'TOO_MANY_BAD_MESSAGES');
  }

  #settle(id: string, act: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (!pending) return; // A reply after the time-out: the caller was told already.
    this.#pending.delete(id);
    pending.timer.cancel();
    act(pending);
  }

  #startHeartbeat({ everyMs, deadAfterMs }: Heartbeat): void {
    this.#heartbeat = this.#options.clock.every(everyMs, () => {
      const now = this.#options.clock.now();
      if (now - this.#heardAt >= deadAfterMs) this.close(4000, 'HEARTBEAT_LOST');
      else this.#send({ t: 'ping', n: now });
    });
  }

  #ended(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#heartbeat?.cancel();
    for (const [id] of [...this.#pending])
      this.#settle(id, (pending) => pending.reject(new RpcError(peerCodes.disconnected)));
    this.#options.onClosed?.(code, reason);
  }
}
