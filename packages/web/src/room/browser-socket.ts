import type { MessageSocket } from '@nhipcau/base';

/** A browser's WebSocket as the typed peer wants it. Messages that arrive before a listener is set are kept. */
class BrowserSocket implements MessageSocket {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(code: number, reason: string): void {
    // Browsers refuse protocol codes such as 1009 from a page; the other end learns our code as 4xxx.
    this.#socket.close(code === 1000 || code >= 3000 ? code : 4000 + (code % 1000), reason);
  }

  onMessage(listener: (text: string) => void): void {
    this.#socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') listener(data);
    });
  }

  onClose(listener: (code: number, reason: string) => void): void {
    this.#socket.addEventListener('close', ({ code, reason }) => listener(code, reason));
  }
}

/** Time a connection may take to open before it counts as failed. */
export const OPEN_TIMEOUT_MS = 6_000;

/**
 * Opens a WebSocket.
 *
 * @throws {Error} when it cannot be opened in time; the socket is closed then
 */
export function openSocket(url: string, { signal }: { signal?: AbortSignal } = {}): Promise<MessageSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const limit = AbortSignal.timeout(OPEN_TIMEOUT_MS);
    const both = signal ? AbortSignal.any([signal, limit]) : limit;
    const settle = new AbortController();
    const fail = () => {
      settle.abort();
      socket.close();
      reject(new Error('SOCKET_NOT_OPENED'));
    };
    both.addEventListener('abort', fail, { signal: settle.signal });
    socket.addEventListener('error', fail, { signal: settle.signal });
    socket.addEventListener('close', fail, { signal: settle.signal });
    socket.addEventListener(
      'open',
      () => {
        settle.abort();
        resolve(new BrowserSocket(socket));
      },
      { signal: settle.signal },
    );
    if (both.aborted) fail();
  });
}
