import type { Clock } from '@nhipcau/base';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import type { LedgerService } from '../ledger/ledger.service.ts';
import type { Outbox } from '../notices/outbox.ts';

/** What the services of the preparation work with. */
export interface PreparationParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly ledger: Pick<LedgerService, 'fulfil'>;
}

/** A request as these services need it: the caller may be the terminal of a room. */
export interface Call {
  readonly caller: Caller;
  readonly correlationId: string;
}
