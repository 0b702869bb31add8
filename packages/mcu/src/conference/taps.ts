import type { StreamId } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { LocalPipe } from './local-pipe.ts';

/** Where a stream enters this node. */
export interface StreamEntry {
  readonly streamId: StreamId;
  readonly producer: types.Producer;
  readonly router: types.Router;
}

interface Tap {
  readonly source: types.Producer;
  producer: types.Producer | null;
  closed: boolean;
}

/**
 * Makes each stream available on every router of the meeting where somebody needs it: once per router, when first
 * needed, until nobody there needs it.
 */
export class Taps {
  readonly #taps = new Map<string, Tap>();
  readonly #pipes = new Map<string, Promise<LocalPipe>>();
  readonly #used = new Set<string>();
  readonly #onReady: () => void;
  readonly #onError: (cause: unknown) => void;

  constructor(onReady: () => void, onError: (cause: unknown) => void) {
    this.#onReady = onReady;
    this.#onError = onError;
  }

  /** The stream's producer on a router; null while it is on its way there. */
  on(entry: StreamEntry, router: types.Router): types.Producer | null {
    if (entry.router === router) return entry.producer;
    const key = `${entry.streamId}>${router.id}`;
    this.#used.add(key);
    const known = this.#taps.get(key);
    if (known && known.source === entry.producer) return known.producer;
    this.#close(key);
    const tap: Tap = { source: entry.producer, producer: null, closed: false };
    this.#taps.set(key, tap);
    void this.#open(key, tap, entry, router);
    return null;
  }

  /** Closes what was not asked for since the last call. */
  sweep(): void {
    for (const key of [...this.#taps.keys()]) if (!this.#used.has(key)) this.#close(key);
    this.#used.clear();
  }

  get size(): number {
    return this.#taps.size;
  }

  async #open(key: string, tap: Tap, entry: StreamEntry, router: types.Router): Promise<void> {
    try {
      const pipe = await this.#pipe(entry.router, router);
      const producer = await pipe.carry(entry.producer);
      if (tap.closed) return producer.close();
      tap.producer = producer;
      producer.observer.on('close', () => {
        if (this.#taps.get(key) === tap) this.#taps.delete(key);
      });
      this.#onReady();
    } catch (cause) {
      if (this.#taps.get(key) === tap) this.#taps.delete(key);
      // A router or stream that closed meanwhile is no failure: the next pass knows.
      if (!entry.producer.closed && !router.closed && !tap.closed) this.#onError(cause);
    }
  }

  #pipe(from: types.Router, to: types.Router): Promise<LocalPipe> {
    const key = `${from.id}>${to.id}`;
    const known = this.#pipes.get(key);
    if (known) return known;
    const opening = LocalPipe.open(from, to);
    this.#pipes.set(key, opening);
    const forget = () => this.#pipes.delete(key);
    opening.then(() => {
      from.observer.once('close', forget);
      to.observer.once('close', forget);
    }, forget);
    return opening;
  }

  #close(key: string): void {
    const tap = this.#taps.get(key);
    if (!tap) return;
    this.#taps.delete(key);
    tap.closed = true;
    tap.producer?.close();
  }
}
