import type { Clock } from '@nhipcau/base';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { ImportsService } from './imports.service.ts';
import { officeDirectoryRoutes } from './office-directory.routes.ts';
import { DIRECTORY_DAY_QUEUE, OrganisationsService } from './organisations.service.ts';
import { ReformsService } from './reforms.service.ts';
import { SitesService } from './sites.service.ts';

export interface OpenDirectory {
  readonly routes: readonly Route[];
  readonly organisations: OrganisationsService;
  readonly reforms: ReformsService;
  /** What came while no server ran. */
  start(): Promise<void>;
}

/** The directory of the office half: lists, changes, imports and reforms. */
export function openDirectory({
  database,
  clock,
  jobs,
}: {
  database: Database;
  clock: Clock;
  jobs: Jobs;
}): OpenDirectory {
  const organisations = new OrganisationsService({ database, clock, jobs });
  const reforms = new ReformsService({ database, clock, jobs });
  jobs.handle(DIRECTORY_DAY_QUEUE, () => reforms.takeEffect());
  const imports = new ImportsService({ database, clock });
  const sites = new SitesService({ database, clock });
  return {
    routes: officeDirectoryRoutes({ database, clock, organisations, sites, imports, reforms }),
    organisations,
    reforms,
    start: () => reforms.takeEffect(),
  };
}
