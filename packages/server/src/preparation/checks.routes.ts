import {
  AnswerChecks,
  MeetingId,
  OrderRetest,
  OrganisationId,
  OverrideClearance,
  PreparationList,
  ReadinessBoard,
  SiteCheckSheet,
  SiteId,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { BoardService } from './board.service.ts';
import type { ChecksService } from './checks.service.ts';
import type { Call, PreparationParts } from './preparation-parts.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const OneSite = OneMeeting.extend({ siteId: SiteId });
/** A queue that waited for its connection sends one answer after the other; a board looks every few seconds. */
const ANSWERS_PER_MINUTE = 300;

export interface ChecksRoutesParts extends Pick<PreparationParts, 'database' | 'clock'> {
  readonly checks: ChecksService;
  readonly board: BoardService;
}

export const checksRoutes = ({ checks, board, database, clock }: ChecksRoutesParts): Route[] => {
  const recorded = <T>(
    { caller, correlationId }: Call,
    line: { action: string; meetingId: string; subject: string },
    act: () => Promise<T>,
  ) => auditRefusals({ database, clock }, { actor: actorOf(caller), correlationId, ...line }, act);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/preparation',
      summary: 'Meetings that are being prepared, as far as this person works on them',
      allow: { action: 'registration.read' },
      reply: PreparationList,
      handle: ({ caller }) => board.list(personOf(caller)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/preparation/:meetingId/board',
      summary: 'Readiness of every site of a meeting',
      allow: { action: 'registration.read' },
      params: OneMeeting,
      reply: ReadinessBoard,
      handle: ({ params, caller }) => board.board(params.meetingId, personOf(caller)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/preparation/:meetingId/sites/:siteId',
      summary: 'What one site has to check, and what it answered',
      allow: { action: 'registration.read', rooms: true },
      params: OneSite,
      reply: SiteCheckSheet,
      handle: ({ params, ...call }) => checks.sheet(params.meetingId, params.siteId, call),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/sites/:siteId/answers',
      summary: 'Answers to items of the check, in the order in which they were given; each counts once',
      allow: { action: 'registration.read', rooms: true },
      perMinute: ANSWERS_PER_MINUTE,
      params: OneSite,
      body: AnswerChecks,
      reply: SiteCheckSheet,
      handle: ({ params: { meetingId, siteId }, body, ...call }) =>
        recorded(call, { action: 'check.answer', meetingId, subject: siteId }, () =>
          checks.answer(meetingId, siteId, body, call),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/sites/:siteId/retests',
      summary: 'Have a site test again what is not good enough',
      allow: { action: 'check.order' },
      params: OneSite,
      body: OrderRetest,
      reply: SiteCheckSheet,
      handle: ({ params: { meetingId, siteId }, body, ...call }) =>
        recorded(call, { action: 'check.order', meetingId, subject: siteId }, () =>
          checks.orderRetest(meetingId, siteId, body, { ...call, person: personOf(call.caller) }),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/areas/:organisationId/clearance',
      summary: 'Let the sites of an area be connected although one of them is unchecked, with a reason',
      allow: { action: 'check.order' },
      params: OneMeeting.extend({ organisationId: OrganisationId }),
      body: OverrideClearance,
      reply: ReadinessBoard,
      handle: ({ params: { meetingId, organisationId }, body, ...call }) =>
        recorded(call, { action: 'check.clear', meetingId, subject: organisationId }, async () => {
          const person = personOf(call.caller);
          await checks.overrideClearance(meetingId, organisationId, body.reason, { ...call, person });
          return board.board(meetingId, person);
        }),
    }),
  ];
};
