import {
  type Instant,
  instant,
  LogEntryId,
  LogField,
  LogSession,
  LogValues,
  MeetingId,
  OrganisationId,
  SignerPost,
  SiteId,
} from '@nhipcau/contracts';
import type { LogContent, LogRecord } from '@nhipcau/domain';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';

/** A line as it is stored. */
export interface LogRow {
  readonly entryId: LogEntryId;
  readonly book: string;
  readonly meetingId: MeetingId;
  readonly session: LogSession;
  readonly conferenceId: MeetingId;
  readonly siteId: SiteId | null;
  readonly organisationId: OrganisationId;
  readonly place: string;
  readonly unit: string;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly supplements: { readonly entryId: LogEntryId; readonly reason: string } | null;
  readonly supplementedBy: LogEntryId | null;
  /** As signed; null while it is open. */
  readonly signed: { readonly content: LogContent; readonly digest: string } | null;
  readonly confirmedAt: Instant | null;
}

const Correction = z.strictObject({
  field: LogField,
  counted: z.string(),
  value: z.string(),
  reason: z.string(),
  at: z.int().transform(instant),
  byName: z.string(),
});
const Content = z.strictObject({
  entryId: z.string(),
  book: z.string(),
  meetingId: z.string(),
  session: z.string(),
  siteId: z.string().nullable(),
  organisationId: z.string(),
  place: z.string(),
  supplements: z.string().nullable(),
  counted: LogValues,
  values: LogValues,
  corrections: z.array(Correction),
});

const head = { at: z.int().transform(instant), userId: z.string(), byName: z.string() };
const Stored = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('correct'),
    field: LogField,
    value: z.string(),
    counted: z.string(),
    reason: z.string(),
    ...head,
  }),
  z.strictObject({ act: z.literal('sign'), post: SignerPost, digest: z.string(), ...head }),
  z.strictObject({ act: z.literal('return'), reason: z.string(), ...head }),
]);

const rows = (executor: Executor) =>
  executor
    .selectFrom('log_entry')
    .leftJoin('log_entry as later', 'later.supplements', 'log_entry.id')
    .select([
      'log_entry.id',
      'log_entry.book',
      'log_entry.meeting_id',
      'log_entry.session',
      'log_entry.conference_id',
      'log_entry.site_id',
      'log_entry.organisation_id',
      'log_entry.place',
      'log_entry.unit',
      'log_entry.opened_at',
      'log_entry.due_at',
      'log_entry.supplements',
      'log_entry.supplement_reason',
      'log_entry.content',
      'log_entry.digest',
      'log_entry.confirmed_at',
      'later.id as supplemented_by',
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const rowOf = (row: Row): LogRow => ({
  entryId: LogEntryId.parse(row.id),
  book: row.book,
  meetingId: MeetingId.parse(row.meeting_id),
  session: LogSession.parse(row.session),
  conferenceId: MeetingId.parse(row.conference_id),
  siteId: row.site_id === null ? null : SiteId.parse(row.site_id),
  organisationId: OrganisationId.parse(row.organisation_id),
  place: row.place,
  unit: row.unit,
  openedAt: instant(row.opened_at.getTime()),
  dueAt: instant(row.due_at.getTime()),
  supplements:
    row.supplements === null
      ? null
      : { entryId: LogEntryId.parse(row.supplements), reason: row.supplement_reason ?? '' },
  supplementedBy: row.supplemented_by === null ? null : LogEntryId.parse(row.supplemented_by),
  signed:
    row.content === null || row.digest === null
      ? null
      : { content: Content.parse(row.content), digest: row.digest.toString('hex') },
  confirmedAt: row.confirmed_at && instant(row.confirmed_at.getTime()),
});

/** Which lines are looked for; places of which none is given are all. */
export interface LogSearch {
  readonly book?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly meetingId?: string | undefined;
  readonly siteId?: string | undefined;
  readonly state?: 'open' | 'signed' | 'confirmed' | 'late' | undefined;
  readonly search?: string | undefined;
  readonly now: Instant;
  /** Null: everywhere. */
  readonly reach: {
    readonly siteIds: readonly string[];
    readonly organisationIds: readonly string[];
    /** Whoever held a meeting sees the lines of all its sites. */
    readonly hostIds: readonly string[];
  } | null;
}

const found = (executor: Executor, search: LogSearch) => {
  const { book, from, to, meetingId, siteId, state, now, reach } = search;
  const words = search.search?.trim();
  return executor
    .selectFrom('log_entry')
    .innerJoin('meeting', 'meeting.id', 'log_entry.meeting_id')
    .innerJoin('registration', 'registration.meeting_id', 'log_entry.meeting_id')
    .$if(book !== undefined, (query) => query.where('log_entry.book', '=', book ?? ''))
    .$if(meetingId !== undefined, (query) => query.where('log_entry.meeting_id', '=', meetingId ?? ''))
    .$if(siteId !== undefined, (query) => query.where('log_entry.site_id', '=', siteId ?? ''))
    .$if(from !== undefined, (query) => query.where('log_entry.opened_at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (query) => query.where('log_entry.opened_at', '<', new Date(to ?? 0)))
    .$if(state === 'confirmed', (query) => query.where('log_entry.confirmed_at', 'is not', null))
    .$if(state === 'open', (query) => query.where('log_entry.content', 'is', null))
    .$if(state === 'signed', (query) =>
      query.where('log_entry.content', 'is not', null).where('log_entry.confirmed_at', 'is', null),
    )
    .$if(state === 'late', (query) =>
      query.where('log_entry.confirmed_at', 'is', null).where('log_entry.due_at', '<', new Date(now)),
    )
    .$if(words !== undefined && words !== '', (query) =>
      query.where(
        sql<string>`fold_text(log_entry.place || ' ' || registration.file_number || ' ' ||
          case when (registration.data -> 'secret' ->> 'declared')::boolean then '' else meeting.title end)`,
        'like',
        sql<string>`'%' || fold_text(${words ?? ''}) || '%'`,
      ),
    )
    .$if(reach !== null, (query) =>
      query.where((where) =>
        where.or([
          where('log_entry.site_id', 'in', [...(reach?.siteIds ?? []), '']),
          where('registration.host_organisation_id', 'in', [...(reach?.hostIds ?? []), '']),
          where.and([
            where('log_entry.site_id', 'is', null),
            where('log_entry.organisation_id', 'in', [...(reach?.organisationIds ?? []), '']),
          ]),
        ]),
      ),
    );
};

/** Ids of lines, the newest meeting first, each meeting by its sites. */
export async function findLogIds(
  executor: Executor,
  search: LogSearch,
  { offset, limit }: { offset: number; limit: number },
): Promise<string[]> {
  const ids = await found(executor, search)
    .leftJoin('site', 'site.id', 'log_entry.site_id')
    .select('log_entry.id')
    .orderBy('log_entry.opened_at', 'desc')
    .orderBy('log_entry.conference_id')
    .orderBy(sql`site.number nulls first`)
    .orderBy('log_entry.id')
    .offset(offset)
    .limit(limit)
    .execute();
  return ids.map(({ id }) => id);
}

export async function countLogs(executor: Executor, search: LogSearch): Promise<number> {
  const { total } = await found(executor, search)
    .select((eb) => eb.fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** In the order of the ids. */
export async function readLogRows(executor: Executor, ids: readonly string[]): Promise<LogRow[]> {
  if (ids.length === 0) return [];
  const stored = await rows(executor)
    .where('log_entry.id', 'in', [...ids])
    .execute();
  const byId = new Map(stored.map((row) => [row.id, rowOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** One person acts on a line at a time. */
export const lockLog = (executor: Executor, entryId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`log ${entryId}`}, 170))`.execute(executor);

/** By line, oldest first. */
export async function recordsOf(
  executor: Executor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LogRecord[]>> {
  if (ids.length === 0) return new Map();
  const acts = await executor
    .selectFrom('log_act')
    .select(['entry_id', 'record', 'at', 'user_id', 'by_name'])
    .where('entry_id', 'in', [...ids])
    .where('act', '<>', 'supplement')
    .orderBy('id')
    .execute();
  const stored = acts.map(({ entry_id, record, at, user_id, by_name }) => ({
    entryId: entry_id,
    record: Stored.parse({ ...record, at: at.getTime(), userId: user_id, byName: by_name }),
  }));
  const byEntry = Map.groupBy(stored, ({ entryId }) => entryId);
  return new Map([...byEntry].map(([id, list]) => [id, list.map(({ record }) => record)]));
}

export async function isKnownLogKey(executor: Executor, key: string): Promise<boolean> {
  const row = await executor.selectFrom('log_act').select('id').where('key', '=', key).executeTakeFirst();
  return row !== undefined;
}

export async function insertLogAct(
  executor: Executor,
  {
    entryId,
    key,
    at,
    userId,
    byName,
  }: {
    readonly entryId: string;
    readonly key: string;
    readonly at: Instant;
    readonly userId: string;
    readonly byName: string;
  },
  record: { readonly act: string } & Readonly<Record<string, unknown>>,
): Promise<void> {
  await executor
    .insertInto('log_act')
    .values({
      entry_id: entryId,
      key,
      act: record.act,
      record: JSON.stringify(record),
      at: new Date(at),
      user_id: userId,
      by_name: byName,
    })
    .execute();
}

/** The print that was kept of a confirmed line; null: none yet. */
export async function keptPrint(executor: Executor, entryId: string): Promise<Buffer | null> {
  const row = await executor
    .selectFrom('log_print')
    .select('pdf')
    .where('entry_id', '=', entryId)
    .executeTakeFirst();
  return row?.pdf ?? null;
}

/** Keeps the print of a line; the first one counts. */
export async function keepPrint(
  executor: Executor,
  { entryId, at, pdf, digest }: { entryId: string; at: number; pdf: Buffer; digest: Buffer },
): Promise<void> {
  await executor
    .insertInto('log_print')
    .values({ entry_id: entryId, at: new Date(at), pdf, pdf_sha256: digest })
    .onConflict((conflict) => conflict.column('entry_id').doNothing())
    .execute();
}
