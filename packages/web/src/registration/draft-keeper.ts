import type { MeetingId, RegistrationData, RegistrationDetail } from '@nhipcau/contracts';
import { Store } from '../state/store.ts';
import { DraftData, malformedIn, statedIn } from './draft-data.ts';

/** Where unsent entries wait on this machine; `read` gives null for what is not there or not ours. */
export interface DraftShelf {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
}

export interface DraftServer {
  create(data: RegistrationData): Promise<RegistrationDetail>;
  change(
    meetingId: MeetingId,
    change: { revision: number; data: RegistrationData; reason: string | null },
  ): Promise<RegistrationDetail>;
  fetch(meetingId: MeetingId): Promise<RegistrationDetail>;
}

export interface DraftState {
  readonly values: DraftData;
  readonly detail: RegistrationDetail | null;
  /** `saved`: the server has all of it; `unsaved`: it waits; `conflict`: somebody else changed the file. */
  readonly phase: 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';
  readonly code: string | null;
  /** What the other one wrote, while `conflict`. */
  readonly theirs: RegistrationDetail | null;
  /** The entries were found on this machine when the page was opened. */
  readonly isRestored: boolean;
}

interface Parts {
  readonly server: DraftServer;
  readonly shelf: DraftShelf;
  /** Code of a failed call. */
  readonly codeOf: (cause: unknown) => string;
  /** Person and file, so that two people at one machine do not meet each other's entries. */
  readonly shelfKey: (meetingId: MeetingId | null) => string;
}

/**
 * Keeps what is entered: at once on this machine, and on the server when somebody asks for it to be saved. Savings follow
 * each other; the entries made meanwhile are saved by the next.
 */
export class DraftKeeper {
  readonly store: Store<DraftState>;
  readonly #parts: Parts;
  #running: Promise<boolean> | null = null;

  constructor(parts: Parts, start: { values: DraftData; detail: RegistrationDetail | null }) {
    this.#parts = parts;
    const kept = this.#restore(start.detail);
    this.store = new Store<DraftState>({
      values: kept ?? start.values,
      detail: start.detail,
      phase: kept || !start.detail ? 'unsaved' : 'saved',
      code: null,
      theirs: null,
      isRestored: kept !== null,
    });
  }

  get #meetingId(): MeetingId | null {
    return this.store.get().detail?.registration.meetingId ?? null;
  }

  change(patch: Partial<DraftData>): void {
    const { values, phase } = this.store.get();
    const next = { ...values, ...patch };
    this.store.set({ values: next, phase: phase === 'conflict' ? phase : 'unsaved' });
    this.#shelve(next);
  }

  /** @returns whether the server has everything that was entered */
  async save(reason: string | null = null): Promise<boolean> {
    while (this.#running !== null) await this.#running;
    this.#running = this.#saveOnce(reason).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Somebody else changed the file: their state is taken, ours is dropped. */
  takeTheirs(): void {
    const { theirs } = this.store.get();
    if (theirs) this.#settle(theirs, theirs.registration.data);
  }

  /** Somebody else changed the file: ours is written over theirs, on purpose. */
  keepMine(): Promise<boolean> {
    const { theirs } = this.store.get();
    if (theirs) this.store.set({ detail: theirs, theirs: null, phase: 'unsaved', code: null });
    return this.save();
  }

  /** The server answered with a newer state of the file, after an act of ours. */
  follow(detail: RegistrationDetail): void {
    this.#settle(detail, detail.registration.data);
  }

  async #saveOnce(reason: string | null): Promise<boolean> {
    const { values, phase } = this.store.get();
    if (phase === 'saved') return true;
    const data = statedIn(values);
    if (phase === 'conflict' || data === null || values.title.trim().length < 3) return false;
    this.store.set({ phase: 'saving', code: null });
    try {
      const detail = await this.#send(data, reason);
      const isWhole = malformedIn(values).length === 0;
      const isLatest = this.store.get().values === values;
      if (isWhole && isLatest) this.#settle(detail, values);
      else this.#moveOn(detail);
      return isWhole && isLatest;
    } catch (cause) {
      await this.#fail(this.#parts.codeOf(cause));
      return false;
    }
  }

  #send(data: RegistrationData, reason: string | null): Promise<RegistrationDetail> {
    const { detail } = this.store.get();
    if (detail === null) return this.#parts.server.create(data);
    const { meetingId, revision } = detail.registration;
    return this.#parts.server.change(meetingId, { revision, data, reason });
  }

  async #fail(code: string): Promise<void> {
    const meetingId = this.#meetingId;
    if (code !== 'REGISTRATION_CHANGED_MEANWHILE' || meetingId === null) {
      this.store.set({ phase: 'failed', code });
      return;
    }
    const theirs = await this.#parts.server.fetch(meetingId).catch(() => null);
    this.store.set(theirs ? { phase: 'conflict', code, theirs } : { phase: 'failed', code });
  }

  /** Saved in part, or entries came meanwhile: they wait under the file's own name. */
  #moveOn(detail: RegistrationDetail): void {
    this.#parts.shelf.remove(this.#parts.shelfKey(null));
    this.store.set({ detail, phase: 'unsaved' });
    this.#shelve(this.store.get().values);
  }

  #settle(detail: RegistrationDetail, values: DraftData): void {
    const { shelf, shelfKey } = this.#parts;
    for (const key of [shelfKey(null), shelfKey(detail.registration.meetingId)]) shelf.remove(key);
    this.store.set({ detail, values, phase: 'saved', code: null, theirs: null, isRestored: false });
  }

  /** State secrets do not wait on a machine. */
  #shelve(values: DraftData): void {
    const key = this.#parts.shelfKey(this.#meetingId);
    if (values.secret.declared) this.#parts.shelf.remove(key);
    else this.#parts.shelf.write(key, JSON.stringify(values));
  }

  #restore(detail: RegistrationDetail | null): DraftData | null {
    const text = this.#parts.shelf.read(this.#parts.shelfKey(detail?.registration.meetingId ?? null));
    if (text === null) return null;
    try {
      return DraftData.safeParse(JSON.parse(text)).data ?? null;
    } catch {
      return null; // Not what we wrote: nothing of ours is in it.
    }
  }
}
