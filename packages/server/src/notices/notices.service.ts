import { type Instant, instant, type NoticeKind, type NoticeRow } from '@nhipcau/contracts';
import {
  acknowledgeBy,
  contentOf,
  followUpOf,
  missingIn,
  periodText,
  rowsOwed,
  rowsSentBy,
  silenceSteps,
  startExpectedAt,
  waysTo,
} from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Move, MoveListener } from '../registration/move.ts';
import { contactPointsOf } from './contact-points.ts';
import type { DatabaseOutbox, LetterBox, OutgoingLetter } from './database-outbox.ts';
import { letterTo, publish, startWay } from './dispatch.ts';
import { inFileWords, resultWords, serviceWords } from './letter-words.ts';
import type { Mailer, TextGateway } from './mailer.ts';
import { currentNotices, type NoticeRecord, recipientsOf, supersede } from './notices.repository.ts';
import { type Party, resolveParties } from './parties.ts';
import { gathered, sharedMails } from './shared-mail.ts';
import { isMailbox } from './smtp-mailer.ts';

export const SILENCE_QUEUE = 'notices.silence';

interface Sending {
  readonly move: Move;
  readonly row: NoticeRow;
  readonly kind: NoticeKind;
  readonly version: number;
  readonly parties: readonly Party[];
}

/**
 * Sends the notices of the locality's matrix as a meeting moves, and follows each with a correction, a postponement or a
 * cancellation to everybody who had it (R-NTC-01, R-REG-17). All of it stands in the transaction of the step.
 */
export class NoticesService implements MoveListener {
  readonly #jobs: Jobs;
  readonly #outbox: DatabaseOutbox;
  readonly #mailer: Mailer;
  readonly #sms: TextGateway;
  readonly #chat: TextGateway;

  constructor(parts: {
    jobs: Jobs;
    outbox: DatabaseOutbox;
    mailer: Mailer;
    sms: TextGateway;
    chat: TextGateway;
  }) {
    this.#jobs = parts.jobs;
    this.#outbox = parts.outbox;
    this.#mailer = parts.mailer;
    this.#sms = parts.sms;
    this.#chat = parts.chat;
  }

  /** @throws {AppError} NOTICE_INCOMPLETE: a field the regulation prescribes for a notice is empty (R-NTC-02) */
  async moved(trx: Executor, move: Move): Promise<void> {
    const { registration, profile, from, to, act, changed } = move;
    const current = await currentNotices(trx, registration.meetingId);
    const followUp = followUpOf({ from, to, act }, changed);
    const done = new Set<string>();
    if (followUp !== null)
      for (const notice of current)
        if (await this.#follow(trx, move, notice, followUp)) done.add(notice.row_id);
    const due = [
      ...rowsSentBy(profile, registration.data, { from, to }),
      ...(followUp === 'correction' ? rowsOwed(profile, registration.data, to) : []),
    ];
    for (const row of due) {
      if (done.has(row.id)) continue;
      done.add(row.id);
      const before = current.find(({ row_id }) => row_id === row.id);
      if (before && followUp === 'correction') continue;
      await this.#sendRow(trx, move, row, before);
    }
  }

  /** A row for the first time, or again after the meeting was postponed and confirmed anew. */
  async #sendRow(trx: Executor, move: Move, row: NoticeRow, before: NoticeRecord | undefined): Promise<void> {
    const { registration, profile } = move;
    const parties = await resolveParties(trx, { profile, data: registration.data }, row.to);
    const version = (await lastVersion(trx, registration.meetingId, row.id)) + 1;
    if (before) await supersede(trx, before.id, move.at);
    await this.#send(trx, { move, row, kind: version === 1 ? 'first' : 'correction', version, parties });
  }

  /** What follows a notice goes to everybody who was told, and a correction also to those who are new. */
  async #follow(trx: Executor, move: Move, notice: NoticeRecord, kind: NoticeKind): Promise<boolean> {
    const row = move.profile.office.notices.rows.find(({ id }) => id === notice.row_id);
    if (!row || notice.kind === 'cancellation') return false;
    const told = (await recipientsOf(trx, notice.id))
      .filter(({ state, ways }) => state !== 'due' || ways.length > 0)
      .map(partyOf);
    await supersede(trx, notice.id, move.at);
    const now = { profile: move.profile, data: move.registration.data };
    const parties = kind === 'correction' ? merged(await resolveParties(trx, now, row.to), told) : told;
    if (parties.length === 0) return true;
    await this.#send(trx, { move, row, kind, version: notice.version + 1, parties });
    return true;
  }

  async #send(trx: Executor, { move, row, kind, version, parties }: Sending): Promise<void> {
    const { registration, profile, at, to, reason } = move;
    const { data, meetingId, fileNumber } = registration;
    const isOff = kind === 'cancellation' || kind === 'postponement';
    const missing = missingIn(row, data);
    if (missing.length > 0 && !isOff)
      throw new AppError('NOTICE_INCOMPLETE', { notice: row.name, fields: labelsOf(row, missing) });
    const names = await namesOf(trx, move);
    const content = contentOf(
      row,
      data,
      { ...names, fileNumber, result: resultWords(to, reason), inFile: inFileWords(fileNumber) },
      profile.timeZone,
    );
    const acknowledge = row.acknowledge;
    const ackBy = acknowledge ? acknowledgeBy(data, instant(at)) : null;
    const hasTime = ackBy !== null && ackBy > at;
    const notice = {
      id: uuidv7(),
      meeting_id: meetingId,
      row_id: row.id,
      version,
      kind,
      at: new Date(at),
      name: row.name,
      from_name: fromNameOf(move, row, names.host),
      content: JSON.stringify(content),
      acknowledge,
      asks_start: row.start && !isOff,
      asks_standby: row.answer && !isOff,
      acknowledge_by: hasTime ? new Date(ackBy) : null,
    };
    await trx.insertInto('notice').values(notice).execute();
    const facts = {
      notice: row.name,
      kind,
      fileNumber,
      reason: isOff ? reason : null,
      from: notice.from_name,
      content,
      contacts: (await contactPointsOf(trx, profile)).map(({ label, telephone, email, other }) =>
        [label, telephone, email, other].filter(Boolean).join(', '),
      ),
      acknowledgeBy: hasTime ? periodText({ start: ackBy, end: ackBy }, profile.timeZone) : null,
    };
    // A form says more than partners may read, unless it was made for them.
    const isForPartners = parties.every(({ isPartner }) => isPartner);
    const letters: OutgoingLetter[] = [];
    const mailboxes = new Map<string, string | null>();
    for (const party of parties) {
      const about = { move, row, notice, party, facts, isForPartners };
      mailboxes.set(await this.#tell(trx, gathered(letters), about), party.email);
    }
    await this.#outbox.put(trx, sharedMails(letters, mailboxes));
    if (hasTime) await this.#watch(trx, notice.id, at, ackBy, data.urgency);
    await appendAudit(trx, {
      at,
      actor: move.actor,
      action: 'notice.send',
      meetingId,
      subject: `${row.id}:${version}`,
      facts: { kind, recipients: parties.length },
    });
  }

  /** @returns the id of the recipient it made of the party */
  async #tell(
    trx: Executor,
    letters: LetterBox,
    {
      move,
      row,
      notice,
      party,
      facts,
      isForPartners,
    }: {
      move: Move;
      row: NoticeRow;
      notice: Parameters<typeof startWay>[2]['notice'];
      party: Party;
      facts: Readonly<Record<string, unknown>>;
      isForPartners: boolean;
    },
  ): Promise<string> {
    const { data } = move.registration;
    const isSecret = data.secret.declared;
    const mayMail = this.#mailer.isConfigured && !isSecret && party.email !== null && isMailbox(party.email);
    const isPerson = party.kind === 'organisation' || party.kind === 'site';
    const ways = isPerson
      ? waysTo(row, {
          email: mayMail,
          sms: this.#sms.isConfigured && party.phone !== null,
          chat: false,
          isSecret,
        })
      : [];
    const recipient = {
      id: uuidv7(),
      notice_id: notice.id,
      role: party.role,
      kind: party.kind,
      organisation_id: party.organisationId,
      site_id: party.siteId,
      account_role: party.accountRole,
      name: party.name,
      phone: party.phone,
      email: party.email,
      is_partner: party.isPartner,
      planned_ways: ways,
    };
    await trx.insertInto('notice_recipient').values(recipient).execute();
    const title = isSecret || party.isPartner ? null : data.title;
    const attach = party.isPartner && !isForPartners ? null : row.attach;
    const target = { notice, recipient, facts: { ...facts, title, attach }, at: move.at, mayMail };
    if (party.kind === 'public') {
      await publish(trx, letters, target, { channels: row.channels, isPosted: this.#chat.isConfigured });
      return recipient.id;
    }
    if (party.kind === 'nobody') {
      await this.#askForParty(trx, target);
      return recipient.id;
    }
    await letters.put(trx, [
      letterTo(target, { channel: 'inApp', template: 'notice.sent', occasion: 'sent' }),
    ]);
    const [first] = ways;
    if (first) await startWay(trx, letters, target, first, 'prescribed');
    for (const way of row.also)
      if (way !== first && (way !== 'email' || mayMail) && isPerson)
        await startWay(trx, letters, target, way, 'prescribed');
    return recipient.id;
  }

  /** Nobody in the directory holds the role: a person finds out whom to call. */
  async #askForParty(
    trx: Executor,
    { notice, recipient, at }: Parameters<typeof startWay>[2],
  ): Promise<void> {
    await trx
      .insertInto('notice_task')
      .values({
        id: uuidv7(),
        kind: 'telephone',
        cause: 'unknownParty',
        notice_id: notice.id,
        recipient_id: recipient.id,
        name: recipient.name,
        phone: null,
        created_at: new Date(at),
        due_at: notice.acknowledge_by ?? null,
      })
      .execute();
  }

  async #watch(
    trx: Executor,
    noticeId: string,
    at: number,
    ackBy: Instant,
    urgency: 'planned' | 'urgent',
  ): Promise<void> {
    const steps = {
      ...silenceSteps(instant(at), ackBy, urgency),
      start: startExpectedAt(instant(at), ackBy),
    };
    for (const [name, stepAt] of Object.entries(steps))
      await this.#jobs.put(trx, {
        queue: SILENCE_QUEUE,
        key: `${noticeId}:${name}`,
        at: stepAt,
        body: { noticeId },
      });
  }
}

const labelsOf = (row: NoticeRow, fields: readonly string[]): string =>
  row.content
    .filter(({ field }) => fields.includes(field))
    .map(({ label }) => label)
    .join('; ');

function fromNameOf({ profile }: Move, { from }: NoticeRow, host: string): string {
  return from
    .map((role) => (role === 'host' ? host : (profile.roles[role]?.name ?? role)))
    .join('; ')
    .slice(0, 300);
}

async function lastVersion(trx: Executor, meetingId: string, rowId: string): Promise<number> {
  const row = await trx
    .selectFrom('notice')
    .select('version')
    .where('meeting_id', '=', meetingId)
    .where('row_id', '=', rowId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? 0;
}

async function namesOf(trx: Executor, { registration: { data } }: Move) {
  const host = await trx
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', data.hostOrganisationId)
    .executeTakeFirst();
  const ids = data.sites.map(({ siteId }) => siteId);
  const sites =
    ids.length === 0
      ? []
      : await trx
          .selectFrom('site')
          .select(['name', 'address'])
          .where('id', 'in', ids)
          .orderBy('number')
          .execute();
  return { host: host?.name ?? '', sites, services: serviceWords(data) };
}

const partyOf = (row: Awaited<ReturnType<typeof recipientsOf>>[number]): Party => ({
  role: row.role,
  kind: kindOf(row.kind),
  organisationId: row.organisation_id,
  siteId: row.site_id,
  accountRole: row.account_role,
  takesPartAs: null,
  name: row.name,
  phone: row.phone,
  email: row.email,
  isPartner: row.is_partner,
});

const kinds: readonly Party['kind'][] = ['organisation', 'site', 'accounts', 'public', 'nobody'];
const kindOf = (kind: string): Party['kind'] => kinds.find((one) => one === kind) ?? 'nobody';

/** Those who are to be told now, and those who were told before and are not among them. */
function merged(now: readonly Party[], before: readonly Party[]): Party[] {
  const keyOf = ({ kind, organisationId, siteId, accountRole, role }: Party) =>
    JSON.stringify([kind, organisationId, siteId, accountRole, kind === 'nobody' ? role : null]);
  const known = new Set(now.map(keyOf));
  return [...now, ...before.filter((party) => party.kind !== 'nobody' && !known.has(keyOf(party)))];
}
