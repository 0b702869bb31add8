import { LinePulse } from '@nhipcau/contracts';
import { callApi } from '../../api/http.ts';

const PULSES = 12;
const LIMIT_MS = 15_000;

export interface LineFinding {
  /** This machine's address as the centre sees it. */
  readonly address: string;
  /** Middle of the round trips, milliseconds. */
  readonly delayMs: number;
  /** Mean difference of successive round trips, milliseconds. */
  readonly jitterMs: number;
  readonly downKbps: number;
  readonly upKbps: number;
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** Middle and unrest of round trips. */
export function delayOf(trips: readonly number[]): Pick<LineFinding, 'delayMs' | 'jitterMs'> {
  const sorted = [...trips].sort((a, b) => a - b);
  const steps = trips.slice(1).map((trip, index) => Math.abs(trip - (trips[index] ?? trip)));
  const mean = steps.length === 0 ? 0 : steps.reduce((all, step) => all + step, 0) / steps.length;
  return { delayMs: rounded(sorted[Math.floor(sorted.length / 2)] ?? 0), jitterMs: rounded(mean) };
}

/** `bytes` in `ms`, kilobits per second. */
export const kbpsOf = (bytes: number, ms: number): number => Math.round((bytes * 8) / Math.max(1, ms));

/** Delay, its unrest and bandwidth both ways between this machine and the centre. @throws {ApiFailure} */
export async function probeLine(token: string): Promise<LineFinding> {
  const trips: number[] = [];
  let address = '';
  for (let pulse = 0; pulse < PULSES; pulse += 1) {
    const began = performance.now();
    ({ address } = await callApi('/preparation/line', { reply: LinePulse, token }));
    trips.push(performance.now() - began);
  }
  const headers = { authorization: `Bearer ${token}` };
  const downBegan = performance.now();
  const reply = await fetch('/api/preparation/line/bytes', {
    headers,
    cache: 'no-store',
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const bytes = await reply.blob();
  const downMs = performance.now() - downBegan;
  const upBegan = performance.now();
  await callApi('/preparation/line/bytes', {
    method: 'POST',
    file: bytes,
    reply: LinePulse,
    token,
    limitMs: LIMIT_MS,
  });
  const upMs = performance.now() - upBegan;
  // The first round trip of a connection opens it.
  return {
    address,
    ...delayOf(trips.slice(1)),
    downKbps: kbpsOf(bytes.size, downMs),
    upKbps: kbpsOf(bytes.size, upMs),
  };
}
