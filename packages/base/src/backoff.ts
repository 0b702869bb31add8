export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Uniform chance in [0, 1). */
  readonly random?: () => number;
}

/** Delay before attempt `attempt` (0-based): doubles up to the ceiling, with ±25 % jitter against reconnect storms. */
export function backoffMs(attempt: number, { firstMs, maxMs, random = Math.random }: BackoffOptions): number {
  const plain = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(plain * (0.75 + random() * 0.5));
}
