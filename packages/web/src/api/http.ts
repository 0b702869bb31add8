import { HttpFailure } from '@nhipcau/contracts';
import type { z } from 'zod';
import { isProofReason, proofDesk } from './proof-desk.ts';
import { serverClock } from './server-clock.ts';

/** A refused or failed HTTP request; `code` is from the error catalogue, or DISCONNECTED when no server answered. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  readonly status: number;
  readonly facts: NonNullable<HttpFailure['facts']>;

  constructor(
    code: string,
    status: number,
    options?: ErrorOptions & { readonly facts?: HttpFailure['facts'] },
  ) {
    super(code, options);
    this.code = code;
    this.status = status;
    this.facts = options?.facts ?? {};
  }
}

const REQUEST_LIMIT_MS = 10_000;

interface Request<S extends z.ZodType | null> {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  /** A file instead of a body of JSON. */
  readonly file?: Blob;
  /** Longest wait, where it is not the usual one. */
  readonly limitMs?: number;
  readonly reply: S;
  /** Bearer token of a room device; signed-in people are known by their cookie. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal;
  /** A request that is itself part of the proof of the person: it does not ask for one. */
  readonly withoutProof?: true;
}

/**
 * Calls the management API.
 *
 * @throws {ApiFailure} the server's code, or DISCONNECTED, or BAD_MESSAGE for a reply that breaks the contract
 */
export function callApi<S extends z.ZodType>(path: string, request: Request<S>): Promise<z.infer<S>>;
export function callApi(path: string, request: Request<null>): Promise<null>;
export async function callApi(path: string, request: Request<z.ZodType | null>): Promise<unknown> {
  try {
    return await send(path, request);
  } catch (cause) {
    if (!(cause instanceof ApiFailure) || !isProofReason(cause.code) || request.withoutProof) throw cause;
    if (!(await proofDesk.ask(cause.code))) throw cause;
    return send(path, request);
  }
}

async function send(path: string, request: Request<z.ZodType | null>): Promise<unknown> {
  const { method = 'GET', body, file, reply, token, signal, limitMs = REQUEST_LIMIT_MS } = request;
  const limit = AbortSignal.timeout(limitMs);
  const headers = new Headers();
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (file) headers.set('content-type', 'application/octet-stream');
  if (token) headers.set('authorization', `Bearer ${token}`);
  const askedAt = Date.now();
  const response = await fetch(`/api${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(file ? { body: file } : {}),
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((cause: unknown) => {
    throw new ApiFailure('DISCONNECTED', 0, { cause });
  });
  serverClock.learn(response.headers, askedAt);
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const failure = HttpFailure.safeParse(json);
    throw new ApiFailure(
      failure.success ? failure.data.code : fallbackCode(response.status),
      response.status,
      failure.success ? { facts: failure.data.facts } : {},
    );
  }
  if (reply === null) return null;
  const parsed = reply.safeParse(json);
  if (!parsed.success) throw new ApiFailure('BAD_MESSAGE', response.status, { cause: parsed.error });
  return parsed.data;
}

function fallbackCode(status: number): string {
  if (status === 401) return 'SIGN_IN_REQUIRED';
  if (status === 403) return 'NOT_ALLOWED';
  if (status === 404) return 'NOT_FOUND';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 502 && status <= 504 ? 'DISCONNECTED' : 'INTERNAL';
}
