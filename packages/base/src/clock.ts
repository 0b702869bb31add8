/** Handle of a pending timer; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/** Source of time and timers, injected so that tests can turn it by hand. */
export interface Clock {
  /** Wall-clock instant, epoch milliseconds UTC. */
  now(): number;
  /** Runs `task` once after `delayMs`. */
  after(delayMs: number, task: () => void): Timer;
  /** Runs `task` every `periodMs`, first time after one period. */
  every(periodMs: number, task: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const handle = setTimeout(task, delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
  every: (periodMs, task) => {
    const handle = setInterval(task, periodMs);
    return { cancel: () => clearInterval(handle) };
  },
};

/** Resolves after `delayMs`, or rejects with the signal's reason. */
export function sleep(
  clock: Clock,
  delayMs: number,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
