import type { Clock, Timer } from '@nhipcau/base';

interface Due {
  at: number;
  readonly order: number;
  readonly periodMs: number | null;
  readonly task: () => void;
}

/** A clock that stands still until the test turns it; timers fire in the order of their time. */
export class FakeClock implements Clock {
  #now: number;
  #skewMs = 0;
  #order = 0;
  readonly #due = new Set<Due>();

  /** @param startMs - epoch milliseconds; by default 2 March 2026, 08:00 in Hà Nội */
  constructor(startMs = Date.UTC(2026, 2, 2, 1)) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now + this.#skewMs;
  }

  /** Sets the clock forward or back, as a time server does: timers do not notice. */
  step(ms: number): void {
    this.#skewMs += ms;
  }

  after(delayMs: number, task: () => void): Timer {
    return this.#add(delayMs, null, task);
  }

  every(periodMs: number, task: () => void): Timer {
    return this.#add(periodMs, Math.max(1, periodMs), task);
  }

  /** Number of timers that wait. */
  get pending(): number {
    return this.#due.size;
  }

  /** Moves time on, firing what becomes due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      if (next.periodMs === null) this.#due.delete(next);
      else next.at += next.periodMs;
      next.task();
    }
    this.#now = end;
  }

  /**
   * Moves time on at once, as a machine does that has slept: what came due fires once, however often it would have.
   * For days and months, whose every tick would otherwise be lived through.
   */
  leap(ms: number): void {
    this.#now += ms;
    const due = [...this.#due].filter(({ at }) => at <= this.#now).sort(byTime);
    for (const each of due) {
      // An earlier one may have cancelled it.
      if (!this.#due.has(each)) continue;
      if (each.periodMs === null) this.#due.delete(each);
      else each.at = this.#now + each.periodMs;
      each.task();
    }
  }

  /** Like `advance`, in steps between which promises may settle. */
  async run(ms: number, stepMs = 50): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.advance(Math.min(stepMs, left));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #add(delayMs: number, periodMs: number | null, task: () => void): Timer {
    const due: Due = { at: this.#now + Math.max(0, delayMs), order: this.#order++, periodMs, task };
    this.#due.add(due);
    return { cancel: () => void this.#due.delete(due) };
  }

  #next(end: number): Due | undefined {
    return [...this.#due].filter((due) => due.at <= end).sort(byTime)[0];
  }
}

const byTime = (a: Due, b: Due): number => a.at - b.at || a.order - b.order;
