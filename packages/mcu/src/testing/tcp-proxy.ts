import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line between two nodes that a test can cut, freeze and restore. */
export class TcpProxy {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #target: number;
  #state: 'open' | 'cut' | 'frozen' = 'open';
  /** Connections let through in total. */
  connections = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  static async open(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', () => resolve()));
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('proxy is not listening');
    return `ws://127.0.0.1:${address.port}`;
  }

  /** Breaks what is connected and turns new connections away until `restore`. */
  cut(): void {
    this.#state = 'cut';
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Lets nothing through, without telling anybody. */
  freeze(): void {
    this.#state = 'frozen';
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  restore(): void {
    if (this.#state === 'frozen') for (const pair of this.#pairs) for (const socket of pair) socket.resume();
    this.#state = 'open';
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(client: Socket): void {
    if (this.#state !== 'open') return void client.destroy();
    this.connections += 1;
    const target = connect(this.#target, '127.0.0.1');
    const pair = [client, target] as const;
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      from.on('data', (data) => to.write(data));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
  }
}
