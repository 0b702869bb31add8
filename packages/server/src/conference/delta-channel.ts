import type { Clock, Timer } from '@nhipcau/base';
import { DELTA_BATCH_MS, type LiveDelta } from '@nhipcau/contracts';
import { uuidv7 } from 'uuidv7';
import { Changes } from './changes.ts';

export type DeltaContent = Omit<LiveDelta, 'seq'>;
export type DeltaListener = (delta: LiveDelta) => void;

/** Deltas kept for consoles that come back. */
const REMEMBERED = 600;
/** Figures of lines may wait; what people do may not. */
const LAZY_BATCH_MS = 500;

/** Numbers the changes of one meeting and sends them to its consoles, gathered for a moment. */
export class DeltaChannel {
  readonly #clock: Clock;
  readonly #read: (changes: Changes) => DeltaContent;
  readonly #listeners = new Set<DeltaListener>();
  readonly #remembered: LiveDelta[] = [];
  #changes: Changes | null = null;
  #timer: { readonly due: number; readonly timer: Timer } | null = null;
  #sentAt = 0;
  #seq = 0;
  /** Sequence numbers mean something only within this epoch; a restarted server has another one. */
  readonly epoch = uuidv7();

  constructor(clock: Clock, read: (changes: Changes) => DeltaContent) {
    this.#clock = clock;
    this.#read = read;
  }

  get seq(): number {
    return this.#seq;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Notes a change. The first one after a pause goes out at once, others are gathered. */
  change(note: (changes: Changes) => void, { lazy = false }: { lazy?: boolean } = {}): void {
    this.#changes ??= new Changes();
    note(this.#changes);
    const now = this.#clock.now();
    const due = Math.max(now, this.#sentAt + (lazy ? LAZY_BATCH_MS : DELTA_BATCH_MS));
    if (this.#timer !== null && this.#timer.due <= due) return;
    this.#timer?.timer.cancel();
    this.#timer = { due, timer: this.#clock.after(due - now, () => this.flush()) };
  }

  /** Sends what has been gathered. */
  flush(): void {
    this.#timer?.timer.cancel();
    this.#timer = null;
    const changes = this.#changes;
    if (changes === null) return;
    this.#changes = null;
    this.#sentAt = this.#clock.now();
    this.#seq += 1;
    const delta = { seq: this.#seq, ...this.#read(changes) };
    this.#remembered.push(delta);
    if (this.#remembered.length > REMEMBERED) this.#remembered.shift();
    for (const listener of [...this.#listeners]) listener(delta);
  }

  /** What came after `seq`, in order; null when that is not known any more. */
  since(epoch: string, seq: number): readonly LiveDelta[] | null {
    if (epoch !== this.epoch || seq > this.#seq) return null;
    const missed = this.#remembered.filter((delta) => delta.seq > seq);
    return missed.length === this.#seq - seq ? missed : null;
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: DeltaListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#timer?.timer.cancel();
    this.#timer = null;
    this.#listeners.clear();
  }
}
