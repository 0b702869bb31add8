import { createSocket, type Socket } from 'node:dgram';
import type { types } from 'mediasoup';
import type { OpenSeatTransport, SeatTransport } from '../rooms/seat-transport.ts';

/** A UDP socket that counts the RTP packets of each SSRC that reach it. */
export class RtpSink {
  readonly #socket: Socket;
  readonly packets = new Map<number, number>();
  readonly bytes = new Map<number, number>();
  /** Told of every RTP packet. */
  onPacket: ((ssrc: number) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (packet) => {
      const type = (packet[1] ?? 0) & 0x7f;
      // 72…76 with the marker bit are RTCP (RFC 5761 section 4).
      if (type >= 64 && type <= 95) return;
      if (packet.length < 12) return;
      const ssrc = packet.readUInt32BE(8);
      this.packets.set(ssrc, (this.packets.get(ssrc) ?? 0) + 1);
      this.bytes.set(ssrc, (this.bytes.get(ssrc) ?? 0) + packet.length);
      this.onPacket?.(ssrc);
    });
  }

  static async open(): Promise<RtpSink> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()));
    return new RtpSink(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get total(): number {
    return [...this.packets.values()].reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * Transports without ICE and DTLS for load generators and tests: a seat's sending side learns the sender's address from
 * its packets, its receiving side sends to a socket of the seat's own.
 */
export class PlainEndpoints {
  readonly #sending = new Map<string, types.PlainTransport>();
  readonly #sinks = new Map<string, RtpSink>();

  /** Where a seat's sender must send its packets. */
  sendTo(seatId: string): { ip: string; port: number } {
    const transport = this.#sending.get(seatId);
    if (!transport) throw new Error(`seat ${seatId} has no transport to send on`);
    return { ip: transport.tuple.localAddress, port: transport.tuple.localPort };
  }

  sink(seatId: string): RtpSink | null {
    return this.#sinks.get(seatId) ?? null;
  }

  close(): void {
    for (const sink of this.#sinks.values()) sink.close();
    this.#sinks.clear();
  }

  readonly open: OpenSeatTransport = async ({ router, direction, seatId }) => {
    const sending = direction === 'send';
    const transport = await router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: sending,
      enableSctp: false,
    });
    if (sending) this.#sending.set(seatId, transport);
    else {
      const sink = await RtpSink.open();
      this.#sinks.get(seatId)?.close();
      this.#sinks.set(seatId, sink);
      await transport.connect({ ip: '127.0.0.1', port: sink.port });
    }
    return asSeatTransport(transport);
  };
}

const asSeatTransport = (transport: types.PlainTransport): SeatTransport => ({
  id: transport.id,
  get closed() {
    return transport.closed;
  },
  get connected() {
    return !transport.closed;
  },
  protocol: 'udp',
  offer: {
    iceParameters: { usernameFragment: 'none', password: 'none' },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: '00' }] },
  },
  connect: () => Promise.resolve(),
  restartIce: () => Promise.resolve({ usernameFragment: 'none', password: 'none' }),
  produce: (options) => transport.produce(options),
  consume: (options) => transport.consume(options),
  onChanged: (listener) => {
    transport.on('tuple', listener);
  },
  onClosed: (listener) => {
    transport.observer.once('close', listener);
  },
  close: () => transport.close(),
});
