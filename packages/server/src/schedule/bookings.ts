import type { Conflict, FreeSlot, MeetingId, RegistrationData, RegulationProfile } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

/** What a registration asks of the schedule. */
export interface Demand {
  readonly meetingId: MeetingId | null;
  /** The regulation it follows. */
  readonly profile: RegulationProfile;
  readonly data: RegistrationData;
}

/** What is in the way of a meeting, and when nothing would be. */
export interface Outlook {
  readonly conflicts: Conflict[];
  /** Next times at which the same rooms, sites and ports are free for as long, the nearest first; none without a conflict. */
  readonly freeSlots: FreeSlot[];
}

/** The question side of the schedule, for registration and approval; booking itself happens as it listens to moves. */
export interface Availability {
  conflictsOf(executor: Executor, demand: Demand): Promise<Conflict[]>;
  /** @param limit - so many free times at most */
  outlookOf(executor: Executor, demand: Demand, limit: number): Promise<Outlook>;
}
