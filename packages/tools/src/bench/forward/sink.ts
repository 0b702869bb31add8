import { createSocket, type Socket } from 'node:dgram';

/** Room for what arrives while this process is busy, bytes. */
const RECEIVE_BUFFER = 8_000_000;

/** Where all seats' packets arrive; counts RTP and looks no further. */
export class Sink {
  readonly #socket: Socket;
  packets = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (packet) => {
      const type = (packet[1] ?? 0) & 0x7f;
      // RTCP has these types (RFC 5761 section 4).
      if (type < 64 || type > 95) this.packets += 1;
    });
  }

  static async open(): Promise<Sink> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new Sink(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#socket.close();
  }
}
