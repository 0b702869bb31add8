import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, readConfig, startServer } from '@nhipcau/server';
import { migrate } from '@nhipcau/server/database';
import { type SignedIn, signIn } from '../headless-room/console-line.ts';
import { embeddedBinaries, PostgresCluster } from '../postgres/index.ts';
import { newPassword, seedLocality } from '../seed/seed.ts';

interface OfficeServerSettings<T> {
  /** Of the bench; names its folder. */
  readonly name: string;
  readonly locality: string;
  /** TCP: the server listens here, PostgreSQL one above. */
  readonly portBase: number;
  /** Brings the database to the size that is measured, before the server begins. */
  fill(databaseUrl: string): Promise<T>;
}

/** Runs `measure` as an operator of a sample installation: a database and a server of its own, no media. */
export async function withOfficeServer<T, R>(
  { name, locality, portBase, fill }: OfficeServerSettings<T>,
  measure: (person: SignedIn, filled: T) => Promise<R>,
): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), `nhipcau-bench-${name}-`));
  chmodSync(folder, 0o755); // The account of PostgreSQL passes through.
  const cluster = await PostgresCluster.start({
    binaries: embeddedBinaries(),
    dataDir: join(folder, 'pg'),
    port: portBase + 1,
    password: newPassword(),
    logFile: join(folder, 'postgresql.log'),
  });
  const closers: (() => Promise<void>)[] = [() => cluster.stop()];
  try {
    await cluster.createDatabase('nhipcau');
    const url = cluster.url('nhipcau');
    await migrate(url);
    const password = newPassword();
    await seedLocality(url, { locality, password: () => password, now: Date.now() });
    const filled = await fill(url);
    const config = readConfig({
      DATABASE_URL: url,
      NHIPCAU_DATA_DIR: join(folder, 'server'),
      NHIPCAU_SERVER_PORT: `${portBase}`,
      NHIPCAU_WEB_DIR: join(folder, 'web'),
      NHIPCAU_LOG_LEVEL: 'silent',
      NHIPCAU_REQUESTS_PER_MINUTE: '100000',
      NHIPCAU_MODE: 'sample',
    });
    const server = await startServer(config, { log: createLogger('silent') });
    closers.push(() => server.close());
    return await measure(await signIn(server.url, 'dieuhanh', password), filled);
  } finally {
    for (const close of closers.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
