import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
/** What a repository method needs: the database itself or an open transaction of it. */
export type Executor = Database | Transaction<Tables>;

/** @param onError - told of idle connections that broke; the pool replaces them */
export function openDatabase(url: string, onError: (cause: Error) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 });
  pool.on('error', onError);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
