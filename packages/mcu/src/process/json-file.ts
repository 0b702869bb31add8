import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';

/** A small value kept in a file, written atomically with mode 0600. */
export class JsonFile<T> {
  readonly #file: string;
  readonly #schema: z.ZodType<T>;

  constructor(file: string, schema: z.ZodType<T>) {
    this.#file = file;
    this.#schema = schema;
  }

  /** Null when there is none, or when it is not what it should be. */
  read(): T | null {
    if (!existsSync(this.#file)) return null;
    try {
      return this.#schema.safeParse(JSON.parse(readFileSync(this.#file, 'utf8'))).data ?? null;
    } catch {
      return null; // Not JSON: as good as absent, the next write replaces it.
    }
  }

  write(value: T): void {
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}
