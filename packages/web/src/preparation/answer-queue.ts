import type { CheckAnswer, SiteCheckSheet } from '@nhipcau/contracts';
import { ApiFailure } from '../api/http.ts';
import { Store } from '../state/store.ts';
import type { AnswerStore, QueuedAnswer } from './answer-store.ts';

/** After these the same answer may well be taken later. */
const passing: ReadonlySet<string> = new Set([
  'DISCONNECTED',
  'RATE_LIMITED',
  'REQUEST_TIMED_OUT',
  'INTERNAL',
  'SIGN_IN_REQUIRED',
  'SESSION_LOCKED',
]);

export interface QueueState {
  /** The newest state of the site that is known here, without what waits. */
  readonly sheet: SiteCheckSheet | null;
  /** Waiting, and refused ones nobody has looked at yet; oldest first. */
  readonly queued: readonly QueuedAnswer[];
  /** Why the last attempt stopped; null when it did not. */
  readonly stopped: string | null;
}

export interface AnswerQueueParts {
  readonly meetingId: string;
  readonly siteId: string;
  readonly store: AnswerStore;
  send(answer: CheckAnswer): Promise<SiteCheckSheet>;
  load(): Promise<SiteCheckSheet>;
}

/**
 * Answers of one site on their way to the server: kept on this device first, sent one after the other, each until it is
 * taken or refused. A repetition is harmless: the server knows each by its key.
 */
export class AnswerQueue {
  readonly state = new Store<QueueState>({ sheet: null, queued: [], stopped: null });
  readonly #parts: AnswerQueueParts;
  #sending: Promise<void> | null = null;

  constructor(parts: AnswerQueueParts) {
    this.#parts = parts;
  }

  /** What this device remembers, then what the server says. */
  async open(): Promise<void> {
    const { store, meetingId, siteId } = this.#parts;
    this.state.set({ sheet: await store.sheet(meetingId, siteId) });
    await this.#refresh();
    await this.flush();
  }

  async answer(answer: CheckAnswer): Promise<void> {
    const { store, meetingId, siteId } = this.#parts;
    await store.put({ meetingId, siteId, answer, refused: null });
    await this.#refresh();
    void this.flush();
  }

  /** The person has read why an answer was not taken. */
  async dismiss(seq: number): Promise<void> {
    await this.#parts.store.remove(seq);
    await this.#refresh();
  }

  /** Sends what waits; without anything waiting asks how the site stands. */
  flush(): Promise<void> {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #send(): Promise<void> {
    const { store, send, load } = this.#parts;
    try {
      let sheet: SiteCheckSheet | null = null;
      for (const entry of await this.#own()) {
        if (entry.refused !== null) continue;
        try {
          sheet = await send(entry.answer);
          await store.remove(entry.seq);
        } catch (cause) {
          if (!(cause instanceof ApiFailure) || passing.has(cause.code)) throw cause;
          await store.refuse(entry, cause.code);
        }
        await this.#refresh();
      }
      sheet ??= await load();
      await store.keepSheet(sheet);
      this.state.set({ sheet, stopped: null });
    } catch (cause) {
      this.state.set({ stopped: cause instanceof ApiFailure ? cause.code : 'INTERNAL' });
    }
  }

  async #own(): Promise<QueuedAnswer[]> {
    const { store, meetingId, siteId } = this.#parts;
    return (await store.all()).filter((entry) => entry.meetingId === meetingId && entry.siteId === siteId);
  }

  async #refresh(): Promise<void> {
    this.state.set({ queued: await this.#own() });
  }
}
