import { z } from 'zod';
import type { MailOutcome } from './mailer.ts';

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 64 * 1024;

/** What a service answered, or what became of the attempt when it did not. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'failed'; readonly outcome: Extract<MailOutcome, { kind: 'failed' }> };

/** Codes with which a connection fails before anything could be handed over. */
const beforeHandover: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const Cause = z.object({ code: z.string() });

/**
 * One POST to a gateway, limited in time and size, that follows nobody elsewhere. A connection that breaks after the request
 * left leaves open whether it was taken.
 */
export async function post(
  url: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
): Promise<Posted> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { kind: 'answered', status: reply.status, body: parsed(await limited(reply)) };
  } catch (cause) {
    const inner = cause instanceof Error ? cause.cause : undefined;
    const code = Cause.safeParse(inner).data?.code ?? 'CONNECTION_BROKEN';
    return {
      kind: 'failed',
      outcome: { kind: 'failed', failure: code, maybeTaken: !beforeHandover.has(code) },
    };
  }
}

/** As much as such an answer can be; what is longer is none. */
async function limited(reply: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the status alone says what became of it.
    return null;
  }
}

/** What an HTTP status alone means for a message: try again when the service is busy or broken, otherwise not. */
export function outcomeOfStatus(status: number): MailOutcome {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const failure = `HTTP_${status}`;
  const mayPass = status === 408 || status === 425 || status === 429 || status >= 500;
  // 502 and 504 come from something between: the service behind it may have taken the message.
  return mayPass
    ? { kind: 'failed', failure, maybeTaken: status === 502 || status === 504 }
    : { kind: 'refused', failure };
}
