import type { Clock } from '@nhipcau/base';
import {
  type Instant,
  instant,
  MeetingId,
  NoticeChannel,
  RegistrationData,
  type RegulationProfile,
} from '@nhipcau/contracts';
import { commonTerms, termsOf } from '@nhipcau/domain';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Printer } from '../documents/printer.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import { findProfile, regulationInForce } from '../regulation/regulation.repository.ts';
import { issueAckLink } from './ack-links.ts';
import { type DatabaseOutbox, LETTERS_QUEUE } from './database-outbox.ts';
import { askToPost, startWay } from './dispatch.ts';
import { fulfilWhenTold } from './fulfilment.ts';
import {
  claimLetter,
  type LetterRecord,
  markFailed,
  markSent,
  markWaiting,
  nextLetterAt,
} from './letters.repository.ts';
import type { Mail, Mailer, MailOutcome, TextGateway } from './mailer.ts';
import { recordEvent } from './notices.repository.ts';
import { mailboxOf, StoredRecipient, usersOf } from './receivers.ts';
import { recipientsOfLetter, sharersOf } from './shared-mail.ts';
import { type LetterLanguage, linkWords, pageWords, type Speech, writeLetter } from './templates.ts';

const MINUTE_MS = 60_000;
/** Waits between attempts; after the last a person is asked. */
const RETRIES_MS = [1, 3, 10, 30].map((minutes) => minutes * MINUTE_MS);
/** An urgent meeting does not wait for a mail server. */
const URGENT_RETRIES = 1;
const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';

const LetterFacts = z.object({
  way: NoticeChannel.optional(),
  attach: z.string().nullish(),
  path: z.string().nullish(),
});

/** The calendar entry of a meeting as a file of RFC 5545; null when it has none. */
export interface CalendarFile {
  of(meetingId: MeetingId): Promise<Buffer | null>;
}

export interface PostmanParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly mailer: Mailer;
  readonly sms: TextGateway;
  readonly chat: TextGateway;
  readonly outbox: DatabaseOutbox;
  readonly ledger: Pick<LedgerService, 'fulfil'>;
  readonly printer: Printer | null;
  readonly calendarFile: CalendarFile | null;
  /** Address under which people reach this installation; null: letters carry no link. */
  readonly publicUrl: string | null;
  readonly language: LetterLanguage;
}

/**
 * Delivers what is in the outbox.
 *
 * A message of this application and its record are one transaction: exactly once. A mail is claimed before it is handed to the
 * mail server and settled after; whoever dies between leaves a claim that runs out, and the mail is sent again under the same
 * Message-ID, by which servers and programs recognise it. SMTP can promise no more: see `docs/adr/0015`.
 */
export class Postman {
  readonly #parts: PostmanParts;
  #round: Promise<void> = Promise.resolve();

  constructor(parts: PostmanParts) {
    this.#parts = parts;
    parts.jobs.handle(LETTERS_QUEUE, () => this.deliverDue());
  }

  /**
   * Delivers every letter that is due; harmless at any time, also by two servers at once. Resolves when none that was due
   * at the call is in this process's hands any more.
   */
  deliverDue(): Promise<void> {
    this.#round = this.#round.catch(() => undefined).then(() => this.#deliverRound());
    return this.#round;
  }

  async #deliverRound(): Promise<void> {
    const { database, clock } = this.#parts;
    for (;;) {
      const letter = await database.transaction().execute(async (trx) => {
        const claimed = await claimLetter(trx, clock.now());
        // If we die before it is settled, somebody looks again when the claim has run out.
        if (claimed?.lease_until) await this.#wakeAt(trx, claimed.lease_until.getTime(), claimed.key);
        return claimed;
      });
      if (!letter) return;
      await this.#deliver(letter);
    }
  }

  /** Wakes us for what is left, such as after a start. */
  async sweep(): Promise<void> {
    await this.deliverDue();
    const next = await nextLetterAt(this.#parts.database);
    if (next !== null)
      await this.#parts.database.transaction().execute((trx) => this.#wakeAt(trx, next, `sweep`));
  }

  async #deliver(letter: LetterRecord): Promise<void> {
    try {
      if (letter.channel === 'email') await this.#settle(letter, await this.#sendMail(letter));
      else if (letter.channel === 'sms') await this.#settle(letter, await this.#sendText(letter));
      else if (letter.channel === 'chat') await this.#settle(letter, await this.#postToGroup(letter));
      else await this.#intoInbox(letter);
      for (const recipientId of recipientsOfLetter(letter)) await fulfilWhenTold(this.#parts, recipientId);
    } catch (cause) {
      this.#parts.log.warn(
        { err: cause, template: letter.template },
        'a letter could not be delivered and will be tried again',
      );
      await this.#postpone(letter, { kind: 'failed', failure: 'INTERNAL', maybeTaken: false });
    }
  }

  /** Into the inbox of each of them. Other channels without an adapter end here too: nothing is pretended. */
  async #intoInbox(letter: LetterRecord): Promise<void> {
    const { database, clock } = this.#parts;
    const now = clock.now();
    await database.transaction().execute(async (trx) => {
      const recipient = StoredRecipient.parse(letter.recipient);
      const users = await usersOf(trx, recipient, letter.meeting_id);
      if (users.length === 0) {
        await markFailed(trx, letter, 'NO_ACCOUNT');
        return;
      }
      if (!(await markSent(trx, letter, now))) return;
      const { subject, lines } = writeLetter(
        letter.template,
        letter.facts,
        await this.#speechOf(trx, letter.meeting_id),
      );
      await trx
        .insertInto('inbox_message')
        .values(
          users.map((userId) => ({
            id: uuidv7(),
            letter_key: letter.key,
            user_id: userId,
            at: new Date(now),
            meeting_id: letter.meeting_id,
            subject,
            lines: JSON.stringify(lines),
            recipient_id: letter.recipient_id,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      if (letter.recipient_id !== null) await countInbox(trx, letter.recipient_id, now);
    });
  }

  async #sendMail(letter: LetterRecord): Promise<MailOutcome> {
    const mail = await this.#written(letter);
    return mail === null ? { kind: 'refused', failure: 'NO_ADDRESS' } : this.#parts.mailer.send(mail);
  }

  async #sendText(letter: LetterRecord): Promise<MailOutcome> {
    const { database, sms } = this.#parts;
    const recipient =
      letter.recipient_id === null
        ? undefined
        : await database
            .selectFrom('notice_recipient')
            .select('phone')
            .where('id', '=', letter.recipient_id)
            .executeTakeFirst();
    if (!recipient?.phone) return { kind: 'refused', failure: 'NO_ADDRESS' };
    const speech = await this.#speechOf(database, letter.meeting_id);
    const { subject } = writeLetter(letter.template, letter.facts, speech);
    return sms.send({ id: letter.message_id, to: recipient.phone, text: subject });
  }

  /** The whole notice: a group has no page to open. */
  async #postToGroup(letter: LetterRecord): Promise<MailOutcome> {
    const { database, chat } = this.#parts;
    const speech = await this.#speechOf(database, letter.meeting_id);
    const { subject, lines } = writeLetter(letter.template, letter.facts, speech);
    return chat.send({ id: letter.message_id, to: '', text: [subject, ...lines].join('\n') });
  }

  async #settle(letter: LetterRecord, outcome: MailOutcome): Promise<void> {
    const { database, clock } = this.#parts;
    if (outcome.kind !== 'taken') return this.#postpone(letter, outcome);
    const now = clock.now();
    await database.transaction().execute(async (trx) => {
      if (!(await markSent(trx, letter, now))) return;
      const way = LetterFacts.parse(letter.facts).way;
      if (way === undefined) return;
      for (const recipientId of recipientsOfLetter(letter))
        await recordEvent(trx, recipientId, { event: 'left', at: now, way });
    });
  }

  async #written(letter: LetterRecord): Promise<Mail | null> {
    const { database, clock, publicUrl } = this.#parts;
    const to = await mailboxOf(database, StoredRecipient.parse(letter.recipient));
    if (!to) return null;
    const speech = await this.#speechOf(database, letter.meeting_id);
    const { subject, lines } = writeLetter(letter.template, letter.facts, speech);
    const link: string[] = [];
    const base = publicUrl?.replace(/\/$/, '');
    const at = clock.now();
    const start = letter.acknowledge_by?.getTime() ?? at;
    const readers = new Map(sharersOf(letter.facts).map(({ recipientId, name }) => [recipientId, name]));
    for (const recipientId of base === undefined ? [] : recipientsOfLetter(letter)) {
      const token = await issueAckLink(database, { recipientId, at, start });
      link.push('', `${linkWords(speech, readers.get(recipientId))}:`, `${base}/xac-nhan/${token}`);
    }
    const { path } = LetterFacts.parse(letter.facts);
    if (base !== undefined && path) link.push('', `${pageWords(speech)}:`, `${base}${path}`);
    return {
      messageId: letter.message_id,
      to,
      subject,
      text: [...lines, ...link, ''].join('\n'),
      attachments: await this.#attachments(letter),
    };
  }

  /** The form of the row and the calendar entry; what cannot be made now does not keep the notice back. */
  async #attachments(letter: LetterRecord): Promise<Mail['attachments']> {
    const { printer, calendarFile, log } = this.#parts;
    if (letter.meeting_id === null || letter.template !== 'notice.sent') return [];
    const meetingId = MeetingId.parse(letter.meeting_id);
    const { attach } = LetterFacts.parse(letter.facts);
    const found = [];
    try {
      if (attach && printer) found.push(await printer.print(meetingId, attach, 'pdf'));
    } catch (cause) {
      log.warn({ err: cause, form: attach }, 'a notice leaves without its form');
    }
    try {
      const bytes = calendarFile ? await calendarFile.of(meetingId) : null;
      if (bytes) found.push({ fileName: 'cuoc-hop.ics', contentType: 'text/calendar; charset=utf-8', bytes });
    } catch (cause) {
      log.warn({ err: cause }, 'a notice leaves without its calendar entry');
    }
    return found;
  }

  /** Another attempt later, or the next way. */
  async #postpone(letter: LetterRecord, outcome: Exclude<MailOutcome, { kind: 'taken' }>): Promise<void> {
    const { database, clock } = this.#parts;
    const now = clock.now();
    await database.transaction().execute(async (trx) => {
      const most = (await isUrgent(trx, letter.meeting_id)) ? URGENT_RETRIES : RETRIES_MS.length;
      const wait = letter.attempts > most ? undefined : RETRIES_MS[letter.attempts - 1];
      if (outcome.kind === 'failed' && wait !== undefined) {
        const { failure, maybeTaken } = outcome;
        if (await markWaiting(trx, letter, { nextTryAt: now + wait, failure, maybeTaken }))
          await this.#wakeAt(trx, now + wait, letter.key);
        return;
      }
      if (await markFailed(trx, letter, outcome.failure))
        await this.#fallBack(trx, letter, outcome.failure, now);
    });
  }

  async #fallBack(trx: Executor, letter: LetterRecord, code: string, at: number): Promise<void> {
    const { way } = LetterFacts.parse(letter.facts);
    if (way === undefined) return;
    for (const recipientId of recipientsOfLetter(letter))
      await fallBackFrom(trx, this.#parts.outbox, recipientId, { way, code, at });
  }

  /** Of a meeting by its regulation, otherwise by the one in force at home. */
  async #speechOf(executor: Executor, meetingId: string | null): Promise<Speech> {
    const { language, clock } = this.#parts;
    const file = meetingId === null ? undefined : await fileOf(executor, meetingId);
    const profile = file
      ? await findProfile(executor, file.locality, file.regulation_version)
      : await homeRegulation(executor, instant(clock.now()));
    return profile
      ? { language, timeZone: profile.timeZone, terms: termsOf(profile) }
      : { language, timeZone: DEFAULT_ZONE, terms: commonTerms };
  }

  #wakeAt(trx: Executor, at: number, key: string): Promise<void> {
    return this.#parts.jobs.put(trx, { queue: LETTERS_QUEUE, key: `${key}@${at}`, at, body: {} });
  }
}

/** The next way after one that failed; the last is always a person. */
export async function fallBackFrom(
  trx: Executor,
  outbox: DatabaseOutbox,
  recipientId: string,
  { way, code, at }: { way: NoticeChannel; code: string; at: number },
): Promise<void> {
  const recipient = await recordEvent(trx, recipientId, { event: 'gaveUp', at, failure: code });
  if (way === 'chat' && recipient)
    return askToPost(trx, { noticeId: recipient.notice_id, recipient, at }, 'fallback');
  if (!recipient || recipient.state === 'acknowledged') return;
  const notice = await trx
    .selectFrom('notice')
    .selectAll()
    .where('id', '=', recipient.notice_id)
    .executeTakeFirstOrThrow();
  if (notice.superseded_at !== null) return;
  const ways = recipient.planned_ways;
  const next = NoticeChannel.catch('telephone').parse(ways[ways.indexOf(way) + 1] ?? 'telephone');
  await startWay(trx, outbox, { notice, recipient, facts: {}, at, mayMail: false }, next, 'fallback');
}

/** A message of this application counts as the notice, unless the text wants them called. */
async function countInbox(trx: Executor, recipientId: string, at: number): Promise<void> {
  const row = await trx
    .selectFrom('notice_recipient')
    .select(['planned_ways', 'ways'])
    .where('id', '=', recipientId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.planned_ways[0] !== 'telephone')
    await recordEvent(trx, recipientId, { event: 'left', at, way: 'inApp' });
  else if (!row.ways.includes('inApp'))
    await trx
      .updateTable('notice_recipient')
      .set({ ways: [...row.ways, 'inApp'] })
      .where('id', '=', recipientId)
      .execute();
}

const fileOf = (executor: Executor, meetingId: string) =>
  executor
    .selectFrom('registration')
    .select(['locality', 'regulation_version', 'data'])
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();

/** Null while none is in force: the letter leaves all the same, in common words. */
async function homeRegulation(executor: Executor, now: Instant): Promise<RegulationProfile | null> {
  try {
    return await regulationInForce(executor, { now });
  } catch (cause) {
    if (cause instanceof AppError) return null;
    throw cause;
  }
}

async function isUrgent(executor: Executor, meetingId: string | null): Promise<boolean> {
  const file = meetingId === null ? undefined : await fileOf(executor, meetingId);
  return file !== undefined && RegistrationData.parse(file.data).urgency === 'urgent';
}
