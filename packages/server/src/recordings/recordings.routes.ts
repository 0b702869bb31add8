import type { Clock } from '@nhipcau/base';
import {
  AskRecordingLink,
  MAX_SEGMENT_BYTES,
  MeetingId,
  MeetingRecordings,
  RecordingLink,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineFileRoute, defineRoute, defineUploadRoute, type Route } from '../http/route.ts';
import type { RecordingLinks } from './recording-links.ts';
import type { RecordingsService } from './recordings.service.ts';
import type { SegmentIntake } from './segment-intake.ts';

const OfMeeting = z.strictObject({ meetingId: MeetingId });
const OfToken = z.strictObject({ token: z.string().min(20).max(200) });
/** A player asks for many small pieces. */
const PIECES_PER_MINUTE = 3_000;
const SEGMENTS_PER_MINUTE = 6_000;

export const recordingRoutes = (
  service: RecordingsService,
  links: RecordingLinks,
  intake: SegmentIntake,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/recordings/:meetingId',
    summary: 'What was recorded of a meeting, its film, and who fetched it',
    allow: { action: 'recording.read' },
    params: OfMeeting,
    reply: MeetingRecordings,
    handle: ({ params, caller }) => service.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recordings/:meetingId/film',
    summary: 'Have the film of a meeting made, or made anew',
    allow: { action: 'recording.render' },
    params: OfMeeting,
    reply: MeetingRecordings,
    handle: (call) =>
      auditRefusals(
        audit,
        {
          actor: actorOf(call.caller),
          action: 'recording.render',
          meetingId: call.params.meetingId,
          correlationId: call.correlationId,
        },
        () => service.render(call.params.meetingId, personOf(call.caller), call.correlationId),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/recordings/:meetingId/links',
    summary: 'A link to the film or its sound, for this person and for some hours',
    allow: { action: 'recording.watch' },
    params: OfMeeting,
    body: AskRecordingLink,
    reply: RecordingLink,
    handle: (call) =>
      auditRefusals(
        audit,
        {
          actor: actorOf(call.caller),
          action: 'recording.link',
          meetingId: call.params.meetingId,
          correlationId: call.correlationId,
        },
        () => service.link(call.params.meetingId, call.body.part, personOf(call.caller), call.correlationId),
      ),
  }),
  defineFileRoute({
    path: '/api/recording-files/:token',
    summary: 'The file behind a link, whole or in pieces',
    // The link itself says for whom it is.
    allow: { action: 'session.own' },
    perMinute: PIECES_PER_MINUTE,
    params: OfToken,
    produces: 'application/octet-stream',
    handle: ({ params, range, caller }) => links.open(params.token, range, personOf(caller)),
  }),
  defineUploadRoute({
    path: '/api/segments/:token',
    summary: 'A node brings a segment it has announced',
    allow: { anyone: true },
    perMinute: SEGMENTS_PER_MINUTE,
    params: OfToken,
    upload: {
      contentTypes: ['application/octet-stream'],
      limitBytes: MAX_SEGMENT_BYTES,
      admit: (params) => intake.expects(OfToken.safeParse(params).data?.token ?? ''),
    },
    reply: z.strictObject({}),
    handle: async ({ params, body }) => {
      await intake.receive(params.token, body);
      return {};
    },
  }),
];
