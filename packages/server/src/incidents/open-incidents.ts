import type { Route } from '../http/route.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import type { TellingParts } from '../staff/staff-parts.ts';
import { CaseFollower } from './case-follower.ts';
import { CaseOpener } from './case-opener.ts';
import { CaseViews } from './case-views.ts';
import { CaseWatch } from './case-watch.ts';
import { caseRoutes } from './cases.routes.ts';
import { CasesService } from './cases.service.ts';

export interface Incidents {
  /** Told of every event of a live meeting, in its transaction. */
  readonly follower: PhaseFollower;
  readonly opener: CaseOpener;
  readonly watch: CaseWatch;
  readonly routes: readonly Route[];
}

/** Faults and what people do about them, wired. */
export function openIncidents(parts: TellingParts): Incidents {
  const opener = new CaseOpener(parts);
  return {
    follower: new CaseFollower(opener),
    opener,
    watch: new CaseWatch(parts),
    routes: caseRoutes({
      ...parts,
      cases: new CasesService({ ...parts, opener }),
      views: new CaseViews(parts),
    }),
  };
}
