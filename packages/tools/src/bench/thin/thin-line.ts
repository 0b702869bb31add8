import { createSocket, type Socket } from 'node:dgram';

/** Headers of IP and UDP, bytes. */
const HEADERS = 28;

/** One end of the line: where its packets really come from, and the address at which the other end sees it. */
export interface LineEnd {
  /** An address of the loopback of its own. */
  readonly announced: string;
  readonly firstPort: number;
  readonly ports: number;
}

/**
 * A line of a limited rate between two nodes of this machine, the same each way: a token bucket without burst in front of
 * a queue, as `tc tbf` has it, for kernels that lack it. Each node announces an address at which this line listens.
 */
export class ThinLine {
  readonly #sockets = new Map<string, Socket>();
  readonly #bitsPerMs: number;
  readonly #queueMs: number;
  dropped = 0;
  passed = 0;

  private constructor(kbps: number, queueMs: number) {
    this.#bitsPerMs = kbps;
    this.#queueMs = queueMs;
  }

  static async open(
    ends: readonly [LineEnd, LineEnd],
    { kbps, queueMs }: { readonly kbps: number; readonly queueMs: number },
  ): Promise<ThinLine> {
    const line = new ThinLine(kbps, queueMs);
    const [left, right] = ends;
    await line.#listen(left, right);
    await line.#listen(right, left);
    return line;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
  }

  /** Takes what is sent to an end, and hands it over in the name of the other. */
  async #listen(to: LineEnd, from: LineEnd): Promise<void> {
    let freeAt = 0;
    for (let port = to.firstPort; port < to.firstPort + to.ports; port += 1) {
      const socket = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 });
      await new Promise<void>((resolve) => socket.bind(port, to.announced, resolve));
      this.#sockets.set(`${to.announced}:${port}`, socket);
      socket.on('message', (packet, { port: fromPort }) => {
        const now = performance.now();
        const leavesAt = Math.max(now, freeAt);
        if (leavesAt - now > this.#queueMs) {
          this.dropped += 1;
          return;
        }
        freeAt = leavesAt + ((packet.length + HEADERS) * 8) / this.#bitsPerMs;
        this.passed += 1;
        setTimeout(
          () => this.#sockets.get(`${from.announced}:${fromPort}`)?.send(packet, port, '127.0.0.1'),
          freeAt - now,
        );
      });
    }
  }
}
