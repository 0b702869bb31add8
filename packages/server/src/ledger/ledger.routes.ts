import type { Clock } from '@nhipcau/base';
import {
  LedgerPage,
  ListDeadlines,
  MeetingId,
  MeetingLedger,
  ReportDeadline,
  WaiveDeadline,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { LedgerService } from './ledger.service.ts';
import type { LedgerLists } from './ledger-lists.ts';

const ofDeadline = z.strictObject({ meetingId: MeetingId, deadlineId: z.string().max(60) });

export const ledgerRoutes = (
  ledger: LedgerService,
  lists: LedgerLists,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/deadlines',
    summary: 'What is owed next, over all meetings this person works on',
    allow: { action: 'registration.read' },
    query: ListDeadlines,
    reply: LedgerPage,
    handle: ({ query, caller }) => lists.page(query, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/deadlines/:meetingId',
    summary: 'Ledger of one meeting: its timetable and what happened to each duty',
    allow: { action: 'registration.read' },
    params: z.strictObject({ meetingId: MeetingId }),
    reply: MeetingLedger,
    handle: ({ params, caller }) => lists.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/deadlines/:meetingId/:deadlineId/report',
    summary: 'Report a duty as done',
    allow: { action: 'deadline.report' },
    params: ofDeadline,
    body: ReportDeadline,
    reply: MeetingLedger,
    handle: ({ params, body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'deadline.report', subject: params.deadlineId, correlationId },
        () => ledger.report(params, body, personOf(caller), correlationId),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/deadlines/:meetingId/:deadlineId/waive',
    summary: 'Let a duty go that cannot be done any more, with a reason',
    allow: { action: 'deadline.waive' },
    params: ofDeadline,
    body: WaiveDeadline,
    reply: MeetingLedger,
    handle: ({ params, body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'deadline.waive', subject: params.deadlineId, correlationId },
        () => ledger.waive(params, body.reason, personOf(caller), correlationId),
      ),
  }),
];
