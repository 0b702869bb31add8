/** Runs asynchronous tasks one after the other, in the order they were added. A failed task does not stop the next. */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task, task);
    this.#tail = result.catch(() => {
      // The caller of run() owns the failure; the queue only keeps the order.
    });
    return result;
  }
}

/**
 * Brings something to a target that may change meanwhile: one pass at a time, and one more pass when it was poked
 * during a pass, always with the newest target.
 */
export class Reconciler {
  readonly #pass: () => Promise<void>;
  readonly #onError: (cause: unknown) => void;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(pass: () => Promise<void>, onError: (cause: unknown) => void) {
    this.#pass = pass;
    this.#onError = onError;
  }

  /** Never runs the pass before it returns, so that a pass may poke and many pokes of one turn make one pass. */
  poke(): void {
    this.#again = true;
    this.#running ??= Promise.resolve().then(() => this.#loop());
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        try {
          await this.#pass();
        } catch (cause) {
          this.#onError(cause);
        }
      }
    } finally {
      this.#running = null;
    }
  }
}
