import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrateJobs } from '../jobs/pg-boss-jobs.ts';
import { loadShipped } from '../regulation/load-shipped.ts';

const FOLDER = join(import.meta.dirname, 'migrations');
/** Any constant number; it only must not change, so that two servers starting at once wait for each other. */
const ADVISORY_LOCK = 4_163_017;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export function readMigrations(folder = FOLDER): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the database to the newest schema, each migration in a transaction of its own, then puts in the regulations and
 * years of the calendar that this release brings and the database does not have.
 *
 * @returns names of the migrations that were carried out
 * @throws {Error} when a migration was changed after it had been carried out, or the database is newer than we are
 */
export async function migrate(
  databaseUrl: string,
  migrations = readMigrations(),
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration',
    );
    for (const { name, checksum } of rows) {
      const known = migrations.find((migration) => migration.name === name);
      if (!known) throw new Error(`the database has migration ${name}, which this release does not know`);
      if (known.checksum !== checksum)
        throw new Error(`migration ${name} was changed after it had been carried out`);
    }
    const open = migrations.filter(({ name }) => !rows.some((row) => row.name === name));
    for (const migration of open) await carryOut(client, migration);
    await loadData(client);
    await migrateJobs(databaseUrl);
    return open.map(({ name }) => name);
  } finally {
    await client.end(); // Releases the advisory lock.
  }
}

async function loadData(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string | null }>(
    `select to_regclass('regulation_profile')::text as table`,
  );
  if (!rows[0]?.table) return; // An older schema, in tests of the migrations.
  await client.query('begin');
  try {
    await loadShipped(client);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error('loading the regulations of this release failed', { cause });
  }
}

async function carryOut(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration ${name} failed`, { cause });
  }
}
