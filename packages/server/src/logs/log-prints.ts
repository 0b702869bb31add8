import type { Clock } from '@nhipcau/base';
import {
  BATCH_PAPERS,
  instant,
  LOG_EXPORT,
  type LogBook,
  type LogEntry,
  type LogEntryId,
  type LogQuery,
  type Paper,
  type SessionInfo,
} from '@nhipcau/contracts';
import { logPaper, safeFileName, sessionTime, shortDay } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Press } from '../documents/press.ts';
import type { PaperFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { keepPrint, keptPrint } from './logs.repository.ts';
import type { LogsService } from './logs.service.ts';

type Facts = Parameters<typeof logPaper>[2];

/** Books in print: a line, all lines of a meeting, a unit's register of a period. */
export class LogPrints {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #press: Pick<Press, 'print'>;
  readonly #logs: LogsService;

  constructor({
    database,
    clock,
    press,
    logs,
  }: { database: Database; clock: Clock; press: Pick<Press, 'print'>; logs: LogsService }) {
    this.#database = database;
    this.#clock = clock;
    this.#press = press;
    this.#logs = logs;
  }

  /**
   * One line. The PDF of a confirmed one is kept when it is first asked for and always the same bytes after that, so that it
   * can be signed.
   *
   * @throws {AppError} LOG_ENTRY_UNKNOWN and those of the press
   */
  async one(entryId: LogEntryId, format: PaperFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { entry, opened } = await this.#logs.open(entryId, person);
    const { book, head } = opened;
    const fileNumber = `${entry.fileNumber ?? entry.meetingId}-${entry.siteId ?? entry.organisationId}`;
    const named = { fileNumber, form: book.key, format };
    const isKept = format === 'pdf' && entry.state === 'confirmed';
    const kept = isKept ? await keptPrint(this.#database, entryId) : null;
    if (kept !== null) return printedAs(named, kept);
    const facts = await this.#factsOf(book, [entry], { timeZone: head.profile.timeZone, period: '' });
    const bytes = await this.#press.print(logPaper(book, [entry], facts), format);
    if (!isKept) return printedAs(named, bytes);
    await keepPrint(this.#database, { entryId, at: this.#clock.now(), pdf: bytes, digest: sha256(bytes) });
    return printedAs(named, (await keptPrint(this.#database, entryId)) ?? bytes);
  }

  /** Every line of a choice as a sheet of its own, to be printed in one go. @throws {AppError} LOG_BOOK_UNKNOWN, LOG_EMPTY */
  async sheets(
    query: LogQuery,
    format: PaperFormat,
    person: SessionInfo,
  ): Promise<{ title: string; papers: { name: string; paper: Paper }[] }> {
    const profile = await regulationInForce(this.#database, { now: instant(this.#clock.now()) });
    const book = profile.office.logs.books.find(({ key }) => key === query.book);
    if (!book) throw new AppError('LOG_BOOK_UNKNOWN', { book: query.book ?? null });
    // One more than a batch takes: too many is said, not cut.
    const entries = await this.#logs.all(query, person, BATCH_PAPERS + 1);
    if (entries.length === 0) throw new AppError('LOG_EMPTY');
    const papers = [];
    for (const [index, entry] of entries.entries()) {
      const facts = await this.#factsOf(book, [entry], { timeZone: profile.timeZone, period: '' });
      const number = String(index + 1).padStart(3, '0');
      papers.push({
        name: safeFileName(`${number}-${entry.place}.${format}`, format),
        paper: logPaper(book, [entry], facts),
      });
    }
    return { title: book.name, papers };
  }

  /** A register. @throws {AppError} LOG_BOOK_UNKNOWN, LOG_EMPTY and those of the press */
  async book(query: LogQuery, format: PaperFormat, person: SessionInfo): Promise<PrintedDocument> {
    const profile = await regulationInForce(this.#database, { now: instant(this.#clock.now()) });
    const book = profile.office.logs.books.find(({ key }) => key === query.book);
    if (!book) throw new AppError('LOG_BOOK_UNKNOWN', { book: query.book ?? null });
    const entries = await this.#logs.all(query, person, LOG_EXPORT);
    // A log of a meeting is printed for one meeting: its head names it.
    const meetings = new Set(entries.map(({ meetingId }) => meetingId));
    if (entries.length === 0 || (book.print.of === 'meeting' && meetings.size > 1 && format !== 'xlsx'))
      throw new AppError('LOG_EMPTY', { meetings: meetings.size });
    const facts = await this.#factsOf(book, entries, {
      timeZone: profile.timeZone,
      period: periodOf(query),
    });
    const bytes = await this.#press.print(logPaper(book, entries, facts), format);
    return printedAs(
      { fileNumber: query.from ?? query.meetingId ?? 'tat-ca', form: book.key, format },
      bytes,
    );
  }

  async #factsOf(
    book: LogBook,
    entries: readonly LogEntry[],
    { timeZone, period }: { timeZone: string; period: string },
  ): Promise<Facts> {
    const [first] = entries;
    if (first === undefined) throw new AppError('LOG_EMPTY');
    if (book.print.of === 'meeting') {
      const host = await this.#database
        .selectFrom('registration')
        .innerJoin('organisation', 'organisation.id', 'registration.host_organisation_id')
        .select('organisation.name')
        .where('registration.meeting_id', '=', first.meetingId)
        .executeTakeFirst();
      return {
        timeZone,
        header: null,
        unit: null,
        meeting: {
          title: first.title ?? first.fileNumber ?? '',
          time: sessionTime(first, timeZone),
          host: host?.name ?? '',
        },
      };
    }
    const units = new Set(entries.map(({ organisationId }) => organisationId));
    return {
      timeZone,
      header: null,
      meeting: null,
      unit: { ...(units.size === 1 ? await this.#unitOf(first.organisationId) : several), period },
    };
  }

  async #unitOf(organisationId: string): Promise<Omit<NonNullable<Facts['unit']>, 'period'>> {
    const unit = await this.#database
      .selectFrom('organisation')
      .select(['name', 'address', 'telephone', 'email'])
      .where('id', '=', organisationId)
      .executeTakeFirstOrThrow();
    const contact = await this.#database
      .selectFrom('operator_person')
      .select(['name', 'telephone'])
      .where('organisation_id', '=', organisationId)
      .where('duty', '=', 'main')
      .where('to_on', 'is', null)
      .orderBy('from_on', 'desc')
      .limit(1)
      .executeTakeFirst();
    return {
      name: unit.name,
      address: unit.address,
      phone: unit.telephone,
      email: unit.email,
      contact: contact?.name ?? null,
      contactPhone: contact?.telephone ?? null,
    };
  }
}

/** Over several units the head of a register is left to be filled in. */
const several = { name: '', address: null, phone: null, email: null, contact: null, contactPhone: null };

const periodOf = ({ from, to }: LogQuery): string =>
  from === undefined || to === undefined ? '' : `Từ ngày ${shortDay(from)} đến ngày ${shortDay(to)}`;
