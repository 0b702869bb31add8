import { createServer } from 'node:net';

/** Below the range from which the system takes ports for its own connections. */
const FIRST_BASE = 14_000;
const LAST_BASE = 31_000;
const STEP = 1_000;
/** Places within a base at which an installation listens. */
const LISTENS_AT = [0, 1, 11, 12, 13, 21, 22, 23];

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** A base for an installation's ports that nobody uses; begins anywhere, so that runs beside each other seldom meet. */
export async function freePortBase(): Promise<number> {
  const bases = Array.from(
    { length: (LAST_BASE - FIRST_BASE) / STEP + 1 },
    (_, index) => FIRST_BASE + index * STEP,
  );
  const first = Math.floor(Math.random() * bases.length);
  for (const base of [...bases.slice(first), ...bases.slice(0, first)]) {
    const free = await Promise.all(LISTENS_AT.map((place) => isFree(base + place)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free range of ports for an installation');
}
