import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEMPLATE_DATABASE, TEST_POSTGRES_URL } from './names.ts';

export interface TestDatabase {
  readonly url: string;
  /** Major version of the engine, for what differs between 15 and 18. */
  readonly majorVersion: number;
  close(): Promise<void>;
}

/** A database of its own for one test file, cloned from the migrated template. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const base = process.env[TEST_POSTGRES_URL];
  if (!base) throw new Error('store tests need the global set-up of testkit (vitest project "store")');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: base });
  admin.on('error', () => {
    // The cluster went before the last database was dropped.
  });
  await admin.connect();
  // Cloning fails while another clone is being made; one lock for all.
  await admin.query('select pg_advisory_lock(1)');
  await admin.query(`create database ${name} template ${TEMPLATE_DATABASE} strategy file_copy`);
  await admin.query('select pg_advisory_unlock(1)');
  const { rows } = await admin.query<{ v: string }>(`select current_setting('server_version_num') as v`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    majorVersion: Math.floor(Number(rows[0]?.v) / 10_000),
    close: async () => {
      // Frees memory while the next test file runs; nobody waits for the checkpoint it takes.
      void admin
        .query(`drop database if exists ${name} with (force)`)
        .then(() => admin.end())
        .catch(() => undefined);
    },
  };
}
