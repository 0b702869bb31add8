import { createHash } from 'node:crypto';
import type { Instant, LogBook, LogEntry, LogValues } from '@nhipcau/contracts';
import {
  canonical,
  correctedValues,
  type LogContent,
  type LogRecord,
  type LogStanding,
  logStanding,
} from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import type { LogReach } from './log-reach.ts';
import { type LogRow, readLogRows, recordsOf } from './logs.repository.ts';
import { type Draw, readDrawing, readSessionHead, type SessionHead } from './session-facts.ts';

/** A line with everything that was decided on. */
export interface OpenedLog {
  readonly row: LogRow;
  readonly book: LogBook;
  readonly head: SessionHead;
  readonly standing: LogStanding;
  readonly content: LogContent;
  readonly digest: string;
}

export const digestOf = (content: LogContent): string =>
  createHash('sha256').update(canonical(content)).digest('hex');

/** Lines as they stand, each session read once; lines of a book that the regulation has no more are left out. */
export async function openLogs(
  executor: Executor,
  ids: readonly string[],
  now: Instant,
): Promise<OpenedLog[]> {
  const rows = await readLogRows(executor, ids);
  const records = await recordsOf(executor, ids);
  const first = rows.flatMap(({ supplements }) => (supplements === null ? [] : [supplements.entryId]));
  const supplemented = new Map((await readLogRows(executor, first)).map((row) => [row.entryId, row]));
  const sessions = new Map<string, { head: SessionHead | null; draw: Draw | null }>();
  const opened: OpenedLog[] = [];
  for (const row of rows) {
    const known = sessions.get(row.conferenceId);
    const head = known ? known.head : await readSessionHead(executor, row);
    const needsDrawing = row.signed === null && row.supplements === null;
    const draw =
      known?.draw ?? (needsDrawing && head !== null ? await readDrawing(executor, head, now) : null);
    sessions.set(row.conferenceId, { head, draw });
    const book = head?.profile.office.logs.books.find(({ key }) => key === row.book);
    if (head === null || book === undefined) continue;
    const before = row.supplements === null ? undefined : supplemented.get(row.supplements.entryId);
    const counted = before?.signed?.content.values ?? draw?.(book, row.siteId) ?? {};
    opened.push(standingOf({ row, book, head, counted, records: records.get(row.entryId) ?? [] }));
  }
  return opened;
}

function standingOf({
  row,
  book,
  head,
  counted,
  records,
}: {
  row: LogRow;
  book: LogBook;
  head: SessionHead;
  counted: LogValues;
  records: readonly LogRecord[];
}): OpenedLog {
  const standing = logStanding(book, records);
  if (row.signed !== null) return { row, book, head, standing, ...row.signed };
  const content: LogContent = {
    entryId: row.entryId,
    book: row.book,
    meetingId: row.meetingId,
    session: row.session,
    siteId: row.siteId,
    organisationId: row.organisationId,
    place: row.place,
    supplements: row.supplements?.entryId ?? null,
    counted,
    values: correctedValues(counted, standing.corrections),
    corrections: standing.corrections,
  };
  return { row, book, head, standing, content, digest: digestOf(content) };
}

/** A line as somebody may see it. */
export function entryView(
  { row, head, standing, content, digest }: OpenedLog,
  reach: LogReach,
  userId: string,
): LogEntry {
  const keeps = reach.acts('log.keep', row);
  const heads = reach.acts('log.confirm', row);
  const signs =
    standing.next !== null &&
    reach.signsAs(standing.next, row) &&
    !standing.signatures.some((one) => one.userId === userId);
  return {
    entryId: row.entryId,
    book: row.book,
    meetingId: row.meetingId,
    session: row.session,
    title: reach.isOfficial ? head.meeting.title : null,
    fileNumber: head.meeting.fileNumber,
    startedAt: head.startedAt,
    endedAt: head.endedAt,
    siteId: row.siteId,
    organisationId: row.organisationId,
    place: row.place,
    unit: row.unit,
    isChair: row.siteId !== null && row.siteId === head.chairSiteId,
    state: standing.state,
    values: content.values,
    counted: content.counted,
    corrections: [...content.corrections],
    signatures: [...standing.signatures],
    returned: standing.returned,
    next: standing.next,
    dueAt: row.dueAt,
    digest,
    confirmedAt: row.confirmedAt,
    supplements: row.supplements,
    supplementedBy: row.supplementedBy,
    may: {
      correct: standing.state === 'open' && (keeps || heads),
      sign: signs,
      return: standing.state === 'signed' && standing.next !== null && reach.signsAs(standing.next, row),
      supplement: standing.state === 'confirmed' && row.supplementedBy === null && (keeps || heads),
    },
  };
}
