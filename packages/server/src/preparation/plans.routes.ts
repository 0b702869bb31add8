import { AgreePlan, ConnectionPlan, McuSheet, MeetingId, OrganisationId, SavePlan } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { sha256 } from '../documents/issued.repository.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { PlansService } from './plans.service.ts';
import type { Call, PreparationParts } from './preparation-parts.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const PRINTS_PER_MINUTE = 60;

export const planRoutes = (
  plans: PlansService,
  audit: Pick<PreparationParts, 'database' | 'clock'>,
): Route[] => {
  const recorded = <T>(
    { caller, correlationId }: Call,
    line: { action: string; meetingId?: string; subject?: string },
    act: () => Promise<T>,
  ) => auditRefusals(audit, { actor: actorOf(caller), correlationId, ...line }, act);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/preparation/:meetingId/plan',
      summary: 'Connection plan of a meeting: tree, MCUs, losses, what is missing, who agreed',
      allow: { action: 'registration.read' },
      params: OneMeeting,
      reply: ConnectionPlan,
      handle: ({ params, caller }) => plans.read(params.meetingId, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/plan',
      summary: 'Lay the plan before the units as a further version',
      allow: { action: 'plan.write' },
      params: OneMeeting,
      body: SavePlan,
      reply: ConnectionPlan,
      handle: ({ params: { meetingId }, body, ...call }) =>
        recorded(call, { action: 'plan.save', meetingId }, () =>
          plans.save(meetingId, body, { ...call, person: personOf(call.caller) }),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/plan/agreements/:organisationId',
      summary: 'A unit agrees with the plan or objects to it',
      allow: { action: 'plan.agree' },
      params: OneMeeting.extend({ organisationId: OrganisationId }),
      body: AgreePlan,
      reply: ConnectionPlan,
      handle: ({ params: { meetingId, organisationId }, body, ...call }) =>
        recorded(call, { action: 'plan.agree', meetingId, subject: organisationId }, () =>
          plans.agree(meetingId, organisationId, body, { ...call, person: personOf(call.caller) }),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/mcu-sheets',
      summary: 'Note what is known of an MCU: capacity, line, owner, operator, spare',
      allow: { action: 'plan.write' },
      body: McuSheet,
      reply: McuSheet,
      handle: ({ body, ...call }) =>
        recorded(call, { action: 'plan.sheet', subject: body.nodeId }, () =>
          plans.fileSheet(body, { ...call, person: personOf(call.caller) }),
        ),
    }),
    ...PrintFormat.options.map((format) =>
      defineRawRoute({
        method: 'GET',
        path: `/api/preparation/:meetingId/plan.${format}`,
        summary: `The connection plan as a paper, ${format.toUpperCase()}`,
        allow: { action: 'document.print' },
        perMinute: PRINTS_PER_MINUTE,
        params: OneMeeting,
        produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
        handle: async ({ params, caller }) => {
          const { bytes, contentType } = await plans.print(params.meetingId, format, personOf(caller));
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
};
