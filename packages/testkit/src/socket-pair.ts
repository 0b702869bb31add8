import type { MessageSocket } from '@nhipcau/base';

class Half implements MessageSocket {
  other: Half | null = null;
  readonly #message: ((text: string) => void)[] = [];
  readonly #close: ((code: number, reason: string) => void)[] = [];
  readonly queue: string[] = [];
  open = true;

  send(text: string): void {
    if (this.open) this.other?.queue.push(text);
  }
  close(code: number, reason: string): void {
    if (!this.open) return;
    this.open = false;
    this.other?.closedByOther(code, reason);
  }
  closedByOther(code: number, reason: string): void {
    if (!this.open) return;
    this.open = false;
    for (const listener of this.#close) listener(code, reason);
  }
  onMessage(listener: (text: string) => void): void {
    this.#message.push(listener);
  }
  onClose(listener: (code: number, reason: string) => void): void {
    this.#close.push(listener);
  }
  deliver(text: string): void {
    for (const listener of this.#message) listener(text);
  }
}

/** Two connected sockets in memory whose messages wait until they are delivered by hand. */
export interface SocketPair {
  readonly a: MessageSocket;
  readonly b: MessageSocket;
  /** Delivers what waits, again and again, until both queues stay empty; handlers may await between rounds. */
  flush(): Promise<void>;
  /** Both ends learn that the connection broke (code 1006, RFC 6455 section 7.1.5). */
  cut(): void;
}

export function socketPair(): SocketPair {
  const a = new Half();
  const b = new Half();
  a.other = b;
  b.other = a;
  const round = (): boolean => {
    let delivered = false;
    for (const half of [a, b]) {
      for (const text of half.queue.splice(0)) {
        delivered = true;
        half.deliver(text);
      }
    }
    return delivered;
  };
  return {
    a,
    b,
    async flush() {
      for (let idle = 0; idle < 3; ) {
        idle = round() ? 0 : idle + 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    cut() {
      a.closedByOther(1006, 'cut');
      b.closedByOther(1006, 'cut');
    },
  };
}
