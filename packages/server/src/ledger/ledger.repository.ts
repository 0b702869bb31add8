import {
  Citation,
  DeadlineKey,
  DeadlineState,
  instant,
  type LedgerChange,
  LedgerLine,
  type Timetable,
} from '@nhipcau/contracts';
import type { StoredDeadline } from '@nhipcau/domain';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Executor } from '../database/database.ts';
import type { LedgerFile } from './ledger-facts.ts';

/** What a stored entry tells of a duty. */
const StoredEntry = z.object({
  duty: z.string(),
  owes: z.array(z.object({ role: z.string(), name: z.string() })),
  cite: z.array(Citation),
});

/** The stored duties of a file, locked: one computation after the other. */
export async function lockDeadlines(executor: Executor, meetingId: string): Promise<StoredDeadline[]> {
  await sql`select 1 from registration where meeting_id = ${meetingId} for update`.execute(executor);
  const rows = await executor
    .selectFrom('deadline')
    .select(['deadline_id', 'state', 'due_at'])
    .where('meeting_id', '=', meetingId)
    .execute();
  return rows.map((row) => ({
    deadlineId: row.deadline_id,
    state: DeadlineState.parse(row.state),
    dueAt: row.due_at?.getTime() ?? null,
  }));
}

/** Writes what a file owes now; duties it no longer has become void. */
export async function storeEntries(
  executor: Executor,
  { meetingId }: Pick<LedgerFile, 'meetingId'>,
  entries: Timetable['entries'],
  { at, calendarVersion }: { at: number; calendarVersion: number },
): Promise<void> {
  const ids = entries.map(({ deadlineId }) => deadlineId);
  await executor
    .updateTable('deadline')
    .set({ state: 'void', updated_at: new Date(at) })
    .where('meeting_id', '=', meetingId)
    .where('state', '<>', 'void')
    .$if(ids.length > 0, (query) => query.where('deadline_id', 'not in', ids))
    .execute();
  if (entries.length === 0) return;
  await executor
    .insertInto('deadline')
    .values(
      entries.map((entry) => ({
        meeting_id: meetingId,
        deadline_id: entry.deadlineId,
        key: entry.key,
        owes: entry.owes.map(({ role }) => role),
        due_at: entry.dueAt === null ? null : new Date(entry.dueAt),
        state: entry.state,
        entry: JSON.stringify(entry),
        calendar_version: calendarVersion,
        updated_at: new Date(at),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['meeting_id', 'deadline_id']).doUpdateSet((eb) => ({
        key: eb.ref('excluded.key'),
        owes: eb.ref('excluded.owes'),
        due_at: eb.ref('excluded.due_at'),
        state: eb.ref('excluded.state'),
        entry: eb.ref('excluded.entry'),
        calendar_version: eb.ref('excluded.calendar_version'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
}

export async function appendChanges(
  executor: Executor,
  meetingId: string,
  changes: readonly LedgerChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await executor
    .insertInto('deadline_change')
    .values(
      changes.map((change) => ({
        meeting_id: meetingId,
        deadline_id: change.deadlineId,
        at: new Date(change.at),
        from_state: change.fromState,
        to_state: change.toState,
        due_before: change.dueBefore === null ? null : new Date(change.dueBefore),
        due_after: change.dueAfter === null ? null : new Date(change.dueAfter),
        cause: change.cause,
        by_name: change.by,
      })),
    )
    .execute();
}

/** What happened to the duties of a file, oldest first. */
export async function changesOf(executor: Executor, meetingId: string): Promise<LedgerChange[]> {
  const rows = await executor
    .selectFrom('deadline_change')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .orderBy('id')
    .limit(2_000)
    .execute();
  const at = (date: Date | null) => (date === null ? null : instant(date.getTime()));
  return rows.map((row) => ({
    deadlineId: row.deadline_id,
    at: instant(row.at.getTime()),
    fromState: row.from_state === null ? null : DeadlineState.parse(row.from_state),
    toState: DeadlineState.parse(row.to_state),
    dueBefore: at(row.due_before),
    dueAfter: at(row.due_after),
    cause: row.cause,
    by: row.by_name,
  }));
}

/** Files that have a limit which passed while nobody looked. */
export async function overdueFileIds(executor: Executor, now: number): Promise<string[]> {
  const rows = await executor
    .selectFrom('deadline')
    .select('meeting_id')
    .distinct()
    .where('state', '=', 'pending')
    .where('due_at', '<', new Date(now))
    .execute();
  return rows.map((row) => row.meeting_id);
}

/** Whose files somebody may see: all, or those hosted in these organisations and below. */
export type Reach =
  | 'all'
  | { readonly organisationIds: readonly string[]; readonly meetingIds: readonly string[] };

export interface LedgerQuery {
  readonly view: 'due' | 'all';
  readonly state?: string | undefined;
  readonly meetingId?: string | undefined;
  readonly before?: number | undefined;
  readonly search?: string | undefined;
  readonly after: {
    readonly dueAt: number | null;
    readonly meetingId: string;
    readonly deadlineId: string;
  } | null;
  readonly limit: number;
}

type Line = Omit<LedgerLine, 'mayReport' | 'mayWaive'> & { readonly hostOrganisationId: string };

/** Far enough that what has no instant stands last. */
const NEVER = new Date(8_000_000_000_000);

const visible = (executor: Executor, reach: Reach) =>
  executor
    .selectFrom('deadline')
    .innerJoin('registration', 'registration.meeting_id', 'deadline.meeting_id')
    .where('deadline.state', '<>', 'void')
    .where('registration.state', '<>', 'draft')
    .$if(reach !== 'all', (query) => {
      const { organisationIds, meetingIds } =
        reach === 'all' ? { organisationIds: [], meetingIds: [] } : reach;
      return query.where((eb) =>
        eb.or([
          eb('registration.meeting_id', 'in', ['', ...meetingIds]),
          eb(
            'registration.host_organisation_id',
            'in',
            sql<string>`(
            with recursive below (id) as (
              select id from organisation where id = any(${[...organisationIds]})
              union select lower.id from organisation lower join below on lower.parent_id = below.id
            ) select id from below)`,
          ),
        ]),
      );
    });

/** What somebody typed, each word as a pattern for a text without diacritics. */
const wordsOf = (search: string) =>
  search
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => sql<string>`'%' || replace(replace(fold_text(${word}), '%', ''), '_', '') || '%'`);

/** Duties in the order of their limits, those without one last. */
export async function listLines(executor: Executor, reach: Reach, query: LedgerQuery): Promise<Line[]> {
  const order = sql<Date>`coalesce(deadline.due_at, ${NEVER})`;
  const rows = await visible(executor, reach)
    .select([
      'deadline.meeting_id',
      'deadline.deadline_id',
      'deadline.key',
      'deadline.due_at',
      'deadline.state',
      'deadline.entry',
      'registration.file_number',
      'registration.starts_at',
      'registration.host_organisation_id',
      sql<string>`registration.data ->> 'title'`.as('title'),
    ])
    .$if(query.view === 'due', (some) =>
      some
        .where('deadline.state', 'in', ['pending', 'late'])
        .where('registration.state', 'not in', ['refused', 'cancelled', 'closed']),
    )
    .$if(query.state !== undefined, (some) => some.where('deadline.state', '=', query.state ?? ''))
    .$if(query.meetingId !== undefined, (some) =>
      some.where('deadline.meeting_id', '=', query.meetingId ?? ''),
    )
    .$if(query.before !== undefined, (some) =>
      some.where('deadline.due_at', '<=', new Date(query.before ?? 0)),
    )
    .$if(query.search !== undefined, (some) =>
      some.where((eb) =>
        eb.and(wordsOf(query.search ?? '').map((word) => eb('registration.search_text', 'like', word))),
      ),
    )
    .$if(query.after !== null, (some) => {
      const after = query.after ?? { dueAt: null, meetingId: '', deadlineId: '' };
      const at = after.dueAt === null ? NEVER : new Date(after.dueAt);
      return some.where(
        sql<boolean>`(${order}, deadline.meeting_id, deadline.deadline_id) > (${at}, ${after.meetingId}, ${after.deadlineId})`,
      );
    })
    .orderBy(order)
    .orderBy('deadline.meeting_id')
    .orderBy('deadline.deadline_id')
    .limit(query.limit)
    .execute();
  return rows.map((row) => {
    const entry = StoredEntry.parse(row.entry);
    return {
      ...LedgerLine.omit({ mayReport: true, mayWaive: true }).parse({
        meetingId: row.meeting_id,
        fileNumber: row.file_number,
        title: row.title,
        start: row.starts_at.getTime(),
        deadlineId: row.deadline_id,
        key: DeadlineKey.parse(row.key),
        duty: entry.duty,
        owes: entry.owes.map(({ name }) => name),
        article: entry.cite[0]?.article ?? '',
        dueAt: row.due_at?.getTime() ?? null,
        state: row.state,
      }),
      hostOrganisationId: row.host_organisation_id,
    };
  });
}

/** How many are late, and how many fall due before the given instant. */
export async function countOpen(
  executor: Executor,
  reach: Reach,
  soonBefore: number,
): Promise<{ late: number; soon: number }> {
  const row = await visible(executor, reach)
    .where('registration.state', 'not in', ['refused', 'cancelled', 'closed'])
    .select([
      sql<string>`count(*) filter (where deadline.state = 'late')`.as('late'),
      sql<string>`count(*) filter (where deadline.state = 'pending' and deadline.due_at <= ${new Date(soonBefore)})`.as(
        'soon',
      ),
    ])
    .executeTakeFirstOrThrow();
  return { late: Number(row.late), soon: Number(row.soon) };
}
