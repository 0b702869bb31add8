import type { Clock } from '@nhipcau/base';
import { type Inbox, instant, MeetingId } from '@nhipcau/contracts';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { recordEvent } from './notices.repository.ts';

const SHOWN = 100;
const LetterFacts = z.object({ path: z.string().nullish() });

/** Messages of this application to one person. */
export class InboxService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** The newest first. */
  async read(userId: string): Promise<Inbox> {
    const rows = await this.#database
      .selectFrom('inbox_message')
      .innerJoin('outbox_letter', 'outbox_letter.key', 'inbox_message.letter_key')
      .selectAll('inbox_message')
      .select('outbox_letter.facts')
      .where('user_id', '=', userId)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(SHOWN)
      .execute();
    const { unread } = await this.#database
      .selectFrom('inbox_message')
      .select(({ fn }) => fn.countAll<string>().as('unread'))
      .where('user_id', '=', userId)
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow();
    return {
      messages: rows.map((row) => ({
        messageId: row.id,
        at: instant(row.at.getTime()),
        meetingId: row.meeting_id === null ? null : MeetingId.parse(row.meeting_id),
        subject: row.subject,
        lines: z.array(z.string()).parse(row.lines),
        recipientId: row.recipient_id,
        path: LetterFacts.parse(row.facts).path ?? null,
        isRead: row.read_at !== null,
      })),
      unread: Number(unread),
    };
  }

  /** Opening a notice is the proof that it arrived. @throws {AppError} NOTICE_UNKNOWN */
  async open(messageId: string, userId: string): Promise<Inbox> {
    const at = this.#clock.now();
    await this.#database.transaction().execute(async (trx) => {
      const message = await trx
        .selectFrom('inbox_message')
        .select(['id', 'recipient_id', 'read_at'])
        .where('id', '=', messageId)
        .where('user_id', '=', userId)
        .forUpdate()
        .executeTakeFirst();
      if (!message) throw new AppError('NOTICE_UNKNOWN');
      if (message.read_at !== null) return;
      await trx
        .updateTable('inbox_message')
        .set({ read_at: new Date(at) })
        .where('id', '=', messageId)
        .execute();
      if (message.recipient_id !== null)
        await recordEvent(trx, message.recipient_id, { event: 'arrived', at, way: 'inApp' });
    });
    return this.read(userId);
  }

  async openAll(userId: string): Promise<Inbox> {
    await this.#database
      .updateTable('inbox_message')
      .set({ read_at: new Date(this.#clock.now()) })
      .where('user_id', '=', userId)
      .where('read_at', 'is', null)
      .execute();
    return this.read(userId);
  }
}
