import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';

const EVERY_MS = 60_000;
const MOST_BYTES = 200_000;
const MOST_AT_ONCE = 200;

/**
 * Reads the reports of delivery that the mail server puts into a folder (Maildir: `new`, then `cur`). A file that was read is
 * moved, so that each counts once; one that cannot be read is moved too, and told in the log.
 */
export class BounceFolder {
  readonly #folder: string;
  readonly #report: (raw: string) => Promise<unknown>;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: { folder: string; report: (raw: string) => Promise<unknown>; log: Logger }) {
    this.#folder = parts.folder;
    this.#report = parts.report;
    this.#log = parts.log;
  }

  /** Looks now and then every minute. */
  start(): void {
    this.#timer ??= setInterval(() => this.#soon(), EVERY_MS);
    this.#soon();
  }

  #soon(): void {
    this.#running = this.#running.then(() =>
      this.readNew().catch((cause: unknown) =>
        this.#log.warn({ err: cause }, 'the folder of delivery reports could not be read'),
      ),
    );
  }

  async readNew(): Promise<void> {
    const arrived = join(this.#folder, 'new');
    const seen = join(this.#folder, 'cur');
    await mkdir(seen, { recursive: true });
    const names = (await readdir(arrived)).sort().slice(0, MOST_AT_ONCE);
    for (const name of names) {
      const raw = (await readFile(join(arrived, name))).subarray(0, MOST_BYTES).toString('utf8');
      await this.#report(raw).catch((cause: unknown) =>
        this.#log.warn({ err: cause, file: name }, 'a delivery report could not be used'),
      );
      await rename(join(arrived, name), join(seen, `${name}:2,S`));
    }
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
  }
}
