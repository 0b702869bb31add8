import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { asking } from './statements.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
/** What a repository method needs: the database itself or an open transaction of it. */
export type Executor = Database | Transaction<Tables>;

/** @param onError - told of connections that broke, idle or at work; the pool replaces them */
export function openDatabase(url: string, onError: (cause: Error) => void): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    // Our questions are many and small: compiling one of them would take longer than any answer.
    options: '-c jit=off',
  });
  // A connection at work has no other listener: without one its end would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('error', () => {
    // The connection itself has told it.
  });
  const clients = new WeakMap<pg.PoolClient, pg.PoolClient>();
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    const known = clients.get(client) ?? asking(client);
    clients.set(client, known);
    return known;
  };
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { options: pool.options, connect, end: () => pool.end() } }),
  });
}
