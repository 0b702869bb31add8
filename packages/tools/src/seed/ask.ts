import type { SignedIn } from '../headless-room/console-line.ts';

const HTTP_TIMEOUT_MS = 10_000;

/**
 * One call of the API: with a body a POST, without one a GET.
 *
 * @throws {Error} with the path and the reply when it is refused
 */
export async function ask({ url, cookie }: SignedIn, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(reply)}`);
  return reply;
}
