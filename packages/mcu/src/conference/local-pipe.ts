import { RpcError } from '@nhipcau/base';
import type { types } from 'mediasoup';
import { RELAY_KEY_FRAME_DELAY_MS } from '../media/codecs.ts';
import { within } from '../media/within.ts';

/** Moves streams from one router of a meeting to another on the same machine. One direction. */
export class LocalPipe {
  readonly #from: types.PipeTransport;
  readonly #to: types.PipeTransport;

  private constructor(from: types.PipeTransport, to: types.PipeTransport) {
    this.#from = from;
    this.#to = to;
    from.observer.on('close', () => to.close());
    to.observer.on('close', () => from.close());
  }

  static async open(from: types.Router, to: types.Router): Promise<LocalPipe> {
    const options = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' }, enableSctp: false } as const;
    const ends = await Promise.allSettled([
      within(from, from.createPipeTransport(options)),
      within(to, to.createPipeTransport(options)),
    ]);
    const [a, b] = ends;
    try {
      if (a.status === 'rejected') throw a.reason;
      if (b.status === 'rejected') throw b.reason;
      await Promise.all([
        a.value.connect({ ip: b.value.tuple.localAddress, port: b.value.tuple.localPort }),
        b.value.connect({ ip: a.value.tuple.localAddress, port: a.value.tuple.localPort }),
      ]);
      return new LocalPipe(a.value, b.value);
    } catch (cause) {
      for (const end of ends) if (end.status === 'fulfilled') end.value.close();
      throw cause;
    }
  }

  get closed(): boolean {
    return this.#from.closed || this.#to.closed;
  }

  /** Makes a stream available on the target router. It ends with its source, or by closing what is returned. */
  async carry(source: types.Producer): Promise<types.Producer> {
    const consumer = await within(this.#from, this.#from.consume({ producerId: source.id }));
    try {
      const producer = await within(
        this.#to,
        this.#to.produce({
          kind: consumer.kind,
          rtpParameters: consumer.rtpParameters,
          keyFrameRequestDelay: RELAY_KEY_FRAME_DELAY_MS,
        }),
      );
      if (consumer.closed) {
        producer.close();
        throw new RpcError('PEER_CLOSED');
      }
      consumer.observer.on('close', () => producer.close());
      producer.observer.on('close', () => consumer.close());
      return producer;
    } catch (cause) {
      consumer.close();
      throw cause;
    }
  }

  close(): void {
    this.#from.close();
  }
}
