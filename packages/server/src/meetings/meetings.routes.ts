import type { Clock } from '@nhipcau/base';
import { CreateMeeting, MeetingDetail, MeetingId, MeetingList, MeetingSummary } from '@nhipcau/contracts';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { listInvited } from '../directory/directory.repository.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { findMeeting, listMeetings } from './meetings.repository.ts';
import type { MeetingsService } from './meetings.service.ts';

export const meetingRoutes = (
  meetings: MeetingsService,
  { database, clock }: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/meetings',
    summary: 'Meetings, live ones first',
    allow: { action: 'meeting.read' },
    reply: MeetingList,
    handle: async () => ({ meetings: await listMeetings(database) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings',
    summary: 'Plan a meeting of admitted sites',
    allow: { action: 'meeting.create' },
    body: CreateMeeting,
    reply: MeetingSummary,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        { database, clock },
        { actor: actorOf(caller), action: 'meeting.create', facts: { title: body.title }, correlationId },
        () => meetings.create(body, personOf(caller), correlationId),
      ),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId',
    summary: 'One meeting with its invited sites',
    allow: { action: 'meeting.read' },
    params: z.strictObject({ meetingId: MeetingId }),
    reply: MeetingDetail,
    handle: async ({ params }) => {
      const meeting = await findMeeting(database, params.meetingId);
      if (!meeting) throw new AppError('MEETING_NOT_FOUND');
      const { cascadeAllowed: _cascade, ...detail } = meeting;
      const sites = await listInvited(database, params.meetingId);
      return {
        ...detail,
        sites: sites.map(({ entry: { leg: _leg, ...site }, levelCode }) => ({ ...site, levelCode })),
      };
    },
  }),
];
