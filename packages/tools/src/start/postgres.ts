import { backoffMs } from '@nhipcau/base';
import { type ClusterOptions, PostgresCluster } from '../postgres/index.ts';

const MIB = 2 ** 20;

/**
 * What the embedded database is given of the machine: an eighth of its memory, at most a gigabyte, as a cache of its own.
 * With the usual 128 MiB a question has to wait until what another wrote is on the disk, whenever it needs a page; and what
 * is written is gathered for a quarter of an hour instead of five minutes, so that the disk is seldom busy with it.
 */
export const databaseMemory = (totalBytes: number): Readonly<Record<string, string>> => ({
  shared_buffers: `${Math.min(1_024, Math.max(128, Math.floor(totalBytes / MIB / 8)))}MB`,
  checkpoint_timeout: '15min',
  max_wal_size: '4GB',
});

/** The embedded PostgreSQL of an installation, started again when it ends by itself. */
export class SupervisedPostgres {
  readonly #options: ClusterOptions;
  readonly #warn: (what: string) => void;
  #cluster: PostgresCluster | null = null;
  #starting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ClusterOptions, warn: (what: string) => void) {
    this.#options = options;
    this.#warn = warn;
  }

  get pid(): number | null {
    return this.#cluster?.pid ?? null;
  }

  /** @returns address of the database, which is made when it does not exist */
  async start(database: string): Promise<string> {
    const cluster = await this.#run();
    await cluster.createDatabase(database);
    return cluster.url(database);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting;
    await this.#cluster?.stop();
  }

  async #run(): Promise<PostgresCluster> {
    const cluster = await PostgresCluster.start(this.#options);
    this.#cluster = cluster;
    cluster.onCrash(() => {
      this.#cluster = null;
      this.#starting = this.#again();
    });
    return cluster;
  }

  async #again(): Promise<void> {
    for (let attempt = 0; !this.#stopped; attempt += 1) {
      const inMs = backoffMs(attempt, { firstMs: 500, maxMs: 15_000 });
      this.#warn(`PostgreSQL ended by itself; starting it again in ${(inMs / 1000).toFixed(1)} s`);
      await new Promise((resolve) => setTimeout(resolve, inMs));
      try {
        if (!this.#stopped) await this.#run();
        return;
      } catch (cause) {
        this.#warn(cause instanceof Error ? cause.message : String(cause));
      }
    }
  }
}
