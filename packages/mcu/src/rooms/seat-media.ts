import { Lifetime, RpcError } from '@nhipcau/base';
import { ConsumerId, type SeatId, type Source, TransportId } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import type { ReceiverMedia } from '../conference/receiver.ts';
import { ORIGIN_KEY_FRAME_DELAY_MS } from '../media/codecs.ts';
import { within } from '../media/within.ts';
import type { MediaWorker } from '../workers/media-worker.ts';
import { SeatConsumer, type SeatWant } from './seat-consumer.ts';
import type { Direction, OpenSeatTransport, SeatTransport } from './seat-transport.ts';

export interface MediaLimits {
  /** Streams one seat may receive at once. */
  readonly maxConsumers: number;
  /** Rate assumed for a receiver before its line is measured, bits per second: enough to start at 720p. */
  readonly initialOutgoingBitrate: number;
}

export interface SeatMediaEvents {
  consumerOpened(consumer: SeatConsumer, transportId: TransportId): void;
  consumerClosed(consumerId: ConsumerId): void;
  consumerHeld(consumerId: ConsumerId, held: boolean): void;
  /** Connection state, selected path or readiness changed. */
  changed(): void;
  /** The router is gone: everything here is closed. */
  lost(): void;
  failed(cause: unknown, what: string): void;
}

export interface SeatMediaOptions {
  readonly seatId: SeatId;
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly openTransport: OpenSeatTransport;
  readonly limits: MediaLimits;
  readonly events: SeatMediaEvents;
}

/** Transports, producers and consumers of one seat on one worker. */
export class SeatMedia implements ReceiverMedia {
  readonly seatId: SeatId;
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly #openTransport: OpenSeatTransport;
  readonly #limits: MediaLimits;
  readonly #events: SeatMediaEvents;
  readonly #lifetime = new Lifetime();
  readonly #transports = new Map<Direction, SeatTransport>();
  readonly #producers = new Map<Source, types.Producer>();
  readonly #consumers = new Map<string, SeatConsumer>();
  readonly #opening = new Map<string, SeatWant>();

  constructor({ seatId, worker, router, openTransport, limits, events }: SeatMediaOptions) {
    this.seatId = seatId;
    this.worker = worker;
    this.router = router;
    this.#openTransport = openTransport;
    this.#limits = limits;
    this.#events = events;
    worker.seats += 1;
    this.#lifetime.add(() => {
      worker.seats -= 1;
    });
    const onRouterClosed = () => {
      this.close();
      events.lost();
    };
    router.observer.on('close', onRouterClosed);
    this.#lifetime.add(() => router.observer.off('close', onRouterClosed));
    this.#lifetime.add(() => {
      for (const transport of [...this.#transports.values()]) transport.close();
    });
  }

  get closed(): boolean {
    return this.#lifetime.closed;
  }

  get transportIds(): TransportId[] {
    return [...this.#transports.values()].map((transport) => TransportId.parse(transport.id));
  }

  get receiveTransportId(): TransportId | null {
    const transport = this.#transports.get('receive');
    return transport ? TransportId.parse(transport.id) : null;
  }

  /** Scores of the encodings that are being sent, 0…10, as mediasoup rates their loss. */
  get scores(): number[] {
    return [...this.#producers.values()].flatMap((producer) =>
      producer.paused ? [] : producer.score.map((entry) => entry.score).filter((score) => score > 0),
    );
  }

  get consumers(): readonly SeatConsumer[] {
    return [...this.#consumers.values()];
  }

  get canReceive(): boolean {
    return this.#transports.has('receive');
  }

  /** The endpoint's packets arrive: ICE is connected on one of its transports. */
  get connected(): boolean {
    return [...this.#transports.values()].some((transport) => transport.connected);
  }

  /** Protocol of the connected transport. */
  get protocol(): 'none' | 'udp' | 'tcp' {
    const connected = [...this.#transports.values()].find((transport) => transport.connected);
    return connected?.protocol ?? 'none';
  }

  producer(source: Source): types.Producer | null {
    return this.#producers.get(source) ?? null;
  }

  isFlowing(key: string): boolean {
    return this.#consumers.get(key)?.flowing ?? false;
  }

  /** Opens a transport; one of the same direction from before is closed with all it carried. */
  async openTransport(direction: Direction): Promise<SeatTransport> {
    this.#transports.get(direction)?.close();
    const { worker, router, seatId } = this;
    const { initialOutgoingBitrate } = this.#limits;
    const transport = await this.#openTransport({
      worker,
      router,
      direction,
      seatId,
      initialOutgoingBitrate,
    });
    if (this.closed) {
      transport.close();
      throw new RpcError('PEER_CLOSED');
    }
    this.#transports.get(direction)?.close();
    this.#transports.set(direction, transport);
    transport.onClosed(() => {
      if (this.#transports.get(direction) === transport) this.#transports.delete(direction);
      if (!this.closed) this.#events.changed();
    });
    transport.onChanged(() => this.#events.changed());
    this.#events.changed();
    return transport;
  }

  /** @throws {RpcError} TRANSPORT_UNKNOWN */
  transport(transportId: string): SeatTransport {
    for (const transport of this.#transports.values()) if (transport.id === transportId) return transport;
    throw new RpcError('TRANSPORT_UNKNOWN');
  }

  /**
   * Takes a stream of the seat, paused. One of the same source from before is closed.
   * @throws {RpcError} TRANSPORT_UNKNOWN, MEDIA_REFUSED, PEER_CLOSED
   */
  async produce(
    transportId: string,
    source: Source,
    kind: types.MediaKind,
    rtpParameters: types.RtpParameters,
  ): Promise<types.Producer> {
    const transport = this.#transports.get('send');
    if (transport?.id !== transportId) throw new RpcError('TRANSPORT_UNKNOWN');
    this.#producers.get(source)?.close();
    let producer: types.Producer;
    try {
      producer = await within(
        transport,
        transport.produce({
          kind,
          rtpParameters,
          paused: true,
          keyFrameRequestDelay: ORIGIN_KEY_FRAME_DELAY_MS,
        }),
      );
    } catch (cause) {
      if (transport.closed) throw cause;
      throw RpcError.because(cause, 'MEDIA_REFUSED', { source });
    }
    this.#producers.get(source)?.close();
    if (producer.closed) throw new RpcError('PEER_CLOSED');
    this.#producers.set(source, producer);
    producer.observer.once('close', () => {
      if (this.#producers.get(source) === producer) this.#producers.delete(source);
    });
    return producer;
  }

  reconcile(wants: readonly SeatWant[], rtpCapabilities: types.RtpCapabilities): void {
    const wanted = new Map(wants.slice(0, this.#limits.maxConsumers).map((want) => [want.key, want]));
    for (const [key, { want, consumer }] of this.#consumers) {
      if (wanted.get(key)?.producer !== want.producer) consumer.close();
    }
    for (const want of wanted.values()) {
      const known = this.#consumers.get(want.key);
      if (!known) this.#open(want, rtpCapabilities);
      else if (known.adjust(want.layer, want.held))
        this.#events.consumerHeld(ConsumerId.parse(known.consumer.id), want.held);
    }
    for (const key of this.#opening.keys()) {
      const want = wanted.get(key);
      if (want) this.#opening.set(key, want);
      else this.#opening.delete(key);
    }
  }

  /** The endpoint decodes this one from now on. Unknown ids are those closed meanwhile. */
  markReady(consumerId: ConsumerId): void {
    for (const entry of this.#consumers.values())
      if (entry.consumer.id === consumerId && entry.markReady()) this.#events.changed();
  }

  close(): void {
    this.#lifetime.close();
  }

  #open(want: SeatWant, rtpCapabilities: types.RtpCapabilities): void {
    if (this.#opening.has(want.key)) return;
    const transport = this.#transports.get('receive');
    if (!transport || want.producer.closed) return;
    if (!this.router.canConsume({ producerId: want.producer.id, rtpCapabilities })) return;
    this.#opening.set(want.key, want);
    this.#consume(transport, want, rtpCapabilities).catch((cause: unknown) => {
      // Closed meanwhile: the next pass of the conference knows.
      if (!transport.closed && !want.producer.closed) this.#events.failed(cause, 'consume');
    });
  }

  async #consume(
    transport: SeatTransport,
    want: SeatWant,
    rtpCapabilities: types.RtpCapabilities,
  ): Promise<void> {
    let newest: SeatWant | undefined;
    let consumer: types.Consumer;
    try {
      consumer = await within(
        transport,
        transport.consume({
          producerId: want.producer.id,
          rtpCapabilities,
          paused: true,
          ...(want.producer.type === 'simulcast'
            ? { preferredLayers: { spatialLayer: SeatConsumer.spatialLayer(want.producer, want.layer) } }
            : {}),
        }),
      );
    } finally {
      newest = this.#opening.get(want.key);
      this.#opening.delete(want.key);
    }
    if (consumer.closed) return;
    if (newest?.producer !== want.producer) {
      consumer.close();
      return this.#events.changed();
    }
    const entry = new SeatConsumer(want, consumer, (cause) => this.#events.failed(cause, 'consumer'));
    entry.adjust(newest.layer, newest.held);
    this.#consumers.set(want.key, entry);
    consumer.observer.once('close', () => {
      if (this.#consumers.get(want.key) === entry) this.#consumers.delete(want.key);
      this.#events.consumerClosed(ConsumerId.parse(consumer.id));
    });
    this.#events.consumerOpened(entry, TransportId.parse(transport.id));
  }
}
