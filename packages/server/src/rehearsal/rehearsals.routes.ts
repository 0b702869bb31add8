import { ActOnRehearsal, MeetingId, Rehearsal } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import { sha256 } from '../documents/issued.repository.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import { workerOf } from '../staff/worker.ts';
import { type RehearsalParts, RehearsalsService } from './rehearsals.service.ts';

const OneMeeting = z.strictObject({ meetingId: MeetingId });
const PRINTS_PER_MINUTE = 60;
/** A rehearsal of hundreds of sites is recorded quickly. */
const ACTS_PER_MINUTE = 300;

/** Rehearsals, wired. */
export function rehearsalRoutes(parts: RehearsalParts): Route[] {
  const rehearsals = new RehearsalsService(parts);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/rehearsals/:meetingId',
      summary:
        'The rehearsal of a meeting: its stages, every site, who is tried next, what keeps it from ending',
      allow: { action: 'registration.read' },
      params: OneMeeting,
      reply: Rehearsal,
      handle: ({ params, caller }) => rehearsals.read(params.meetingId, personOf(caller)),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/rehearsals/:meetingId',
      summary: 'Begin a rehearsal in a conference of its own',
      allow: { action: 'rehearsal.lead' },
      params: OneMeeting,
      reply: Rehearsal,
      handle: ({ params: { meetingId }, ...call }) =>
        auditRefusals(
          parts,
          {
            actor: actorOf(call.caller),
            action: 'rehearsal.open',
            meetingId,
            correlationId: call.correlationId,
          },
          () => rehearsals.open(meetingId, workerOf(call)),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/rehearsals/:meetingId/acts',
      summary: 'Results of sites and steps, the next stage, the end; each request counts once',
      allow: { action: 'rehearsal.record' },
      perMinute: ACTS_PER_MINUTE,
      params: OneMeeting,
      body: ActOnRehearsal,
      reply: Rehearsal,
      handle: ({ params: { meetingId }, body, ...call }) =>
        auditRefusals(
          parts,
          {
            actor: actorOf(call.caller),
            action: `rehearsal.${body.act.act}`,
            meetingId,
            correlationId: call.correlationId,
          },
          () => rehearsals.act(meetingId, body, workerOf(call)),
        ),
    }),
    ...PrintFormat.options.map((format) =>
      defineRawRoute({
        method: 'GET',
        path: `/api/rehearsals/:meetingId/record.${format}`,
        summary: `The record of the rehearsal as a paper, ${format.toUpperCase()}`,
        allow: { action: 'document.print' },
        perMinute: PRINTS_PER_MINUTE,
        params: OneMeeting,
        produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
        handle: async ({ params, caller }) => {
          const { bytes, contentType } = await rehearsals.print(params.meetingId, format, personOf(caller));
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
}
