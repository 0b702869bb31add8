import type { Layer, SiteId, Source, StreamId } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { Follower } from '../conference/follower.ts';

/** What a seat wants of one stream just now. */
export interface SeatWant {
  /** `siteId/source`: a seat consumes a site's source at most once. */
  readonly key: string;
  readonly streamId: StreamId;
  readonly siteId: SiteId;
  readonly source: Source;
  readonly producer: types.Producer;
  readonly layer: Layer | null;
  /** Cued sound: open, but silent. */
  readonly held: boolean;
}

/** Asking a producer for its parameters copies them, and every pass asks this of every seat. */
const topLayers = new WeakMap<types.Producer, number>();

function topLayerOf(producer: types.Producer): number {
  const known = topLayers.get(producer);
  if (known !== undefined) return known;
  const top = Math.max(0, (producer.rtpParameters.encodings?.length ?? 1) - 1);
  topLayers.set(producer, top);
  return top;
}

/** mediasoup's own, and one above it. */
const DEFAULT_PRIORITY = 1;
const HIGH_PRIORITY = 10;

/** One stream on its way to a seat. Opened paused; flows once the seat said that it is ready and nothing holds it. */
export class SeatConsumer {
  readonly want: SeatWant;
  readonly consumer: types.Consumer;
  readonly #flow: Follower<boolean>;
  readonly #spatialLayer: Follower<number>;
  readonly #priority: Follower<number>;
  #ready = false;
  #held: boolean;

  constructor(want: SeatWant, consumer: types.Consumer, onError: (cause: unknown) => void) {
    this.want = want;
    this.consumer = consumer;
    this.#held = want.held;
    const report = (cause: unknown) => {
      if (!consumer.closed) onError(cause);
    };
    this.#flow = new Follower(
      false,
      async (flowing) => {
        if (!consumer.closed) await (flowing ? consumer.resume() : consumer.pause());
      },
      report,
    );
    this.#spatialLayer = new Follower(
      SeatConsumer.spatialLayer(want.producer, want.layer),
      async (spatialLayer) => {
        if (!consumer.closed && consumer.type === 'simulcast')
          await consumer.setPreferredLayers({ spatialLayer });
      },
      report,
    );
    this.#priority = new Follower(
      DEFAULT_PRIORITY,
      async (priority) => {
        if (!consumer.closed && consumer.kind === 'video') await consumer.setPriority(priority);
      },
      report,
    );
    this.#priority.wish(SeatConsumer.priority(want));
  }

  /** What a thin line carries first: presentations and large pictures before tiles. */
  static priority({ source, layer }: Pick<SeatWant, 'source' | 'layer'>): number {
    return source === 'content' || layer === 'high' ? HIGH_PRIORITY : DEFAULT_PRIORITY;
  }

  /** Index of the encoding that carries a layer: the lowest for `low`, the highest there is for `high`. */
  static spatialLayer(producer: types.Producer, layer: Layer | null): number {
    return layer === 'high' ? topLayerOf(producer) : 0;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Packets are let through. */
  get flowing(): boolean {
    return this.#ready && !this.#held;
  }

  /** @returns whether it was news */
  markReady(): boolean {
    if (this.#ready) return false;
    this.#ready = true;
    this.#flow.wish(this.flowing);
    return true;
  }

  /** @returns whether `held` changed */
  adjust(layer: Layer | null, held: boolean): boolean {
    this.#spatialLayer.wish(SeatConsumer.spatialLayer(this.want.producer, layer));
    this.#priority.wish(SeatConsumer.priority({ source: this.want.source, layer }));
    if (this.#held === held) return false;
    this.#held = held;
    this.#flow.wish(this.flowing);
    return true;
  }
}
