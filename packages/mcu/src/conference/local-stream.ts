import type { SiteId, Source, StreamId } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { Follower } from './follower.ts';

export interface LocalStreamOptions {
  readonly streamId: StreamId;
  readonly siteId: SiteId;
  readonly source: Source;
  /** Opened paused. */
  readonly producer: types.Producer;
  readonly router: types.Router;
  readonly muted: boolean;
  readonly onError: (cause: unknown) => void;
}

/**
 * A stream that a seat of this node publishes. Its producer runs only while somebody really receives it: a producer
 * that starts asks its sender for a key frame at once, whatever the minimum interval, so that the first watcher does
 * not wait.
 */
export class LocalStream {
  readonly streamId: StreamId;
  readonly siteId: SiteId;
  readonly source: Source;
  readonly producer: types.Producer;
  readonly router: types.Router;
  readonly #running: Follower<boolean>;
  muted: boolean;

  constructor({ streamId, siteId, source, producer, router, muted, onError }: LocalStreamOptions) {
    this.streamId = streamId;
    this.siteId = siteId;
    this.source = source;
    this.producer = producer;
    this.router = router;
    this.muted = muted;
    this.#running = new Follower(
      false,
      async (running) => {
        if (producer.closed) return;
        await (running ? producer.resume() : producer.pause());
      },
      (cause) => {
        if (!producer.closed) onError(cause);
      },
    );
  }

  get running(): boolean {
    return this.#running.wished;
  }

  /** @param wished - somebody receives it, and the stage lets it be sent */
  run(wished: boolean): void {
    this.#running.wish(wished && !this.muted);
  }

  /** Worst score of its encodings that are alive, 0…10; null when none is. */
  get score(): number | null {
    const scores = this.producer.score.map((entry) => entry.score).filter((score) => score > 0);
    return scores.length === 0 ? null : Math.min(...scores);
  }
}
