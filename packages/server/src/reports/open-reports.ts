import type { Clock } from '@nhipcau/base';
import { Statistics, StatisticsQuery } from '@nhipcau/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { auditAct } from '../staff/staff-parts.ts';
import { auditedBy } from '../staff/worker.ts';
import { SessionFigures } from './session-figures.ts';
import { StatisticsService } from './statistics.service.ts';

const STATISTICS_PER_MINUTE = 60;

/** Figures of closed sessions, statistics and reports, wired. */
export function openReports({
  database,
  clock,
  jobs,
  log,
}: {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  log: Logger;
}): {
  figures: SessionFigures;
  routes: Route[];
  start(): Promise<void>;
} {
  const figures = new SessionFigures({ database, clock, jobs, log });
  const statistics = new StatisticsService({ database, clock });
  const audited = auditedBy({ database, clock });
  return {
    figures,
    start: () => figures.sweep(),
    routes: [
      defineRoute({
        method: 'GET',
        path: '/api/statistics',
        summary:
          'Figures of closed sessions in a span: by month, kind, host, unit, and of the 30-second rule',
        allow: { action: 'report.read' },
        perMinute: STATISTICS_PER_MINUTE,
        query: StatisticsQuery,
        reply: Statistics,
        handle: ({ query, caller }) => statistics.read(query, personOf(caller)),
      }),
      defineRoute({
        method: 'POST',
        path: '/api/statistics/recompute',
        summary: 'Make the figures of every closed session anew from what the sessions left behind',
        allow: { action: 'figures.recompute', everywhere: true },
        perMinute: 6,
        reply: z.strictObject({ sessions: z.int().min(0) }),
        handle: (call) =>
          audited('figures.recompute', 'all', call, async (worker) => {
            const sessions = await figures.recompute();
            await auditAct(database, worker, {
              at: clock.now(),
              action: 'figures.recompute',
              subject: 'all',
              facts: { sessions },
            });
            return { sessions };
          }),
      }),
    ],
  };
}
