import { Reconciler } from '@nhipcau/base';

/** Brings something slow to the newest wished value, one step at a time, skipping values overtaken meanwhile. */
export class Follower<T> {
  readonly #reconciler: Reconciler;
  #wished: T;
  #applied: T;

  /** @param initial - the value that holds already */
  constructor(initial: T, apply: (value: T) => Promise<void>, onError: (cause: unknown) => void) {
    this.#wished = initial;
    this.#applied = initial;
    this.#reconciler = new Reconciler(async () => {
      if (this.#applied === this.#wished) return;
      const target = this.#wished;
      await apply(target);
      this.#applied = target;
      if (this.#wished !== target) this.#reconciler.poke();
    }, onError);
  }

  get wished(): T {
    return this.#wished;
  }

  get applied(): T {
    return this.#applied;
  }

  wish(value: T): void {
    this.#wished = value;
    if (this.#applied !== value) this.#reconciler.poke();
  }
}
