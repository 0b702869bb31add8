import type { Clock } from '@nhipcau/base';
import {
  AccessRequests,
  AnswerHandover,
  AskAccess,
  DecideAccess,
  GiveHandover,
  MeetingHandover,
  MeetingId,
  RecordingLink,
  RecordingList,
  RecordingListQuery,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { sha256 } from '../documents/issued.repository.ts';
import { PrintFormat } from '../documents/print-job.ts';
import { type Caller, personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type RawReply, type Route } from '../http/route.ts';
import { workerOf } from '../staff/worker.ts';
import type { AccessRequestsService } from './access-requests.service.ts';
import type { Archive } from './archive.ts';
import type { CopiesService } from './copies.service.ts';
import type { HandoverService } from './handover.service.ts';
import { listRecordings } from './recording-lists.ts';
import type { RecordingsService } from './recordings.service.ts';

const OfMeeting = z.strictObject({ meetingId: MeetingId });
const OfHandover = z.strictObject({ handoverId: z.uuid() });
const OfRequest = z.strictObject({ requestId: z.uuid() });
const PRINTS_PER_MINUTE = 60;

interface Audit {
  readonly database: Database;
  readonly clock: Clock;
}

const recorded = <T>(
  audit: Audit,
  call: { caller: Caller; correlationId: string },
  line: { action: string; meetingId?: string; subject?: string },
  act: () => Promise<T>,
): Promise<T> =>
  auditRefusals(audit, { actor: actorOf(call.caller), correlationId: call.correlationId, ...line }, act);

const raw = (bytes: Buffer, contentType: string): RawReply => ({
  bytes,
  contentType,
  etag: `"${sha256(bytes).toString('base64url')}"`,
  cacheControl: 'private, no-cache',
});

/** The list of recordings, and hand-over of one. */
export const handoverRoutes = (handovers: HandoverService, archive: Archive, audit: Audit): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/recordings',
    summary: 'Meetings of which something was recorded: to be read, or to be asked for',
    allow: { action: 'session.own' },
    query: RecordingListQuery,
    reply: RecordingList,
    handle: async ({ query, caller }) => ({
      ...(await listRecordings(audit.database, personOf(caller), query)),
      store: await archive.standing(),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/recordings/:meetingId/handover',
    summary: 'Hand-over of what was recorded: limit, custodian, sheets with their receipts',
    allow: { action: 'recording.read' },
    params: OfMeeting,
    reply: MeetingHandover,
    handle: ({ params, caller }) => handovers.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recordings/:meetingId/handover',
    summary: 'Write a hand-over sheet; each request counts once',
    allow: { action: 'recording.handOver' },
    params: OfMeeting,
    body: GiveHandover,
    reply: MeetingHandover,
    handle: (call) =>
      recorded(audit, call, { action: 'recording.handOver', meetingId: call.params.meetingId }, () =>
        handovers.give(call.params.meetingId, call.body, workerOf(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recording-handovers/:handoverId/answer',
    summary: 'Sign for what was handed over, or send it back with a reason',
    allow: { action: 'recording.receive' },
    params: OfHandover,
    body: AnswerHandover,
    reply: MeetingHandover,
    handle: (call) =>
      recorded(audit, call, { action: `recording.${call.body.kind}`, subject: call.params.handoverId }, () =>
        handovers.answer(call.params.handoverId, call.body, workerOf(call)),
      ),
  }),
  ...PrintFormat.options.map((format) =>
    defineRawRoute({
      method: 'GET',
      path: `/api/recording-handovers/:handoverId/sheet.${format}`,
      summary: `The hand-over sheet with its receipt, ${format.toUpperCase()}`,
      allow: { action: 'recording.read' },
      perMinute: PRINTS_PER_MINUTE,
      params: OfHandover,
      produces: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      handle: async ({ params, caller }) => {
        const { bytes, contentType } = await handovers.print(params.handoverId, format, personOf(caller));
        return raw(bytes, contentType);
      },
    }),
  ),
  defineRawRoute({
    method: 'GET',
    path: '/api/recordings/:meetingId/checksums',
    summary: 'SHA-256 of every file, in the format of sha256sum',
    allow: { action: 'recording.read' },
    perMinute: PRINTS_PER_MINUTE,
    params: OfMeeting,
    produces: 'application/octet-stream',
    handle: async ({ params, caller }) =>
      raw(
        Buffer.from(await handovers.checksums(params.meetingId, personOf(caller)), 'utf8'),
        'application/octet-stream',
      ),
  }),
];

/** Requests of other bodies. */
export const accessRequestRoutes = (
  requests: AccessRequestsService,
  { recordings, copies }: { readonly recordings: RecordingsService; readonly copies: CopiesService },
  audit: Audit,
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/recordings/:meetingId/requests',
    summary: 'Requests for what was recorded: all for who keeps it, otherwise the own',
    allow: { action: 'session.own' },
    params: OfMeeting,
    reply: AccessRequests,
    handle: ({ params, caller }) => requests.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recordings/:meetingId/requests',
    summary: 'Ask whoever keeps it for the film or its sound; each request counts once',
    allow: { action: 'recording.request' },
    params: OfMeeting,
    body: AskAccess,
    reply: AccessRequests,
    handle: (call) =>
      recorded(audit, call, { action: 'recording.request', meetingId: call.params.meetingId }, () =>
        requests.ask(call.params.meetingId, call.body, workerOf(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recording-requests/:requestId/decision',
    summary: 'Grant or refuse a request with a reason, or take back what was granted',
    allow: { action: 'recording.decide' },
    params: OfRequest,
    body: DecideAccess,
    reply: AccessRequests,
    handle: (call) =>
      recorded(
        audit,
        call,
        { action: `recording.request.${call.body.kind}`, subject: call.params.requestId },
        () => requests.decide(call.params.requestId, call.body, workerOf(call)),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recording-requests/:requestId/links',
    summary: 'A link to what was granted, for whoever asked for it',
    allow: { action: 'recording.request' },
    params: OfRequest,
    reply: RecordingLink,
    handle: (call) =>
      recorded(audit, call, { action: 'recording.link', subject: call.params.requestId }, async () => {
        const person = personOf(call.caller);
        const granted = await requests.granted(call.params.requestId, person);
        // A film only with their name in it (rule RD-23).
        return granted.part === 'film'
          ? copies.linkOfRequest(call.params.requestId, workerOf(call))
          : recordings.linkFor(granted, person, call.correlationId);
      }),
  }),
];
