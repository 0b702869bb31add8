import type { Clock } from '@nhipcau/base';
import { instant, RegistrationData } from '@nhipcau/contracts';
import { isNotStarted, isSilent, silenceSteps } from '@nhipcau/domain';
import { z } from 'zod';
import type { Database, Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { DatabaseOutbox, LetterBox, OutgoingLetter } from './database-outbox.ts';
import { letterTo } from './dispatch.ts';
import type { Mailer } from './mailer.ts';
import {
  addTask,
  linesOf,
  type NoticeRecord,
  type RecipientRecord,
  recipientsOf,
} from './notices.repository.ts';
import { SILENCE_QUEUE } from './notices.service.ts';
import { mailboxOf } from './receivers.ts';
import { gathered, sharedMails } from './shared-mail.ts';
import { startOf, termsOf } from './start-of-work.ts';

const Body = z.object({ noticeId: z.string() });

interface Watched {
  readonly notice: NoticeRecord;
  readonly file: { readonly file_number: string; readonly data: RegistrationData };
  readonly now: number;
}

/**
 * Does something about recipients who say nothing (R-NTC-04): a reminder, then a call by the desk, then their superior.
 * Each step is taken once; what is late is made up for in the order of the steps.
 */
export class SilenceService {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #outbox: DatabaseOutbox;
  readonly #mailer: Mailer;

  constructor(parts: {
    database: Database;
    clock: Clock;
    jobs: Jobs;
    outbox: DatabaseOutbox;
    mailer: Mailer;
  }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#outbox = parts.outbox;
    this.#mailer = parts.mailer;
    parts.jobs.handle(SILENCE_QUEUE, (body) => this.look(Body.parse(body).noticeId));
  }

  /** Looks at one notice at the present instant; harmless at any time. */
  async look(noticeId: string): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const watched = await this.#watched(trx, noticeId);
      if (!watched) return;
      const recipients = await recipientsOf(trx, noticeId);
      const letters: OutgoingLetter[] = [];
      for (const recipient of recipients) await this.#step(trx, watched, recipient, gathered(letters));
      const mailboxes = new Map(recipients.map(({ id, email }) => [id, email]));
      await this.#outbox.put(trx, sharedMails(letters, mailboxes));
    });
  }

  /** Every notice that may wait for an answer, such as after a start. */
  async sweep(): Promise<void> {
    const open = await this.#database
      .selectFrom('notice')
      .select('id')
      .where('superseded_at', 'is', null)
      .where('acknowledge_by', '>', new Date(this.#clock.now() - DAY_MS))
      .execute();
    for (const { id } of open) await this.look(id);
  }

  /** Reminds one recipient now, at the wish of a person. */
  async remind(trx: Executor, noticeId: string, recipient: RecipientRecord): Promise<void> {
    const watched = await this.#watched(trx, noticeId);
    if (watched) await this.#remind(trx, watched, recipient, `again-${this.#clock.now()}`, this.#outbox);
  }

  async #watched(trx: Executor, noticeId: string): Promise<Watched | null> {
    const notice = await trx
      .selectFrom('notice')
      .selectAll()
      .where('id', '=', noticeId)
      .where('superseded_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!notice) return null;
    const file = await trx
      .selectFrom('registration')
      .select(['file_number', 'data'])
      .where('meeting_id', '=', notice.meeting_id)
      .executeTakeFirstOrThrow();
    return { notice, file: { ...file, data: RegistrationData.parse(file.data) }, now: this.#clock.now() };
  }

  async #step(
    trx: Executor,
    watched: Watched,
    recipient: RecipientRecord,
    reminders: LetterBox,
  ): Promise<void> {
    const { notice, file, now } = watched;
    await this.#expectStart(trx, watched, recipient, reminders);
    const until = notice.acknowledge_by?.getTime();
    const seen = { state: stateOf(recipient.state), isSuperseded: false };
    if (until === undefined || until < notice.at.getTime() || !isSilent(seen, notice.acknowledge)) return;
    const steps = silenceSteps(instant(notice.at.getTime()), instant(until), file.data.urgency);
    if (now >= steps.remindAt && recipient.reminded_at === null) {
      // Too late for a reminder alone when the call is due as well.
      if (now < steps.telephoneAt) await this.#remind(trx, watched, recipient, 'remind', reminders);
      await this.#mark(trx, recipient, { reminded_at: new Date(now) });
    }
    if (now >= steps.telephoneAt && recipient.called_at === null) {
      await this.#call(trx, watched, recipient);
      await this.#mark(trx, recipient, { called_at: new Date(now) });
    }
    if (now >= steps.escalateAt && recipient.escalated_at === null) {
      await this.#escalate(trx, watched, recipient);
      await this.#mark(trx, recipient, { escalated_at: new Date(now) });
    }
  }

  /** Who acknowledged and has not begun is asked, and the desk calls whoever they named (NT-10). */
  async #expectStart(
    trx: Executor,
    watched: Watched,
    recipient: RecipientRecord,
    reminders: LetterBox,
  ): Promise<void> {
    const { notice, now } = watched;
    if (recipient.start_called_at !== null) return;
    const { duty_name: duty, duty_phone: dutyPhone, id, name, phone } = recipient;
    if (!isNotStarted(startOf(recipient), termsOf(notice), instant(now))) return;
    await this.#remind(trx, watched, recipient, 'start', reminders);
    await addTask(trx, {
      kind: 'telephone',
      cause: 'notStarted',
      noticeId: notice.id,
      recipientId: id,
      name: (duty === null ? name : `${name} (${duty})`).slice(0, 300),
      phone: dutyPhone ?? phone,
      at: now,
      dueAt: notice.acknowledge_by,
    });
    await trx
      .updateTable('notice_recipient')
      .set({ start_called_at: new Date(now) })
      .where('id', '=', id)
      .execute();
  }

  async #remind(
    trx: Executor,
    { notice, file }: Watched,
    recipient: RecipientRecord,
    occasion: string,
    reminders: LetterBox,
  ): Promise<void> {
    const facts = factsOf(notice, file, recipient);
    const letter = { template: 'notice.reminder', occasion };
    await reminders.put(trx, [letterTo({ notice, recipient, facts }, { ...letter, channel: 'inApp' })]);
    if (this.#mailer.isConfigured && recipient.email !== null && !file.data.secret.declared)
      await reminders.put(trx, [letterTo({ notice, recipient, facts }, { ...letter, channel: 'email' })]);
  }

  #call(trx: Executor, { notice, now }: Watched, { id, name, phone }: RecipientRecord): Promise<void> {
    return addTask(trx, {
      kind: 'telephone',
      cause: 'silence',
      noticeId: notice.id,
      recipientId: id,
      name,
      phone,
      at: now,
      dueAt: notice.acknowledge_by,
    });
  }

  /** To whoever is above them; the desk calls there as well, because a message may wait. */
  async #escalate(trx: Executor, { notice, file, now }: Watched, recipient: RecipientRecord): Promise<void> {
    const superior = await superiorOf(trx, recipient);
    if (!superior) return;
    const facts = { ...factsOf(notice, file, recipient), silent: recipient.name };
    const to = {
      ...recipient,
      kind: 'organisation',
      organisation_id: superior.id,
      site_id: null,
      name: superior.name,
    };
    const letter = { template: 'notice.escalated', occasion: 'escalate' };
    const { noticeRecipientId: _, ...inApp } = letterTo(
      { notice, recipient: to, facts },
      { ...letter, channel: 'inApp' },
    );
    await this.#outbox.put(trx, [inApp]);
    const mailbox = await mailboxOf(trx, { kind: 'organisation', organisationId: superior.id });
    if (this.#mailer.isConfigured && mailbox !== null && !file.data.secret.declared) {
      const { noticeRecipientId: __, ...mail } = letterTo(
        { notice, recipient: to, facts },
        { ...letter, channel: 'email' },
      );
      await this.#outbox.put(trx, [mail]);
    }
    await addTask(trx, {
      kind: 'telephone',
      cause: 'escalation',
      noticeId: notice.id,
      recipientId: recipient.id,
      name: `${superior.name} (${recipient.name})`.slice(0, 300),
      phone: superior.telephone,
      at: now,
      dueAt: notice.acknowledge_by,
    });
  }

  #mark(
    trx: Executor,
    { id }: RecipientRecord,
    times: { reminded_at?: Date; called_at?: Date; escalated_at?: Date },
  ) {
    return trx.updateTable('notice_recipient').set(times).where('id', '=', id).execute();
  }
}

const DAY_MS = 24 * 3_600_000;

const stateOf = (state: string) =>
  z.enum(['due', 'sent', 'delivered', 'acknowledged', 'bounced', 'failed', 'telephoned']).parse(state);

/** What the letters about a notice say, as the notice did. */
function factsOf(
  notice: NoticeRecord,
  { file_number, data }: Watched['file'],
  { is_partner }: RecipientRecord,
) {
  return {
    notice: notice.name,
    kind: notice.kind,
    fileNumber: file_number,
    title: data.secret.declared || is_partner ? null : data.title,
    from: notice.from_name,
    content: linesOf(notice.content),
  };
}

/** The organisation above a recipient: of a site, the one above its own. */
async function superiorOf(trx: Executor, { organisation_id, site_id }: RecipientRecord) {
  const own =
    organisation_id ??
    (site_id === null
      ? null
      : (await trx.selectFrom('site').select('organisation_id').where('id', '=', site_id).executeTakeFirst())
          ?.organisation_id);
  if (own === null || own === undefined) return null;
  const superior = await trx
    .selectFrom('organisation as upper')
    .innerJoin('organisation as lower', 'lower.parent_id', 'upper.id')
    .select(['upper.id', 'upper.name', 'upper.telephone'])
    .where('lower.id', '=', own)
    .executeTakeFirst();
  return superior ?? null;
}
