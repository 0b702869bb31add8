import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

/** Pairs that are tried before it is given up. */
const MOST_TRIES = 50;
/** Given to writers that are at work: between a look and their own opening a port is nobody's. */
const given = new Set<number>();

/** A place for packets on the loopback: the port, and the next one, which a reader of RTP opens for the reports. */
export interface PortPair {
  readonly port: number;
  /** Idempotent. */
  release(): void;
}

/** Two neighbouring ports of the loopback that were free a moment ago and are given to nobody else of this process. */
export async function freePortPair(): Promise<PortPair> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const first = await opened(0);
    if (first === null) continue;
    const { port } = first.address();
    const second = port < 65_535 && !given.has(port) && !given.has(port + 1) ? await opened(port + 1) : null;
    const isGiven = second !== null;
    if (isGiven) for (const one of [port, port + 1]) given.add(one);
    await Promise.all([first, second].map(closed));
    if (isGiven)
      return {
        port,
        release: () => {
          for (const one of [port, port + 1]) given.delete(one);
        },
      };
  }
  throw new Error('no two neighbouring ports are free');
}

async function opened(port: number): Promise<Socket | null> {
  const socket = createSocket('udp4');
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, '127.0.0.1');
    await listening;
    return socket;
  } catch {
    await closed(socket); // Somebody has it: another pair is tried.
    return null;
  }
}

async function closed(socket: Socket | null): Promise<void> {
  if (socket === null) return;
  const over = once(socket, 'close');
  socket.close();
  await over;
}

/** Whether a process has opened this port, as the kernel lists it. */
export async function isBound(port: number): Promise<boolean> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return (await readFile('/proc/net/udp', 'utf8')).includes(`:${hex} `);
}
