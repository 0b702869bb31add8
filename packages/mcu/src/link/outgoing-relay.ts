import { type Clock, RpcError, type Timer } from '@nhipcau/base';
import type { Layer, StreamId } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { Follower } from '../conference/follower.ts';
import { within } from '../media/within.ts';
import { SingleLayer } from './single-layer.ts';

/** Longest wait of a pull for its stream to reach this node. */
export const PULL_WAIT_MS = 8_000;

export interface OpenedRelay {
  readonly kind: types.MediaKind;
  readonly rtpParameters: types.RtpParameters;
}

/** A stream that a neighbour pulled from this node. Held until the neighbour lets it flow. */
export class OutgoingRelay {
  readonly relayId: string;
  readonly streamId: StreamId;
  readonly opened: Promise<OpenedRelay>;
  readonly #resolve: (opened: OpenedRelay) => void;
  readonly #reject: (cause: unknown) => void;
  readonly #timer: Timer;
  readonly #onClosed: (relay: OutgoingRelay) => void;
  readonly #onError: (cause: unknown) => void;
  #consumer: types.Consumer | null = null;
  #flow: Follower<boolean> | null = null;
  #opening = false;
  #closed = false;
  readonly #single: boolean;
  #oneLayer: SingleLayer | null = null;
  layer: Layer | null;
  /** Highest layer that the neighbour's side shows. */
  shown: Layer | null;
  #held = true;

  constructor(options: {
    readonly relayId: string;
    readonly streamId: StreamId;
    readonly layer: Layer | null;
    readonly shown: Layer | null;
    /** Only the shown layer crosses. */
    readonly single: boolean;
    readonly clock: Clock;
    readonly onClosed: (relay: OutgoingRelay) => void;
    readonly onError: (cause: unknown) => void;
  }) {
    this.relayId = options.relayId;
    this.streamId = options.streamId;
    this.layer = options.layer;
    this.shown = options.shown;
    this.#single = options.single;
    this.#onClosed = options.onClosed;
    this.#onError = options.onError;
    const { promise, resolve, reject } = Promise.withResolvers<OpenedRelay>();
    this.opened = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    promise.catch(() => {
      // Whoever waits is told; nobody waiting is no failure.
    });
    this.#timer = options.clock.after(PULL_WAIT_MS, () => {
      if (this.#consumer === null) this.close();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  get isOpen(): boolean {
    return this.#consumer !== null && !this.#closed;
  }

  /** Waits for its stream: nothing was tried yet. */
  get waiting(): boolean {
    return !this.#opening && this.#consumer === null && !this.#closed;
  }

  get held(): boolean {
    return this.#held;
  }

  get consumer(): types.Consumer | null {
    return this.#consumer;
  }

  set({
    layer,
    shown,
    held,
  }: {
    readonly layer: Layer | null;
    readonly shown: Layer | null;
    readonly held: boolean;
  }): void {
    this.layer = layer;
    this.shown = shown;
    this.#oneLayer?.show(shown);
    this.#held = held;
    this.#flow?.wish(!held);
  }

  /** Sends the stream into the pipe, which is on `router`. */
  async open(router: types.Router, transport: types.PipeTransport, producer: types.Producer): Promise<void> {
    this.#opening = true;
    try {
      const carried = await this.#crossing(router, producer);
      const consumer = await within(transport, transport.consume({ producerId: carried.id }));
      await consumer.pause();
      if (this.#closed || consumer.closed) {
        consumer.close();
        throw new RpcError('STREAM_UNKNOWN');
      }
      this.#consumer = consumer;
      this.#flow = new Follower(
        false,
        async (flowing) => {
          if (!consumer.closed) await (flowing ? consumer.resume() : consumer.pause());
        },
        (cause) => {
          if (!consumer.closed) this.#onError(cause);
        },
      );
      consumer.observer.once('close', () => this.close());
      this.#flow.wish(!this.#held);
      this.#resolve({ kind: consumer.kind, rtpParameters: consumer.rtpParameters });
    } catch (cause) {
      if (!producer.closed && !transport.closed) this.#onError(cause);
      this.close();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer.cancel();
    this.#consumer?.close();
    this.#oneLayer?.close();
    this.#reject(new RpcError('STREAM_UNKNOWN', { streamId: this.streamId }));
    this.#onClosed(this);
  }

  /** The stream itself, or one layer of it. */
  async #crossing(router: types.Router, source: types.Producer): Promise<types.Producer> {
    if (!this.#single || source.type !== 'simulcast') return source;
    const oneLayer = await SingleLayer.open(router, source, this.shown, this.#onError);
    if (this.#closed) {
      oneLayer.close();
      throw new RpcError('STREAM_UNKNOWN');
    }
    this.#oneLayer = oneLayer;
    // What was set while it opened.
    oneLayer.show(this.shown);
    return oneLayer.producer;
  }
}
