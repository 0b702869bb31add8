import type { Executor } from '../database/database.ts';

/** Work to be done at a time, kept by the database. */
export interface Job {
  readonly queue: string;
  /** The same key again in the same queue is the same job. */
  readonly key: string;
  /** Epoch ms; in the past: at once. */
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Timers that outlive the server. A job is put in the transaction of its cause: both are there or neither.
 *
 * A handler may be called twice for one job, after a crash; it looks at the state before it acts.
 */
export interface Jobs {
  put(transaction: Executor, job: Job): Promise<void>;
  /** Before `start`; body as it was put, parsed by the handler. */
  handle(queue: string, handler: (body: unknown) => Promise<void>): void;
}
