import { HttpFailure } from '@nhipcau/contracts';
import { ApiFailure } from './http.ts';

/** A print waits in a queue. */
const BYTES_LIMIT_MS = 60_000;

/**
 * Fetches what is not JSON: a printed form.
 *
 * @throws {ApiFailure} the server's code, or DISCONNECTED
 */
export async function fetchBytes(path: string, signal?: AbortSignal): Promise<Blob> {
  const limit = AbortSignal.timeout(BYTES_LIMIT_MS);
  const response = await fetch(`/api${path}`, {
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((cause: unknown) => {
    throw new ApiFailure('DISCONNECTED', 0, { cause });
  });
  if (response.ok) return response.blob();
  const failure = HttpFailure.safeParse(await response.json().catch(() => null));
  throw new ApiFailure(failure.success ? failure.data.code : 'INTERNAL', response.status);
}
