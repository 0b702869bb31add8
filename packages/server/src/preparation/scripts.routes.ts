import { ApproveScript, MeetingId, MeetingScript, SaveScript } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { sha256 } from '../documents/issued.repository.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { Call, PreparationParts } from './preparation-parts.ts';
import type { ScriptsService } from './scripts.service.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const PRINTS_PER_MINUTE = 60;

export const scriptRoutes = (
  scripts: ScriptsService,
  audit: Pick<PreparationParts, 'database' | 'clock'>,
): Route[] => {
  const recorded = <T>(
    { caller, correlationId }: Call,
    action: string,
    meetingId: string,
    act: () => Promise<T>,
  ) => auditRefusals(audit, { actor: actorOf(caller), action, meetingId, correlationId }, act);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/preparation/:meetingId/script',
      summary: 'Running order of a meeting: the draft, what is wrong with it, and what was approved',
      allow: { action: 'registration.read' },
      params: OneMeeting,
      reply: MeetingScript,
      handle: ({ params, caller }) => scripts.read(params.meetingId, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/script',
      summary: 'Save the draft of the running order',
      allow: { action: 'script.write' },
      params: OneMeeting,
      body: SaveScript,
      reply: MeetingScript,
      handle: ({ params: { meetingId }, body, ...call }) =>
        recorded(call, 'script.save', meetingId, () =>
          scripts.save(meetingId, body, { ...call, person: personOf(call.caller) }),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/preparation/:meetingId/script/approval',
      summary: 'Approve the running order as it stands; it is kept from then on',
      allow: { action: 'script.approve' },
      params: OneMeeting,
      body: ApproveScript,
      reply: MeetingScript,
      handle: ({ params: { meetingId }, body, ...call }) =>
        recorded(call, 'script.approve', meetingId, () =>
          scripts.approve(meetingId, body, { ...call, person: personOf(call.caller) }),
        ),
    }),
    ...PrintFormat.options.map((format) =>
      defineRawRoute({
        method: 'GET',
        path: `/api/preparation/:meetingId/script.${format}`,
        summary: `The running order as a paper, ${format.toUpperCase()}`,
        allow: { action: 'document.print' },
        perMinute: PRINTS_PER_MINUTE,
        params: OneMeeting,
        produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
        handle: async ({ params, caller }) => {
          const { bytes, contentType } = await scripts.print(params.meetingId, format, personOf(caller));
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
