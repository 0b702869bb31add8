import type { Clock } from '@nhipcau/base';
import { instant, type SessionInfo } from '@nhipcau/contracts';
import { type ReportUnit, reportPaper } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PaperFormat } from '../documents/print-job.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { findReport } from './reports.repository.ts';
import type { ReportsService } from './reports.service.ts';

/** Reports as they are printed and sent. */
export class ReportPrints {
  readonly #parts: { database: Database; clock: Clock; press: Pick<Press, 'print'>; reports: ReportsService };

  constructor(parts: {
    database: Database;
    clock: Clock;
    press: Pick<Press, 'print'>;
    reports: ReportsService;
  }) {
    this.#parts = parts;
  }

  /** @throws {AppError} REPORT_UNKNOWN, NOT_ALLOWED and those of the press */
  async print(reportId: string, format: PaperFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, clock, press, reports } = this.#parts;
    const report = await reports.read(reportId, person);
    const stored = await findReport(database, reportId);
    if (!stored) throw new AppError('REPORT_UNKNOWN', { reportId });
    const profile = await regulationInForce(database, { now: instant(clock.now()) });
    const paper = reportPaper({
      report,
      unit: await unitOf(database, stored.authorId, report.author),
      annex: stored.annex,
      place: profile.office.forms.place,
    });
    const fileNumber = `${report.from}-${report.to}`;
    return printedAs({ fileNumber, form: report.rule, format }, await press.print(paper, format));
  }
}

/** What the annexes ask of a unit: its address, and who answers there. */
async function unitOf(executor: Executor, authorId: string | null, name: string): Promise<ReportUnit> {
  const none = {
    superior: null,
    address: null,
    telephone: null,
    email: null,
    contact: null,
    contactPhone: null,
  };
  if (authorId === null) return { ...none, name };
  const row = await executor
    .selectFrom('organisation')
    .leftJoin('organisation as superior', 'superior.id', 'organisation.parent_id')
    .select([
      'organisation.name',
      'organisation.address',
      'organisation.telephone',
      'organisation.email',
      'superior.name as superior',
    ])
    .where('organisation.id', '=', authorId)
    .executeTakeFirst();
  const person = await executor
    .selectFrom('operator_person')
    .select(['name', 'telephone'])
    .where('organisation_id', '=', authorId)
    .where('duty', '=', 'main')
    .where('to_on', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row
    ? { ...row, contact: person?.name ?? null, contactPhone: person?.telephone ?? null }
    : { ...none, name };
}
