import type { Clock } from '@nhipcau/base';
import { IssueWallboard, WallboardId, WallboardIssued, WallboardList } from '@nhipcau/contracts';
import { z } from 'zod';
import { actorOf } from '../audit/audit.repository.ts';
import { auditRefusals } from '../audit/audited.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../http/caller.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { WallboardsService } from './wallboards.service.ts';

const ISSUED_PER_MINUTE = 30;

export const wallboardRoutes = (
  service: WallboardsService,
  audit: { database: Database; clock: Clock },
): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/wallboards',
    summary: 'Addresses of screens on walls, and for what another may be issued',
    allow: { action: 'wallboard.issue' },
    reply: WallboardList,
    handle: ({ caller }) => service.list(personOf(caller)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/wallboards',
    summary: 'An address for a screen on a wall; told once',
    allow: { action: 'wallboard.issue' },
    perMinute: ISSUED_PER_MINUTE,
    body: IssueWallboard,
    reply: WallboardIssued,
    handle: ({ body, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'wallboard.issue', meetingId: body.meetingId, correlationId },
        () => service.issue(body, { person: personOf(caller), correlationId }),
      ),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/wallboards/:wallboardId',
    summary: 'Withdraws the address; screens that show it go dark at once',
    allow: { action: 'wallboard.issue' },
    params: z.strictObject({ wallboardId: WallboardId }),
    reply: z.strictObject({}),
    handle: ({ params: { wallboardId }, caller, correlationId }) =>
      auditRefusals(
        audit,
        { actor: actorOf(caller), action: 'wallboard.withdraw', subject: wallboardId, correlationId },
        async () => {
          await service.withdraw(wallboardId, { person: personOf(caller), correlationId });
          return {};
        },
      ),
  }),
];
