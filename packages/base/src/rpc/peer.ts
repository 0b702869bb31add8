import { assert } from '../assert.ts';
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
  type Schema,
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
  /** Malformed, unknown or too many messages borne at once; one is forgiven every `OFFENCE_FORGIVEN_AFTER_MS`. */
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
  /** Version that is spoken here: a request that states another one is refused for that, whether or not the rest of it fits. */
  readonly version?: number;
  readonly limits?: Partial<PeerLimits>;
  readonly heartbeat?: Heartbeat;
  readonly onOffence?: (offence: Offence) => void;
  /** A handler threw something that is not an `RpcError`: a defect of ours, answered as INTERNAL. */
  readonly onDefect?: (cause: unknown, method: string) => void;
  readonly onClosed?: (code: number, reason: string) => void;
}

export const DEFAULT_REQUEST_TIMEOUT_MS = 10_000;
const MAX_PINGS = 16;
/** A connection that lasts for days is not closed for a mistake an hour. */
const OFFENCE_FORGIVEN_AFTER_MS = 30_000;
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
  readonly #replies = new Map<string, Promise<string>>();
  readonly #patience: TokenBucket;
  #heartbeat: Timer | null = null;
  #heardAt: number;
  /** Heartbeats since something was last heard. */
  #silentBeats = 0;
  /** Instants of pings that wait for their pong, oldest first. */
  readonly #pings: number[] = [];
  #rttMs: number | null = null;
  #answering = 0;
  #nextId = 1;
  #closed = false;

  constructor(options: PeerOptions<Local, Remote>) {
    this.#options = options;
    this.#limits = { ...defaultPeerLimits, ...options.limits };
    const now = options.clock.now();
    this.#heardAt = now;
    const { messagesPerSecond, burst, maxOffences } = this.#limits;
    this.#bucket = new TokenBucket({ perSecond: messagesPerSecond, burst }, now);
    this.#patience = new TokenBucket(
      { perSecond: 1000 / OFFENCE_FORGIVEN_AFTER_MS, burst: maxOffences },
      now,
    );
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

  /**
   * @param id - the same id given again, after a time-out, is carried out only once by the other side
   * @throws {RpcError} the other side's code, REQUEST_TIMED_OUT or DISCONNECTED
   */
  async request<M extends keyof Remote['requests'] & string>(
    method: M,
    body: BodyOf<Remote, M>,
    {
      timeoutMs = DEFAULT_REQUEST_TIMEOUT_MS,
      id = `${this.#nextId++}`,
    }: { timeoutMs?: number; id?: string } = {},
  ): Promise<ReplyOf<Remote, M>> {
    if (this.#closed) throw new RpcError(peerCodes.disconnected, { method });
    assert(!this.#pending.has(id), `request ${id} is still waiting`);
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
    this.#write(JSON.stringify(envelope));
  }

  #write(text: string): void {
    if (!this.#closed) this.#options.socket.send(text);
  }

  #receive(text: string): void {
    if (this.#closed) return;
    this.#heardAt = this.#options.clock.now();
    this.#silentBeats = 0;
    if (text.length > this.#limits.maxFrameLength) return this.close(1009, 'MESSAGE_TOO_LARGE');
    const envelope = parseEnvelope(text);
    // Answers to what this side has asked are as many as it asked for; only the rest is a question of rate.
    if (envelope && this.#isAwaited(envelope)) return this.#conclude(envelope);
    if (!this.#bucket.take(this.#options.clock.now())) {
      if (envelope?.t === 'req')
        this.#send({ t: 'err', id: envelope.id, e: { code: peerCodes.rateLimited } });
      return this.#offend({ code: peerCodes.rateLimited });
    }
    if (envelope === null) return this.#offend({ code: peerCodes.badMessage });
    if (envelope.t === 'req') this.#answer(envelope.id, envelope.m, envelope.b);
    else if (envelope.t === 'note') this.#take(envelope.m, envelope.b);
    else if (envelope.t === 'ping') this.#send({ t: 'pong', n: envelope.n });
    // Else an answer that nobody awaits any more: the caller was told of the time-out already.
  }

  #isAwaited(envelope: Envelope): boolean {
    if (envelope.t === 'res' || envelope.t === 'err') return this.#pending.has(envelope.id);
    return envelope.t === 'pong' && this.#pings.includes(envelope.n);
  }

  #conclude(envelope: Envelope): void {
    if (envelope.t === 'res') this.#settle(envelope.id, (pending) => pending.resolve(envelope.b));
    else if (envelope.t === 'err')
      this.#settle(envelope.id, (pending) =>
        pending.reject(new RpcError(envelope.e.code, envelope.e.facts ?? {})),
      );
    else if (envelope.t === 'pong') {
      this.#rttMs = Math.max(0, this.#options.clock.now() - envelope.n);
      this.#pings.splice(0, this.#pings.indexOf(envelope.n) + 1);
    }
  }

  #answer(id: string, method: string, body: unknown): void {
    const remembered = this.#replies.get(id);
    if (remembered !== undefined) return void remembered.then((reply) => this.#write(reply));
    const entry = Object.hasOwn(this.#options.local.requests, method)
      ? this.#options.local.requests[method]
      : undefined;
    if (!entry) return this.#refuse(id, { code: peerCodes.unknownMethod, facts: { method } }, { method });
    const parsed = parse(entry.body, body);
    const { version } = this.#options;
    if (!parsed.success && version !== undefined && statesOther(version, body))
      return this.#refuse(id, { code: peerCodes.otherVersion, facts: { version } }, { method });
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
    void reply.then((text) => this.#write(text));
  }

  /** @returns the reply as it travels; what cannot be written down is a defect like any other */
  async #carryOut(id: string, method: string, body: unknown): Promise<string> {
    this.#answering += 1;
    try {
      const handler = this.#options.handlers.requests[method] as (body: unknown) => unknown;
      return JSON.stringify({ t: 'res', id, b: (await handler(body)) ?? {} } satisfies Envelope);
    } catch (cause) {
      return JSON.stringify({ t: 'err', id, e: this.#errorOf(cause, method) } satisfies Envelope);
    } finally {
      this.#answering -= 1;
    }
  }

  #errorOf(cause: unknown, method: string): WireError {
    if (cause instanceof RpcError) return { code: cause.code, facts: cause.facts };
    this.#options.onDefect?.(cause, method);
    return { code: peerCodes.internal };
  }

  #remember(id: string, reply: Promise<string>): void {
    this.#replies.set(id, reply);
    if (this.#replies.size <= REMEMBERED_REPLIES) return;
    const oldest = this.#replies.keys().next();
    if (!oldest.done) this.#replies.delete(oldest.value);
  }

  #take(method: string, body: unknown): void {
    const schema = Object.hasOwn(this.#options.local.notes, method)
      ? this.#options.local.notes[method]
      : undefined;
    if (!schema) return this.#offend({ code: peerCodes.unknownMethod, method });
    const parsed = parse(schema, body);
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
    if (!this.#patience.take(this.#options.clock.now())) this.close(1008, 'TOO_MANY_BAD_MESSAGES');
  }

  #settle(id: string, act: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    pending.timer.cancel();
    act(pending);
  }

  #startHeartbeat({ everyMs, deadAfterMs }: Heartbeat): void {
    this.#heartbeat = this.#options.clock.every(everyMs, () => {
      this.#silentBeats += 1;
      if (this.#isDead(everyMs, deadAfterMs)) return this.close(4000, 'HEARTBEAT_LOST');
      const now = this.#options.clock.now();
      this.#pings.push(now);
      if (this.#pings.length > MAX_PINGS) this.#pings.shift();
      this.#send({ t: 'ping', n: now });
    });
  }

  /**
   * Silence is measured by the clock and by beats: after a step of the clock, or a stall of this process, what the
   * other side has sent meanwhile may still wait to be read. Nor does a clock set back keep a dead peer alive.
   */
  #isDead(everyMs: number, deadAfterMs: number): boolean {
    const silentMs = this.#silentBeats * everyMs;
    if (silentMs >= deadAfterMs + everyMs) return true;
    return silentMs >= deadAfterMs && this.#options.clock.now() - this.#heardAt >= deadAfterMs;
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

/** What another release says need not fit our schemas; that it is another one is what has to be told. */
function statesOther(version: number, body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'version')) return false;
  const stated: unknown = Reflect.get(body, 'version');
  return Number.isInteger(stated) && stated !== version;
}

/** A schema that a hostile value brings down has refused it. */
function parse<T>(schema: Schema<T>, value: unknown): ReturnType<Schema<T>['safeParse']> {
  try {
    return schema.safeParse(value);
  } catch {
    return { success: false, error: { issues: [] } }; // Too deep to be walked: as good as malformed.
  }
}
