import { createHash } from 'node:crypto';
import type { Clock } from '@nhipcau/base';
import {
  BookLocalUse,
  CapacityReport,
  CreateFeed,
  FeedCreated,
  FeedList,
  LocalUse,
  LocalUseList,
  MeetingId,
  MeetingSchedule,
  MoveWave,
  PeriodQuery,
  PublicCalendar,
  SchedulePage,
  ScheduleQuery,
  SetCapacity,
  WavePlanList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRawRoute, defineRoute, type Route } from '../http/route.ts';
import { setCapacity } from './capacity.ts';
import type { Feeds } from './feeds.ts';
import type { LocalUses } from './local-uses.ts';
import { publicCalendar } from './public-calendar.ts';
import type { ScheduleViews } from './schedule-views.ts';
import type { WaveMoves } from './wave-moves.ts';

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly views: ScheduleViews;
  readonly uses: LocalUses;
  readonly feeds: Feeds;
  readonly waves: WaveMoves;
}

const Done = z.strictObject({ done: z.literal(true) });

export const scheduleRoutes = (parts: Parts): Route[] => [
  ...readingRoutes(parts),
  ...writingRoutes(parts),
  ...feedRoutes(parts),
  ...waveRoutes(parts),
];

const readingRoutes = ({ database, clock, views, uses }: Parts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/schedule',
    summary: 'Rooms, or MCUs and links, with what is booked on them',
    allow: { action: 'schedule.read' },
    query: ScheduleQuery,
    reply: SchedulePage,
    handle: ({ query, caller }) => views.page(query, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/schedule/capacity',
    summary: 'How full MCUs, links and parallel sessions are at their fullest',
    allow: { action: 'schedule.read' },
    query: PeriodQuery,
    reply: CapacityReport,
    handle: ({ query }) => views.capacity(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/schedule/meetings/:meetingId',
    summary: 'What a meeting has taken: windows, rehearsal waves, who gave way',
    allow: { action: 'schedule.read' },
    params: z.strictObject({ meetingId: MeetingId }),
    reply: MeetingSchedule,
    handle: ({ params, caller }) => views.ofMeeting(params.meetingId, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/schedule/local-uses',
    summary: 'Uses of rooms that are no conference',
    allow: { action: 'schedule.read' },
    query: PeriodQuery,
    reply: LocalUseList,
    handle: ({ query, caller }) => uses.list(query, personOf(caller)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/public-calendar',
    summary: 'Confirmed sessions, where the regulation publishes them',
    allow: { anyone: true },
    perMinute: 60,
    query: PeriodQuery,
    reply: PublicCalendar,
    handle: ({ query }) => publicCalendar({ database, clock }, query),
  }),
];

const writingRoutes = ({ database, clock, uses }: Parts): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/schedule/capacity',
    summary: 'Set how much of a shared thing there is',
    allow: { action: 'schedule.write' },
    body: SetCapacity,
    reply: Done,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        { database, clock },
        { actor: actorOf(caller), action: 'schedule.setCapacity', subject: body.resourceId, correlationId },
        () => setCapacity({ database, clock }, body, { person: personOf(caller), correlationId }),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/schedule/local-uses',
    summary: 'Use a room for something that is no conference',
    allow: { action: 'registration.write' },
    body: BookLocalUse,
    reply: LocalUse,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        { database, clock },
        { actor: actorOf(caller), action: 'schedule.bookLocalUse', subject: body.roomId, correlationId },
        () => uses.book(body, { person: personOf(caller), correlationId }),
      ),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/schedule/local-uses/:localUseId',
    summary: 'Give a room back',
    allow: { action: 'registration.write' },
    params: z.strictObject({ localUseId: z.uuid() }),
    reply: Done,
    handle: async ({ params, caller, correlationId }) => {
      await auditRefusals(
        { database, clock },
        {
          actor: actorOf(caller),
          action: 'schedule.releaseLocalUse',
          subject: params.localUseId,
          correlationId,
        },
        () => uses.release(params.localUseId, { person: personOf(caller), correlationId }),
      );
      return { done: true } as const;
    },
  }),
];

const feedRoutes = ({ feeds }: Parts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/schedule/feeds',
    summary: "One's own addresses for calendar programs",
    allow: { action: 'schedule.read' },
    reply: FeedList,
    handle: ({ caller }) => feeds.list(personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/schedule/feeds',
    summary: 'Open an address for a calendar program; it is shown once',
    allow: { action: 'schedule.read' },
    body: CreateFeed,
    reply: FeedCreated,
    handle: ({ body, caller, correlationId }) =>
      feeds.create(body.scope, { person: personOf(caller), correlationId }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/schedule/feeds/:feedId',
    summary: 'Close an address for good',
    allow: { action: 'schedule.read' },
    params: z.strictObject({ feedId: z.uuid() }),
    reply: Done,
    handle: async ({ params, caller, correlationId }) => {
      await feeds.revoke(params.feedId, { person: personOf(caller), correlationId });
      return { done: true } as const;
    },
  }),
  defineRawRoute({
    method: 'GET',
    path: '/api/calendars/:token',
    summary: 'Calendar behind an unguessable address, as iCalendar',
    allow: { anyone: true },
    perMinute: 30,
    params: z.strictObject({ token: z.string().min(20).max(100) }),
    produces: 'text/calendar; charset=utf-8',
    handle: async ({ params }) => {
      const bytes = Buffer.from(await feeds.read(params.token));
      return {
        contentType: 'text/calendar; charset=utf-8',
        bytes,
        etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 27),
        cacheControl: 'private, max-age=300',
      };
    },
  }),
];

const waveRoutes = ({ database, clock, views, waves }: Parts): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/schedule/waves',
    summary: 'Meetings to come that are rehearsed in waves',
    allow: { action: 'schedule.read' },
    reply: WavePlanList,
    handle: ({ caller }) => views.wavePlans(personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/schedule/meetings/:meetingId/waves',
    summary: 'Another time for one rehearsal wave',
    allow: { action: 'schedule.write' },
    params: z.strictObject({ meetingId: MeetingId }),
    body: MoveWave,
    reply: WavePlanList,
    handle: async ({ params, body, caller, correlationId }) => {
      await auditRefusals(
        { database, clock },
        { actor: actorOf(caller), action: 'schedule.moveWave', subject: params.meetingId, correlationId },
        () => waves.move(params.meetingId, body, { person: personOf(caller), correlationId }),
      );
      return views.wavePlans(personOf(caller));
    },
  }),
];
