import type { Clock } from '@nhipcau/base';
import {
  type ExecutionReport,
  instant,
  type LocalDate,
  type RegulationProfile,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can, dateOf, executionPaper } from '@nhipcau/domain';
import { sql } from 'kysely';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PaperFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { officialOf } from '../incidents/case-reach.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';

/** How the regulation itself was kept in a span of days, from the ledger and what is on file (R-EVL-05). */
export class ExecutionEvaluations {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #press: Pick<Press, 'print'>;

  constructor({ database, clock, press }: { database: Database; clock: Clock; press: Pick<Press, 'print'> }) {
    this.#database = database;
    this.#clock = clock;
    this.#press = press;
  }

  /**
   * @throws {AppError} EVALUATION_NOT_FORESEEN, NOT_ALLOWED
   * @rule EV-7
   */
  async read(span: { from: LocalDate; to: LocalDate }, person: SessionInfo): Promise<ExecutionReport> {
    const now = instant(this.#clock.now());
    const profile = await regulationInForce(this.#database, { now });
    const rules = profile.office.evaluation.execution;
    if (rules === null) throw new AppError('EVALUATION_NOT_FORESEEN');
    // It is about everybody: who answers for a part only does not judge the whole.
    if (!can(officialOf(person), 'evaluation.read', {})) throw new AppError('NOT_ALLOWED');
    return {
      ...span,
      madeOn: dateOf(now, profile.timeZone),
      by: profile.roles[rules.by]?.name ?? rules.by,
      duties: await this.#duties(profile, span),
      units: await this.#units(span),
      violations: await this.#violations(span, profile.timeZone),
      linesLate: await this.#linesLate(span, now),
      cite: rules.cite,
    };
  }

  /** @throws {AppError} as `read`, and those of the press */
  async print(
    span: { from: LocalDate; to: LocalDate },
    format: PaperFormat,
    person: SessionInfo,
  ): Promise<PrintedDocument> {
    const report = await this.read(span, person);
    const bytes = await this.#press.print(executionPaper(report), format);
    return printedAs({ fileNumber: `${span.from}-${span.to}`, form: 'executionReport', format }, bytes);
  }

  /** Duties of the sessions held in the span, each with how often it was owed, late, let go. */
  async #duties(
    { deadlines }: RegulationProfile,
    { from, to }: { from: string; to: string },
  ): Promise<ExecutionReport['duties']> {
    const { rows } = await sql<{ deadline_id: string; owed: number; late: number; waived: number }>`
      select deadline_id, count(*)::int as owed, count(*) filter (where state = 'late')::int as late,
        count(*) filter (where state in ('waived', 'impossible'))::int as waived
      from deadline join session_figure figure using (meeting_id)
      where figure.on_day between ${from} and ${to} and state <> 'void'
      group by deadline_id order by late desc, deadline_id`.execute(this.#database);
    const known = Object.values(deadlines).flatMap((rules) => rules ?? []);
    return rows.map(({ deadline_id, owed, late, waived }) => {
      const rule = known.find(({ id }) => id === deadline_id);
      return { duty: rule?.duty ?? deadline_id, article: rule?.cite[0]?.article ?? '', owed, late, waived };
    });
  }

  async #units({ from, to }: { from: string; to: string }): Promise<ExecutionReport['units']> {
    const { rows } = await sql<{ name: string; sessions: number; duties: number; late: number }>`
      select unit.name, count(*)::int as sessions, sum(duties)::int as duties, sum(late_duties)::int as late
      from session_figure join organisation unit on unit.id = session_figure.host_id
      where on_day between ${from} and ${to}
      group by unit.id, unit.name order by late desc, sessions desc, unit.name limit 500`.execute(
      this.#database,
    );
    return rows;
  }

  async #violations(
    { from, to }: { from: string; to: string },
    zone: string,
  ): Promise<ExecutionReport['violations']> {
    const { rows } = await sql<{ label: string; found: number; open: number }>`
      select label, count(*)::int as found, count(*) filter (where handled_at is null)::int as open
      from violation where (happened_at at time zone ${zone})::date between ${from}::date and ${to}::date
      group by label order by found desc, label limit 200`.execute(this.#database);
    return rows;
  }

  /** Lines of books of the span that are overdue. */
  async #linesLate({ from, to }: { from: string; to: string }, now: number): Promise<number> {
    const { rows } = await sql<{ late: number }>`
      select count(*)::int as late from log_entry join session_figure figure using (meeting_id)
      where figure.on_day between ${from} and ${to} and confirmed_at is null and due_at < ${new Date(now)}`.execute(
      this.#database,
    );
    return rows[0]?.late ?? 0;
  }
}
