import type { Clock } from '@nhipcau/base';
import type { Logger } from 'pino';
import type { EventStore } from '../conference/event-store.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { Films } from './films.ts';
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
}: {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  log: Logger;
  store: EventStore;
  config: ServerConfig;
}): OpenRecordings {
  const vault = new Vault(config.recordings.folder);
  const films = new Films({ database, clock, jobs, log, store, vault, programs: config.recordings });
  const intake = new SegmentIntake({
    database,
    clock,
    vault,
    onComplete: (trx, meetingId) => films.ask(trx, meetingId, ''),
  });
  const service = new RecordingsService({ database, clock, films, vault });
  return {
    intake,
    routes: recordingRoutes(service, intake, { database, clock }),
    start: () => films.start(),
    close: () => films.close(),
  };
}
