import type { InstallationCode, PeerId } from '@nhipcau/contracts';

/** By which codes this installation and the linked ones are known. */
export interface KnownNames {
  /** Null: this one has no name yet. */
  readonly ours: InstallationCode | null;
  readonly codes: ReadonlyMap<PeerId, InstallationCode>;
}

/** The names, read once until an administrator changes something: every pass over a meeting asks for them. */
export class PeerNames {
  readonly #read: () => Promise<KnownNames>;
  #known: Promise<KnownNames> | null = null;

  constructor(read: () => Promise<KnownNames>) {
    this.#read = read;
  }

  get(): Promise<KnownNames> {
    this.#known ??= this.#read().catch((cause: unknown) => {
      this.#known = null;
      throw cause;
    });
    return this.#known;
  }

  /** Installations were linked, revoked or named. */
  forget(): void {
    this.#known = null;
  }
}
