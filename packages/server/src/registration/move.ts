import type {
  FreeSlot,
  MeetingState,
  Registration,
  RegistrationData,
  RegulationProfile,
} from '@nhipcau/contracts';
import type { AuditActor } from '../audit/audit.repository.ts';
import type { Executor } from '../database/database.ts';

/** A step of a meeting's life as it is being written. */
export interface Move {
  /** As it stands after the step. */
  readonly registration: Registration;
  readonly from: MeetingState;
  readonly to: MeetingState;
  readonly act: string;
  readonly at: number;
  readonly actor: AuditActor;
  readonly reason: string | null;
  /** Top-level fields of the data that the step changed. */
  readonly changed: readonly (keyof RegistrationData)[];
  readonly profile: RegulationProfile;
  /** With a refusal because of a conflict: the next free times (R-APR-06). */
  readonly alternatives?: readonly FreeSlot[];
}

/**
 * A feature that has work to do when a meeting moves: the schedule books, the ledger counts, notices are written.
 *
 * Called inside the transaction of the step, in the order of wiring. Throwing an `AppError` undoes the whole step.
 */
export interface MoveListener {
  moved(transaction: Executor, move: Move): Promise<void>;
}
