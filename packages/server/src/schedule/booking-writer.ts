import type { Instant } from '@nhipcau/contracts';
import type { Interval, PlannedWave } from '@nhipcau/domain';
import { sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import type { Wanted } from './demand.ts';

/** Firm bookings are written one after the other: whoever waits then sees what the other took. */
export const lockSchedule = (transaction: Executor): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('schedule'))`.execute(transaction);

interface Row {
  readonly kind: string;
  readonly resourceId: string;
  readonly units: number;
  readonly purpose: string;
  readonly start: Instant;
  readonly end: Instant;
}

function rowsOf({ windows, single, loads, roomOf }: Wanted, waves: readonly PlannedWave[]): Row[] {
  const things = [...single.map((one) => ({ ...one, units: 1 })), ...loads];
  const own = windows.flatMap(({ kind: purpose, start, end }) =>
    things.map(({ kind, resourceId, units }) => ({ kind, resourceId, units, purpose, start, end })),
  );
  const rehearsed = waves.flatMap(({ siteIds, start, end }) =>
    siteIds.flatMap((siteId) => {
      const room = roomOf.get(siteId);
      return room
        ? [{ kind: room.kind, resourceId: room.resourceId, units: 1, purpose: 'rehearsal', start, end }]
        : [];
    }),
  );
  return [...own, ...rehearsed];
}

/**
 * Writes a meeting's bookings anew, in the same order whoever writes.
 *
 * @throws {AppError} SLOT_TAKEN, CAPACITY_EXCEEDED when the database refuses them
 */
export async function writeBookings(
  transaction: Executor,
  meetingId: string,
  { wanted, waves, isFirm }: { wanted: Wanted; waves: readonly PlannedWave[]; isFirm: boolean },
): Promise<void> {
  await releaseBookings(transaction, meetingId);
  const rows = rowsOf(wanted, waves).toSorted(
    (a, b) => a.kind.localeCompare(b.kind) || a.resourceId.localeCompare(b.resourceId) || a.start - b.start,
  );
  if (rows.length === 0) return;
  try {
    await sql`
      insert into booking (resource_kind, resource_id, units, kind, during, meeting_id, priority, is_firm)
        select kind, resource, units, purpose, tstzrange(starts, ends), ${meetingId}, ${wanted.rank}, ${isFirm}
        from unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ resourceId }) => resourceId)}::text[],
          ${rows.map(({ units }) => units)}::integer[], ${rows.map(({ purpose }) => purpose)}::text[],
          ${rows.map(({ start }) => new Date(start).toISOString())}::timestamptz[],
          ${rows.map(({ end }) => new Date(end).toISOString())}::timestamptz[])
          as given (kind, resource, units, purpose, starts, ends)`.execute(transaction);
  } catch (cause) {
    throw asRefusal(cause, wanted);
  }
  await writeWaves(transaction, meetingId, waves);
}

async function writeWaves(
  transaction: Executor,
  meetingId: string,
  waves: readonly PlannedWave[],
): Promise<void> {
  for (const { stage, name, district, siteIds, start, end, isChosen } of waves)
    await transaction
      .insertInto('rehearsal_wave')
      .values({
        meeting_id: meetingId,
        stage,
        name,
        group_id: district ?? '',
        during: rangeText({ start, end }),
        site_ids: [...siteIds],
        chosen: isChosen,
      })
      .execute();
}

/** A range as text, the end no part of it. */
export const rangeText = ({ start, end }: Interval): string =>
  `[${new Date(start).toISOString()},${new Date(end).toISOString()})`;

/** Gives back everything a meeting has. */
export async function releaseBookings(transaction: Executor, meetingId: string): Promise<void> {
  await transaction.deleteFrom('booking').where('meeting_id', '=', meetingId).execute();
  await transaction.deleteFrom('rehearsal_wave').where('meeting_id', '=', meetingId).execute();
}

/** A meeting that is over gives back what it did not use; what it used stays as its history. */
export async function trimBookings(transaction: Executor, meetingId: string, at: number): Promise<void> {
  const now = new Date(at);
  await sql`delete from booking where meeting_id = ${meetingId} and lower(during) >= ${now}`.execute(
    transaction,
  );
  await sql`update booking set during = tstzrange(lower(during), ${now})
    where meeting_id = ${meetingId} and during @> ${now}::timestamptz and lower(during) < ${now}`.execute(
    transaction,
  );
}

/** What the database says of an overlap, in the words of the catalogue. */
export function asRefusal(cause: unknown, wanted: Wanted | null): unknown {
  if (!(cause instanceof pg.DatabaseError)) return cause;
  if (cause.constraint === 'booking_within_capacity')
    return new AppError('CAPACITY_EXCEEDED', { resource: cause.message }, { cause });
  if (cause.constraint !== 'booking_one_at_a_time') return cause;
  // Key (resource_kind, resource_id, during)=(room, p-1, ["…","…")) conflicts with existing key (…)=(room, p-1, ["…","…")).
  const found = /existing key \([^)]*\)=\((\w+), ([^,]+), \["([^"]+)","([^"]+)"\)\)/.exec(cause.detail ?? '');
  const [, , resourceId = '', from = '', to = ''] = found ?? [];
  return new AppError(
    'SLOT_TAKEN',
    {
      resource: wanted?.single.find((one) => one.resourceId === resourceId)?.name ?? resourceId,
      against: null,
      from: epochOf(from),
      to: epochOf(to),
    },
    { cause },
  );
}

function epochOf(text: string): number | null {
  const at = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
  return Number.isNaN(at) ? null : at;
}
