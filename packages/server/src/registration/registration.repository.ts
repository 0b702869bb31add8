import {
  type FreeSlot,
  type Instant,
  LateRequest,
  MeetingMove,
  Reception,
  Registration,
  RegistrationData,
} from '@nhipcau/contracts';
import { dateOf } from '@nhipcau/domain';
import { sql } from 'kysely';
import type { AuditActor } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';

/** A file with what belongs to it but is not part of its contract. */
export interface File {
  readonly registration: Registration;
  /** Everybody who took a step of its life, with the steps they took. */
  readonly actors: readonly { readonly userId: string; readonly acts: readonly string[] }[];
}

const columns = [
  'meeting_id',
  'file_number',
  'locality',
  'regulation_version',
  'state',
  'revision',
  'data',
  'reception',
  'late_reason',
  'late_request',
  'created_by',
  'created_at',
  'registered_at',
  'decided_at',
  'confirmed_at',
] as const;

export const selectRegistrations = (executor: Executor) =>
  executor.selectFrom('registration').select(columns);

export type RegistrationRow = Awaited<ReturnType<ReturnType<typeof selectRegistrations>['execute']>>[number];

export const registrationOf = (row: RegistrationRow): Registration =>
  Registration.parse({
    meetingId: row.meeting_id,
    fileNumber: row.file_number,
    locality: row.locality,
    regulationVersion: row.regulation_version,
    state: row.state,
    revision: row.revision,
    data: RegistrationData.parse(row.data),
    reception: row.reception === null ? null : Reception.parse(row.reception),
    lateReason: row.late_reason,
    lateRequest: row.late_request === null ? null : LateRequest.parse(row.late_request),
    createdBy: row.created_by,
    createdAt: row.created_at.getTime(),
    registeredAt: row.registered_at?.getTime() ?? null,
    decidedAt: row.decided_at?.getTime() ?? null,
    confirmedAt: row.confirmed_at?.getTime() ?? null,
  });

export async function findRegistration(executor: Executor, meetingId: string): Promise<Registration | null> {
  const row = await selectRegistrations(executor).where('meeting_id', '=', meetingId).executeTakeFirst();
  return row ? registrationOf(row) : null;
}

/** One after the other may work on a file; held to the end of the transaction. */
export async function lockRegistration(executor: Executor, meetingId: string): Promise<Registration | null> {
  const row = await selectRegistrations(executor)
    .where('meeting_id', '=', meetingId)
    .forUpdate()
    .executeTakeFirst();
  return row ? registrationOf(row) : null;
}

/** Who did what with each of these files. */
export async function actorsOf(
  executor: Executor,
  meetingIds: readonly string[],
): Promise<Map<string, File['actors']>> {
  if (meetingIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('meeting_move')
    .select(['meeting_id', 'actor_id', sql<string[]>`array_agg(distinct act)`.as('acts')])
    .where('meeting_id', 'in', meetingIds)
    .where('actor_id', 'is not', null)
    .groupBy(['meeting_id', 'actor_id'])
    .execute();
  const found = new Map<string, { userId: string; acts: string[] }[]>();
  for (const { meeting_id, actor_id, acts } of rows)
    if (actor_id !== null)
      found.set(meeting_id, [...(found.get(meeting_id) ?? []), { userId: actor_id, acts }]);
  return found;
}

/**
 * The next number of the year in which the file is opened. Whoever asks next waits until this transaction has ended, so
 * that a number given back leaves no gap.
 */
export async function takeFileNumber(executor: Executor, now: Instant, timeZone: string): Promise<string> {
  const year = Number(dateOf(now, timeZone).slice(0, 4));
  const { last } = await executor
    .insertInto('registration_number')
    .values({ year, last: 1 })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet({ last: sql<number>`registration_number.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${year}/${String(last).padStart(4, '0')}`;
}

const written = ({ data, ...registration }: Registration) => ({
  regulation_version: registration.regulationVersion,
  state: registration.state,
  revision: registration.revision,
  data: JSON.stringify(data),
  reception: registration.reception === null ? null : JSON.stringify(registration.reception),
  late_reason: registration.lateReason,
  late_request: registration.lateRequest === null ? null : JSON.stringify(registration.lateRequest),
  host_organisation_id: data.hostOrganisationId,
  starts_at: new Date(data.official.start),
  ends_at: new Date(data.official.end),
  registered_at: optionalDate(registration.registeredAt),
  decided_at: optionalDate(registration.decidedAt),
  confirmed_at: optionalDate(registration.confirmedAt),
});

const optionalDate = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

export async function insertRegistration(executor: Executor, registration: Registration): Promise<void> {
  await executor
    .insertInto('registration')
    .values({
      meeting_id: registration.meetingId,
      file_number: registration.fileNumber,
      locality: registration.locality,
      created_by: registration.createdBy,
      created_at: new Date(registration.createdAt),
      ...written(registration),
    })
    .execute();
}

/** Call it with the file locked. */
export async function updateRegistration(executor: Executor, registration: Registration): Promise<void> {
  await executor
    .updateTable('registration')
    .set(written(registration))
    .where('meeting_id', '=', registration.meetingId)
    .where('revision', '=', registration.revision - 1)
    .executeTakeFirstOrThrow();
}

interface NewMove extends Pick<MeetingMove, 'from' | 'to' | 'act' | 'reason'> {
  readonly at: number;
  readonly actor: AuditActor;
  readonly changed: readonly string[];
  readonly alternatives?: readonly FreeSlot[];
  /** Name of whom a deputy acts for. */
  readonly inPlaceOf?: string | null;
}

export async function appendMove(executor: Executor, meetingId: string, move: NewMove): Promise<void> {
  const last = await executor
    .selectFrom('meeting_move')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  await executor
    .insertInto('meeting_move')
    .values({
      meeting_id: meetingId,
      seq: (last?.seq ?? 0) + 1,
      at: new Date(move.at),
      actor_id: move.actor.actorKind === 'user' ? move.actor.actorId : null,
      actor_name: move.actor.actorName ?? '',
      from_state: move.from,
      to_state: move.to,
      act: move.act,
      reason: move.reason,
      changed: [...move.changed],
      alternatives: JSON.stringify(move.alternatives ?? []),
      in_place_of: move.inPlaceOf ?? null,
    })
    .execute();
}

/** The last thousand steps, oldest first. */
export async function movesOf(
  executor: Executor,
  meetingId: string,
): Promise<(MeetingMove & { readonly actorId: string | null })[]> {
  const rows = await executor
    .selectFrom('meeting_move')
    .selectAll()
    .where('meeting_id', '=', meetingId)
    .orderBy('seq', 'desc')
    .limit(1000)
    .execute();
  return rows.reverse().map((row) => ({
    ...MeetingMove.parse({
      seq: row.seq,
      at: row.at.getTime(),
      actorName: row.actor_name,
      inPlaceOf: row.in_place_of,
      from: row.from_state,
      to: row.to_state,
      act: row.act,
      reason: row.reason,
      changed: row.changed,
      alternatives: row.alternatives,
    }),
    actorId: row.actor_id,
  }));
}
