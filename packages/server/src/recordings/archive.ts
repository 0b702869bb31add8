import { type Clock, SerialQueue } from '@nhipcau/base';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { RemoteStore } from './remote-store.ts';
import type { Vault } from './vault.ts';

const LOOK_EVERY_MS = 60_000;
const AT_ONCE = 200;

export interface ArchiveOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly vault: Vault;
  readonly remote: RemoteStore | null;
}

/**
 * Moves what is finished to the store elsewhere, one after the other. While the store is away everything stays on this disk and
 * is tried again.
 *
 * @rule RD-20 (R-REC-02)
 */
export class Archive {
  readonly #options: ArchiveOptions;
  readonly #queue = new SerialQueue();
  #closed = false;
  #isAway = false;

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  start(): void {
    const { remote, clock, log } = this.#options;
    if (remote === null) return;
    const look = () => {
      this.move().catch((err: unknown) => log.error({ err }, 'recordings were not moved'));
    };
    clock.every(LOOK_EVERY_MS, look);
    look();
  }

  /** Whether the store did not answer when it was asked last, and how much waits for it. */
  async standing(): Promise<{ isAway: boolean; waiting: number }> {
    if (this.#options.remote === null) return { isAway: false, waiting: 0 };
    const row = await this.#waiting()
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    return { isAway: this.#isAway, waiting: Number(row.count) };
  }

  /** Moves what waits; ends at the first refusal, which is told once. */
  move(): Promise<void> {
    return this.#queue.run(async () => {
      const { remote, vault, log } = this.#options;
      if (remote === null || this.#closed) return;
      const rows = await this.#waiting()
        .select('recording_object.name')
        .orderBy('recording_object.stored_at')
        .limit(AT_ONCE)
        .execute();
      for (const { name } of rows) {
        if (this.#closed) return;
        try {
          await vault.move(name);
          if (this.#isAway) log.info({}, 'store of recordings answers again');
          this.#isAway = false;
        } catch (err) {
          if (!this.#isAway) log.warn({ err, name }, 'store of recordings is away, files stay here');
          this.#isAway = true;
          return;
        }
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.run(async () => {});
  }

  /** Of meetings whose film is made: until then their segments are read again and again. */
  #waiting() {
    return this.#options.database
      .selectFrom('recording_object')
      .innerJoin('film', 'film.meeting_id', 'recording_object.meeting_id')
      .where('recording_object.place', '=', 'local')
      .where('film.state', '=', 'ready');
  }
}
