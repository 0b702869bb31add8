import { createSocket, type Socket } from 'node:dgram';
import { LOOPBACK } from '../forward/bare-router.ts';
import { type OpenSeatTransport, seatTransport } from '../plain-transport.ts';

/** What arrived of one stream. */
export interface Arrived {
  packets: number;
  bytes: number;
  first: number;
  last: number;
}

/** Transports of seats without browsers; what the one watching seat receives is counted stream by stream. */
export class WatchedSeats {
  readonly #watcher: string;
  readonly #sink: Socket;
  readonly #sendTo = new Map<string, number>();
  readonly arrived = new Map<number, Arrived>();

  private constructor(watcher: string, sink: Socket) {
    this.#watcher = watcher;
    this.#sink = sink;
    sink.on('message', (packet) => this.#count(packet));
  }

  static async open(watcher: string): Promise<WatchedSeats> {
    const sink = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 });
    await new Promise<void>((resolve) => sink.bind(0, '127.0.0.1', resolve));
    return new WatchedSeats(watcher, sink);
  }

  /** Port to which a seat's sender sends. */
  sendToPort(seatId: string): number {
    const port = this.#sendTo.get(seatId);
    if (port === undefined) throw new Error(`seat ${seatId} has not opened its transport`);
    return port;
  }

  /** Counts anew from now on. */
  reset(): void {
    this.arrived.clear();
  }

  close(): void {
    this.#sink.close();
  }

  readonly open: OpenSeatTransport = async ({ router, direction, seatId }) => {
    const transport = await router.createPlainTransport({ ...LOOPBACK, comedia: direction === 'send' });
    if (direction === 'send') this.#sendTo.set(seatId, transport.tuple.localPort);
    else await transport.connect({ ip: '127.0.0.1', port: this.#portFor(seatId) });
    return seatTransport(transport);
  };

  /** Seats nobody looks at send into the void. */
  #portFor(seatId: string): number {
    return seatId === this.#watcher ? this.#sink.address().port : 9;
  }

  #count(packet: Buffer): void {
    const type = (packet[1] ?? 0) & 0x7f;
    // RTCP has these types (RFC 5761 section 4).
    if (type >= 64 && type <= 95) return;
    const ssrc = packet.readUInt32BE(8);
    const seq = packet.readUInt16BE(2);
    const stream = this.arrived.get(ssrc);
    if (!stream) {
      this.arrived.set(ssrc, { packets: 1, bytes: packet.length, first: seq, last: seq });
      return;
    }
    stream.packets += 1;
    stream.bytes += packet.length;
    // Sixteen bits that wrap: forward is what is less than half of them ahead.
    const ahead = (seq - (stream.last & 0xffff) + 0x10000) & 0xffff;
    if (ahead < 0x8000) stream.last += ahead;
  }
}
