import type { Clock } from '@nhipcau/base';
import {
  instant,
  type LedgerChange,
  MeetingId,
  type MeetingLedger,
  type MovedDeadline,
  type RegulationProfile,
  type SessionInfo,
  type Timetable,
  type WorkingCalendar,
} from '@nhipcau/contracts';
import { CalendarGapError, ledgerChanges, timetableOf } from '@nhipcau/domain';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { appendAudit } from '../audit/audit.repository.ts';
import type { Database, Executor } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Outbox } from '../notices/outbox.ts';
import type { Move, MoveListener } from '../registration/move.ts';
import { findProfile, readWorkingCalendar } from '../regulation/regulation.repository.ts';
import {
  appendChanges,
  changesOf,
  lockDeadlines,
  overdueFileIds,
  storeEntries,
} from './ledger.repository.ts';
import { findLedgerFile, type LedgerFile, openFileIds } from './ledger-facts.ts';
import { lettersOf } from './ledger-letters.ts';
import { isSeenByLinks } from './link-duty.ts';

export const LEDGER_QUEUE = 'ledger.due';

const Wake = z.strictObject({ meetingId: z.string(), at: z.int() });

type Cause = LedgerChange['cause'];

/** Steps after which a meeting owes nothing any more. */
const over: ReadonlySet<string> = new Set(['draft', 'refused', 'cancelled']);

/**
 * What every meeting owes until when (R-PROF-04): computed at each step of its file, at each change of the calendar, and
 * when a limit passes, which turns a duty late without anybody's act.
 */
export class LedgerService implements MoveListener {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #jobs: Jobs;
  readonly #outbox: Outbox;

  constructor(parts: { database: Database; clock: Clock; jobs: Jobs; outbox: Outbox }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#jobs = parts.jobs;
    this.#outbox = parts.outbox;
    parts.jobs.handle(LEDGER_QUEUE, (body) => this.#wake(body));
  }

  /** The database's clock may run ahead of ours: whoever is woken too early is woken again. */
  async #wake(body: unknown): Promise<void> {
    const { meetingId, at } = Wake.parse(body);
    if (this.#clock.now() < at) throw new Error('woken before its time');
    await this.refresh(meetingId);
  }

  async moved(transaction: Executor, { registration, actor }: Move): Promise<void> {
    await this.#recompute(transaction, registration.meetingId, 'registration', actor.actorName);
  }

  /** Looks at one file at the present instant; harmless at any time. */
  async refresh(meetingId: string): Promise<void> {
    await this.#database.transaction().execute((trx) => this.#recompute(trx, meetingId, 'time', null));
  }

  /** Every file with a limit that passed unseen, such as while no server ran. */
  async sweep(): Promise<void> {
    for (const meetingId of await overdueFileIds(this.#database, this.#clock.now()))
      await this.refresh(meetingId);
  }

  /** After a change of the calendar, in its transaction: every open file anew, and what moved. */
  async calendarChanged(transaction: Executor, by: string): Promise<MovedDeadline[]> {
    const moved: MovedDeadline[] = [];
    for (const meetingId of await openFileIds(transaction)) {
      const { title, changes, entries } = await this.#recompute(transaction, meetingId, 'calendar', by);
      for (const { deadlineId, dueBefore, dueAfter } of changes) {
        if (dueBefore === dueAfter) continue;
        const duty = entries.find((entry) => entry.deadlineId === deadlineId)?.duty ?? deadlineId;
        moved.push({
          meetingId: MeetingId.parse(meetingId),
          title,
          deadlineId,
          duty,
          before: dueBefore,
          after: dueAfter,
        });
      }
    }
    return moved;
  }

  /** Another feature did what a duty asks for; the first time counts. */
  async fulfil(
    transaction: Executor,
    { meetingId, deadlineId, at, by }: { meetingId: string; deadlineId: string; at: number; by: string },
  ): Promise<void> {
    await this.fulfilAll(transaction, { meetingId, by, done: [{ deadlineId, at }] });
  }

  /** The same of several duties of a meeting at once. */
  async fulfilAll(
    transaction: Executor,
    {
      meetingId,
      by,
      done,
    }: { meetingId: string; by: string; done: readonly { deadlineId: string; at: number }[] },
  ): Promise<void> {
    for (const { deadlineId, at } of done)
      await this.#insertReport(transaction, {
        meetingId,
        deadlineId,
        at,
        byName: by,
        userId: null,
        note: null,
      });
    await this.#recompute(transaction, meetingId, 'report', by);
  }

  /**
   * A person says a duty was done.
   *
   * @throws {AppError} MEETING_NOT_FOUND, DEADLINE_UNKNOWN, NOT_ALLOWED, DEADLINE_REPORTED_AHEAD, DEADLINE_REPORT_NEEDS_REASON, DEADLINE_SETTLED
   */
  async report(
    { meetingId, deadlineId }: DeadlineRef,
    { at, note }: { at: number | null; note: string | null },
    person: SessionInfo,
    correlationId: string,
  ): Promise<MeetingLedger> {
    const now = this.#clock.now();
    if (at !== null && at > now) throw new AppError('DEADLINE_REPORTED_AHEAD', { at });
    await this.#settle({ meetingId, deadlineId }, 'deadline.report', person, async (trx) => {
      if ((note ?? '').trim() === '' && (await isSeenByLinks(trx, { meetingId, deadlineId })))
        throw new AppError('DEADLINE_REPORT_NEEDS_REASON', { deadlineId });
      const isFirst = await this.#insertReport(trx, {
        meetingId,
        deadlineId,
        at: at ?? now,
        byName: person.name,
        userId: person.userId,
        note,
      });
      if (!isFirst) throw new AppError('DEADLINE_SETTLED', { deadlineId });
      await this.#recompute(trx, meetingId, 'report', person.name);
      await this.#audit(trx, 'deadline.report', { meetingId, deadlineId, person, correlationId });
    });
    return this.ofMeeting(meetingId);
  }

  /**
   * Lets a duty go that cannot be done any more (R-PROF-05).
   *
   * @throws {AppError} MEETING_NOT_FOUND, DEADLINE_UNKNOWN, NOT_ALLOWED, DEADLINE_SETTLED
   */
  async waive(
    { meetingId, deadlineId }: DeadlineRef,
    reason: string,
    person: SessionInfo,
    correlationId: string,
  ): Promise<MeetingLedger> {
    await this.#settle({ meetingId, deadlineId }, 'deadline.waive', person, async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('deadline_waiver')
        .values({
          meeting_id: meetingId,
          deadline_id: deadlineId,
          at: new Date(this.#clock.now()),
          user_id: person.userId,
          by_name: person.name,
          reason,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) throw new AppError('DEADLINE_SETTLED', { deadlineId });
      await this.#recompute(trx, meetingId, 'waiver', person.name);
      await this.#audit(trx, 'deadline.waive', { meetingId, deadlineId, person, correlationId });
    });
    return this.ofMeeting(meetingId);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, CALENDAR_NOT_COVERING */
  async ofMeeting(meetingId: string): Promise<MeetingLedger> {
    const timetable = await this.timetable(meetingId);
    if (!timetable) throw new AppError('MEETING_NOT_FOUND');
    return { timetable, changes: await changesOf(this.#database, meetingId) };
  }

  /** The legal timetable of a file as it stands now; null when there is no such file. */
  async timetable(meetingId: string): Promise<Timetable | null> {
    const file = await findLedgerFile(this.#database, meetingId);
    if (!file) return null;
    const { profile, calendar } = await this.#rulesOf(this.#database, file);
    return computed(file, profile, calendar, this.#clock.now());
  }

  async #settle(
    { meetingId, deadlineId }: DeadlineRef,
    action: 'deadline.report' | 'deadline.waive',
    person: SessionInfo,
    act: (trx: Executor) => Promise<void>,
  ): Promise<void> {
    await this.#database.transaction().execute(async (trx) => {
      const file = await findLedgerFile(trx, meetingId);
      if (!file) throw new AppError('MEETING_NOT_FOUND');
      authorise(person, action, {
        organisationPath: await organisationPath(trx, file.hostOrganisationId),
        meetingId: MeetingId.parse(meetingId),
      });
      const known = (await lockDeadlines(trx, meetingId)).find((stored) => stored.deadlineId === deadlineId);
      if (!known) throw new AppError('DEADLINE_UNKNOWN', { deadlineId });
      if (known.state === 'met' || known.state === 'void')
        throw new AppError('DEADLINE_SETTLED', { deadlineId });
      await act(trx);
    });
  }

  async #insertReport(
    transaction: Executor,
    report: {
      meetingId: string;
      deadlineId: string;
      at: number;
      byName: string;
      userId: string | null;
      note: string | null;
    },
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('deadline_report')
      .values({
        meeting_id: report.meetingId,
        deadline_id: report.deadlineId,
        at: new Date(report.at),
        reported_at: new Date(Math.max(report.at, this.#clock.now())),
        user_id: report.userId,
        by_name: report.byName,
        note: report.note,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }

  async #recompute(
    transaction: Executor,
    meetingId: string,
    cause: Cause,
    by: string | null,
  ): Promise<{ title: string; changes: LedgerChange[]; entries: Timetable['entries'] }> {
    const stored = await lockDeadlines(transaction, meetingId);
    const file = await findLedgerFile(transaction, meetingId);
    if (!file) return { title: '', changes: [], entries: [] };
    const now = this.#clock.now();
    const { profile, calendar } = await this.#rulesOf(transaction, file);
    const entries = over.has(file.state) ? [] : entriesOf(file, profile, calendar, now);
    if (entries === null) return { title: file.title, changes: [], entries: [] };
    const changes = ledgerChanges(stored, entries, { at: instant(now), cause, by });
    await storeEntries(transaction, file, entries, { at: now, calendarVersion: calendar.version });
    await appendChanges(transaction, meetingId, changes);
    await this.#outbox.put(transaction, lettersOf(file, entries, changes, now));
    await this.#wakeFor(transaction, file, entries, now);
    return { title: file.title, changes, entries };
  }

  async #rulesOf(
    executor: Executor,
    { locality, version }: LedgerFile,
  ): Promise<{ profile: RegulationProfile; calendar: WorkingCalendar }> {
    const profile = await findProfile(executor, locality, version);
    if (!profile) throw new AppError('LOCALITY_UNKNOWN', { locality });
    return { profile, calendar: await readWorkingCalendar(executor) };
  }

  /** Wakes us at the next reminder or a moment after the next limit; whoever is woken looks for the one after. */
  async #wakeFor(
    transaction: Executor,
    { meetingId }: LedgerFile,
    entries: Timetable['entries'],
    now: number,
  ): Promise<void> {
    const instants = entries
      .filter(({ state }) => state === 'pending')
      .flatMap(({ dueAt, reminders }) => (dueAt === null ? [] : [...reminders, dueAt + 1]))
      .filter((at) => at > now);
    if (instants.length === 0) return;
    const at = Math.min(...instants);
    await this.#jobs.put(transaction, {
      queue: LEDGER_QUEUE,
      key: `${meetingId}:${at}`,
      at,
      body: { meetingId, at },
    });
  }

  async #audit(
    trx: Executor,
    action: string,
    {
      meetingId,
      deadlineId,
      person,
      correlationId,
    }: DeadlineRef & { person: SessionInfo; correlationId: string },
  ): Promise<void> {
    await appendAudit(trx, {
      at: this.#clock.now(),
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action,
      meetingId,
      subject: deadlineId,
      correlationId,
    });
  }
}

export interface DeadlineRef {
  readonly meetingId: string;
  readonly deadlineId: string;
}

function computed(
  file: LedgerFile,
  profile: RegulationProfile,
  calendar: WorkingCalendar,
  now: number,
): Timetable {
  try {
    return timetableOf(profile, calendar, file.facts, instant(now));
  } catch (cause) {
    if (cause instanceof CalendarGapError)
      // biome-ignore lint/style/useErrorCause: the cause is the third argument of AppError
      throw new AppError('CALENDAR_NOT_COVERING', { date: cause.date }, { cause });
    throw cause;
  }
}

/** Null for a meeting beyond the end of the calendar: it has no limits until somebody enters the year. */
function entriesOf(
  file: LedgerFile,
  profile: RegulationProfile,
  calendar: WorkingCalendar,
  now: number,
): Timetable['entries'] | null {
  try {
    return timetableOf(profile, calendar, file.facts, instant(now)).entries;
  } catch (cause) {
    if (cause instanceof CalendarGapError) return null;
    throw cause;
  }
}
