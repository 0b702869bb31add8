import type { Clock } from '@nhipcau/base';
import { ReportPeriod } from '@nhipcau/contracts';
import { reportPeriodText } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database, Executor } from '../database/database.ts';
import { dayOf, startOfDay } from '../directory/as-of.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import type { ReportOpenings } from './report-openings.ts';

const REPORTS_QUEUE = 'reports.calendar';
const DAY_MS = 86_400_000;
/** After midnight, when the day is sure to have begun on every clock. */
const LOOK_MS = 5 * 60_000;
/** Those who see to what belongs to the office itself. */
const OFFICE = { kind: 'profileRole', role: 'account:desk' } as const;

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly log: Logger;
  readonly openings: ReportOpenings;
}

/** The clock of the report calendar: opens what has come up, reminds before a limit, tells what became late (rule FG-16). */
export class ReportReminders {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.jobs.handle(REPORTS_QUEUE, () => this.look());
  }

  /** One look at the calendar, and the timer for the next; harmless at any time. */
  async look(): Promise<void> {
    const { database, clock, outbox, openings } = this.#parts;
    await openings.run();
    const now = clock.now();
    await database.transaction().execute(async (trx) => {
      const letters = await lettersDue(trx, now);
      if (letters.length > 0) await outbox.put(trx, letters);
      await this.#wakeAt(trx, now);
    });
  }

  /** At the start of the server; the calendar is no reason not to start. */
  async start(): Promise<void> {
    try {
      await this.look();
    } catch (err) {
      this.#parts.log.error({ err }, 'the report calendar was not looked at');
    }
  }

  /** The next reminder, the moment after the next limit, or the next day. */
  async #wakeAt(trx: Executor, now: number): Promise<void> {
    const tomorrow = startOfDay(dayOf(now + DAY_MS)) + LOOK_MS;
    const { rows } = await sql<{ at: Date | null }>`
      select least(
          (select min(due_at) from report where state in ('open', 'returned') and due_at >= ${new Date(now)}),
          (select min(remind) from report, unnest(reminders) remind
            where state in ('open', 'returned') and remind > ${new Date(now)})) as at`.execute(trx);
    const next = rows[0]?.at?.getTime();
    const at = Math.min(tomorrow, next === undefined ? tomorrow : next + 1);
    await this.#parts.jobs.put(trx, { queue: REPORTS_QUEUE, key: `${at}`, at, body: {} });
  }
}

/** What is to be told now: the newest reminder of each report, and each that became late; each once. */
async function lettersDue(trx: Executor, now: number): Promise<Letter[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    article: string;
    period: string;
    from: string;
    to: string;
    author_id: string | null;
    author_name: string;
    recipient_id: string | null;
    recipient_name: string | null;
    due_at: Date;
    reminder: Date | null;
  }>`
    select id, name, article, period, from_on::text as "from", to_on::text as "to", author_id, author_name, recipient_id,
        recipient_name, due_at,
        (select max(remind) from unnest(reminders) remind where remind <= ${new Date(now)}) as reminder
      from report
      where state in ('open', 'returned') and due_at is not null
        and (due_at < ${new Date(now)} or exists (select from unnest(reminders) remind where remind <= ${new Date(now)}))`.execute(
    trx,
  );
  return rows.flatMap((row): Letter[] => {
    const dueAt = row.due_at.getTime();
    const isLate = dueAt < now;
    const period = reportPeriodText({ period: ReportPeriod.parse(row.period), from: row.from, to: row.to });
    const what = `${row.name}, ${period}`;
    const letter = (to: string | null, key: string, duty: string): Letter => ({
      key: `report:${row.id}:${isLate ? 'late' : row.reminder?.getTime()}:${key}`,
      meetingId: null,
      recipient: to === null ? OFFICE : { kind: 'organisation', organisationId: to },
      channel: 'inApp',
      template: isLate ? 'deadline.late' : 'deadline.reminder',
      facts: { duty, dueAt, article: row.article },
      acknowledgeBy: null,
    });
    return [
      letter(row.author_id, 'author', what),
      // Whoever waits for it learns who is late.
      ...(isLate && row.recipient_name !== null
        ? [letter(row.recipient_id, 'recipient', `${row.author_name}: ${what}`)]
        : []),
    ];
  });
}
