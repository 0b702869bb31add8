import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * A camera as a room has it: a UDP server that speaks VISCA over IP by its published bytes and knows nothing of our codec.
 * Keeps positions in its memory, carries a repeated number out once, refuses what it does not know.
 */
export class SimulatedCamera {
  readonly #socket: Socket;
  /** Every datagram that came, as hexadecimal. */
  readonly heard: string[] = [];
  readonly memory = new Map<number, number>();
  /** Where it looks; each store and recall is about this. */
  position = 0;
  /** Datagrams that are lost on the way before any is heard. */
  loses = 0;
  #last: number | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (datagram, from) => this.#hear(datagram, from));
  }

  static async open(): Promise<SimulatedCamera> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new SimulatedCamera(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Switched off and on: it counts anew. */
  restart(): void {
    this.#last = null;
  }

  close(): void {
    this.#socket.close();
  }

  #hear(datagram: Buffer, from: RemoteInfo): void {
    this.heard.push(datagram.toString('hex'));
    if (this.loses > 0) {
      this.loses -= 1;
      return;
    }
    const number = datagram.readUInt32BE(4);
    const body = datagram.subarray(8).toString('hex');
    const kind = datagram.subarray(0, 2).toString('hex');
    const answer = (type: string, payload: string) =>
      this.#socket.send(
        Buffer.concat([
          Buffer.from(type, 'hex'),
          Buffer.from([0, payload.length / 2]),
          datagram.subarray(4, 8),
          Buffer.from(payload, 'hex'),
        ]),
        from.port,
        from.address,
      );
    if (kind === '0200' && body === '01') {
      this.#last = 0;
      return answer('0201', '01');
    }
    if (kind !== '0100') return;
    // A number it does not expect: 0F 01, abnormality in the sequence number.
    if (this.#last === null || number < this.#last || number > this.#last + 1) return answer('0201', '0f01');
    const isRepeated = number === this.#last;
    this.#last = number;
    const memory = /^8101043f0([12])([0-9a-f]{2})ff$/.exec(body);
    if (memory) {
      const slot = Number.parseInt(memory[2] ?? '0', 16);
      if (memory[1] === '2' && !this.memory.has(slot)) return answer('0111', '906141ff');
      if (!isRepeated) {
        if (memory[1] === '1') this.memory.set(slot, this.position);
        else this.position = this.memory.get(slot) ?? 0;
      }
    } else if (!/^8101(0601[0-9a-f]{8}|0407[0-9a-f]{2})ff$/.test(body)) return answer('0111', '906002ff');
    answer('0111', '9041ff');
    answer('0111', '9051ff');
  }
}
