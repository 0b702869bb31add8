import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});
test('folds', async () => {
  const { rows } = await client.query(
    `select fold_text('Đà BẮC thị trấn Ước') as f, fold_text(normalize('Đà BẮC',NFD)) as g, 'a' < 'b' collate "vi-x-icu" as h`,
  );
  expect(rows[0]).toEqual({ f: 'da bac thi tran uoc', g: 'da bac', h: true });
});
