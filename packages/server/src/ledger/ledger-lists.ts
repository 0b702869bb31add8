import type { Clock } from '@nhipcau/base';
import {
  type HeldGrant,
  type LedgerPage,
  type LedgerReport,
  type ListDeadlines,
  MeetingId,
  type MeetingLedger,
  type SessionInfo,
} from '@nhipcau/contracts';
import { can, gives, mayEver, reportDuty } from '@nhipcau/domain';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { organisationPath } from '../directory/organisation-path.ts';
import { authorise } from '../http/caller.ts';
import { BadRequestError } from '../http/route.ts';
import type { ReportsService } from '../reports/reports.service.ts';
import { countOpen, listLines, type Reach } from './ledger.repository.ts';
import type { LedgerService } from './ledger.service.ts';
import { findLedgerFile } from './ledger-facts.ts';

const SOON_MS = 24 * 3_600_000;
const MOST_REPORTS = 100;

/** Without diacritics and case, as people type. */
const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();

/** Where a page ended: limit, meeting, deadline. */
const Cursor = z.tuple([z.int().nullable(), z.string(), z.string()]);

/** Duties over all the meetings somebody may see. */
export class LedgerLists {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #ledger: LedgerService;
  readonly #reports: Pick<ReportsService, 'list'>;

  constructor(parts: {
    database: Database;
    clock: Clock;
    ledger: LedgerService;
    reports: Pick<ReportsService, 'list'>;
  }) {
    this.#reports = parts.reports;
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#ledger = parts.ledger;
  }

  /** @throws {BadRequestError} for a cursor that is none */
  async page(query: z.output<typeof ListDeadlines>, person: SessionInfo): Promise<LedgerPage> {
    const reach = reachOf(person.grants);
    const after = query.cursor === undefined ? null : cursorOf(query.cursor);
    const lines = await listLines(this.#database, reach, { ...query, after, limit: query.limit + 1 });
    const { late, soon } = await countOpen(this.#database, reach, this.#clock.now() + SOON_MS);
    // Duties of one meeting, and further pages, have no reports among them.
    const isWhole = query.meetingId === undefined && query.cursor === undefined;
    const reports = isWhole ? await this.#reportsOf(query, person) : [];
    const soonBefore = this.#clock.now() + SOON_MS;
    const shown = lines.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      lines: await this.#withActs(shown, person),
      reports: reports.slice(0, MOST_REPORTS),
      lateCount:
        late + reports.filter(({ state, submittedAt }) => state === 'late' && submittedAt === null).length,
      soonCount:
        soon +
        reports.filter(({ state, dueAt }) => state === 'pending' && dueAt !== null && dueAt <= soonBefore)
          .length,
      next:
        lines.length > query.limit && last
          ? Buffer.from(JSON.stringify([last.dueAt, last.meetingId, last.deadlineId])).toString('base64url')
          : null,
    };
  }

  /** Reports this person makes, as duties. */
  async #reportsOf(
    { view, state: wanted, before, search }: z.output<typeof ListDeadlines>,
    person: SessionInfo,
  ): Promise<LedgerReport[]> {
    if (!mayEver(person.grants, 'report.read')) return [];
    const { reports } = await this.#reports.list(
      { view: 'mine', open: view === 'due' ? 'yes' : 'no' },
      person,
    );
    const now = this.#clock.now();
    const words = plain(search ?? '').split(/\s+/);
    return reports
      .filter(({ name, author }) => words.every((word) => plain(`${name} ${author}`).includes(word)))
      .map(
        (report): LedgerReport => ({
          reportId: report.reportId,
          duty: report.name,
          period: report.period,
          from: report.from,
          to: report.to,
          owes: report.author,
          tells: report.recipient,
          article: report.article,
          dueAt: report.dueAt,
          submittedAt: report.submittedAt,
          state: reportDuty(report, now),
        }),
      )
      .filter(
        ({ state, dueAt, submittedAt }) =>
          (view === 'all' || submittedAt === null) &&
          (wanted === undefined || state === wanted) &&
          (before === undefined || (dueAt !== null && dueAt <= before)),
      )
      .sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  async ofMeeting(meetingId: string, person: SessionInfo): Promise<MeetingLedger> {
    const file = await findLedgerFile(this.#database, meetingId);
    if (!file) throw new AppError('MEETING_NOT_FOUND');
    authorise(person, 'registration.read', {
      organisationPath: await organisationPath(this.#database, file.hostOrganisationId),
      meetingId: MeetingId.parse(meetingId),
    });
    return this.#ledger.ofMeeting(meetingId);
  }

  async #withActs(
    lines: Awaited<ReturnType<typeof listLines>>,
    { grants }: SessionInfo,
  ): Promise<LedgerPage['lines']> {
    const paths = new Map<string, Awaited<ReturnType<typeof organisationPath>>>();
    for (const { hostOrganisationId } of lines)
      if (!paths.has(hostOrganisationId))
        paths.set(hostOrganisationId, await organisationPath(this.#database, hostOrganisationId));
    return lines.map(({ hostOrganisationId, ...line }) => {
      const place = { organisationPath: paths.get(hostOrganisationId) ?? [], meetingId: line.meetingId };
      const isOpen = line.state === 'pending' || line.state === 'late';
      return {
        ...line,
        mayReport: isOpen && can(grants, 'deadline.report', place),
        mayWaive: isOpen && can(grants, 'deadline.waive', place),
      };
    });
  }
}

function reachOf(grants: readonly HeldGrant[]): Reach {
  const reading = grants.filter((grant) => gives(grant, 'registration.read'));
  if (reading.some(({ scope }) => scope.kind === 'installation')) return 'all';
  return {
    organisationIds: reading.flatMap(({ scope }) =>
      scope.kind === 'organisation' ? [scope.organisationId] : [],
    ),
    meetingIds: reading.flatMap(({ scope }) => (scope.kind === 'meeting' ? [scope.meetingId] : [])),
  };
}

function cursorOf(text: string): { dueAt: number | null; meetingId: string; deadlineId: string } {
  try {
    const [dueAt, meetingId, deadlineId] = Cursor.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return { dueAt, meetingId, deadlineId };
  } catch {
    // Whatever it was, it is not one of our cursors.
    // biome-ignore lint/style/useErrorCause: the caller learns which field is wrong, there is nothing more to know
    throw new BadRequestError('query.cursor', 'not a cursor of this list');
  }
}
