import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessageSocket } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import { type ErrorCode, errorCatalogue } from '@nhipcau/contracts';
import { type WebSocket, WebSocketServer } from 'ws';
import { AppError } from '../app-error.ts';

/** Bytes waiting for a slow receiver, above which its connection is given up: it comes back with a snapshot. */
const MAX_WAITING_BYTES = 8_388_608;

export interface SocketRoute {
  /** Largest message, bytes. */
  readonly maxPayload: number;
  /**
   * Looks at the request before the socket opens.
   *
   * @returns what to do with the open socket
   * @throws {AppError} the socket is refused with this code
   */
  admit(request: IncomingMessage): Promise<(socket: MessageSocket) => void>;
}

/** WebSocket addresses beside the HTTP ones, on the same port. */
export class SocketRoutes {
  readonly #servers = new Map<string, { route: SocketRoute; server: WebSocketServer }>();

  constructor(routes: Readonly<Record<string, SocketRoute>>) {
    for (const [path, route] of Object.entries(routes)) {
      const server = new WebSocketServer({
        noServer: true,
        maxPayload: route.maxPayload,
        perMessageDeflate: false,
      });
      this.#servers.set(path, { route, server });
    }
  }

  /** @param check - looks at every request before anything else; throws to refuse it */
  attach(server: Server, check: (request: IncomingMessage) => void): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.#upgrade(request, socket, head, check).catch((cause: unknown) => {
        refuse(socket, cause instanceof AppError ? cause.code : 'INTERNAL');
      });
    });
  }

  async #upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    check: (request: IncomingMessage) => void,
  ): Promise<void> {
    check(request);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const entry = this.#servers.get(path);
    if (!entry) throw new AppError('NOT_FOUND');
    const use = await entry.route.admit(request);
    if (socket.destroyed) return;
    entry.server.handleUpgrade(request, socket, head, (ws) => use(boundedSocket(ws)));
  }
}

function boundedSocket(ws: WebSocket): MessageSocket {
  const socket = wsSocket(ws);
  return {
    ...socket,
    send: (text) => {
      if (ws.bufferedAmount > MAX_WAITING_BYTES) ws.terminate();
      else socket.send(text);
    },
  };
}

function refuse(socket: Duplex, code: ErrorCode): void {
  const { status } = errorCatalogue[code];
  const body = JSON.stringify({ code });
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
