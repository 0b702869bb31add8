import type { Conflict, Registration } from '@nhipcau/contracts';
import { courseOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { AuditActor } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';
import type { Availability } from '../schedule/bookings.ts';
import { openFile, profileOf, writeStep } from './files.ts';
import type { MoveListener } from './move.ts';
import type { Worker } from './parts.ts';
import { actsFor, permitStep } from './permit.ts';

const SLOTS_OFFERED = 5;

interface Refusing {
  readonly confirmed: Registration;
  /** What was in the way before the confirmation. */
  readonly conflicts: readonly Conflict[];
  readonly worker: Worker;
  readonly at: number;
  readonly actor: AuditActor;
  readonly listeners: readonly MoveListener[];
  readonly availability: Availability;
}

/** Meetings that wait for the same room and time as another one. */
const waitingAmong = (conflicts: readonly Conflict[]): ReadonlySet<string> =>
  new Set(conflicts.flatMap(({ against }) => (against?.isFirm === false ? (against.meetingId ?? []) : [])));

/**
 * Refuses, with the confirmation of one meeting, those that waited for the same room and time: each as if it were refused by
 * itself, by the right to decide on it, with the next free times for its host.
 *
 * @throws {AppError} RIVAL_NOT_WAITING, and what refusing it throws
 * @rule RE-30 (R-APR-06)
 */
export async function refuseRivals(
  trx: Executor,
  ids: readonly string[],
  { confirmed, conflicts, worker, at, actor, listeners, availability }: Refusing,
): Promise<void> {
  const waiting = waitingAmong(conflicts);
  const { person, correlationId } = worker;
  for (const meetingId of [...new Set(ids)].sort()) {
    if (!waiting.has(meetingId)) throw new AppError('RIVAL_NOT_WAITING', { meetingId });
    const standing = await openFile(trx, meetingId);
    const { registration } = standing;
    const profile = await profileOf(trx, registration);
    const { data } = registration;
    const { freeSlots } = await availability.outlookOf(
      trx,
      { meetingId: registration.meetingId, data, profile },
      SLOTS_OFFERED,
    );
    const step = permitStep(standing, 'refuse', courseOf(profile, registration.data), person);
    await writeStep(
      trx,
      {
        act: 'refuse',
        before: registration,
        after: { state: step.to, decidedAt: confirmed.confirmedAt },
        profile,
        at,
        actor,
        reason: `Trùng lịch với hồ sơ ${confirmed.fileNumber} đã được xác nhận`,
        changed: [],
        correlationId,
        inPlaceOf: actsFor(standing, step, person),
        alternatives: freeSlots,
      },
      listeners,
    );
  }
}
