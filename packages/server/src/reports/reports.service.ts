import type { Clock } from '@nhipcau/base';
import {
  type Action,
  type ActOnReport,
  type CorrectReport,
  type DemandReport,
  instant,
  LocalDate,
  type RegulationProfile,
  type Report,
  type ReportCalendar,
  type ReportLine,
  type ReportList,
  type ReportQuery,
  type ReportRow,
  type SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import {
  bodiesServedBy,
  can,
  fitsColumn,
  instantOf,
  isLate,
  nextReportState,
  reportColumns,
  totalOf,
} from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import { regulationInForce } from '../regulation/regulation.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { openReport, partyOf } from './report-openings.ts';
import { countRows } from './report-rows.ts';
import {
  correctionsOf,
  findReport,
  listReports,
  lockReport,
  partsOf,
  type StoredCorrection,
  type StoredReport,
  stepsOf,
} from './reports.repository.ts';

const MOST_LISTED = 3_000;
const MOST_WANTING = 1_000;

/** Reports from their opening to their acceptance (R-RPT-01, R-RPT-06): filled from the figures, corrected, handed in, judged. */
export class ReportsService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  async list({ view, open }: ReportQuery, person: SessionInfo): Promise<ReportList> {
    const units = await Units.read(this.#database);
    const profile = await this.#profile(this.#database);
    const all = await listReports(this.#database, { open: open === 'yes' });
    const isOwn = ownReports(profile, person, units);
    const reports = all
      .map((report) => this.#lineOf(report, { person, units }))
      .filter(
        ({ mayRead, line }) =>
          mayRead && (view === 'all' || (view === 'mine' ? line.mayWrite && isOwn(line) : line.mayReceive)),
      )
      .slice(0, MOST_LISTED)
      .map(({ line }) => line);
    const demandable = profile.office.reports.calendar.filter(
      ({ onDemand }) => onDemand && can(person.grants, 'report.receive', {}),
    );
    return { reports, demandable: demandable.map(({ key, name }) => ({ rule: key, name })) };
  }

  /** @throws {AppError} REPORT_UNKNOWN, NOT_ALLOWED */
  async read(reportId: string, person: SessionInfo): Promise<Report> {
    const report = await findReport(this.#database, reportId);
    if (!report) throw new AppError('REPORT_UNKNOWN', { reportId });
    return this.#view(this.#database, report, person);
  }

  /** @throws {AppError} REPORT_UNKNOWN, NOT_ALLOWED, REPORT_SETTLED, REPORT_CELL_UNKNOWN, REPORT_VALUE_WRONG */
  async correct(
    reportId: string,
    { row, column, value, reason }: CorrectReport,
    worker: Worker,
  ): Promise<Report> {
    return this.#change(reportId, worker, async (trx, report, before) => {
      if (!before.mayWrite) throw new AppError('NOT_ALLOWED', { action: 'report.write' });
      if (nextReportState(report.state, 'correct') === null)
        throw new AppError('REPORT_SETTLED', { state: report.state });
      const found = before.rows.find(({ key }) => key === row);
      if (!found || !reportColumns(report.form).includes(column))
        throw new AppError('REPORT_CELL_UNKNOWN', { row, column });
      if (!fitsColumn(column, value)) throw new AppError('REPORT_VALUE_WRONG', { column });
      const corrected = found.corrections.find((one) => one.column === column);
      const at = instant(this.#clock.now());
      await trx
        .insertInto('report_correction')
        .values({
          report_id: reportId,
          row_key: row,
          col: column,
          value: JSON.stringify(value),
          counted: JSON.stringify(corrected ? corrected.counted : (found.cells[column] ?? null)),
          reason,
          at: new Date(at),
          user_id: worker.person.userId,
          by_name: worker.person.name,
        })
        .execute();
      await auditAct(trx, worker, {
        at,
        action: 'report.correct',
        subject: reportId,
        facts: { row, column },
      });
    });
  }

  /** @throws {AppError} REPORT_UNKNOWN, NOT_ALLOWED, REPORT_SETTLED */
  async act(reportId: string, act: ActOnReport, worker: Worker): Promise<Report> {
    return this.#change(reportId, worker, async (trx, report, before) => {
      const allowed = act.act === 'submit' ? before.mayWrite : before.mayReceive;
      if (!allowed)
        throw new AppError('NOT_ALLOWED', {
          action: act.act === 'submit' ? 'report.write' : 'report.receive',
        });
      const state = nextReportState(report.state, act.act);
      if (state === null) throw new AppError('REPORT_SETTLED', { state: report.state });
      const at = instant(this.#clock.now());
      // What nobody receives is settled with the word of whoever made it.
      const settled = state === 'submitted' && report.recipient === null ? 'accepted' : state;
      await trx
        .updateTable('report')
        .set({
          state: settled,
          ...(act.act === 'submit' ? { rows: JSON.stringify(before.rows) } : {}),
          ...(act.act === 'submit' && report.submittedAt === null ? { submitted_at: new Date(at) } : {}),
        })
        .where('id', '=', reportId)
        .execute();
      await trx
        .insertInto('report_step')
        .values({
          report_id: reportId,
          act: act.act,
          at: new Date(at),
          user_id: worker.person.userId,
          by_name: worker.person.name,
          reason: act.act === 'return' ? act.reason : null,
        })
        .execute();
      await auditAct(trx, worker, { at, action: `report.${act.act}`, subject: reportId });
    });
  }

  /** Asks for a report outside its turn. @throws {AppError} REPORT_NOT_ON_DEMAND, NOT_ALLOWED, SPAN_INVALID */
  async demand({ rule: key, from, to, dueOn }: DemandReport, worker: Worker): Promise<ReportList> {
    if (!can(worker.person.grants, 'report.receive', {}))
      throw new AppError('NOT_ALLOWED', { action: 'report.receive' });
    if (to < from) throw new AppError('SPAN_INVALID', { from, to });
    await this.#database.transaction().execute(async (trx) => {
      const profile = await this.#profile(trx);
      const rule = profile.office.reports.calendar.find((one) => one.key === key && one.onDemand);
      if (!rule) throw new AppError('REPORT_NOT_ON_DEMAND', { rule: key });
      const now = instant(this.#clock.now());
      const dueAt = instantOf(LocalDate.parse(dueOn), profile.dayCutoff, profile.timeZone);
      await openReport(
        trx,
        profile,
        rule,
        { period: 'year', from, to, dueAt, demandedBy: worker.person },
        now,
      );
      await auditAct(trx, worker, { at: now, action: 'report.demand', subject: key, facts: { from, to } });
    });
    return this.list({ view: 'all', open: 'yes' }, worker.person);
  }

  /** The report calendar of the home locality, with names. */
  async calendar(): Promise<ReportCalendar> {
    const profile = await this.#profile(this.#database);
    const reports: ReportCalendar['reports'] = [];
    for (const { key, name, form, periods, author, recipient, onDemand, cite, note } of profile.office.reports
      .calendar)
      reports.push({
        rule: key,
        name,
        form,
        periods,
        author: author.kind === 'role' ? (await partyOf(this.#database, profile, author.role)).name : '',
        recipient:
          recipient.kind === 'role'
            ? (await partyOf(this.#database, profile, recipient.role)).name
            : recipient.kind === 'superior'
              ? ''
              : null,
        onDemand,
        cite,
        note,
      });
    return { reports };
  }

  #profile(executor: Executor): Promise<RegulationProfile> {
    return regulationInForce(executor, { now: instant(this.#clock.now()) });
  }

  async #change(
    reportId: string,
    { person }: Worker,
    act: (trx: Executor, report: StoredReport, before: Report) => Promise<void>,
  ): Promise<Report> {
    await this.#database.transaction().execute(async (trx) => {
      const report = await lockReport(trx, reportId);
      if (!report) throw new AppError('REPORT_UNKNOWN', { reportId });
      await act(trx, report, await this.#view(trx, report, person));
    });
    return this.read(reportId, person);
  }

  #lineOf(
    report: Omit<StoredReport, 'rows'>,
    { person, units }: { person: SessionInfo; units: Units },
  ): { line: ReportLine; mayRead: boolean } {
    const may = (action: Action, id: string | null) => reaches(person, action, units, id);
    const isReceiver = report.recipient !== null && may('report.receive', report.recipientId);
    const line: ReportLine = {
      reportId: report.reportId,
      rule: report.rule,
      name: report.name,
      form: report.form,
      period: report.period,
      from: LocalDate.parse(report.from),
      to: LocalDate.parse(report.to),
      authorId: report.authorId,
      author: report.author,
      recipient: report.recipient,
      state: report.state,
      dueAt: report.dueAt,
      late: isLate(report, this.#clock.now()),
      onDemand: report.demandedBy !== null,
      submittedAt: report.submittedAt,
      article: report.article,
      mayWrite: may('report.write', report.authorId),
      mayReceive: isReceiver,
    };
    return { line, mayRead: isReceiver || may('report.read', report.authorId) };
  }

  /** @throws {AppError} NOT_ALLOWED */
  async #view(executor: Executor, report: StoredReport, person: SessionInfo): Promise<Report> {
    const units = await Units.read(executor);
    const { line, mayRead } = this.#lineOf(report, { person, units });
    if (!mayRead) throw new AppError('NOT_ALLOWED', { action: 'report.read' });
    const parts = await partsOf(executor, report);
    const rows =
      report.state === 'open' || report.state === 'returned' || report.rows === null
        ? await this.#rowsOf(executor, report, parts)
        : report.rows;
    const now = this.#clock.now();
    return {
      ...line,
      columns: [...reportColumns(report.form)],
      rows,
      total: totalOf(report.form, rows),
      parts: [
        ...parts.map((part) => ({ ...standingOf(part, now), under: null })),
        ...(await this.#wantingBelow(executor, parts)),
      ],
      steps: await stepsOf(executor, report.reportId),
    };
  }

  /** Units further down whose sheets are not in, or came late, and into whose sheet they go. */
  async #wantingBelow(executor: Executor, parts: readonly StoredReport[]): Promise<Report['parts']> {
    const now = this.#clock.now();
    const found: Report['parts'] = [];
    for (const part of parts)
      for (const lower of await partsOf(executor, part)) {
        const standing = standingOf(lower, now);
        if (standing.missing || standing.late) found.push({ ...standing, under: part.author });
      }
    return found.slice(0, MOST_WANTING);
  }

  /** What the author's sites did, and what came in from below, with the corrections of this report. */
  async #rowsOf(
    executor: Executor,
    report: StoredReport,
    parts: readonly StoredReport[],
  ): Promise<ReportRow[]> {
    const corrections = await correctionsOf(executor, report.reportId);
    const profile = await this.#profile(executor);
    const isRollUp = report.includes.length > 0;
    const own =
      isRollUp && report.whole
        ? []
        : await countRows(executor, {
            form: report.form,
            from: report.from,
            to: report.to,
            meetingId: report.meetingId,
            organisationId: report.whole ? null : report.authorId,
            needsConfirmation: profile.office.evaluation.session?.confirmedBy != null,
          });
    const below = parts.flatMap((part) =>
      isIn(part) ? (part.rows ?? []).map((row) => ({ ...row, from: row.from ?? part.author })) : [],
    );
    return [
      ...own.map((row) => withCorrections({ ...row, from: null, corrections: [] }, corrections)),
      ...below.map((row) => withCorrections(row, corrections)),
    ];
  }
}

/** Whether somebody may do this for a unit, or at one of its sites; what is nobody's unit belongs to the office. */
function reaches({ grants }: SessionInfo, action: Action, units: Units, id: string | null): boolean {
  if (id === null) return can(grants, action, {});
  if (can(grants, action, { organisationPath: units.pathOf(id) })) return true;
  return (units.find(id)?.siteIds ?? []).some((siteId) =>
    can(grants, action, { siteId: SiteId.parse(siteId) }),
  );
}

const standingOf = (part: StoredReport, now: number): Omit<Report['parts'][number], 'under'> => ({
  reportId: part.reportId,
  author: part.author,
  state: part.state,
  late: isLate(part, now),
  missing: !isIn(part),
});

const isIn = ({ state }: Pick<StoredReport, 'state'>): boolean =>
  state === 'submitted' || state === 'accepted';

/** Corrections made here come over what a lower unit stated; both stay readable. */
function withCorrections(row: ReportRow, corrections: readonly StoredCorrection[]): ReportRow {
  const own = corrections.filter((one) => one.row === row.key);
  if (own.length === 0) return row;
  const cells = { ...row.cells };
  for (const { column, value } of own) cells[column] = value;
  const kept = row.corrections.filter(({ column }) => !own.some((one) => one.column === column));
  return {
    ...row,
    cells,
    corrections: [
      ...kept,
      ...own.map(({ column, reason, byName, at }) => ({
        column,
        counted: row.cells[column] ?? null,
        reason,
        byName,
        at: instant(at),
      })),
    ],
  };
}

/**
 * Which of the reports somebody may write are theirs to hand in: those of the units of their grants, and for whoever works
 * for the whole installation those of the body they serve.
 *
 * @rule FG-20
 */
function ownReports(
  profile: RegulationProfile,
  person: SessionInfo,
  units: Units,
): (line: Pick<ReportLine, 'rule' | 'authorId'>) => boolean {
  const grants = person.grants.filter(({ scope }) => scope.kind !== 'installation');
  const served = bodiesServedBy(profile.office.notices.parties, person.grants);
  const ofServed = new Set(
    profile.office.reports.calendar
      .filter(({ author }) => author.kind === 'role' && served.includes(author.role))
      .map(({ key }) => key),
  );
  return ({ rule, authorId }) =>
    ofServed.has(rule) || reaches({ ...person, grants }, 'report.write', units, authorId);
}
