import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '@nhipcau/base';
import { type Identity, loadIdentity } from '@nhipcau/base/node';
import { INVITATION_LIFE_MS } from './invitation.ts';

/**
 * The keys by which this installation proves itself to others. They stay in the data folder. After a renewal an older
 * one is kept until every linked installation knows the new one, and as long as an invitation that names it can be
 * accepted (rule TK-15).
 */
export class TrunkKeys {
  readonly #folder: string;
  /** Oldest first; never empty. */
  #identities: { readonly file: string; readonly identity: Identity }[] = [];

  constructor(dataDir: string, now: number) {
    this.#folder = join(dataDir, 'trunk-keys');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const files = readdirSync(this.#folder).filter((name) => /^\d+\.pem$/.test(name));
    for (const name of files.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)))
      this.#load(name);
    if (this.#identities.length === 0) this.#load(`${now}.pem`);
  }

  get current(): Identity {
    const newest = this.#identities.at(-1);
    assert(newest !== undefined, 'no trunk key');
    return newest.identity;
  }

  /** The key that somebody knows us by; null when it is none of ours any more. */
  knownAs(publicKey: string): Identity | null {
    return this.#identities.find(({ identity }) => identity.publicKey === publicKey)?.identity ?? null;
  }

  /** All keys that somebody may know us by, the newest first. */
  get kept(): readonly Identity[] {
    return this.#identities.map(({ identity }) => identity).toReversed();
  }

  renew(now: number): Identity {
    this.#load(`${Math.max(now, this.#newest + 1)}.pem`);
    return this.current;
  }

  /** Deletes older keys that nobody knows us by any more, nor can come to know us by. */
  prune(known: ReadonlySet<string>, now: number): void {
    const { publicKey: current } = this.current;
    const replacedAt = new Map(
      this.#identities.flatMap(({ file }, index) => {
        const next = this.#identities[index + 1];
        return next ? [[file, Number.parseInt(next.file, 10)] as const] : [];
      }),
    );
    this.#identities = this.#identities.filter(({ file, identity: { publicKey } }) => {
      const isInvited = now - (replacedAt.get(file) ?? now) <= INVITATION_LIFE_MS;
      const isNeeded = publicKey === current || known.has(publicKey) || isInvited;
      if (!isNeeded) rmSync(join(this.#folder, file), { force: true });
      return isNeeded;
    });
  }

  get #newest(): number {
    return Number.parseInt(this.#identities.at(-1)?.file ?? '0', 10);
  }

  #load(file: string): void {
    this.#identities.push({ file, identity: loadIdentity(join(this.#folder, file)) });
  }
}

/** A public key as people compare it by telephone: eight groups of four. */
export const fingerprintOf = (publicKey: string): string =>
  (createHash('sha256').update(publicKey).digest('hex').slice(0, 32).match(/.{4}/g) ?? []).join(' ');
