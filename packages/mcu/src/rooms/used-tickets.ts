import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Ids of tickets already used, kept in a file as long as the tickets live, so that a restart forgets none. */
export class UsedTickets {
  readonly #file: string | null;
  readonly #expiries = new Map<string, number>();
  #sweptAt = 0;

  /** @param file - null keeps them in memory only */
  constructor(file: string | null, now: number) {
    this.#file = file;
    if (file === null) return;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [expiry, jti] = line.split(' ');
      const at = Number(expiry);
      // A torn last line after a crash is skipped: its ticket was not answered.
      if (jti && Number.isFinite(at) && at > now) this.#expiries.set(decodeURIComponent(jti), at);
    }
    this.#rewrite(file);
  }

  /** @returns false when it was used before. @param expiresAt - epoch milliseconds */
  use(jti: string, expiresAt: number, now: number): boolean {
    this.#sweep(now);
    if (this.#expiries.has(jti)) return false;
    this.#expiries.set(jti, expiresAt);
    if (this.#file !== null)
      appendFileSync(this.#file, `${expiresAt} ${encodeURIComponent(jti)}\n`, { mode: 0o600 });
    return true;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < 60_000) return;
    this.#sweptAt = now;
    for (const [jti, expiry] of this.#expiries) if (expiry <= now) this.#expiries.delete(jti);
    if (this.#file !== null) this.#rewrite(this.#file);
  }

  #rewrite(file: string): void {
    const draft = `${file}.${process.pid}`;
    const lines = [...this.#expiries].map(([jti, expiry]) => `${expiry} ${encodeURIComponent(jti)}\n`);
    writeFileSync(draft, lines.join(''), { mode: 0o600 });
    renameSync(draft, file);
  }
}
