import type { Clock } from '@nhipcau/base';
import {
  type ActOnEnding,
  type Ending,
  type EndingAct,
  type ErrorCode,
  instant,
  type MeetingId,
  type SessionInfo,
} from '@nhipcau/contracts';
import { checkEndingAct, type EndingRefusal, endingReport } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { Database, Executor } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import type { PrintFormat } from '../documents/print-job.ts';
import { PRINTED_TIME } from '../documents/printed-time.ts';
import { type PrintedDocument, printedAs } from '../documents/printer.ts';
import { type CaseMeeting, readCaseMeeting } from '../incidents/case-meeting.ts';
import { checkInvited } from '../meetings/invited-site.ts';
import { findMeeting } from '../meetings/meetings.repository.ts';
import { auditAct, type Worker } from '../staff/staff-parts.ts';
import { Units } from '../staff/units.ts';
import { type EndingReach, endingReach } from './ending-reach.ts';
import { endingView, silent } from './ending-views.ts';
import { CENTRE, insertEndingStep, isKnownKey, lockEnding, readEnding } from './endings.repository.ts';

const codes: Readonly<Record<EndingRefusal, ErrorCode>> = {
  notEnded: 'ENDING_TOO_EARLY',
  notForeseen: 'ENDING_NOT_FORESEEN',
  outOfOrder: 'ENDING_OUT_OF_ORDER',
  settled: 'ENDING_SETTLED',
};

export interface EndingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly press: Pick<Press, 'print'>;
  /** Told when something of an ended session changed. */
  readonly figures: { stale(transaction: Executor, meetingId: string): Promise<void> };
}

interface Issue {
  readonly siteId: string;
  readonly isTakenOver: boolean;
  readonly isFixed: boolean;
}

/** The time after a meeting: switched off in order, judged, what is left is mended, the result reported (R-END-01 … R-END-04). */
export class EndingsService {
  readonly #parts: EndingParts;

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED */
  read(meetingId: MeetingId, person: SessionInfo): Promise<Ending> {
    return endingView(this.#parts.database, meetingId, person);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED, SITE_NOT_INVITED, ISSUE_UNKNOWN, ENDING_… */
  async act(meetingId: MeetingId, { key, act }: ActOnEnding, worker: Worker): Promise<Ending> {
    const { database, clock } = this.#parts;
    await database.transaction().execute(async (trx) => {
      await lockEnding(trx, meetingId);
      const meeting = await readCaseMeeting(trx, meetingId);
      const units = await Units.read(trx);
      const issue = await issueOf(trx, meetingId, act);
      const reach = await endingReach(trx, meeting, {
        person: worker.person,
        action: 'incident.handle',
        units,
      });
      if (!mayAct(reach, act, issue)) throw new AppError('NOT_ALLOWED', { act: act.act });
      if (await isKnownKey(trx, key)) return;
      if ('siteId' in act && act.siteId !== null) await checkInvited(trx, meetingId, act.siteId);
      await this.#check(trx, meeting, act, issue);
      const at = instant(clock.now());
      const { userId, name: byName } = worker.person;
      await write(trx, { meetingId, key, at, userId, byName }, act);
      if (act.act === 'rate') await this.#parts.figures.stale(trx, meetingId);
      await auditAct(trx, worker, { at, action: `ending.${act.act}`, subject: subjectOf(act), meetingId });
    });
    return this.read(meetingId, worker.person);
  }

  /** @throws {AppError} MEETING_NOT_FOUND, NOT_ALLOWED and those of the press */
  async print(meetingId: MeetingId, format: PrintFormat, person: SessionInfo): Promise<PrintedDocument> {
    const { database, press } = this.#parts;
    const ending = await this.read(meetingId, person);
    if (!ending.mayPrint) throw new AppError('NOT_ALLOWED', { action: 'document.print' });
    const meeting = await readCaseMeeting(database, meetingId);
    const units = await Units.read(database);
    const [host, superior] = meeting.hostPath;
    const written = new Intl.DateTimeFormat('vi-VN', {
      timeZone: meeting.profile?.timeZone ?? 'Asia/Ho_Chi_Minh',
      ...PRINTED_TIME,
    });
    const paper = endingReport(ending, {
      issuer: host === undefined ? '' : units.nameOf(host),
      superior: superior === undefined ? null : units.nameOf(superior),
      addressee: ending.report?.to ?? '',
      title: meeting.title,
      timeOf: (at) => written.format(at),
    });
    const fileNumber = meeting.fileNumber ?? meetingId;
    return printedAs({ fileNumber, form: 'endingReport', format }, await press.print(paper, format));
  }

  async #check(trx: Executor, meeting: CaseMeeting, act: EndingAct, issue: Issue | null): Promise<void> {
    const record = await findMeeting(trx, meeting.meetingId);
    const done = await readEnding(trx, meeting.meetingId);
    const place = act.act === 'step' ? (act.siteId ?? CENTRE) : CENTRE;
    const checked = checkEndingAct(act, {
      rules: meeting.profile?.office.ending ?? silent,
      hasEnded: record !== null && record.endedAt !== null,
      kind: meeting.kind,
      done: (done.stepsOf.get(place) ?? []).map(({ step }) => step),
      issue,
      isReported: done.reported !== null,
    });
    if (!checked.ok) throw new AppError(codes[checked.error], { act: act.act });
  }
}

/** A site answers for itself; whoever mends takes over and mends; the control room for all of it, and reports. */
function mayAct(reach: EndingReach, act: EndingAct, issue: Issue | null): boolean {
  switch (act.act) {
    case 'step':
      return act.siteId === null ? reach.whole : reach.ofSite(act.siteId);
    case 'rate':
    case 'leaveIssue':
      return reach.ofSite(act.siteId);
    case 'takeOver':
      return reach.whole || reach.mends;
    case 'fix':
      return reach.whole || reach.mends || (issue !== null && reach.ofSite(issue.siteId));
    case 'report':
      return reach.whole;
  }
}

/** @throws {AppError} ISSUE_UNKNOWN */
async function issueOf(trx: Executor, meetingId: string, act: EndingAct): Promise<Issue | null> {
  if (act.act !== 'takeOver' && act.act !== 'fix') return null;
  const row = await trx
    .selectFrom('outstanding_issue')
    .select(['site_id', 'taken_at', 'fixed_at'])
    .where('id', '=', act.issueId)
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  if (!row) throw new AppError('ISSUE_UNKNOWN');
  return { siteId: row.site_id, isTakenOver: row.taken_at !== null, isFixed: row.fixed_at !== null };
}

async function write(
  trx: Executor,
  made: Parameters<typeof insertEndingStep>[1],
  act: EndingAct,
): Promise<void> {
  const at = new Date(made.at);
  switch (act.act) {
    case 'step':
    case 'rate':
    case 'report':
      return insertEndingStep(trx, made, act);
    case 'leaveIssue':
      await trx
        .insertInto('outstanding_issue')
        .values({
          id: uuidv7(),
          key: made.key,
          meeting_id: made.meetingId,
          site_id: act.siteId,
          words: act.words,
          due_at: act.dueAt === null ? null : new Date(act.dueAt),
          at,
          user_id: made.userId,
          by_name: made.byName,
          taken_by_name: null,
          taken_note: null,
          fixed_by_name: null,
          fixed_words: null,
        })
        .execute();
      return;
    case 'takeOver':
      await trx
        .updateTable('outstanding_issue')
        .set({ taken_at: at, taken_by_name: made.byName, taken_note: act.note })
        .where('id', '=', act.issueId)
        .where('taken_at', 'is', null)
        .execute();
      return;
    case 'fix':
      await trx
        .updateTable('outstanding_issue')
        .set({ fixed_at: at, fixed_by_name: made.byName, fixed_words: act.words })
        .where('id', '=', act.issueId)
        .where('fixed_at', 'is', null)
        .execute();
  }
}

const subjectOf = (act: EndingAct): string =>
  'issueId' in act ? act.issueId : 'siteId' in act ? (act.siteId ?? 'centre') : 'report';
