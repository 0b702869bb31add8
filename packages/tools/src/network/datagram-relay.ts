import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Endpoint } from './stream-relay.ts';

/** Senders a relay tells apart; more are not served. */
const MAX_SENDERS = 2_000;
const RECEIVE_BUFFER = 4_000_000;

/** Milliseconds after which a datagram goes on; null: it is lost. Asked for each. */
export type DatagramFate = () => number | null;

const atOnce: DatagramFate = () => 0;

/** UDP in user space from unknown senders to one address, as a router with address translation forwards it. */
export class DatagramRelay {
  readonly #outside: Socket;
  readonly #inside = new Map<string, Socket>();
  readonly #fate: DatagramFate;
  #isClosed = false;

  private constructor(outside: Socket, to: Endpoint, fate: DatagramFate) {
    this.#outside = outside;
    this.#fate = fate;
    outside.on('message', (packet, from) => {
      const socket = this.#socketOf({ host: from.address, port: from.port });
      if (socket) this.#soon(() => socket.send(packet, to.port, to.host));
    });
  }

  /** @throws when the address is taken, or not one of this machine */
  static async open(at: Endpoint, to: Endpoint, fate: DatagramFate = atOnce): Promise<DatagramRelay> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    socket.bind({ port: at.port, address: at.host, exclusive: true });
    await once(socket, 'listening');
    return new DatagramRelay(socket, to, fate);
  }

  get port(): number {
    return this.#outside.address().port;
  }

  close(): void {
    this.#isClosed = true;
    this.#outside.close();
    for (const socket of this.#inside.values()) socket.close();
    this.#inside.clear();
  }

  /** The socket by which the other side knows this sender. */
  #socketOf(sender: Endpoint): Socket | null {
    const key = `${sender.host}:${sender.port}`;
    const known = this.#inside.get(key);
    if (known) return known;
    if (this.#inside.size >= MAX_SENDERS) return null;
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    this.#inside.set(key, socket);
    socket.on('message', (packet) => this.#soon(() => this.#outside.send(packet, sender.port, sender.host)));
    // A port at which nobody listens answers with an error: the packet is lost, as on any network.
    socket.on('error', () => {});
    return socket;
  }

  #soon(send: () => void): void {
    const afterMs = this.#fate();
    if (afterMs === null) return;
    if (afterMs === 0) return send();
    setTimeout(() => {
      if (!this.#isClosed) send();
    }, afterMs);
  }
}
