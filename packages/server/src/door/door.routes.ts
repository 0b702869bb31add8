import type { Clock } from '@nhipcau/base';
import { KnockAtDoor, KnockSecret, KnockStanding, KnockTaken, MeetingId } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { DoorService } from './door.service.ts';

/** Sites of a province may come from one address, each once in a while. */
const KNOCKS_PER_MINUTE = 60;
/** Everybody who may wait, asking every three seconds from one address. */
const ASKS_PER_MINUTE = 1_200;

const OfMeeting = z.strictObject({ meetingId: MeetingId });

export const doorRoutes = (door: DoorService, audit: { database: Database; clock: Clock }): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/knocks',
    summary: 'An endpoint that is not of the plan asks to be let into a live meeting, and waits',
    allow: { anyone: true },
    perMinute: KNOCKS_PER_MINUTE,
    params: OfMeeting,
    body: KnockAtDoor,
    reply: KnockTaken,
    handle: ({ params: { meetingId }, body, caller, ip, correlationId }) =>
      auditRefusals(audit, { actor: actorOf(caller), action: 'door.knock', meetingId, correlationId }, () =>
        door.knock(meetingId, body, { caller, ip, correlationId }),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/knocks/answer',
    summary: 'Whether whoever waits was let in; asking keeps its place',
    allow: { anyone: true },
    perMinute: ASKS_PER_MINUTE,
    params: OfMeeting,
    body: KnockSecret,
    reply: KnockStanding,
    handle: ({ params, body, correlationId }) => door.standing(params.meetingId, body.secret, correlationId),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/meetings/:meetingId/knocks/leave',
    summary: 'Whoever waits goes away',
    allow: { anyone: true },
    perMinute: KNOCKS_PER_MINUTE,
    params: OfMeeting,
    body: KnockSecret,
    reply: z.strictObject({}),
    handle: async ({ params, body }) => {
      await door.leave(params.meetingId, body.secret);
      return {};
    },
  }),
];
