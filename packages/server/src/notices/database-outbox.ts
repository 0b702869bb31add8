import { createHash } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import type { Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Letter, Outbox } from './outbox.ts';

export const LETTERS_QUEUE = 'letters.deliver';
const BATCH = 500;

/** A letter of the notices: what becomes of it is written down with the recipient. */
export type OutgoingLetter = Letter & { readonly noticeRecipientId?: string };

/** Where letters of notices are put. */
export interface LetterBox {
  put(transaction: Executor, letters: readonly OutgoingLetter[]): Promise<void>;
}

/** The same for the same key: by it mail servers and reports of delivery recognise a letter. */
export const messageIdOf = (key: string): string =>
  `${createHash('sha256').update(key).digest('hex').slice(0, 40)}@notice.nhipcau`;

/** Letters in the database, beside what caused them; a job of the same transaction takes them out after the commit. */
export class DatabaseOutbox implements Outbox, LetterBox {
  readonly #clock: Clock;
  readonly #jobs: Jobs;

  constructor({ clock, jobs }: { clock: Clock; jobs: Jobs }) {
    this.#clock = clock;
    this.#jobs = jobs;
  }

  async put(transaction: Executor, letters: readonly OutgoingLetter[]): Promise<void> {
    const now = this.#clock.now();
    const fresh = new Map(letters.map((letter) => [letter.key, letter]));
    const all = [...fresh.values()];
    for (let at = 0; at < all.length; at += BATCH) {
      await transaction
        .insertInto('outbox_letter')
        .values(all.slice(at, at + BATCH).map((letter) => rowOf(letter, now)))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    }
    const [first] = all;
    if (first)
      await this.#jobs.put(transaction, {
        queue: LETTERS_QUEUE,
        key: `${first.key}@${now}`,
        at: now,
        body: {},
      });
  }
}

const rowOf = (letter: OutgoingLetter, now: number) => ({
  key: letter.key,
  put_at: new Date(now),
  meeting_id: letter.meetingId,
  recipient: JSON.stringify(letter.recipient),
  recipient_id: letter.noticeRecipientId ?? null,
  channel: letter.channel,
  template: letter.template,
  facts: JSON.stringify(letter.facts),
  acknowledge_by: letter.acknowledgeBy === null ? null : new Date(letter.acknowledgeBy),
  message_id: messageIdOf(letter.key),
  next_try_at: new Date(now),
});
