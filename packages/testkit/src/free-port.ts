import { createServer } from 'node:net';

/**
 * Below the range from which the system takes ports for its own connections (a port asked of the system may be the source
 * of somebody's connection before its server begins), and away from those of the journeys' installations.
 */
const FIRST = 10_000;
const COUNT = 4_000;
const TRIES = 200;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/**
 * A TCP port of the loopback address at which nobody listens now.
 *
 * @throws {Error} when none of two hundred tried is free
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port found between ${FIRST} and ${FIRST + COUNT}`);
}
