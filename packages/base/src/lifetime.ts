/** Owns clean-up tasks of one resource; runs them once, last added first. */
export class Lifetime {
  #tasks: (() => void)[] | null = [];
  readonly #onError: (cause: unknown) => void;

  /** @param onError - told of a clean-up task that threw; the remaining tasks still run */
  constructor(onError: (cause: unknown) => void = () => {}) {
    this.#onError = onError;
  }

  get closed(): boolean {
    return this.#tasks === null;
  }

  /** Registers a task; runs it at once when the lifetime is over already. */
  add(task: () => void): void {
    if (this.#tasks === null) this.#run(task);
    else this.#tasks.push(task);
  }

  /** Idempotent; never throws. */
  close(): void {
    const tasks = this.#tasks;
    this.#tasks = null;
    for (const task of tasks?.reverse() ?? []) this.#run(task);
  }

  #run(task: () => void): void {
    try {
      task();
    } catch (cause) {
      this.#onError(cause);
    }
  }
}
