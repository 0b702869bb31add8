import { ActOnEnding, Ending, MeetingId } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { sha256 } from '../documents/issued.repository.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import type { Outbox } from '../notices/outbox.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';
import { workerOf } from '../staff/worker.ts';
import { EndingTasks } from './ending-letters.ts';
import { type EndingParts, EndingsService } from './endings.service.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const PRINTS_PER_MINUTE = 60;

/** The time after a meeting, wired. */
export function openEnding(parts: EndingParts & { readonly outbox: Outbox }): {
  routes: Route[];
  follower: PhaseFollower;
} {
  const endings = new EndingsService(parts);
  return {
    follower: new EndingTasks(parts),
    routes: [
      defineRoute({
        method: 'GET',
        path: '/api/endings/:meetingId',
        summary: 'The time after a meeting: steps, ratings, what is left to be mended, the report upward',
        allow: { action: 'incident.read' },
        params: OneMeeting,
        reply: Ending,
        handle: ({ params, caller }) => endings.read(params.meetingId, personOf(caller)),
      }),
      defineRoute({
        method: 'POST',
        path: '/api/endings/:meetingId/acts',
        summary:
          'Take a step, judge the quality, leave or mend an issue, report upward; each request counts once',
        allow: { action: 'incident.handle' },
        params: OneMeeting,
        body: ActOnEnding,
        reply: Ending,
        handle: ({ params: { meetingId }, body, ...call }) =>
          auditRefusals(
            parts,
            {
              actor: actorOf(call.caller),
              action: `ending.${body.act.act}`,
              meetingId,
              correlationId: call.correlationId,
            },
            () => endings.act(meetingId, body, workerOf(call)),
          ),
      }),
      ...PrintFormat.options.map((format) =>
        defineRawRoute({
          method: 'GET',
          path: `/api/endings/:meetingId/report.${format}`,
          summary: `Result of the meeting for whoever is above, ${format.toUpperCase()}`,
          allow: { action: 'document.print' },
          perMinute: PRINTS_PER_MINUTE,
          params: OneMeeting,
          produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
          handle: async ({ params, caller }) => {
            const { bytes, contentType } = await endings.print(params.meetingId, format, personOf(caller));
            return {
              bytes,
              contentType,
              etag: `"${sha256(bytes).toString('base64url')}"`,
              cacheControl: 'private, no-cache',
            };
          },
        }),
      ),
    ],
  };
}
