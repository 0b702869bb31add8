import type { Clock } from '@nhipcau/base';
import type { Logger } from 'pino';
import { InstallationKey } from '../access/installation-key.ts';
import type { EventStore } from '../conference/event-store.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { AccessRequestsService } from './access-requests.service.ts';
import { Archive } from './archive.ts';
import { CopiesService } from './copies.service.ts';
import { Films } from './films.ts';
import { accessRequestRoutes, handoverRoutes } from './handover.routes.ts';
import { type HandoverParts, HandoverService } from './handover.service.ts';
import { copyRoutes, retentionRoutes } from './keeping.routes.ts';
import { RecordingLinks } from './recording-links.ts';
import { recordingRoutes } from './recordings.routes.ts';
import { RecordingsService } from './recordings.service.ts';
import { openRemoteStore } from './remote-store.ts';
import { RetentionService, readRetention } from './retention.service.ts';
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
  const remote = openRemoteStore(config.recordings.s3);
  const key = InstallationKey.load(config.dataDir);
  const vault = new Vault({ folder: config.recordings.folder, database, clock, key, remote });
  const archive = new Archive({ database, clock, log, vault, remote });
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
  const rules = readRetention(config.recordings.retentionFile);
  const retention = new RetentionService({ database, clock, log, vault, rules });
  const copies = new CopiesService({ database, clock, log, vault, links, programs: config.recordings });
  return {
    intake,
    routes: [
      ...recordingRoutes(service, links, intake, audit),
      ...handoverRoutes(handovers, archive, audit),
      ...accessRequestRoutes(requests, { recordings: service, copies }, audit),
      ...retentionRoutes(retention, audit),
      ...copyRoutes(copies, requests, audit),
    ],
    start: async () => {
      await films.start();
      archive.start();
      await copies.start();
      retention.start();
    },
    close: async () => {
      await films.close();
      await copies.close();
      await retention.close();
      await archive.close();
    },
  };
}
