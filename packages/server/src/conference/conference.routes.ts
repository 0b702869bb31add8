import { BringUpList, EventPage, IncidentList, MeetingId, MeetingRules, SiteId } from '@nhipcau/contracts';
import { z } from 'zod';
import { AppError } from '../app-error.ts';
import type { Database } from '../database/database.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import { findMeeting } from '../meetings/meetings.repository.ts';
import { listBringUps } from './bring-up.repository.ts';
import { listIncidents } from './incident.repository.ts';
import type { LiveMeetings } from './live-meetings.ts';
import { liveRulesOf } from './live-rules.ts';

const PAGE = 500;
const OfMeeting = z.strictObject({ meetingId: MeetingId });

export const conferenceRoutes = (meetings: LiveMeetings, database: Database): Route[] => {
  const checkMeeting = async (meetingId: MeetingId): Promise<void> => {
    if (!(await findMeeting(database, meetingId))) throw new AppError('MEETING_NOT_FOUND');
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/bring-ups',
      summary: "Every call of a site to the chair's screen with all its times",
      allow: { action: 'meeting.read' },
      params: OfMeeting,
      reply: BringUpList,
      handle: async ({ params }) => {
        await checkMeeting(params.meetingId);
        return { bringUps: await listBringUps(database, params.meetingId) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/live-rules',
      summary: 'What the regulation of the meeting says of connecting and conducting it',
      allow: { action: 'meeting.read' },
      params: OfMeeting,
      reply: MeetingRules,
      handle: async ({ params }) => {
        await checkMeeting(params.meetingId);
        return liveRulesOf(database, params.meetingId);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/incidents',
      summary: 'Drops, links down, nodes lost, with start, end and duration',
      allow: { action: 'meeting.read' },
      params: OfMeeting,
      reply: IncidentList,
      handle: async ({ params }) => {
        await checkMeeting(params.meetingId);
        return { incidents: await listIncidents(database, params.meetingId) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/events',
      summary: 'The log of the meeting in pages',
      allow: { action: 'meeting.records' },
      params: OfMeeting,
      query: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
      reply: EventPage,
      handle: async ({ params, query }) => {
        await checkMeeting(params.meetingId);
        const events = await meetings.store.events(params.meetingId, query.after, PAGE + 1);
        return { events: events.slice(0, PAGE), more: events.length > PAGE };
      },
    }),
    defineRawRoute({
      method: 'GET',
      path: '/api/meetings/:meetingId/stills/:siteId',
      summary: "Newest still picture of a site's room",
      allow: { action: 'meeting.watch' },
      // A wall of 200 sites, each every three seconds, on several consoles of one person.
      perMinute: 30_000,
      params: z.strictObject({ meetingId: MeetingId, siteId: SiteId }),
      query: z.strictObject({ v: z.coerce.number().int().min(0).optional() }),
      produces: 'image/jpeg',
      handle: async ({ params }) => {
        const still = (await meetings.open(params.meetingId)).stills.get(params.siteId);
        if (!still) throw new AppError('NOT_FOUND');
        return {
          contentType: 'image/jpeg',
          bytes: still.jpeg,
          etag: `"${still.version}"`,
          cacheControl: 'private, no-cache',
        };
      },
    }),
  ];
};
