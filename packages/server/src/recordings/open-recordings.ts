import type { Clock } from '@nhipcau/base';
import type { Logger } from 'pino';
import type { EventStore } from '../conference/event-store.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { AccessRequestsService } from './access-requests.service.ts';
import { Films } from './films.ts';
import { accessRequestRoutes, handoverRoutes } from './handover.routes.ts';
import { type HandoverParts, HandoverService } from './handover.service.ts';
import { RecordingLinks } from './recording-links.ts';
import { recordingRoutes } from './recordings.routes.ts';
import { RecordingsService } from './recordings.service.ts';
import { SegmentIntake } from './segment-intake.ts';
import { Vault } from './vault.ts';

export interface OpenRecordings {
  readonly intake: SegmentIntake;
  readonly routes: readonly Route[];
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Recordings, wired: segments come in, films are made of them, people fetch them. */
export function openRecordings({
  database,
  clock,
  jobs,
  log,
  store,
  config,
  office,
}: {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  log: Logger;
  store: EventStore;
  config: ServerConfig;
  /** What hand-over needs of the administrative half. */
  office: Pick<HandoverParts, 'ledger' | 'outbox' | 'press'>;
}): OpenRecordings {
  const vault = new Vault(config.recordings.folder);
  const films = new Films({ database, clock, jobs, log, store, vault, programs: config.recordings });
  const intake = new SegmentIntake({
    database,
    clock,
    vault,
    onComplete: (trx, meetingId) => films.ask(trx, meetingId, ''),
  });
  const links = new RecordingLinks({ database, clock });
  const service = new RecordingsService({ database, clock, films, vault, links });
  const handovers = new HandoverService({ database, clock, ...office });
  const requests = new AccessRequestsService({ database, clock, outbox: office.outbox, links });
  const audit = { database, clock };
  return {
    intake,
    routes: [
      ...recordingRoutes(service, links, intake, audit),
      ...handoverRoutes(handovers, audit),
      ...accessRequestRoutes(requests, service, audit),
    ],
    start: () => films.start(),
    close: () => films.close(),
  };
}
