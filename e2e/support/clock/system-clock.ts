import { join } from 'node:path';
import { SharedClock } from '@nhipcau/testkit/shared-clock';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { CLOCK_FILE } from './names.ts';

/** Shifts what a page takes for the time; its timers, sound and pictures go on as they do. */
const shiftPage = (offsetMs: number): void => {
  const scope = globalThis as typeof globalThis & { testClock?: { offsetMs: number } };
  if (scope.testClock) {
    scope.testClock.offsetMs = offsetMs;
    return;
  }
  const clock = { offsetMs };
  const RealDate = Date;
  class ShiftedDate extends RealDate {
    constructor(...parts: [] | ConstructorParameters<typeof Date>) {
      if (parts.length === 0) super(RealDate.now() + clock.offsetMs);
      else super(...(parts as ConstructorParameters<typeof Date>));
    }

    static override now(): number {
      return RealDate.now() + clock.offsetMs;
    }
  }
  Object.assign(scope, { testClock: clock, Date: ShiftedDate });
};

/**
 * The clock of a whole system under test: server, nodes, the timers in the database and the browser's pages all read
 * the same offset. The system is the real one; only what it is composed with differs (`docs/testing.md`).
 */
export class SystemClock {
  readonly #path: string;
  readonly #database: pg.Client;
  readonly #pages = new Set<Page>();
  #offsetMs: number;

  private constructor(path: string, database: pg.Client, offsetMs: number) {
    this.#path = path;
    this.#database = database;
    this.#offsetMs = offsetMs;
  }

  /** @param at - epoch ms that it shall be now */
  static async open(folder: string, databaseUrl: string, at: number): Promise<SystemClock> {
    const path = join(folder, 'clock');
    const offsetMs = at - Date.now();
    SharedClock.make(path, offsetMs);
    const database = new pg.Client({ connectionString: databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    const clock = new SystemClock(path, database, offsetMs);
    await clock.#tellDatabase();
    return clock;
  }

  /** Environment and programs with which an installation obeys this clock. */
  get composition() {
    return {
      env: { [CLOCK_FILE]: this.#path },
      programs: {
        server: join(import.meta.dirname, 'server.main.ts'),
        node: join(import.meta.dirname, 'node.main.ts'),
      },
      now: this.now(),
    };
  }

  /** Open pages that follow it. */
  get pages(): Iterable<Page> {
    return this.#pages;
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Before the page is opened; it follows every later turn. */
  async wind(page: Page): Promise<void> {
    await page.addInitScript(shiftPage, this.#offsetMs);
    this.#pages.add(page);
    page.once('close', () => this.#pages.delete(page));
  }

  /** It is `at` now, everywhere. Time goes on from there. @throws {RangeError} for an hour that has passed */
  async turnTo(at: number): Promise<void> {
    if (at < this.now()) throw new RangeError(`it is ${new Date(this.now()).toISOString()} already`);
    this.#offsetMs = at - Date.now();
    SharedClock.setOffset(this.#path, this.#offsetMs);
    await this.#tellDatabase();
    for (const page of this.#pages) {
      await page.addInitScript(shiftPage, this.#offsetMs);
      await page.evaluate(shiftPage, this.#offsetMs);
    }
  }

  async close(): Promise<void> {
    await this.#database.end();
  }

  /** The timers of the database ask this one function what time it is. */
  async #tellDatabase(): Promise<void> {
    await this.#database.query(`
      create or replace function pgboss.job_now() returns timestamptz language sql stable as
      $$ select now() + interval '${Math.round(this.#offsetMs)} milliseconds' $$`);
  }
}
