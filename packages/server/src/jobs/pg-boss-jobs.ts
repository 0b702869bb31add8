import { createHash } from 'node:crypto';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database, Executor } from '../database/database.ts';
import type { Job, Jobs } from './jobs.ts';

/** Schema of the timers, beside our own tables in the same database. */
const SCHEMA = 'pgboss';
const STOP_TIMEOUT_MS = 5_000;
const BATCH = 50;

type Handler = (body: unknown) => Promise<void>;

/** Half a minute first, then longer, for about three days: what a job needs may be away for a night or a weekend. */
const retries = { retryLimit: 60, retryBackoff: true, retryDelayMax: 3_600 } as const;

export interface JobPace {
  /** Between two looks at a queue; half a second at least. */
  readonly pollSeconds: number;
  /** Before the first further try. */
  readonly retrySeconds: number;
}
const usualPace: JobPace = { pollSeconds: 1, retrySeconds: 5 };

/**
 * Timers on pg-boss, in the database that holds their causes.
 *
 * Its clock is the database's; a handler decides by the clock it was given.
 */
export class PgBossJobs implements Jobs {
  readonly #boss: PgBoss;
  readonly #log: Logger;
  readonly #handlers = new Map<string, Handler>();
  readonly #pace: JobPace;
  #isStarted = false;

  constructor({
    database,
    log,
    pace = usualPace,
  }: {
    database: Database;
    log: Logger;
    pace?: JobPace;
  }) {
    this.#log = log;
    this.#pace = pace;
    this.#boss = new PgBoss({
      db: fromKysely(database),
      schema: SCHEMA,
      schedule: false,
      reindex: false,
      monitorVacuum: false,
    });
    this.#boss.on('error', (cause) => log.warn({ err: cause }, 'timers of the database disturbed'));
  }

  handle(queue: string, handler: Handler): void {
    if (this.#isStarted) throw new Error(`queue ${queue} is announced after the start`);
    if (this.#handlers.has(queue)) throw new Error(`queue ${queue} has two handlers`);
    this.#handlers.set(queue, handler);
  }

  async put(transaction: Executor, { queue, key, at, body }: Job): Promise<void> {
    await this.#boss.send(queue, body, {
      id: idOf(queue, key),
      startAfter: new Date(at),
      db: fromKysely(transaction),
    });
  }

  /** Begins to carry out; the handlers stand. */
  async start(): Promise<void> {
    this.#isStarted = true;
    await this.#boss.start();
    for (const [queue, handler] of this.#handlers) {
      await this.#boss.createQueue(queue, { ...retries, retryDelay: this.#pace.retrySeconds });
      await this.#boss.work(
        queue,
        {
          batchSize: BATCH,
          burstWhenBatchFull: true,
          pollingIntervalSeconds: this.#pace.pollSeconds,
          perJobResults: true,
        },
        async (jobs) => {
          const results = [];
          for (const job of jobs) results.push(await this.#carryOut(queue, handler, job));
          return results;
        },
      );
    }
  }

  /** Lets the jobs in hand finish. Idempotent. */
  async stop(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    await this.#boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS });
  }

  async #carryOut(queue: string, handler: Handler, { id, data }: { id: string; data: unknown }) {
    try {
      await handler(data);
      return { id, status: 'completed' as const };
    } catch (cause) {
      this.#log.warn({ err: cause, queue, job: id }, 'a job failed and will be tried again');
      return { id, status: 'failed' as const };
    }
  }
}

/** Creates or raises the schema of the timers; at most one does it at a time. */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: SCHEMA,
    max: 1,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => {
    // The start tells it by rejecting.
  });
  await boss.start();
  await boss.stop({ graceful: false });
}

/** The same queue and key give the same UUID (version 8, RFC 9562 section 5.8), which the table takes once. */
function idOf(queue: string, key: string): string {
  const hex = createHash('sha256').update(`${queue}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
