import {
  ActOnReport,
  CorrectReport,
  DemandReport,
  Report,
  ReportCalendar,
  ReportId,
  ReportList,
  ReportQuery,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { sha256 } from '../documents/issued.repository.ts';
import { PaperFormat } from '../documents/print-job.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { Audited } from '../staff/worker.ts';
import type { ReportPrints } from './report-prints.ts';
import type { ReportsService } from './reports.service.ts';

const OneReport = z.strictObject({ reportId: ReportId });
const PRINTS_PER_MINUTE = 60;

/** Reports of the calendar: to be made, handed in, judged, printed. */
export const reportRoutes = (reports: ReportsService, prints: ReportPrints, audited: Audited): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/report-calendar',
    summary: 'Which reports the locality’s text asks for: by whom, for whom, until when, with its article',
    allow: { action: 'report.read' },
    reply: ReportCalendar,
    handle: () => reports.calendar(),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/reports',
    summary: 'Reports to be made, or of those who report here, the next limit first',
    allow: { action: 'report.read' },
    query: ReportQuery,
    reply: ReportList,
    handle: ({ query, caller }) => reports.list(query, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/reports',
    summary: 'Ask for a report outside its turn',
    allow: { action: 'report.receive' },
    body: DemandReport,
    reply: ReportList,
    handle: (call) =>
      audited('report.demand', call.body.rule, call, (worker) => reports.demand(call.body, worker)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/reports/:reportId',
    summary: 'A report: its rows as counted and as stated, the reports it is made of, what happened to it',
    allow: { action: 'report.read' },
    params: OneReport,
    reply: Report,
    handle: ({ params, caller }) => reports.read(params.reportId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/reports/:reportId/corrections',
    summary: 'Correct a figure with a reason; what was counted stays beside it',
    allow: { action: 'report.write' },
    params: OneReport,
    body: CorrectReport,
    reply: Report,
    handle: (call) =>
      audited('report.correct', call.params.reportId, call, (worker) =>
        reports.correct(call.params.reportId, call.body, worker),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/reports/:reportId/acts',
    summary: 'Hand a report in, send it back with a reason, or accept it',
    allow: { action: 'report.read' },
    params: OneReport,
    body: ActOnReport,
    reply: Report,
    handle: (call) =>
      audited(`report.${call.body.act}`, call.params.reportId, call, (worker) =>
        reports.act(call.params.reportId, call.body, worker),
      ),
  }),
  ...PaperFormat.options.map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/reports/:reportId/print.${format}`,
      summary: `A report as its form has it, ${format.toUpperCase()}`,
      allow: { action: 'report.read' },
      perMinute: PRINTS_PER_MINUTE,
      params: OneReport,
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      handle: async ({ params, caller }) => {
        const { bytes, contentType } = await prints.print(params.reportId, format, personOf(caller));
        return {
          bytes,
          contentType,
          etag: `"${sha256(bytes).toString('base64url')}"`,
          cacheControl: 'private, no-cache',
        };
      },
    }),
  ),
];
