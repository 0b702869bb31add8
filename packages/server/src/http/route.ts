import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Allow, Caller } from './caller.ts';

export interface RouteCall<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  readonly ip: string;
  readonly userAgent: string | null;
  /** `https://host` of the page the request comes from. */
  readonly origin: string;
  readonly correlationId: string;
  /** `Range` of the request (RFC 9110 section 14.2). */
  readonly range: string | null;
  readonly cookies: SessionCookies;
}

/** The session cookie of the answer. */
export interface SessionCookies {
  set(token: string, lifeS: number): void;
  clear(): void;
}

/** An answer that is not JSON. */
export interface RawReply {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly etag: string;
  readonly cacheControl: string;
}

/** Bytes of which pieces can be read; both ends included. */
export interface FileContent {
  readonly size: number;
  stream(from: number, to: number): Promise<Readable>;
}

/** A file that is sent whole or the piece that was asked for. */
export interface FileReply {
  /** @throws {AppError} when it is gone, or cannot be had now */
  content(): Promise<FileContent>;
  readonly contentType: string;
  /** Under which name a browser saves it. */
  readonly fileName: string;
}

/** Bytes that a route takes instead of JSON. */
export interface UploadRule {
  readonly contentTypes: readonly string[];
  readonly limitBytes: number;
  /**
   * Looks at the address before a byte of the body is taken; for files of a size that not anybody may send.
   *
   * @throws {AppError} whatever refuses it
   */
  readonly admit?: (params: unknown) => void;
}

interface RouteShape<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As in the address, with `:name` for parameters. */
  readonly path: `/api/${string}`;
  /** One sentence for the OpenAPI document. */
  readonly summary: string;
  readonly allow: Allow;
  /** Requests a minute from one session or address, when it differs from the general limit. */
  readonly perMinute?: number;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A route as the application sees it, its types forgotten after they did their work. */
export interface Route extends RouteShape<z.ZodType, z.ZodType, z.ZodType> {
  readonly reply: z.ZodType | null;
  /** Content type of a route whose answer is not JSON. */
  readonly produces?: string;
  /** Set on routes whose body is a file. */
  readonly upload?: UploadRule;
  handle(call: RouteCall<unknown, unknown, unknown>): Promise<Answer>;
}

/** What a route answers; JSON is checked against its schema before it leaves. */
type Answer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'raw'; readonly raw: RawReply }
  | { readonly kind: 'file'; readonly file: FileReply };

/** A route with its shapes, its permission and the one call it makes. Shapes are checked before and after. */
export function defineRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodType,
>(
  route: RouteShape<Params, Query, Body> & {
    readonly reply: Reply;
    handle(call: RouteCall<Out<Params>, Out<Query>, Out<Body>>): Promise<z.input<Reply>>;
  },
): Route {
  return {
    ...route,
    handle: async (call) => ({
      kind: 'json',
      value: route.reply.parse(await route.handle(parsedCall(route, call))),
    }),
  };
}

/** Like `defineRoute`, for an answer of bytes. */
export function defineRawRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
>(
  route: RouteShape<Params, Query, z.ZodUndefined> & {
    readonly produces: string;
    handle(call: RouteCall<Out<Params>, Out<Query>, undefined>): Promise<RawReply>;
  },
): Route {
  return {
    ...route,
    reply: null,
    handle: async (call) => ({ kind: 'raw', raw: await route.handle(parsedCall(route, call)) }),
  };
}

/** Like `defineRoute`, for a file of any size, of which a player fetches pieces. */
export function defineFileRoute<Params extends z.ZodType = z.ZodUndefined>(
  route: Omit<RouteShape<Params, z.ZodUndefined, z.ZodUndefined>, 'method' | 'query' | 'body'> & {
    readonly produces: string;
    handle(call: RouteCall<Out<Params>, undefined, undefined>): Promise<FileReply>;
  },
): Route {
  return {
    ...route,
    method: 'GET',
    reply: null,
    handle: async (call) => ({
      kind: 'file',
      file: await route.handle({
        ...parsedCall({ params: route.params }, { ...call, body: undefined }),
        query: undefined,
        body: undefined,
      }),
    }),
  };
}

/** Like `defineRoute`, for a request whose body is a file: its bytes, as many as the rule allows. */
export function defineUploadRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodType,
>(
  route: Omit<RouteShape<Params, Query, z.ZodUndefined>, 'method' | 'body'> & {
    readonly upload: UploadRule;
    readonly reply: Reply;
    handle(call: RouteCall<Out<Params>, Out<Query>, Buffer>): Promise<z.input<Reply>>;
  },
): Route {
  return {
    ...route,
    method: 'POST',
    handle: async (call) => {
      if (!Buffer.isBuffer(call.body)) throw new BadRequestError('body', 'not a file');
      const { params, query } = parsedCall(
        { params: route.params, query: route.query },
        { ...call, body: undefined },
      );
      const value = await route.handle({ ...call, params, query, body: call.body });
      return { kind: 'json', value: route.reply.parse(value) };
    },
  };
}

function parsedCall<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  {
    params,
    query,
    body,
  }: { params?: Params | undefined; query?: Query | undefined; body?: Body | undefined },
  call: RouteCall<unknown, unknown, unknown>,
): RouteCall<Out<Params>, Out<Query>, Out<Body>> {
  return {
    ...call,
    params: parsePart('params', params, call.params),
    query: parsePart('query', query, call.query),
    body: parsePart('body', body, call.body),
  };
}

/** A part of a request did not fit its schema. */
export class BadRequestError extends Error {
  override readonly name = 'BadRequestError';
  readonly path: string;
  readonly issue: string;

  constructor(path: string, issue: string) {
    super(`${path}: ${issue}`);
    this.path = path;
    this.issue = issue;
  }
}

function parsePart<S extends z.ZodType>(part: string, schema: S | undefined, value: unknown): Out<S> {
  if (!schema) return undefined as Out<S>; // The one place where an absent schema becomes the type `undefined`.
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Out<S>;
  const issue = parsed.error.issues[0];
  const path = [part, ...(issue?.path ?? [])].map(String).join('.');
  throw new BadRequestError(path, issue?.message ?? 'invalid');
}
