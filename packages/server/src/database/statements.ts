import type pg from 'pg';
import { MARK, nameOf } from './prepared.ts';

/**
 * What a connection is asked: a statement that carries the mark of preparing goes by its name; of several statements in one
 * text the rows of all are answered, one after the other, which timers count on and our query builder would lose.
 */
async function ask(client: pg.PoolClient, text: string, values?: unknown[]): Promise<pg.QueryResult> {
  const answer: pg.QueryResult | pg.QueryResult[] = await (text.includes(MARK)
    ? client.query({ name: nameOf(text), text, ...(values ? { values } : {}) })
    : client.query(text, values));
  return Array.isArray(answer) ? together(answer) : answer;
}

function together(answers: readonly pg.QueryResult[]): pg.QueryResult {
  const rows = answers.flatMap((answer) => answer.rows);
  return { command: 'SELECT', rowCount: rows.length, oid: 0, fields: [], rows };
}

/** The same connection, asked by `ask`. */
export const asking = (client: pg.PoolClient): pg.PoolClient =>
  new Proxy(client, {
    get: (target, key) =>
      key === 'query'
        ? (text: string, values?: unknown[]) => ask(target, text, values)
        : Reflect.get(target, key, target),
  });
