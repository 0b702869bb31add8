import { connect, createServer, type Server, type Socket } from 'node:net';

/** The line between two nodes, in user space: adds delay to the link's signalling, and can be cut. */
export class LinkLine {
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #delayMs: number;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(target: { host: string; port: number }, delayMs: number) {
    this.#target = target;
    this.#delayMs = delayMs;
    this.#server = createServer((socket) => this.#join(socket));
  }

  /** @param delayMs - in each direction */
  static async open(targetUrl: string, delayMs: number): Promise<LinkLine> {
    const { hostname, port } = new URL(targetUrl);
    const line = new LinkLine({ host: hostname, port: Number(port) }, delayMs);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', () => resolve()));
    return line;
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the line is closed');
    return `ws://127.0.0.1:${address.port}`;
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
    const target = connect(this.#target.port, this.#target.host);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      from.setNoDelay(true);
      this.#sockets.add(from);
      // Timers of one length fire in the order in which they were set: the bytes stay in order.
      from.on('data', (data) => setTimeout(() => to.write(data), this.#delayMs));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
