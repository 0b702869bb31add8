import type { IncomingMessage } from 'node:http';
import type { Clock } from '@nhipcau/base';
import type { FastifyBaseLogger } from 'fastify';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import { checkOrigin } from '../http/security.ts';
import type { SocketRoute } from '../http/sockets.ts';
import { ScreenDoor } from './screen-door.ts';
import { WallboardViews } from './wallboard-views.ts';
import { wallboardRoutes } from './wallboards.routes.ts';
import { WallboardsService } from './wallboards.service.ts';
import { WALLBOARD_MAX_PAYLOAD, Wallboards } from './wallboards.ts';

export interface OpenWallboards {
  readonly routes: Route[];
  readonly socket: SocketRoute;
  close(): void;
}

/** Screens on walls, wired. */
export function openWallboards({
  database,
  clock,
  log,
  meetings,
  config: { allowedOrigins, behindTlsProxy },
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly meetings: LiveMeetings;
  readonly config: { readonly allowedOrigins: readonly string[]; readonly behindTlsProxy: boolean };
}): OpenWallboards {
  const service = new WallboardsService({ database, clock });
  const views = new WallboardViews({ database, clock, meetings });
  const wallboards = new Wallboards({ database, clock, log, service, views, door: new ScreenDoor() });
  return {
    routes: wallboardRoutes(service, { database, clock }),
    socket: {
      maxPayload: WALLBOARD_MAX_PAYLOAD,
      admit: async (request) => {
        checkOrigin(request.headers, allowedOrigins);
        return wallboards.admit(addressOf(request, behindTlsProxy));
      },
    },
    close: () => wallboards.close(),
  };
}

/** Where a request comes from; the proxy before us writes the last entry, everything before it anybody may have written. */
function addressOf({ headers, socket }: IncomingMessage, behindTlsProxy: boolean): string {
  const forwarded = behindTlsProxy ? headers['x-forwarded-for'] : undefined;
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return last || (socket.remoteAddress ?? '');
}
