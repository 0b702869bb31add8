import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, TokenBucket } from '@nhipcau/base';
import { type WebSocket, WebSocketServer } from 'ws';

export interface HttpFrontOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly clock: Clock;
  /** Null while ready, else why not. */
  readonly notReady: () => string | null;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly onRoom: (socket: WebSocket) => void;
  readonly onLink: (socket: WebSocket) => void;
  readonly onRefused: (code: string) => void;
  /** Most sockets open at once, rooms and links together. */
  readonly maxSockets: number;
}

const ROOM_MAX_PAYLOAD = 80_000;
const LINK_MAX_PAYLOAD = 4_194_304;
/** New sockets per second before they are turned away: far above a join storm, far below a flood. */
const UPGRADES = { perSecond: 200, burst: 1_000 } as const;

/** The node's only TCP port for control: health, metrics, and the sockets of rooms and child nodes. */
export class HttpFront {
  readonly #options: HttpFrontOptions;
  readonly #server: Server;
  readonly #rooms = new WebSocketServer({
    noServer: true,
    maxPayload: ROOM_MAX_PAYLOAD,
    perMessageDeflate: false,
  });
  readonly #links = new WebSocketServer({
    noServer: true,
    maxPayload: LINK_MAX_PAYLOAD,
    perMessageDeflate: false,
  });
  readonly #upgrades: TokenBucket;

  private constructor(options: HttpFrontOptions) {
    this.#options = options;
    this.#upgrades = new TokenBucket(UPGRADES, options.clock.now());
    const answer = (request: IncomingMessage, response: ServerResponse) =>
      void this.#answer(request, response);
    this.#server = options.tls ? createTlsServer(options.tls, answer) : createServer(answer);
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async open(options: HttpFrontOptions): Promise<HttpFront> {
    const front = new HttpFront(options);
    await new Promise<void>((resolve, reject) => {
      front.#server.once('error', reject);
      front.#server.listen(options.port, options.host, () => {
        front.#server.off('error', reject);
        resolve();
      });
    });
    return front;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  async close(): Promise<void> {
    for (const sockets of [this.#rooms, this.#links]) {
      for (const client of sockets.clients) client.close(1001, 'NODE_STOPPING');
      sockets.close();
    }
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#options.clock.after(500, () => {
      for (const sockets of [this.#rooms, this.#links])
        for (const client of sockets.clients) client.terminate();
      this.#server.closeAllConnections();
    });
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, text: string, type = 'text/plain; charset=utf-8') => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(text);
    };
    if (request.method !== 'GET') return send(405, 'NOT_ALLOWED');
    switch (pathOf(request)) {
      case '/healthz':
        return send(200, 'ok');
      case '/readyz': {
        const reason = this.#options.notReady();
        return reason === null ? send(200, 'ready') : send(503, reason);
      }
      case '/metrics': {
        const { contentType, text } = await this.#options.metrics();
        return send(200, text, contentType);
      }
      default:
        return send(404, 'NOT_FOUND');
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = pathOf(request);
    const { clock, maxSockets, onRoom, onLink } = this.#options;
    if (path !== '/room' && path !== '/link') return this.#refuse(socket, 404, 'NOT_FOUND');
    const open = this.#rooms.clients.size + this.#links.clients.size;
    if (open >= maxSockets || !this.#upgrades.take(clock.now()))
      return this.#refuse(socket, 503, 'RATE_LIMITED');
    const [sockets, take] = path === '/room' ? [this.#rooms, onRoom] : [this.#links, onLink];
    sockets.handleUpgrade(request, socket, head, (client) => take(client));
  }

  #refuse(socket: Duplex, status: number, code: string): void {
    this.#options.onRefused(code);
    socket.end(`HTTP/1.1 ${status} ${code}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  }
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/';
