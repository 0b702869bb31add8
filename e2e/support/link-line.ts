import { once } from 'node:events';
import pg from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { UdpLine } from './udp-line.ts';

const PipeOpen = z.looseObject({
  t: z.literal('req'),
  id: z.string(),
  m: z.literal('pipe.open'),
  b: z.looseObject({ ip: z.string(), port: z.int() }),
});
const PipeOpened = z.looseObject({
  t: z.literal('res'),
  id: z.string(),
  b: z.looseObject({ ip: z.string(), port: z.int() }),
});
type Pipe = z.infer<typeof PipeOpen>['b'];

/**
 * The wide-area line in front of a parent node: its children's signalling and their pipes' packets all pass through
 * it, and it can be cut. A cut line is silent, as a broken one is: nothing is refused, nothing arrives.
 */
export class LinkLine {
  readonly #server: WebSocketServer;
  readonly #parentUrl: string;
  readonly #pipes: UdpLine[] = [];
  readonly #pairs = new Set<{ child: WebSocket; parent: WebSocket }>();
  #cut = false;

  private constructor(server: WebSocketServer, parentUrl: string) {
    this.#server = server;
    this.#parentUrl = parentUrl;
    server.on('connection', (child) => void this.#connect(child));
  }

  /** Puts the line in front of a node, by the address under which the directory knows it. */
  static async between(nodeUrl: string, nodeId: string, databaseUrl: string): Promise<LinkLine> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const line = new LinkLine(server, nodeUrl.replace(/^http/, 'ws'));
    const database = new pg.Client(databaseUrl);
    await database.connect();
    await database.query('update mcu_node set link_url = $1 where id = $2', [line.url, nodeId]);
    await database.end();
    return line;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line is closed');
    return `ws://127.0.0.1:${address.port}`;
  }

  cut(): void {
    this.#cut = true;
  }

  restore(): void {
    this.#cut = false;
    // What both ends have given up meanwhile must not come back to life.
    for (const { child, parent } of this.#pairs) {
      child.terminate();
      parent.terminate();
    }
    this.#pairs.clear();
  }

  async close(): Promise<void> {
    this.restore();
    for (const pipe of this.#pipes) pipe.close();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #connect(child: WebSocket): Promise<void> {
    const parent = new WebSocket(`${this.#parentUrl}/link`);
    const pair = { child, parent };
    this.#pairs.add(pair);
    const end = () => {
      if (this.#cut) return;
      child.terminate();
      parent.terminate();
      this.#pairs.delete(pair);
    };
    for (const socket of [child, parent]) {
      socket.on('close', end);
      socket.on('error', end);
    }
    const asked = new Map<string, { pipe: Pipe; line: UdpLine }>();
    const early: string[] = [];
    child.on('message', (data) => {
      if (this.#cut) return;
      const text = String(data);
      if (parent.readyState !== WebSocket.OPEN) early.push(text);
      else void this.#toParent(text, parent, asked);
    });
    parent.on('open', () => {
      for (const text of early) void this.#toParent(text, parent, asked);
    });
    parent.on('message', (data) => {
      if (!this.#cut) child.send(this.#forChild(String(data), asked));
    });
  }

  /** The parent is told to find the child's end of a pipe at our socket. */
  async #toParent(text: string, parent: WebSocket, asked: Map<string, { pipe: Pipe; line: UdpLine }>) {
    const open = PipeOpen.safeParse(JSON.parse(text));
    if (!open.success) return parent.send(text);
    const line = await UdpLine.open(() => this.#cut);
    this.#pipes.push(line);
    asked.set(open.data.id, { pipe: open.data.b, line });
    const b = { ...open.data.b, ip: '127.0.0.1', port: line.portForRight };
    parent.send(JSON.stringify({ ...open.data, b }));
  }

  #forChild(text: string, asked: Map<string, { pipe: Pipe; line: UdpLine }>): string {
    const opened = PipeOpened.safeParse(JSON.parse(text));
    const pending = opened.success ? asked.get(opened.data.id) : undefined;
    if (!opened.success || !pending) return text;
    pending.line.join(pending.pipe, opened.data.b);
    return JSON.stringify({
      ...opened.data,
      b: { ...opened.data.b, ip: '127.0.0.1', port: pending.line.portForLeft },
    });
  }
}
