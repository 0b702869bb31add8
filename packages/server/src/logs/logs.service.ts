import type { Clock } from '@nhipcau/base';
import {
  type ActOnLog,
  type ErrorCode,
  type Instant,
  instant,
  LOG_PAGE,
  type LogAct,
  type LogEntry,
  type LogEntryId,
  type LogList,
  type LogProof,
  type LogQuery,
  type SessionInfo,
} from '@nhipcau/contracts';
import { checkLogAct, instantOf, type LogRefusal, shiftDate } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { supplementDue } from './log-keeper.ts';
import { LogReach } from './log-reach.ts';
import { digestOf, entryView, type OpenedLog, openLogs } from './log-views.ts';
import {
  countLogs,
  findLogIds,
  insertLogAct,
  isKnownLogKey,
  type LogSearch,
  lockLog,
} from './logs.repository.ts';

const codes: Readonly<Record<LogRefusal, ErrorCode>> = {
  confirmed: 'LOG_CONFIRMED',
  signed: 'LOG_SIGNED',
  notSigned: 'LOG_NOT_SIGNED',
  notConfirmed: 'LOG_NOT_CONFIRMED',
  unknownField: 'LOG_FIELD_UNKNOWN',
  unknownAnswer: 'LOG_ANSWER_UNKNOWN',
  samePerson: 'LOG_SAME_PERSON',
  changed: 'LOG_CHANGED_MEANWHILE',
  supplemented: 'LOG_SUPPLEMENTED',
};

/** Lines read to find those with a broken device. */
const SCANNED = 1_000;

/** Books on sessions: filled in by the system, corrected, signed, then never changed (R-LOG-01 … R-LOG-06). */
export class LogsService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  get #now(): Instant {
    return instant(this.#clock.now());
  }

  /** Books of the locality and the lines somebody may see. */
  async list(query: LogQuery, person: SessionInfo): Promise<LogList> {
    const { page = 0 } = query;
    const profile = await regulationInForce(this.#database, { now: this.#now });
    const reach = new LogReach(person, await Units.read(this.#database));
    const found = await this.#find(query, reach, { offset: page * LOG_PAGE, limit: LOG_PAGE });
    const sites = await this.#database
      .selectFrom('site')
      .select(['id', 'name'])
      .where('id', 'in', (eb) =>
        eb.selectFrom('log_entry').select((inner) => inner.ref('log_entry.site_id').$notNull().as('id')),
      )
      .orderBy('number')
      .limit(3_000)
      .execute();
    const { siteIds } = reach.search ?? { siteIds: null };
    const own = siteIds === null ? null : new Set<string>(siteIds);
    return {
      books: profile.office.logs.books.map(
        ({ key, name, layout, fields, signers, sessions, print, cite }) => ({
          key,
          name,
          layout,
          fields,
          signers,
          sessions,
          perMeeting: print.of === 'meeting',
          cite,
        }),
      ),
      entries: found.entries,
      total: found.total,
      page,
      sites: sites
        .filter(({ id }) => own === null || own.has(id))
        .map(({ id, name }) => ({ siteId: id as LogList['sites'][number]['siteId'], name })),
    };
  }

  /** Lines for an export, the oldest first. */
  async all(query: LogQuery, person: SessionInfo, limit: number): Promise<LogEntry[]> {
    const reach = new LogReach(person, await Units.read(this.#database));
    const { entries } = await this.#find(query, reach, { offset: 0, limit });
    return entries.toReversed();
  }

  /** @throws {AppError} LOG_ENTRY_UNKNOWN */
  async read(entryId: LogEntryId, person: SessionInfo): Promise<LogEntry> {
    return (await this.open(entryId, person)).entry;
  }

  /** A line with the book it stands in. @throws {AppError} LOG_ENTRY_UNKNOWN */
  async open(
    entryId: LogEntryId,
    person: SessionInfo,
  ): Promise<{ entry: LogEntry; opened: OpenedLog; reach: LogReach }> {
    const { opened, reach } = await this.#open(this.#database, entryId, person);
    return { entry: entryView(opened, reach, person.userId), opened, reach };
  }

  /** @throws {AppError} LOG_ENTRY_UNKNOWN, NOT_ALLOWED, LOG_… */
  async act(entryId: LogEntryId, { key, act }: ActOnLog, worker: Worker): Promise<LogEntry> {
    const { person } = worker;
    const shown = await this.#database.transaction().execute(async (trx) => {
      await lockLog(trx, entryId);
      const { opened, reach } = await this.#open(trx, entryId, person);
      if (!mayAct(act, opened, reach)) throw new AppError('NOT_ALLOWED', { act: act.act });
      if (await isKnownLogKey(trx, key)) return entryId;
      const checked = checkLogAct(act, {
        book: opened.book,
        standing: opened.standing,
        digest: opened.digest,
        userId: person.userId,
        isSupplemented: opened.row.supplementedBy !== null,
      });
      if (!checked.ok) throw new AppError(codes[checked.error], { act: act.act });
      return this.#write(trx, { opened, key, act }, worker);
    });
    return this.read(shown, person);
  }

  /**
   * Whether what is stored of a confirmed line is what was confirmed: its digest is computed anew and compared with the one
   * in the audit, whose lines are chained.
   *
   * @throws {AppError} LOG_ENTRY_UNKNOWN, LOG_NOT_CONFIRMED
   * @rule LB-6 (R-LOG-06)
   */
  async prove(entryId: LogEntryId, person: SessionInfo): Promise<LogProof> {
    const { opened } = await this.#open(this.#database, entryId, person);
    if (opened.row.confirmedAt === null) throw new AppError('LOG_NOT_CONFIRMED');
    const line = await this.#database
      .selectFrom('audit')
      .select('facts')
      .where('action', '=', 'log.confirm')
      .where('subject', '=', entryId)
      .executeTakeFirst();
    const facts = line?.facts as { digest?: unknown } | undefined;
    const recorded = typeof facts?.digest === 'string' ? facts.digest : null;
    const digest = digestOf(opened.content);
    return { entryId, digest, recorded, intact: digest === recorded && digest === opened.digest };
  }

  async #open(
    executor: Executor,
    entryId: LogEntryId,
    person: SessionInfo,
  ): Promise<{ opened: OpenedLog; reach: LogReach }> {
    const reach = new LogReach(person, await Units.read(executor));
    const [opened] = await openLogs(executor, [entryId], this.#now);
    const host = opened?.head.meeting.hostPath[0] ?? null;
    if (!opened || !reach.reads(opened.row, host)) throw new AppError('LOG_ENTRY_UNKNOWN');
    return { opened, reach };
  }

  async #find(
    query: LogQuery,
    reach: LogReach,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<{ entries: LogEntry[]; total: number }> {
    const profile = await regulationInForce(this.#database, { now: this.#now });
    const { from, to, device, ...rest } = query;
    const search: LogSearch = {
      ...rest,
      from: from && instantOf(from, '00:00', profile.timeZone),
      to: to && instantOf(shiftDate(to, 1), '00:00', profile.timeZone),
      now: this.#now,
      reach: reach.search,
    };
    const view = async (ids: readonly string[]) =>
      (await openLogs(this.#database, ids, this.#now)).map((opened) =>
        entryView(opened, reach, reach.userId),
      );
    if (device === undefined) {
      const ids = await findLogIds(this.#database, search, { offset, limit });
      return { entries: await view(ids), total: await countLogs(this.#database, search) };
    }
    // What a device did is known only of the line as a whole.
    const ids = await findLogIds(this.#database, search, { offset: 0, limit: SCANNED });
    const broken = (await view(ids)).filter(({ values }) => values[device] === 'broken');
    return { entries: broken.slice(offset, offset + limit), total: broken.length };
  }

  async #write(
    trx: Executor,
    { opened, key, act }: { opened: OpenedLog; key: string; act: LogAct },
    worker: Worker,
  ): Promise<LogEntryId> {
    const { row, book, standing, content, digest } = opened;
    const { entryId, meetingId } = row;
    const at = this.#now;
    const made = { entryId, key, at, userId: worker.person.userId, byName: worker.person.name };
    const told = (action: string, facts: Record<string, unknown> = {}) =>
      auditAct(trx, worker, { at, action, subject: entryId, meetingId, facts: { book: book.key, ...facts } });
    switch (act.act) {
      case 'correct': {
        const { field, value, reason } = act;
        const counted = content.counted[field] ?? '';
        await insertLogAct(trx, made, { act: 'correct', field, value, reason, counted });
        await told('log.correct', { field, value, counted, reason });
        return entryId;
      }
      case 'sign': {
        const post = standing.next;
        if (post === null) throw new AppError('LOG_CONFIRMED');
        const isLast = standing.signatures.length + 1 === book.signers.length;
        await insertLogAct(trx, made, { act: 'sign', post, digest });
        await trx
          .updateTable('log_entry')
          .set({
            content: JSON.stringify(content),
            digest: Buffer.from(digest, 'hex'),
            ...(isLast ? { confirmed_at: new Date(at) } : {}),
          })
          .where('id', '=', entryId)
          .execute();
        await told('log.sign', { post, digest });
        if (isLast) await told('log.confirm', { digest });
        return entryId;
      }
      case 'return':
        await insertLogAct(trx, made, { act: 'return', reason: act.reason });
        await trx
          .updateTable('log_entry')
          .set({ content: null, digest: null })
          .where('id', '=', entryId)
          .execute();
        await told('log.return', { reason: act.reason });
        return entryId;
      case 'supplement':
        await insertLogAct(trx, made, { act: 'supplement', reason: act.reason });
        await told('log.supplement', { reason: act.reason });
        return this.#supplement(trx, opened, act.reason);
    }
  }

  /** A further line beside a confirmed one; what was confirmed is where it begins. */
  async #supplement(trx: Executor, { row, book, head }: OpenedLog, reason: string): Promise<LogEntryId> {
    const entryId = uuidv7() as LogEntryId;
    const { profile } = head;
    const dueAt = await supplementDue(trx, {
      locality: profile.locality,
      workingDays: book.workingDays,
      now: this.#now,
      rules: profile,
    });
    await trx
      .insertInto('log_entry')
      .values({
        id: entryId,
        book: row.book,
        meeting_id: row.meetingId,
        session: row.session,
        conference_id: row.conferenceId,
        site_id: row.siteId,
        organisation_id: row.organisationId,
        place: row.place,
        unit: row.unit,
        opened_at: new Date(this.#now),
        due_at: new Date(dueAt),
        supplements: row.entryId,
        supplement_reason: reason,
      })
      .execute();
    return entryId;
  }
}

function mayAct(act: LogAct, { row, standing }: OpenedLog, reach: LogReach): boolean {
  switch (act.act) {
    case 'sign':
    case 'return':
      // Who signs last answers for a line that is confirmed: the refusal then says so.
      return standing.next === null
        ? reach.acts('log.keep', row) || reach.acts('log.confirm', row)
        : reach.signsAs(standing.next, row) ||
            // Whoever signed before may be told that it needs another person.
            (act.act === 'sign' && standing.signatures.some((one) => one.userId === reach.userId));
    case 'correct':
    case 'supplement':
      return reach.acts('log.keep', row) || reach.acts('log.confirm', row);
  }
}
