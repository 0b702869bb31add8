import { RpcError } from '@nhipcau/base';
import type { Layer } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { Follower } from '../conference/follower.ts';
import { RELAY_KEY_FRAME_DELAY_MS } from '../media/codecs.ts';
import { within } from '../media/within.ts';

/**
 * One encoding of a camera as a stream of its own. mediasoup's pipes forward all encodings; a plain transport chooses
 * one and makes it a single continuous stream, which is then produced again on the same router, over the loopback.
 */
export class SingleLayer {
  readonly producer: types.Producer;
  readonly #ends: readonly [types.PlainTransport, types.PlainTransport];
  readonly #layer: Follower<Layer | null>;

  private constructor(
    ends: readonly [types.PlainTransport, types.PlainTransport],
    consumer: types.Consumer,
    producer: types.Producer,
    layer: Layer | null,
    onError: (cause: unknown) => void,
  ) {
    this.#ends = ends;
    this.producer = producer;
    this.#layer = new Follower(
      layer,
      async (wished) => {
        if (!consumer.closed) await consumer.setPreferredLayers({ spatialLayer: spatialLayerOf(wished) });
      },
      (cause) => {
        if (!consumer.closed) onError(cause);
      },
    );
  }

  /** @throws {RpcError} PEER_CLOSED, or STREAM_UNKNOWN when the source closed meanwhile */
  static async open(
    router: types.Router,
    source: types.Producer,
    layer: Layer | null,
    onError: (cause: unknown) => void,
  ): Promise<SingleLayer> {
    const options = {
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: false,
      enableSctp: false,
    } as const;
    const opened: types.PlainTransport[] = [];
    try {
      const out = await within(router, router.createPlainTransport(options));
      opened.push(out);
      const back = await within(router, router.createPlainTransport(options));
      opened.push(back);
      await Promise.all([connect(out, back), connect(back, out)]);
      const consumer = await within(
        out,
        out.consume({
          producerId: source.id,
          rtpCapabilities: router.rtpCapabilities,
          preferredLayers: { spatialLayer: spatialLayerOf(layer) },
        }),
      );
      const producer = await within(
        back,
        back.produce({
          kind: consumer.kind,
          rtpParameters: consumer.rtpParameters,
          keyFrameRequestDelay: RELAY_KEY_FRAME_DELAY_MS,
        }),
      );
      if (consumer.closed) throw new RpcError('STREAM_UNKNOWN');
      const single = new SingleLayer([out, back], consumer, producer, layer, onError);
      consumer.observer.once('close', () => single.close());
      return single;
    } catch (cause) {
      for (const transport of opened) transport.close();
      throw cause;
    }
  }

  /** The layer that crosses from now on, as soon as its key frame is there. */
  show(layer: Layer | null): void {
    if (layer !== null) this.#layer.wish(layer);
  }

  close(): void {
    for (const transport of this.#ends) transport.close();
  }
}

const spatialLayerOf = (layer: Layer | null): number => (layer === 'high' ? 1 : 0);

const connect = (from: types.PlainTransport, to: types.PlainTransport): Promise<void> =>
  from.connect({ ip: to.tuple.localAddress, port: to.tuple.localPort });
