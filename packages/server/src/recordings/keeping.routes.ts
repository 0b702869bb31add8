import type { Clock } from '@nhipcau/base';
import {
  AskCopy,
  DecideDeletion,
  HoldRecording,
  MeetingId,
  RecordingCopies,
  RecordingDeletions,
  RecordingKeeping,
  RecordingLink,
} from '@nhipcau/contracts';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { auditedBy } from '../staff/worker.ts';
import type { AccessRequestsService } from './access-requests.service.ts';
import type { CopiesService } from './copies.service.ts';
import type { RetentionService } from './retention.service.ts';

const OfMeeting = z.strictObject({ meetingId: MeetingId });
const OfDeletion = z.strictObject({ deletionId: z.uuid() });
const OfCopy = z.strictObject({ copyId: z.uuid() });
const OfRequest = z.strictObject({ requestId: z.uuid() });

interface Audit {
  readonly database: Database;
  readonly clock: Clock;
}

/** How long recordings are kept, and what is deleted. */
export const retentionRoutes = (retention: RetentionService, audit: Audit): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/recording-deletions',
    summary: 'Deletions that are proposed, and those that were decided',
    allow: { action: 'recording.delete' },
    reply: RecordingDeletions,
    handle: ({ caller }) => retention.list(personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recording-deletions/:deletionId/decision',
    summary: 'Delete what is proposed, or keep it, with a reason',
    allow: { action: 'recording.delete' },
    params: OfDeletion,
    body: DecideDeletion,
    reply: RecordingDeletions,
    handle: (call) =>
      auditedBy(audit)(`recording.deletion.${call.body.kind}`, call.params.deletionId, call, (worker) =>
        retention.decide(call.params.deletionId, call.body, worker),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/recordings/:meetingId/keeping',
    summary: 'How long a recording is kept, whether it is held, what of it was deleted',
    allow: { action: 'recording.read' },
    params: OfMeeting,
    reply: RecordingKeeping,
    handle: ({ params, caller }) => retention.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recordings/:meetingId/hold',
    summary: 'Hold a recording, so that nothing of it is deleted, or let it go again',
    allow: { action: 'recording.hold' },
    params: OfMeeting,
    body: HoldRecording,
    reply: RecordingKeeping,
    handle: (call) =>
      auditedBy(audit)(
        call.body.isHeld ? 'recording.hold' : 'recording.release',
        call.params.meetingId,
        call,
        (worker) => retention.hold(call.params.meetingId, call.body, worker),
      ),
  }),
];

/** Copies for one person. */
export const copyRoutes = (copies: CopiesService, requests: AccessRequestsService, audit: Audit): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/recordings/:meetingId/copies',
    summary: 'Copies this person has asked for',
    allow: { action: 'session.own' },
    params: OfMeeting,
    reply: RecordingCopies,
    handle: ({ params, caller }) => copies.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recordings/:meetingId/copies',
    summary: 'Have the film made with the own name in it, or what one site sent; each request counts once',
    allow: { action: 'recording.watch' },
    params: OfMeeting,
    body: AskCopy,
    reply: RecordingCopies,
    handle: (call) =>
      auditedBy(audit)('recording.copy', call.params.meetingId, call, (worker) =>
        copies.ask(call.params.meetingId, call.body, worker),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recording-requests/:requestId/copies',
    summary: 'Have the film that was granted made with the own name in it',
    allow: { action: 'recording.request' },
    params: OfRequest,
    reply: RecordingCopies,
    handle: (call) =>
      auditedBy(audit)('recording.copy', call.params.requestId, call, async (worker) => {
        const granted = await requests.granted(call.params.requestId, worker.person);
        return copies.askGranted({ requestId: call.params.requestId, ...granted }, worker);
      }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recording-copies/:copyId/links',
    summary: 'A link to a copy, for whoever asked for it',
    allow: { action: 'session.own' },
    params: OfCopy,
    reply: RecordingLink,
    handle: (call) =>
      auditedBy(audit)('recording.link', call.params.copyId, call, (worker) =>
        copies.link(call.params.copyId, worker),
      ),
  }),
];
