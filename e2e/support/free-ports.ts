import { createServer, type Server } from 'node:net';

/** Below the range from which the system takes ports for its own connections. */
const FIRST_BASE = 14_000;
const LAST_BASE = 31_000;
const STEP = 1_000;
/** Places within a base at which an installation listens. */
const LISTENS_AT = [0, 1, 11, 12, 13, 21, 22, 23];

/** No installation listens here: whoever does has the base. */
const CLAIM_AT = 999;

/** Listens on a port that is free, for as long as this process lives; null where somebody else does. */
const taken = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server.unref()));
  });

async function isFree(port: number): Promise<boolean> {
  const server = await taken(port);
  if (server) await new Promise((resolve) => server.close(resolve));
  return server !== null;
}

/**
 * A base for an installation's ports that nobody uses, claimed for this process: worlds that start at the same moment look
 * before either listens, so looking alone is not enough. Begins anywhere, so that runs beside each other seldom meet.
 */
export async function freePortBase(): Promise<number> {
  const bases = Array.from(
    { length: (LAST_BASE - FIRST_BASE) / STEP + 1 },
    (_, index) => FIRST_BASE + index * STEP,
  );
  const first = Math.floor(Math.random() * bases.length);
  for (const base of [...bases.slice(first), ...bases.slice(0, first)]) {
    const claim = await taken(base + CLAIM_AT);
    if (!claim) continue;
    const free = await Promise.all(LISTENS_AT.map((place) => isFree(base + place)));
    if (free.every(Boolean)) return base;
    claim.close();
  }
  throw new Error('no free range of ports for an installation');
}
