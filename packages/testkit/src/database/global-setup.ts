import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@nhipcau/server/database';
import { debianBinaries, embeddedBinaries, PostgresCluster } from '@nhipcau/tools/postgres';
import { freePort } from '../free-port.ts';
import { TEMPLATE_DATABASE, TEST_POSTGRES_URL } from './names.ts';

const MEMORY = '/dev/shm';
/** Far more than the databases of a run and their log need at a time. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Where there is room in memory the databases lie there: cloning one writes a thousand small files, which on a disk that
 * others write to takes ten times as long.
 */
function folderOfDatabases(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize >= ROOM_BYTES) return MEMORY;
  } catch {
    // There is no such file system here; the disk does.
  }
  return tmpdir();
}

/**
 * Starts one PostgreSQL for a whole test run and migrates the template from which each test file gets its database.
 *
 * `NHIPCAU_TEST_PG` chooses the engine: `embedded` (default, PostgreSQL 18) or `debian` (15).
 */
export default async function setup(): Promise<() => Promise<void>> {
  const binaries = process.env['NHIPCAU_TEST_PG'] === 'debian' ? debianBinaries() : embeddedBinaries();
  const folder = mkdtempSync(join(folderOfDatabases(), 'nhipcau-test-pg-'));
  chmodSync(folder, 0o755); // The account of PostgreSQL passes through.
  const cluster = await PostgresCluster.start({
    binaries,
    dataDir: join(folder, 'pg'),
    port: await freePort(),
    password: 'test',
    logFile: join(folder, 'postgresql.log'),
    // A lost test database costs nothing.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      // No database lives long enough to be tidied up.
      autovacuum: 'off',
      jit: 'off',
      max_connections: '200',
      max_wal_size: '256MB',
    },
  });
  try {
    await cluster.createDatabase(TEMPLATE_DATABASE);
    await migrate(cluster.url(TEMPLATE_DATABASE));
  } catch (cause) {
    await cluster.stop();
    throw cause;
  }
  process.env[TEST_POSTGRES_URL] = cluster.url('postgres');
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
