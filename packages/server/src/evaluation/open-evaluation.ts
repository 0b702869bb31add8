import type { Clock } from '@nhipcau/base';
import {
  ActOnPeriod,
  ActOnSessionEvaluation,
  ExecutionQuery,
  ExecutionReport,
  MeetingId,
  PeriodEvaluation,
  PeriodKey,
  PeriodList,
  SessionEvaluation,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import type { Press } from '../documents/press.ts';
import { PaperFormat } from '../documents/print-job.ts';
import type { PrintedDocument } from '../documents/printer.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type RawReply, type Route } from '../http/route.ts';
import { workerOf } from '../staff/worker.ts';
import { ExecutionEvaluations } from './execution-evaluations.ts';
import { PeriodEvaluations } from './period-evaluations.ts';
import { SessionEvaluations } from './session-evaluations.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const OnePeriod = z.strictObject({ period: PeriodKey });
const PRINTS_PER_MINUTE = 60;

const raw = ({ bytes, contentType }: PrintedDocument): RawReply => ({
  bytes,
  contentType,
  etag: `"${sha256(bytes).toString('base64url')}"`,
  cacheControl: 'private, no-cache',
});

/** Judging sessions and the system, wired. */
export function openEvaluation(parts: {
  readonly database: Database;
  readonly clock: Clock;
  readonly press: Pick<Press, 'print'>;
}): Route[] {
  const sessions = new SessionEvaluations(parts);
  const periods = new PeriodEvaluations(parts);
  const execution = new ExecutionEvaluations(parts);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/evaluations/sessions/:meetingId',
      summary: 'How a session is judged: measured, said by the sites, confirmed, signed',
      allow: { action: 'evaluation.read' },
      params: OneMeeting,
      reply: SessionEvaluation,
      handle: ({ params, caller }) => sessions.read(params.meetingId, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/evaluations/sessions/:meetingId/acts',
      summary: 'Confirm what a site says of its session, or sign the evaluation; each request counts once',
      allow: { action: 'evaluation.read' },
      params: OneMeeting,
      body: ActOnSessionEvaluation,
      reply: SessionEvaluation,
      handle: ({ params: { meetingId }, body, ...call }) =>
        auditRefusals(
          parts,
          {
            actor: actorOf(call.caller),
            action: `evaluation.${body.act.act}`,
            meetingId,
            correlationId: call.correlationId,
          },
          () => sessions.act(meetingId, body, workerOf(call)),
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/evaluations/periods',
      summary: 'Periods for which the system is judged',
      allow: { action: 'evaluation.read' },
      reply: PeriodList,
      handle: () => periods.list(),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/evaluations/periods/:period',
      summary: 'The system in a period: figures of every site, what is recommended, objections, outcome',
      allow: { action: 'evaluation.read' },
      params: OnePeriod,
      reply: PeriodEvaluation,
      handle: ({ params, caller }) => periods.read(params.period, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/evaluations/periods/:period/acts',
      summary: 'Judge a site, publish, object, answer, close; each request counts once',
      allow: { action: 'evaluation.read' },
      params: OnePeriod,
      body: ActOnPeriod,
      reply: PeriodEvaluation,
      handle: ({ params: { period }, body, ...call }) =>
        auditRefusals(
          parts,
          {
            actor: actorOf(call.caller),
            action: `evaluation.${body.act.act}`,
            subject: period,
            correlationId: call.correlationId,
          },
          () => periods.act(period, body, workerOf(call)),
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/evaluations/execution',
      summary: 'How the regulation was kept in a span of days: duties late, by unit, violations, books',
      allow: { action: 'evaluation.read' },
      query: ExecutionQuery,
      reply: ExecutionReport,
      handle: ({ query, caller }) => execution.read(query, personOf(caller)),
    }),
    ...PaperFormat.options.map((format) =>
      defineRawRoute({
        method: 'GET',
        path: `/api/evaluations/execution.${format}`,
        summary: `How the regulation was kept, in print, ${format.toUpperCase()}`,
        allow: { action: 'evaluation.read' },
        perMinute: PRINTS_PER_MINUTE,
        query: ExecutionQuery,
        produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
        handle: async ({ query, caller }) => raw(await execution.print(query, format, personOf(caller))),
      }),
    ),
    ...PaperFormat.options.map((format) =>
      defineRawRoute({
        method: 'GET',
        path: `/api/evaluations/periods/:period/print.${format}`,
        summary: `The evaluation of a period in print, ${format.toUpperCase()}`,
        allow: { action: 'evaluation.read' },
        perMinute: PRINTS_PER_MINUTE,
        params: OnePeriod,
        produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
        handle: async ({ params, caller }) =>
          raw(await periods.print(params.period, format, personOf(caller))),
      }),
    ),
  ];
}
