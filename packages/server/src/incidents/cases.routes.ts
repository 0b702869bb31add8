import {
  ActOnCase,
  CaseId,
  CaseList,
  CloseCases,
  MeetingId,
  OpenCases,
  ReportFault,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { workerOf } from '../staff/worker.ts';
import type { CaseViews } from './case-views.ts';
import type { CasesService } from './cases.service.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const Done = z.strictObject({});
/** A control room in a storm of faults. */
const ACTS_PER_MINUTE = 300;

/** Faults in people's hands: seen by the control room, the site, and those who are told (R-INC-01 … R-INC-08). */
export const caseRoutes = ({
  cases,
  views,
  ...audit
}: StaffParts & { readonly cases: CasesService; readonly views: CaseViews }): Route[] => {
  const recorded = <T>(
    { caller, correlationId }: { caller: Caller; correlationId: string },
    line: { action: string; subject: string; meetingId?: string },
    act: () => Promise<T>,
  ) => auditRefusals(audit, { actor: actorOf(caller), correlationId, ...line }, act);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/incident-cases',
      summary: 'Faults of all meetings that are not closed, as far as this person has to do with them',
      allow: { action: 'incident.read' },
      reply: OpenCases,
      handle: ({ caller }) => views.open(personOf(caller)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/incident-cases',
      summary: 'Faults of a meeting with whom to call, and what was done about them',
      allow: { action: 'incident.read' },
      params: OneMeeting,
      reply: CaseList,
      handle: ({ params, caller }) => views.ofMeeting(params.meetingId, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/meetings/:meetingId/incident-cases',
      summary: 'Report a fault that the system does not see by itself',
      allow: { action: 'incident.report' },
      params: OneMeeting,
      body: ReportFault,
      reply: z.strictObject({ caseId: CaseId }),
      handle: ({ params: { meetingId }, body, ...call }) =>
        recorded(
          call,
          { action: 'incident.report', subject: body.siteId ?? meetingId, meetingId },
          async () => ({
            caseId: await cases.report(meetingId, body, workerOf(call)),
          }),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/incident-cases/:caseId/acts',
      summary: 'Answer a fault, say what is done about it, close it; each request counts once',
      allow: { action: 'incident.handle' },
      perMinute: ACTS_PER_MINUTE,
      params: z.strictObject({ caseId: CaseId }),
      body: ActOnCase,
      reply: Done,
      handle: ({ params: { caseId }, body, ...call }) =>
        recorded(call, { action: `incident.${body.act.act}`, subject: caseId }, async () => {
          await cases.act(caseId, body.act, { key: body.key, worker: workerOf(call) });
          return {};
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/incident-cases/closing',
      summary: 'Close faults that had one cause, all or none',
      allow: { action: 'incident.handle' },
      body: CloseCases,
      reply: Done,
      handle: ({ body, ...call }) =>
        recorded(
          call,
          { action: 'incident.close', subject: body.caseIds.join(' ').slice(0, 200) },
          async () => {
            await cases.close(body, workerOf(call));
            return {};
          },
        ),
    }),
  ];
};
