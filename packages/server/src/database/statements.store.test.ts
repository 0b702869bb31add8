import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { prepared } from './prepared.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = openDatabase(testDatabase.url, () => {});
});
afterAll(async () => {
  await database.destroy();
  await testDatabase.close();
});

test('[R-SCH-01] a statement that is asked at every key is planned once by its connection, others are not kept', async () => {
  const kept = await database.connection().execute(async (connection) => {
    for (const room of ['a', 'b', 'c']) {
      const { rows } = await sql<{ room: string }>`${prepared}select ${room}::text as room`.execute(
        connection,
      );
      expect(rows).toEqual([{ room }]);
      await sql`select ${room}::text as other`.execute(connection);
    }
    const { rows } = await sql<{ statement: string; plans: number }>`
      select statement, (generic_plans + custom_plans)::integer as plans from pg_prepared_statements`.execute(
      connection,
    );
    return rows;
  });
  expect(kept).toEqual([{ statement: expect.stringContaining('as room'), plans: 3 }]);
});

test('[R-PROF-04] several statements in one text answer the rows of all: the timers claim and keep house by them', async () => {
  const both = sql`begin; select 1 as claimed; select 2 as told; commit`;
  expect((await both.execute(database)).rows).toEqual([{ claimed: 1 }, { told: 2 }]);
});
