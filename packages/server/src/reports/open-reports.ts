import type { Clock } from '@nhipcau/base';
import { Statistics, StatisticsQuery } from '@nhipcau/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Press } from '../documents/press.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Outbox } from '../notices/outbox.ts';
import { auditAct } from '../staff/staff-parts.ts';
import { auditedBy } from '../staff/worker.ts';
import { feedbackRoutes } from './feedback.routes.ts';
import { FeedbackService } from './feedback.service.ts';
import { reportRoutes } from './report.routes.ts';
import { ReportOpenings } from './report-openings.ts';
import { ReportPrints } from './report-prints.ts';
import { ReportReminders } from './report-reminders.ts';
import { ReportsService } from './reports.service.ts';
import { SessionFigures } from './session-figures.ts';
import { StatisticsService } from './statistics.service.ts';

const STATISTICS_PER_MINUTE = 60;

/** Figures of closed sessions, statistics and reports, wired. */
export function openReports({
  database,
  clock,
  jobs,
  log,
  outbox,
  press,
}: {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  log: Logger;
  outbox: Outbox;
  press: Pick<Press, 'print'>;
}): {
  figures: SessionFigures;
  calendar: ReportReminders;
  service: ReportsService;
  routes: Route[];
  start(): Promise<void>;
} {
  const openings = new ReportOpenings({ database, clock });
  const figures = new SessionFigures({
    database,
    clock,
    jobs,
    log,
    made: (trx, meetingId) => openings.openForSession(trx, meetingId),
  });
  const calendar = new ReportReminders({ database, clock, jobs, outbox, log, openings });
  const reports = new ReportsService({ database, clock });
  const prints = new ReportPrints({ database, clock, press, reports });
  const statistics = new StatisticsService({ database, clock });
  const audited = auditedBy({ database, clock });
  return {
    figures,
    calendar,
    service: reports,
    start: async () => {
      await figures.sweep();
      await calendar.start();
    },
    routes: [
      ...reportRoutes(reports, prints, audited),
      ...feedbackRoutes(new FeedbackService({ database, clock, press, outbox }), audited),
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
