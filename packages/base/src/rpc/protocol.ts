/** The part of a zod schema that a peer uses. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}
export type Output<S> = S extends Schema<infer T> ? T : never;

export type RequestTable = Readonly<
  Record<string, { readonly body: Schema<unknown>; readonly reply: Schema<unknown> }>
>;
export type NoteTable = Readonly<Record<string, Schema<unknown>>>;

/** What one side of a connection accepts: requests it answers and notifications it takes. */
export interface Side {
  readonly requests: RequestTable;
  readonly notes: NoteTable;
}

export type BodyOf<S extends Side, M extends keyof S['requests']> = Output<S['requests'][M]['body']>;
export type ReplyOf<S extends Side, M extends keyof S['requests']> = Output<S['requests'][M]['reply']>;
export type NoteOf<S extends Side, M extends keyof S['notes']> = Output<S['notes'][M]>;

/** A handler for every request and notification of a side; a missing one does not compile. */
export interface Handlers<S extends Side> {
  readonly requests: {
    readonly [M in keyof S['requests']]: (body: BodyOf<S, M>) => Promise<ReplyOf<S, M>> | ReplyOf<S, M>;
  };
  readonly notes: { readonly [M in keyof S['notes']]: (body: NoteOf<S, M>) => void };
}

/** What travels: requests, replies, notifications, heartbeat. */
export type Envelope =
  | { readonly t: 'req'; readonly id: string; readonly m: string; readonly b: unknown }
  | { readonly t: 'res'; readonly id: string; readonly b: unknown }
  | { readonly t: 'err'; readonly id: string; readonly e: WireError }
  | { readonly t: 'note'; readonly m: string; readonly b: unknown }
  | { readonly t: 'ping'; readonly n: number }
  | { readonly t: 'pong'; readonly n: number };

type Fact = string | number | boolean | null;

/** A failure as it crosses the wire: a code of the catalogue and plain facts, never a sentence to be parsed. */
export interface WireError {
  readonly code: string;
  readonly facts?: Readonly<Record<string, Fact>>;
}

/** A request that failed; `code` is from the catalogue, or one of the peer's own below. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: string;
  readonly facts: NonNullable<WireError['facts']>;

  constructor(code: string, facts: NonNullable<WireError['facts']> = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.facts = facts;
  }

  /** A refusal that has a cause of its own, kept for the log and never sent. */
  static because(cause: unknown, code: string, facts: NonNullable<WireError['facts']> = {}): RpcError {
    return new RpcError(code, facts, { cause });
  }
}

/** Codes a peer produces by itself. All are in the error catalogue. */
export const peerCodes = {
  badMessage: 'BAD_MESSAGE',
  otherVersion: 'PROTOCOL_VERSION_UNSUPPORTED',
  unknownMethod: 'UNKNOWN_METHOD',
  rateLimited: 'RATE_LIMITED',
  timedOut: 'REQUEST_TIMED_OUT',
  disconnected: 'DISCONNECTED',
  internal: 'INTERNAL',
} as const;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Parses one text frame; null when it is not an envelope. */
export function parseEnvelope(text: string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // The caller counts and answers malformed frames.
  }
  if (!isRecord(value)) return null;
  const { t, id, m, b, e, n } = value;
  const validId = typeof id === 'string' && id.length > 0 && id.length <= 64;
  const validMethod = typeof m === 'string' && m.length <= 64;
  if (t === 'req' && validId && validMethod) return { t, id, m, b };
  if (t === 'res' && validId) return { t, id, b };
  if (t === 'note' && validMethod) return { t, m, b };
  if ((t === 'ping' || t === 'pong') && typeof n === 'number') return { t, n };
  if (t === 'err' && validId && isRecord(e) && typeof e['code'] === 'string')
    return { t, id, e: { code: e['code'], facts: plainFacts(e['facts']) } };
  return null;
}

/** Facts are made as own keys of a new object: a key such as `__proto__` is a key like any other. */
function plainFacts(value: unknown): NonNullable<WireError['facts']> {
  const isPlain = (fact: unknown): fact is Fact =>
    fact === null || typeof fact === 'string' || typeof fact === 'number' || typeof fact === 'boolean';
  const entries = Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, Fact] => isPlain(entry[1])));
}
