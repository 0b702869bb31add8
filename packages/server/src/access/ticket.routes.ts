import type { Clock } from '@nhipcau/base';
import { MeetingId, RequestTicket, SeatStanding, SiteId, TicketIssued } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { seatSubject, type TicketsService } from './tickets.service.ts';

export const ticketRoutes = (
  tickets: TicketsService,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/tickets',
    summary: 'A short-lived ticket for one seat of a live meeting',
    allow: { action: 'ticket.take', rooms: true, whileLocked: true },
    params: z.strictObject({ meetingId: MeetingId }),
    body: RequestTicket,
    reply: TicketIssued,
    handle: ({ params, body, caller, correlationId }) =>
      auditRefusals(
        audit,
        {
          actor: actorOf(caller),
          action: 'ticket.issue',
          meetingId: params.meetingId,
          subject: seatSubject(body.seat),
          correlationId,
        },
        () => tickets.issue(params.meetingId, body, caller, correlationId),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/sites/:siteId/standing',
    summary: 'Whether a room may still join; refused with the reason it would be refused a ticket for',
    allow: { action: 'ticket.take', rooms: true, whileLocked: true },
    params: z.strictObject({ meetingId: MeetingId, siteId: SiteId }),
    reply: SeatStanding,
    handle: async ({ params: { meetingId, siteId }, caller }) => {
      await tickets.check(meetingId, siteId, caller);
      return { siteId };
    },
  }),
];
