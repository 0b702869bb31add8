import { type Instant, instant, MeetingState, ResourceKind } from '@nhipcau/contracts';
import type { Interval, Taking } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { Executor } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import type { Limited } from './demand.ts';

/** A booking of somebody else that is in the way. */
export interface Rival extends Interval {
  readonly resourceKind: ResourceKind;
  readonly resourceId: string;
  readonly isFirm: boolean;
  readonly priority: number;
  readonly meetingId: string | null;
  readonly localUseId: string | null;
  readonly fileNumber: string | null;
  /** Null for a state secret. */
  readonly title: string | null;
  readonly state: MeetingState | null;
}

interface Ask {
  readonly self: string | null;
  readonly things: readonly { readonly kind: string; readonly resourceId: string }[];
  readonly windows: readonly Interval[];
}

const times = (windows: readonly Interval[], side: keyof Interval) =>
  sql`${windows.map((window) => new Date(window[side]).toISOString())}::timestamptz[]`;

/**
 * Bookings `b` of these things that meet one of these windows; the same once for each window it meets. Every thing is
 * looked up by itself, from the end of its past on: the history does not count.
 */
function bookingsIn({ self, things, windows }: Ask) {
  const asked = windows.flatMap((window) => things.map((thing) => ({ window, thing })));
  return sql`unnest(
        ${asked.map(({ thing }) => thing.kind)}::text[], ${asked.map(({ thing }) => thing.resourceId)}::text[],
        ${times(
          asked.map(({ window }) => window),
          'start',
        )}, ${times(
          asked.map(({ window }) => window),
          'end',
        )}) as asked (kind, id, starts, ends)
      join booking b on b.resource_kind = asked.kind and b.resource_id = asked.id
        and upper(b.during) > asked.starts and lower(b.during) < asked.ends
        and b.meeting_id is distinct from ${self}`;
}

const epoch = (value: Date): Instant => instant(value.getTime());

/** Others' bookings of things only one may have, in these windows: firm before asked for, in order of time. */
export async function rivalsIn(executor: Executor, ask: Ask): Promise<Rival[]> {
  if (ask.things.length === 0 || ask.windows.length === 0) return [];
  const { rows } = await sql<{
    kind: string;
    resource: string;
    starts: Date;
    ends: Date;
    is_firm: boolean;
    priority: number;
    meeting_id: string | null;
    local_use_id: string | null;
    file_number: string | null;
    title: string | null;
    state: string | null;
  }>`${prepared}
    select distinct b.id, b.resource_kind as kind, b.resource_id as resource, lower(b.during) as starts,
        upper(b.during) as ends, b.is_firm, b.priority, b.meeting_id, b.local_use_id, r.file_number, r.state,
        case when r.meeting_id is null then u.title
             when r.data -> 'secret' ->> 'declared' = 'true' then null else r.data ->> 'title' end as title
      from ${bookingsIn(ask)}
      left join registration r on r.meeting_id = b.meeting_id
      left join local_use u on u.id = b.local_use_id
      order by b.is_firm desc, starts, b.id
      limit 2000`.execute(executor);
  return rows.map((row) => ({
    resourceKind: ResourceKind.parse(row.kind),
    resourceId: row.resource,
    start: epoch(row.starts),
    end: epoch(row.ends),
    isFirm: row.is_firm,
    priority: row.priority,
    meetingId: row.meeting_id,
    localUseId: row.local_use_id,
    fileNumber: row.file_number,
    title: row.title,
    state: row.state === null ? null : MeetingState.parse(row.state),
  }));
}

/**
 * When these things are somebody else's, whoever's it is.
 *
 * @param firmOnly - what is only asked for leaves them free
 */
export async function busyTimes(
  executor: Executor,
  ask: Ask,
  { firmOnly }: { firmOnly: boolean },
): Promise<{ start: Instant; end: Instant }[]> {
  if (ask.things.length === 0 || ask.windows.length === 0) return [];
  const { rows } = await sql<{ starts: Date; ends: Date }>`${prepared}
    select distinct lower(b.during) as starts, upper(b.during) as ends
      from ${bookingsIn(ask)}
      where b.is_firm or not ${firmOnly}::boolean`.execute(executor);
  return rows.map(({ starts, ends }) => ({ start: epoch(starts), end: epoch(ends) }));
}

/** A shared thing that is counted, with what others firmly have of it. */
export interface SharedUse extends Limited {
  readonly taken: readonly Taking[];
}

/** What others firmly have, within a time, of the shared things of which somebody set how much there is. */
export async function sharedUses(
  executor: Executor,
  { self, limited, within }: { self: string | null; limited: readonly Limited[]; within: Interval },
): Promise<SharedUse[]> {
  if (limited.length === 0) return [];
  const { rows } = await sql<{
    kind: string;
    resource: string;
    starts: Date;
    ends: Date;
    units: number;
  }>`${prepared}
    select b.resource_kind as kind, b.resource_id as resource, lower(b.during) as starts, upper(b.during) as ends, b.units
      from unnest(${limited.map(({ load }) => load.kind)}::text[], ${limited.map(({ load }) => load.resourceId)}::text[])
        as asked (kind, id)
      join booking b on b.resource_kind = asked.kind and b.resource_id = asked.id and b.is_firm
        and upper(b.during) > ${new Date(within.start)} and lower(b.during) < ${new Date(within.end)}
        and b.meeting_id is distinct from ${self}`.execute(executor);
  const usesOf = Map.groupBy(rows, ({ kind, resource }) => `${kind} ${resource}`);
  return limited.map((one) => ({
    ...one,
    taken: (usesOf.get(`${one.load.kind} ${one.load.resourceId}`) ?? []).map(({ starts, ends, units }) => ({
      start: epoch(starts),
      end: epoch(ends),
      units,
    })),
  }));
}
