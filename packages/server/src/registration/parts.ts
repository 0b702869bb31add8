import type { Clock } from '@nhipcau/base';
import type { SessionInfo } from '@nhipcau/contracts';
import type { Database } from '../database/database.ts';
import type { Availability } from '../schedule/bookings.ts';
import type { MoveListener } from './move.ts';

/** What registration works with. */
export interface RegistrationParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Told of every step, in this order, inside its transaction. */
  readonly listeners: readonly MoveListener[];
  readonly availability: Availability;
  /** Sites that one meeting may have. */
  readonly maxSites: number;
}

/** A person at work, and the request it belongs to. */
export interface Worker {
  readonly person: SessionInfo;
  readonly correlationId: string;
}
