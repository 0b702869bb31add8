import type { Clock } from '@nhipcau/base';
import { OpenRoomSession, RequestRoomLink, RoomLinkIssued, RoomSessionOpened } from '@nhipcau/contracts';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { RoomLinksService } from './room-links.service.ts';

/** The terminals of a whole province may come from one address within a minute; a link cannot be guessed at any rate. */
const DEVICES_PER_MINUTE = 1_200;

export const roomLinkRoutes = (
  links: RoomLinksService,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/room-links',
    summary: "A one-time link that makes a device a site's room",
    allow: { action: 'room.open' },
    body: RequestRoomLink,
    reply: RoomLinkIssued,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        audit,
        {
          actor: actorOf(caller),
          action: 'roomLink.issue',
          meetingId: body.meetingId,
          subject: body.siteId,
          correlationId,
        },
        () => links.issue(body, personOf(caller), correlationId),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/room-sessions',
    summary: 'A device exchanges a link for its own bearer token',
    allow: { anyone: true },
    perMinute: DEVICES_PER_MINUTE,
    body: OpenRoomSession,
    reply: RoomSessionOpened,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(audit, { actor: actorOf(caller), action: 'roomSession.open', correlationId }, () =>
        links.open(body.link, correlationId),
      ),
  }),
];
