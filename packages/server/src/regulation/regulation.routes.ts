import type { Clock } from '@nhipcau/base';
import {
  CalendarDaySet,
  CalendarYear,
  LocalityCode,
  MeetingId,
  PreviewTimetable,
  RegulationList,
  RegulationReply,
  SetCalendarDay,
  Timetable,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { RegulationService } from './regulation.service.ts';

const ofLocality = z.strictObject({ locality: LocalityCode });

export const regulationRoutes = (
  regulation: RegulationService,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/regulations',
    summary: 'Regulations of the localities, every version',
    allow: { action: 'regulation.read' },
    reply: RegulationList,
    handle: () => regulation.list(),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/regulations/:locality',
    summary:
      'One regulation with every value and its article; the version in force unless another is asked for',
    allow: { action: 'regulation.read' },
    params: ofLocality,
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
    reply: RegulationReply,
    handle: async ({ params, query }) => ({ profile: await regulation.find(params.locality, query.version) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/regulations/:locality/timetable',
    summary: 'Legal timetable that a meeting would have; changes nothing',
    allow: { action: 'regulation.read' },
    params: ofLocality,
    body: PreviewTimetable,
    reply: Timetable,
    handle: ({ params, body }) => regulation.preview(params.locality, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/meetings/:meetingId/timetable',
    summary: 'Legal timetable of a meeting by the regulation it was registered under',
    allow: { action: 'meeting.read' },
    params: z.strictObject({ meetingId: MeetingId }),
    reply: Timetable,
    handle: ({ params }) => regulation.ofMeeting(params.meetingId),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/calendar/:year',
    summary: 'Days of a year that are not what their weekday says',
    allow: { action: 'regulation.read' },
    params: z.strictObject({ year: z.coerce.number().int().min(1990).max(2200) }),
    query: z.strictObject({ locality: LocalityCode.optional() }),
    reply: CalendarYear,
    handle: ({ params, query }) => regulation.calendarOf(params.year, query.locality),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/calendar/days',
    summary: 'Confirm or correct a day; answers which limits of meetings to come it moved',
    allow: { action: 'calendar.write' },
    body: SetCalendarDay,
    reply: CalendarDaySet,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'calendar.setDay', subject: body.date, correlationId },
        () => regulation.setDay(body, personOf(caller), correlationId),
      ),
  }),
];
