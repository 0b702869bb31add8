import type { Clock } from '@nhipcau/base';
import {
  Instant,
  LineMeetings,
  LineSeries,
  LineSummaries,
  LinkSettings,
  MeetingId,
  MeetingLosses,
  NodeId,
  SetLinkBudget,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { LinkBudgets } from '../nodes/link-budgets.ts';
import { csv } from '../staff/filing.routes.ts';
import type { LinesService } from './lines.service.ts';

const OfMeeting = z.strictObject({ meetingId: MeetingId });
/** A line: of a site, or the link of a node to its parent. */
const line = { kind: z.enum(['site', 'link']), id: z.string().min(1).max(64) };

const signedIn = (caller: Caller) => {
  const person = personOf(caller);
  if (!person) throw new AppError('SIGN_IN_REQUIRED');
  return person;
};

export const lineRoutes = (
  lines: LinesService,
  budgets: LinkBudgets,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/lines',
    summary: 'Meetings that are live or over, to look at their lines',
    allow: { action: 'line.read' },
    reply: LineMeetings,
    handle: ({ caller }) => lines.meetings(signedIn(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/lines',
    summary:
      'Line quality of every site and link of a meeting: how long each word held, and the worst figures',
    allow: { action: 'line.read' },
    params: OfMeeting,
    reply: LineSummaries,
    handle: ({ params, caller }) => lines.summaries(params.meetingId, signedIn(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/lines/series',
    summary: 'One line in pieces of ten seconds, at most two hours from an instant on',
    allow: { action: 'line.read' },
    params: OfMeeting,
    query: z.strictObject({ ...line, from: z.coerce.number().pipe(Instant).default(Instant.parse(0)) }),
    reply: LineSeries,
    handle: ({ params, query, caller }) =>
      lines.series(params.meetingId, query, query.from, signedIn(caller)),
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/lines.csv',
    summary: 'One line of a meeting as a table',
    allow: { action: 'line.read' },
    params: OfMeeting,
    query: z.strictObject(line),
    produces: 'text/csv',
    handle: async ({ params, query, caller }) =>
      csv(await lines.table(params.meetingId, query, signedIn(caller))),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/signal-losses',
    summary: 'When each site was without signal, why, and what that counts as',
    allow: { action: 'line.read' },
    params: OfMeeting,
    reply: MeetingLosses,
    handle: ({ params, caller }) => lines.losses(params.meetingId, signedIn(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/links',
    summary: 'What each cascade link may carry',
    allow: { action: 'link.configure' },
    reply: LinkSettings,
    handle: async () => ({ links: await budgets.list() }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/links/:childId',
    summary: 'Limits what the link of a node to its parent carries; holds at once, in live meetings too',
    allow: { action: 'link.configure', everywhere: true },
    params: z.strictObject({ childId: NodeId }),
    body: SetLinkBudget,
    reply: z.strictObject({}),
    handle: ({ params, body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'link.setBudget', subject: params.childId, correlationId },
        async () => {
          const by = { at: audit.clock.now(), actor: actorOf(caller), correlationId };
          await budgets.set(params.childId, body.budget, by);
          return {};
        },
      ),
  }),
];
