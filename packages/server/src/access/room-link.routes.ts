import type { Clock } from '@nhipcau/base';
import { OpenRoomSession, RequestRoomLink, RoomLinkIssued, RoomSessionOpened } from '@nhipcau/contracts';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { RoomLinksService } from './room-links.service.ts';

export const roomLinkRoutes = (
  links: RoomLinksService,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/room-links',
    summary: "A one-time link that makes a device a site's room",
    allow: { roles: ['operator'] },
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
    allow: { roles: [], anyone: true },
    perMinute: 120,
    body: OpenRoomSession,
    reply: RoomSessionOpened,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(audit, { actor: actorOf(caller), action: 'roomSession.open', correlationId }, () =>
        links.open(body.link, correlationId),
      ),
  }),
];
