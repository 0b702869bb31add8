import { openTestDatabase, type TestDatabase } from '@nhipcau/testkit/database';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { PgBossJobs } from './pg-boss-jobs.ts';

let testDatabase: TestDatabase;
let database: Database;
const running: PgBossJobs[] = [];
const silent = pino({ level: 'silent' });

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = openDatabase(testDatabase.url, () => {
    // Dropped at the end.
  });
});
afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop();
});
afterAll(async () => {
  await database.destroy();
  await testDatabase.close();
});

async function started(queue: string, handler: (body: unknown) => Promise<void>): Promise<PgBossJobs> {
  const jobs = new PgBossJobs({ database, log: silent, pace: { pollSeconds: 0.5, retrySeconds: 1 } });
  jobs.handle(queue, handler);
  await jobs.start();
  running.push(jobs);
  return jobs;
}

const put = (jobs: PgBossJobs, queue: string, key: string, at = 0) =>
  database.transaction().execute((trx) => jobs.put(trx, { queue, key, at, body: { key } }));

const later = { interval: 100 };

describe('timers of the database', () => {
  test('a job is carried out once, however often it is put', async () => {
    const seen: unknown[] = [];
    const jobs = await started('once', async (body) => void seen.push(body));
    await Promise.all(Array.from({ length: 20 }, () => put(jobs, 'once', 'a')));
    await put(jobs, 'once', 'b');
    await expect.poll(() => seen, later).toHaveLength(2);
    await put(jobs, 'once', 'a');
    await put(jobs, 'once', 'c');
    // Jobs come in the order they were put: the second 'a' would have come by now.
    await expect.poll(() => seen, later).toContainEqual({ key: 'c' });
    expect(seen).toEqual(expect.arrayContaining([{ key: 'a' }, { key: 'b' }]));
    expect(seen).toHaveLength(3);
  });

  test('what is rolled back was never put', async () => {
    const seen: unknown[] = [];
    const jobs = await started('undone', async (body) => void seen.push(body));
    const undone = database.transaction().execute(async (trx) => {
      await jobs.put(trx, { queue: 'undone', key: 'x', at: 0, body: {} });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await put(jobs, 'undone', 'y');
    await expect.poll(() => seen, later).toEqual([{ key: 'y' }]);
  });

  test('a job waits for its time, also over a restart', async () => {
    const seen: unknown[] = [];
    const note = async (body: unknown) => void seen.push(body);
    const first = await started('timed', note);
    await put(first, 'timed', 'later', Date.now() + 3_600_000);
    await put(first, 'timed', 'now');
    await expect.poll(() => seen, later).toEqual([{ key: 'now' }]);
    await first.stop();
    await sql`update pgboss.job set start_after = now() where name = 'timed' and state = 'created'`.execute(
      database,
    );
    await started('timed', note);
    await expect.poll(() => seen, later).toEqual([{ key: 'now' }, { key: 'later' }]);
  });

  test('a job that fails is tried again, the others go on', async () => {
    const tries = new Map<string, number>();
    const jobs = await started('failing', async (body) => {
      const key = JSON.stringify(body);
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      if (key.includes('bad') && count === 1) throw new Error('not yet');
    });
    for (const key of ['bad', 'good']) await put(jobs, 'failing', key);
    await expect
      .poll(() => Object.fromEntries(tries), later)
      .toEqual({
        '{"key":"bad"}': 2,
        '{"key":"good"}': 1,
      });
  });
});
