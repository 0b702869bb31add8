import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** TCP in user space from one address to another: adds delay, and can be cut. */
export class StreamRelay {
  readonly #server: Server;
  readonly #to: Endpoint;
  readonly #sockets = new Set<Socket>();
  readonly #delayMs: number;
  #isCut = false;

  private constructor(to: Endpoint, delayMs: number) {
    this.#to = to;
    this.#delayMs = delayMs;
    this.#server = createServer((socket) => this.#join(socket));
  }

  /**
   * @param delayMs - in each direction
   * @throws what `listen` throws: the address is taken, or not one of this machine
   */
  static async open(at: Endpoint, to: Endpoint, delayMs = 0): Promise<StreamRelay> {
    const relay = new StreamRelay(to, delayMs);
    relay.#server.listen(at.port, at.host);
    await once(relay.#server, 'listening');
    return relay;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the relay is closed');
    return address.port;
  }

  /** Breaks what is connected and turns new connections away until `restore`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  restore(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(client: Socket): void {
    if (this.#isCut) return void client.destroy();
    const target = connect(this.#to.port, this.#to.host);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      from.setNoDelay(true);
      this.#sockets.add(from);
      // Timers of one length fire in the order in which they were set: the bytes stay in order.
      from.on('data', (data) => this.#after(() => to.write(data)));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        // What is still on the way arrives.
        this.#after(() => to.destroySoon());
      });
    }
  }

  #after(send: () => void): void {
    if (this.#delayMs === 0) send();
    else setTimeout(send, this.#delayMs);
  }
}
