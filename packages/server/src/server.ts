import { mkdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type Clock, systemClock } from '@nhipcau/base';
import { loadIdentity } from '@nhipcau/base/node';
import type { NodeId } from '@nhipcau/contracts';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { roomLinkRoutes } from './access/room-link.routes.ts';
import { RoomLinksService } from './access/room-links.service.ts';
import { sessionRoutes } from './access/session.routes.ts';
import { SessionsService } from './access/sessions.service.ts';
import { ticketRoutes } from './access/ticket.routes.ts';
import { TicketIssuer } from './access/ticket-issuer.ts';
import { TicketsService } from './access/tickets.service.ts';
import { AppError } from './app-error.ts';
import { actorOf, appendAudit } from './audit/audit.repository.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import { auditRefusals } from './audit/audited.ts';
import { conferenceRoutes } from './conference/conference.routes.ts';
import { Consoles } from './conference/consoles.ts';
import { takeEpoch } from './conference/event-store.ts';
import { LiveMeetings } from './conference/live-meetings.ts';
import type { ServerConfig } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { directoryRoutes } from './directory/directory.routes.ts';
import { createApplication, SESSION_COOKIE } from './http/application.ts';
import type { Caller } from './http/caller.ts';
import type { Route } from './http/route.ts';
import { checkOrigin } from './http/security.ts';
import { SocketRoutes } from './http/sockets.ts';
import { meetingRoutes } from './meetings/meetings.routes.ts';
import { MeetingsService } from './meetings/meetings.service.ts';
import { NodeRegistry } from './nodes/node-registry.ts';
import { ServerMetrics } from './process/metrics.ts';
import { regulationRoutes } from './regulation/regulation.routes.ts';
import { RegulationService } from './regulation/regulation.service.ts';

const CONSOLE_MAX_PAYLOAD = 131_072;
const NODE_MAX_PAYLOAD = 8_388_608;

export interface RunningServer {
  /** `http://host:port` as it really listens. */
  readonly url: string;
  /** By which nodes recognise this server: Ed25519, SPKI DER, base64url. */
  readonly publicKey: string;
  readonly app: FastifyInstance;
  /** Stops taking requests, closes sockets, stores what was given, lets the database go. Idempotent. */
  close(): Promise<void>;
}

/** The parts of the server, wired together. */
interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionsService;
  readonly roomLinks: RoomLinksService;
  readonly meetings: LiveMeetings;
  readonly nodes: NodeRegistry;
  readonly issuer: TicketIssuer;
  readonly config: ServerConfig;
}

/** Opens the database, takes up live meetings and listens. The schema must be up to date. */
export async function startServer(
  config: ServerConfig,
  { log, clock = systemClock }: { log: Logger; clock?: Clock },
): Promise<RunningServer> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const database = openDatabase(config.databaseUrl, (cause) =>
    log.warn({ err: cause }, 'database connection lost'),
  );
  try {
    return await assemble(config, { database, clock, log });
  } catch (cause) {
    await database.destroy();
    throw cause;
  }
}

async function assemble(
  config: ServerConfig,
  { database, clock, log }: { database: Database; clock: Clock; log: Logger },
): Promise<RunningServer> {
  const identity = loadIdentity(join(config.dataDir, 'server-key.pem'));
  const epoch = await takeEpoch(database);
  const issuer = new TicketIssuer({ dataDir: config.dataDir, clock });
  const sessions = new SessionsService({ database, clock, lifeMs: config.sessionLifeS * 1000 });
  const roomLinks = new RoomLinksService({ database, clock });
  const meetings = new LiveMeetings({ database, clock, epoch, log });
  const nodes = await NodeRegistry.create({
    database,
    clock,
    identity,
    ticketKeys: [issuer.publicKey],
    log,
    desired: meetings,
    reports: meetings.reports,
  });
  nodes.events.on('connected', (nodeId) => meetings.nodeConnected(nodeId));
  nodes.events.on('lost', (nodeId) => meetings.nodeLost(nodeId));
  await meetings.start(nodes);
  const metrics = new ServerMetrics({
    nodes: () => nodes.connectedCount,
    meetings: () => meetings.liveCount,
    consoles: () => consoles.count,
  });
  const consoles = new Consoles({
    meetings,
    sessions,
    clock,
    log,
    onOffence: () => metrics.offence(),
    onCommand: (type, outcome, ms) => metrics.command(type, outcome, ms),
  });
  const parts: Parts = { database, clock, sessions, roomLinks, meetings, nodes, issuer, config };
  const app = await createApplication({
    ...config,
    routes: routesOf(parts),
    log,
    identify: (credentials) => identify(parts, credentials),
    onRefused: (refused) =>
      appendAudit(database, {
        at: clock.now(),
        actor: actorOf(refused.caller),
        action: `route.${refused.method}`,
        subject: refused.path,
        code: refused.code,
        correlationId: refused.correlationId,
      }),
    nodeAddresses: () => nodes.roomUrls,
    isReady: () => isReachable(database),
    metrics: {
      contentType: metrics.contentType,
      render: () => metrics.render(),
      observe: (route, status, ms) => metrics.observe(route, status, ms),
    },
  });
  const sockets = new SocketRoutes({
    '/ws/console': {
      maxPayload: CONSOLE_MAX_PAYLOAD,
      admit: async (request) => {
        const line = { actor: actorOf({ kind: 'anonymous' }), action: 'console.open' };
        const session = await auditRefusals({ database, clock }, line, async () => {
          checkOrigin(request.headers, config.allowedOrigins);
          const token = cookieOf(app, request);
          const found = token === null ? null : await sessions.find(token);
          if (found === null) throw new AppError('SIGN_IN_REQUIRED');
          return found;
        });
        return (socket) => consoles.accept(socket, session);
      },
    },
    '/ws/node': { maxPayload: NODE_MAX_PAYLOAD, admit: async () => (socket) => nodes.accept(socket) },
  });
  sockets.attach(app.server);
  const url = await app.listen({ host: config.host, port: config.port });
  log.info({ url, epoch, liveMeetings: meetings.liveCount }, 'server listens');
  let closing: Promise<void> | null = null;
  const close = async () => {
    consoles.close();
    nodes.close();
    await meetings.close();
    await app.close();
    await database.destroy();
    log.info('server stopped');
  };
  return {
    url,
    publicKey: identity.publicKey,
    app,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Every route of the API: the table by which requests are answered and from which the OpenAPI document is made. */
export function routesOf({
  database,
  clock,
  sessions,
  roomLinks,
  meetings,
  nodes,
  issuer,
  config,
}: Parts): Route[] {
  const audit = { database, clock };
  const tickets = new TicketsService({
    database,
    clock,
    issuer,
    stateOf: (meetingId) => meetings.stateOf(meetingId),
    roomUrlOf: async (nodeId: NodeId) => nodes.roomUrlOf(nodeId),
  });
  return [
    ...sessionRoutes(sessions, config),
    ...roomLinkRoutes(roomLinks, audit),
    ...directoryRoutes(database, (nodeId) => nodes.isConnected(nodeId)),
    ...meetingRoutes(new MeetingsService({ database, clock }), audit),
    ...regulationRoutes(new RegulationService({ database, clock }), audit),
    ...ticketRoutes(tickets, audit),
    ...conferenceRoutes(meetings, database),
    ...auditRoutes(database),
  ];
}

async function identify(
  { sessions, roomLinks }: Pick<Parts, 'sessions' | 'roomLinks'>,
  { cookie, bearer }: { cookie: string | null; bearer: string | null },
): Promise<Caller> {
  if (bearer !== null) {
    const room = await roomLinks.find(bearer);
    return room ? { kind: 'room', ...room } : { kind: 'anonymous' };
  }
  const session = cookie === null ? null : await sessions.find(cookie);
  return session
    ? { kind: 'user', session: session.info, tokenHash: session.tokenHash }
    : { kind: 'anonymous' };
}

const cookieOf = (app: FastifyInstance, request: IncomingMessage): string | null =>
  app.parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE] ?? null;

async function isReachable(database: Database): Promise<boolean> {
  try {
    await sql`select 1`.execute(database);
    return true;
  } catch {
    return false; // Told by the status; the pool has logged the cause.
  }
}
