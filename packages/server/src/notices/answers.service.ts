import type { Clock } from '@nhipcau/base';
import {
  type AcknowledgeNotice,
  type DeliveryReportRead,
  type DoNoticeTask,
  MeetingId,
  NoticeChannel,
  OrganisationId,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { can, type Place } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { type AuditActor, appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import { hashOf, isTokenShaped } from './ack-links.ts';
import type { DatabaseOutbox } from './database-outbox.ts';
import { readDeliveryReport } from './delivery-report.ts';
import { fulfilWhenTold } from './fulfilment.ts';
import { closeTasksOf, lockRecipient, type RecipientRecord, recordEvent } from './notices.repository.ts';
import { fallBackFrom } from './postman.ts';
import { recipientsOfLetter } from './shared-mail.ts';
import type { SilenceService } from './silence.service.ts';
import { keepStandby } from './standby.ts';

interface AnswerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly outbox: DatabaseOutbox;
  readonly ledger: Pick<LedgerService, 'fulfil'>;
  readonly silence: SilenceService;
}

interface Answering {
  readonly via: 'link' | 'account' | 'telephone';
  readonly by: string;
  readonly actor: AuditActor;
  readonly correlationId: string;
}

/** What recipients answer, by link, by account and by telephone, and what mail servers report. */
export class AnswersService {
  readonly #parts: AnswerParts;

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  /**
   * By the link of a mail, without an account. A second answer adds to the first.
   *
   * @throws {AppError} ACK_LINK_INVALID, ACK_LINK_EXPIRED, NOTICE_SUPERSEDED
   */
  async byLink(token: string, answer: AcknowledgeNotice, correlationId: string): Promise<string> {
    const recipientId = await this.recipientOfLink(token);
    await this.#parts.database.transaction().execute(async (trx) => {
      const recipient = await this.#current(trx, recipientId);
      await this.#answer(trx, recipient, answer, {
        via: 'link',
        by: answer.duty?.name ?? recipient.name,
        actor: { actorKind: 'anonymous', actorId: null, actorName: recipient.name },
        correlationId,
      });
    });
    return recipientId;
  }

  /** @throws {AppError} ACK_LINK_INVALID, ACK_LINK_EXPIRED */
  async recipientOfLink(token: string): Promise<string> {
    const link = isTokenShaped(token)
      ? await this.#parts.database
          .selectFrom('ack_link')
          .select(['recipient_id', 'expires_at'])
          .where('token_hash', '=', hashOf(token))
          .executeTakeFirst()
      : undefined;
    if (!link) throw new AppError('ACK_LINK_INVALID');
    if (link.expires_at.getTime() <= this.#parts.clock.now()) throw new AppError('ACK_LINK_EXPIRED');
    return link.recipient_id;
  }

  /**
   * By an account of the recipient, or by the desk for what was said on the telephone.
   *
   * @throws {AppError} NOTICE_UNKNOWN, NOT_ALLOWED, NOTICE_SUPERSEDED
   */
  async byAccount(
    recipientId: string,
    answer: AcknowledgeNotice,
    person: SessionInfo,
    correlationId: string,
  ): Promise<void> {
    await this.#parts.database.transaction().execute(async (trx) => {
      const recipient = await this.#current(trx, recipientId);
      const isTheirs = can(person.grants, 'notice.acknowledge', await placeOf(trx, recipient));
      if (!isTheirs) authorise(person, 'notice.send', await hostPlaceOf(trx, recipient.notice_id));
      await this.#answer(trx, recipient, answer, {
        via: isTheirs ? 'account' : 'telephone',
        by: (isTheirs ? null : answer.spokenTo) ?? person.name,
        actor: actorOfPerson(person),
        correlationId,
      });
    });
    await fulfilWhenTold(this.#parts, recipientId);
  }

  /**
   * What came of a task of the desk.
   *
   * @throws {AppError} NOTICE_UNKNOWN, NOT_ALLOWED, NOTICE_TASK_DONE
   */
  async doTask(
    taskId: string,
    done: DoNoticeTask,
    person: SessionInfo,
    correlationId: string,
  ): Promise<void> {
    const told = await this.#parts.database.transaction().execute(async (trx) => {
      const task = await trx
        .selectFrom('notice_task')
        .selectAll()
        .where('id', '=', taskId)
        .forUpdate()
        .executeTakeFirst();
      if (!task) throw new AppError('NOTICE_UNKNOWN');
      authorise(person, 'notice.send', await hostPlaceOf(trx, task.notice_id));
      if (task.done_at !== null) throw new AppError('NOTICE_TASK_DONE');
      await this.#carryOut(trx, task, done, { person, correlationId });
      return task;
    });
    for (const recipientId of await this.#concerned(told)) await fulfilWhenTold(this.#parts, recipientId);
  }

  /** @throws {AppError} NOTICE_UNKNOWN, NOT_ALLOWED, NOTICE_SUPERSEDED */
  async remind(recipientId: string, person: SessionInfo, correlationId: string): Promise<void> {
    const { database, clock, silence } = this.#parts;
    await database.transaction().execute(async (trx) => {
      const recipient = await this.#current(trx, recipientId);
      authorise(person, 'notice.send', await hostPlaceOf(trx, recipient.notice_id));
      await silence.remind(trx, recipient.notice_id, recipient);
      await trx
        .updateTable('notice_recipient')
        .set({ reminded_at: new Date(clock.now()) })
        .where('id', '=', recipientId)
        .execute();
      await appendAudit(trx, {
        at: clock.now(),
        actor: actorOfPerson(person),
        action: 'notice.remind',
        subject: recipientId,
        correlationId,
      });
    });
  }

  /** A message of the bounce mailbox. What names none of our letters changes nothing. */
  async report(raw: string): Promise<DeliveryReportRead> {
    const { database, clock, outbox } = this.#parts;
    const read = readDeliveryReport(raw);
    if (read.messageId === null || read.outcome === 'unknown') return { outcome: 'unknown' };
    const letter = await database
      .selectFrom('outbox_letter')
      .select(['key', 'recipient_id', 'facts'])
      .where('message_id', '=', read.messageId)
      .executeTakeFirst();
    if (!letter?.recipient_id) return { outcome: 'unknown' };
    const at = clock.now();
    const code = `BOUNCED_${read.status ?? 'UNKNOWN'}`;
    const way = wayOf(letter.facts) ?? 'email';
    await database.transaction().execute(async (trx) => {
      for (const recipientId of recipientsOfLetter(letter)) {
        if (read.outcome === 'delivered') await recordEvent(trx, recipientId, { event: 'arrived', at });
        if (read.outcome !== 'bounced') continue;
        const after = await recordEvent(trx, recipientId, { event: 'cameBack', at, failure: code });
        if (after?.state !== 'bounced') continue;
        await fallBackFrom(trx, outbox, recipientId, { way, code, at });
        await trx
          .updateTable('notice_recipient')
          .set({ state: 'bounced' })
          .where('id', '=', recipientId)
          .where('state', '=', 'failed')
          .execute();
      }
    });
    return { outcome: read.outcome };
  }

  async #current(trx: Executor, recipientId: string): Promise<RecipientRecord> {
    const recipient = await lockRecipient(trx, recipientId);
    if (!recipient) throw new AppError('NOTICE_UNKNOWN');
    const notice = await trx
      .selectFrom('notice')
      .select('superseded_at')
      .where('id', '=', recipient.notice_id)
      .executeTakeFirstOrThrow();
    if (notice.superseded_at !== null) throw new AppError('NOTICE_SUPERSEDED');
    return recipient;
  }

  /** The first acknowledgement stands; who is on duty, that they began, and who stands by may be added later. */
  async #answer(
    trx: Executor,
    recipient: RecipientRecord,
    answer: AcknowledgeNotice,
    { via, by, actor, correlationId }: Answering,
  ): Promise<void> {
    const at = this.#parts.clock.now();
    const now = new Date(at);
    const isFirst = recipient.acknowledged_at === null;
    await trx
      .updateTable('notice_recipient')
      .set({
        ...(isFirst
          ? {
              state: 'acknowledged',
              acknowledged_at: now,
              acknowledged_by: by.slice(0, 200),
              acknowledged_via: via,
            }
          : {}),
        ...(recipient.sent_at === null ? { sent_at: now } : {}),
        ...(via === 'telephone' && !recipient.ways.includes('telephone')
          ? { ways: [...recipient.ways, 'telephone'] }
          : {}),
        ...(answer.duty ? { duty_name: answer.duty.name, duty_phone: answer.duty.phone } : {}),
        ...(answer.started && recipient.started_at === null ? { started_at: now } : {}),
        ...(answer.standby.length > 0 ? { standby: JSON.stringify(answer.standby) } : {}),
      })
      .where('id', '=', recipient.id)
      .execute();
    await closeTasksOf(trx, recipient.id, {
      at,
      hasStarted: answer.started || recipient.started_at !== null,
    });
    await keepStandby(trx, { recipientId: recipient.id, standby: answer.standby, at, by });
    const notice = await trx
      .selectFrom('notice')
      .select('meeting_id')
      .where('id', '=', recipient.notice_id)
      .executeTakeFirstOrThrow();
    await appendAudit(trx, {
      at,
      actor,
      action: isFirst ? 'notice.acknowledge' : 'notice.answer',
      meetingId: notice.meeting_id,
      subject: recipient.id,
      facts: { via, started: answer.started, duty: answer.duty !== null },
      correlationId,
    });
  }

  async #carryOut(
    trx: Executor,
    task: { id: string; kind: string; cause: string; notice_id: string; recipient_id: string | null },
    done: DoNoticeTask,
    { person, correlationId }: { person: SessionInfo; correlationId: string },
  ): Promise<void> {
    const at = this.#parts.clock.now();
    const byVoice = task.kind === 'telephone';
    if (byVoice !== (done.outcome !== 'issued')) throw new AppError('NOTICE_TASK_DONE', { kind: task.kind });
    if (done.outcome === 'notReached') {
      await trx
        .updateTable('notice_task')
        .set((eb) => ({ attempts: eb('attempts', '+', 1), note: done.note }))
        .where('id', '=', task.id)
        .execute();
    } else {
      await trx
        .updateTable('notice_task')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          done_at: new Date(at),
          outcome: done.outcome,
          done_by: person.userId,
          note: done.outcome === 'issued' ? done.reference : null,
        }))
        .where('id', '=', task.id)
        .execute();
      if (done.outcome === 'issued') await this.#issued(trx, task, at);
      else if (task.recipient_id !== null && task.cause !== 'escalation')
        await this.#toldByVoice(trx, task.recipient_id, done.answer, { person, correlationId });
    }
    await appendAudit(trx, {
      at,
      actor: actorOfPerson(person),
      action: 'notice.task',
      subject: task.id,
      facts: { kind: task.kind, outcome: done.outcome },
      correlationId,
    });
  }

  async #toldByVoice(
    trx: Executor,
    recipientId: string,
    answer: AcknowledgeNotice,
    { person, correlationId }: { person: SessionInfo; correlationId: string },
  ): Promise<void> {
    await this.#answer(trx, await this.#current(trx, recipientId), answer, {
      via: 'telephone',
      by: answer.spokenTo ?? person.name,
      actor: actorOfPerson(person),
      correlationId,
    });
  }

  /** A document or a fax has left: for one recipient, or for all of the notice who were still waiting. */
  async #issued(
    trx: Executor,
    { kind, notice_id, recipient_id }: { kind: string; notice_id: string; recipient_id: string | null },
    at: number,
  ): Promise<void> {
    const waiting = await trx
      .selectFrom('notice_recipient')
      .select('id')
      .where('notice_id', '=', notice_id)
      .$if(recipient_id !== null, (query) => query.where('id', '=', recipient_id ?? ''))
      .$if(recipient_id === null, (query) => query.where('kind', 'in', ['organisation', 'site']))
      .execute();
    for (const { id } of waiting) await recordEvent(trx, id, { event: 'left', at, way: kind });
  }

  async #concerned({ recipient_id, notice_id }: { recipient_id: string | null; notice_id: string }) {
    if (recipient_id !== null) return [recipient_id];
    const any = await this.#parts.database
      .selectFrom('notice_recipient')
      .select('id')
      .where('notice_id', '=', notice_id)
      .limit(1)
      .execute();
    return any.map(({ id }) => id);
  }
}

const actorOfPerson = ({ userId, name }: SessionInfo): AuditActor => ({
  actorKind: 'user',
  actorId: userId,
  actorName: name,
});

function wayOf(facts: unknown) {
  const way = typeof facts === 'object' && facts !== null && 'way' in facts ? facts.way : null;
  return NoticeChannel.safeParse(way).data ?? null;
}

/** Where a recipient stands, for the rights of whoever answers for it. */
export async function placeOf(
  executor: Executor,
  { organisation_id, site_id }: Pick<RecipientRecord, 'organisation_id' | 'site_id'>,
): Promise<Place> {
  if (organisation_id !== null)
    return { organisationPath: await organisationPath(executor, organisation_id) };
  if (site_id === null) return {};
  const site = await executor
    .selectFrom('site')
    .select('organisation_id')
    .where('id', '=', site_id)
    .executeTakeFirst();
  const path = site ? await organisationPath(executor, site.organisation_id) : [];
  return { siteId: SiteId.parse(site_id), organisationPath: path };
}

/** The meeting of a notice: whoever works for its host, or for everybody, sends and follows its notices. */
export async function hostPlaceOf(executor: Executor, noticeId: string): Promise<Place> {
  const row = await executor
    .selectFrom('notice')
    .innerJoin('registration', 'registration.meeting_id', 'notice.meeting_id')
    .select(['registration.meeting_id', 'registration.host_organisation_id'])
    .where('notice.id', '=', noticeId)
    .executeTakeFirst();
  if (!row) throw new AppError('NOTICE_UNKNOWN');
  return {
    organisationPath: await organisationPath(executor, OrganisationId.parse(row.host_organisation_id)),
    meetingId: MeetingId.parse(row.meeting_id),
  };
}
