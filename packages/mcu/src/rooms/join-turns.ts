import { type Clock, RpcError, type Timer } from '@nhipcau/base';

export interface JoinTurnsOptions {
  readonly clock: Clock;
  readonly perSecond: number;
  /** Let in at once after a quiet time. */
  readonly burst: number;
  /** Longest wait; whoever would wait longer is asked to come again. */
  readonly maxWaitMs: number;
}

/**
 * Lets a crowd in one after the other. Who comes too early waits for its turn on its open connection: turned away, it
 * would only come again, and each new connection costs more than the wait.
 */
export class JoinTurns {
  readonly #options: JoinTurnsOptions;
  /** Instant at which the bucket of turns is full again; every turn taken moves it on. */
  #fullAt: number;
  #askedAt: number;
  readonly #waiting = new Set<{ readonly timer: Timer; readonly go: () => void }>();

  constructor(options: JoinTurnsOptions) {
    this.#options = options;
    this.#fullAt = options.clock.now();
    this.#askedAt = this.#fullAt;
  }

  /**
   * Resolves when it is this caller's turn, in the order of asking.
   * @throws {RpcError} RATE_LIMITED
   */
  async take(): Promise<void> {
    const { clock, perSecond, burst, maxWaitMs } = this.#options;
    const now = clock.now();
    const turnMs = 1_000 / perSecond;
    // A clock that was set back must not lock everybody out.
    if (now < this.#askedAt) this.#fullAt -= this.#askedAt - now;
    this.#askedAt = now;
    const fullAt = Math.max(this.#fullAt, now) + turnMs;
    const waitMs = fullAt - burst * turnMs - now;
    if (waitMs > maxWaitMs) throw new RpcError('RATE_LIMITED');
    this.#fullAt = fullAt;
    if (waitMs <= 0) return;
    await new Promise<void>((resolve) => {
      const entry = {
        timer: clock.after(Math.ceil(waitMs), () => {
          this.#waiting.delete(entry);
          resolve();
        }),
        go: resolve,
      };
      this.#waiting.add(entry);
    });
  }

  /** Nobody waits any longer; who did finds that there is nothing to join. */
  close(): void {
    for (const { timer, go } of this.#waiting) {
      timer.cancel();
      go();
    }
    this.#waiting.clear();
  }
}
