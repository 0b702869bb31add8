import { mkdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type Clock, systemClock } from '@nhipcau/base';
import { loadIdentity } from '@nhipcau/base/node';
import type { NodeId } from '@nhipcau/contracts';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Access, openAccess } from './access/access.ts';
import { roomLinkRoutes } from './access/room-link.routes.ts';
import { RoomLinksService } from './access/room-links.service.ts';
import { ticketRoutes } from './access/ticket.routes.ts';
import { TicketIssuer } from './access/ticket-issuer.ts';
import { TicketsService } from './access/tickets.service.ts';
import { AppError } from './app-error.ts';
import { actorOf, appendAudit } from './audit/audit.repository.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import { auditRefusals } from './audit/audited.ts';
import { cameraRoutes } from './conference/camera.routes.ts';
import { conferenceRoutes } from './conference/conference.routes.ts';
import { Consoles } from './conference/consoles.ts';
import { takeEpoch } from './conference/event-store.ts';
import { LiveMeetings } from './conference/live-meetings.ts';
import type { ServerConfig } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { directoryRoutes } from './directory/directory.routes.ts';
import { doorRoutes } from './door/door.routes.ts';
import { DoorService } from './door/door.service.ts';
import { createApplication, SESSION_COOKIE } from './http/application.ts';
import { type Caller, checkDuties } from './http/caller.ts';
import type { Route } from './http/route.ts';
import { checkEncrypted, checkOrigin } from './http/security.ts';
import { SocketRoutes } from './http/sockets.ts';
import { PgBossJobs } from './jobs/pg-boss-jobs.ts';
import { meetingRoutes } from './meetings/meetings.routes.ts';
import { MeetingsService } from './meetings/meetings.service.ts';
import { LineRecorder } from './monitoring/line-recorder.ts';
import { lineRoutes } from './monitoring/lines.routes.ts';
import { LinesService } from './monitoring/lines.service.ts';
import { LinkBudgets } from './nodes/link-budgets.ts';
import { NodeRegistry } from './nodes/node-registry.ts';
import { standbyRoutes } from './nodes/standby.routes.ts';
import { Standbys } from './nodes/standbys.ts';
import { type Office, openOffice } from './office.ts';
import { ServerMetrics } from './process/metrics.ts';
import { type OpenRecordings, openRecordings } from './recordings/open-recordings.ts';
import { ConferencePhases } from './registration/conference-phases.ts';
import { regulationRoutes } from './regulation/regulation.routes.ts';
import { RegulationService } from './regulation/regulation.service.ts';
import { openTrunks, type Trunks } from './trunk/open-trunks.ts';
import { TRUNK_MAX_FRAME } from './trunk/trunk-line.ts';
import { type OpenWallboards, openWallboards } from './wallboard/open-wallboards.ts';

const CONSOLE_MAX_PAYLOAD = 131_072;
const IDLE_ACCOUNTS_EVERY_MS = 24 * 3600_000;
const NODE_MAX_PAYLOAD = 8_388_608;

export interface RunningServer {
  /** `http://host:port` as it really listens. */
  readonly url: string;
  /** By which nodes recognise this server: Ed25519, SPKI DER, base64url. */
  readonly publicKey: string;
  readonly app: FastifyInstance;
  readonly office: Office;
  /** Stops taking requests, closes sockets, stores what was given, lets the database go. Idempotent. */
  close(): Promise<void>;
}

/** The parts of the server, wired together. */
interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly access: Access;
  readonly roomLinks: RoomLinksService;
  readonly meetings: LiveMeetings;
  readonly nodes: NodeRegistry;
  readonly budgets: LinkBudgets;
  readonly standbys: Standbys;
  readonly issuer: TicketIssuer;
  readonly office: Office;
  readonly trunks: Trunks;
  readonly recordings: OpenRecordings;
  readonly wallboards: OpenWallboards;
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
  const access = openAccess({ database, clock, config });
  const { sessions } = access;
  if (!config.requireSecondFactor) log.warn('second factors are not required: a sample, not for operation');
  const roomLinks = new RoomLinksService({ database, clock });
  if (config.requireSecondFactor)
    // Accounts nobody uses; a sample is left as it is.
    clock.every(IDLE_ACCOUNTS_EVERY_MS, () => {
      access.accounts
        .disableIdle()
        .catch((err: unknown) => log.error({ err }, 'idle accounts were not disabled'));
    });
  const jobs = new PgBossJobs({ database, log });
  const office = openOffice({ database, clock, jobs, log, config, nodeMarks: () => nodes.marks });
  const followers = [new ConferencePhases(office.listeners), ...office.followers];
  const budgets = await LinkBudgets.create(database);
  const standbys = await Standbys.create(database);
  const lines = new LineRecorder({ database, clock, log, retentionDays: config.lineRetentionDays });
  const meetings = new LiveMeetings({
    database,
    clock,
    epoch,
    log,
    followers,
    budgets,
    standbys,
    lines,
    maxSites: config.maxSites,
  });
  const recordings = openRecordings({ database, clock, jobs, log, store: meetings.store, config, office });
  const nodes = await NodeRegistry.create({
    database,
    clock,
    identity,
    ticketKeys: [issuer.publicKey],
    log,
    desired: meetings,
    reports: meetings.reports,
    segments: recordings.intake,
  });
  nodes.events.on('connected', (nodeId) => {
    standbys.reload().catch((cause: unknown) => log.error({ err: cause }, 'standby nodes are not read'));
    meetings.nodeConnected(nodeId);
  });
  nodes.events.on('lost', (nodeId) => meetings.nodeLost(nodeId));
  const trunks = await openTrunks({ database, clock, log, meetings, config });
  await meetings.start(nodes);
  const wallboards = openWallboards({ database, clock, log, meetings, config });
  access.devices.events.on('withdrawn', () => {
    meetings.barWithdrawn().catch((err: unknown) => log.error({ err }, 'withdrawn devices were not put out'));
  });
  lines.start();
  const metrics = new ServerMetrics({
    nodes: () => nodes.connectedCount,
    meetings: () => meetings.liveCount,
    consoles: () => consoles.count,
    lines: () => meetings.lineWords,
    linesWaiting: () => lines.waiting,
    linesLost: () => lines.lost,
  });
  const consoles = new Consoles({
    database,
    meetings,
    sessions,
    clock,
    log,
    onOffence: () => metrics.offence(),
    onCommand: (type, outcome, ms) => metrics.command(type, outcome, ms),
  });
  sessions.exempt((tokenHash) => consoles.isWatching(tokenHash));
  const parts: Parts = {
    database,
    clock,
    access,
    roomLinks,
    meetings,
    nodes,
    budgets,
    standbys,
    issuer,
    office,
    trunks,
    recordings,
    wallboards,
    config,
  };
  const app = await createApplication({
    ...config,
    routes: routesOf(parts),
    log,
    now: () => clock.now(),
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
          if (found.locked) throw new AppError('SESSION_LOCKED');
          checkDuties(found.info);
          return found;
        });
        return (socket) => consoles.accept(socket, session);
      },
    },
    '/ws/wallboard': wallboards.socket,
    '/ws/trunk': { maxPayload: TRUNK_MAX_FRAME, admit: async () => (socket) => trunks.accept(socket) },
    '/ws/node': { maxPayload: NODE_MAX_PAYLOAD, admit: async () => (socket) => nodes.accept(socket) },
  });
  sockets.attach(app.server, config.behindTlsProxy ? checkEncrypted : () => undefined);
  await jobs.start();
  await office.start();
  await recordings.start();
  const url = await app.listen({ host: config.host, port: config.port });
  log.info({ url, epoch, liveMeetings: meetings.liveCount }, 'server listens');
  trunks.start();
  let closing: Promise<void> | null = null;
  const close = async () => {
    consoles.close();
    wallboards.close();
    trunks.close();
    nodes.close();
    await meetings.close();
    await lines.close();
    await app.close();
    await jobs.stop();
    await recordings.close();
    await office.close();
    await database.destroy();
    log.info('server stopped');
  };
  return {
    url,
    publicKey: identity.publicKey,
    app,
    office,
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
  access,
  roomLinks,
  meetings,
  nodes,
  budgets,
  standbys,
  issuer,
  office,
  trunks,
  recordings,
  wallboards,
  config,
}: Parts): Route[] {
  const audit = { database, clock };
  const tickets = new TicketsService({
    database,
    clock,
    issuer,
    stateOf: (meetingId) => meetings.stateOf(meetingId),
    roomUrlOf: async (nodeId: NodeId) => nodes.roomUrlOf(nodeId),
    cannotReach: (meetingId, at) => meetings.cannotReach(meetingId, at),
  });
  return [
    ...access.routes,
    ...roomLinkRoutes(roomLinks, audit),
    ...directoryRoutes(database, (nodeId) => nodes.isConnected(nodeId)),
    ...meetingRoutes(new MeetingsService({ database, clock, maxSites: config.maxSites }), audit),
    ...regulationRoutes(new RegulationService({ database, clock, files: office.ledger }), audit),
    ...ticketRoutes(tickets, audit),
    ...conferenceRoutes(meetings, database),
    ...doorRoutes(new DoorService({ database, clock, meetings, roomLinks }), audit),
    ...cameraRoutes({ meetings, database, clock }),
    ...standbyRoutes(standbys, audit),
    ...lineRoutes(new LinesService({ database, clock, store: meetings.store }), budgets, audit),
    ...trunks.routes,
    ...wallboards.routes,
    ...auditRoutes(audit),
    ...office.routes,
    ...recordings.routes,
  ];
}

async function identify(
  { access, roomLinks }: Pick<Parts, 'access' | 'roomLinks'>,
  { cookie, bearer, acts }: { cookie: string | null; bearer: string | null; acts: boolean },
): Promise<Caller> {
  if (bearer !== null) {
    const room = await roomLinks.find(bearer);
    return room ? { kind: 'room', ...room } : { kind: 'anonymous' };
  }
  const session = cookie === null ? null : await access.sessions.find(cookie, { acts });
  return session
    ? {
        kind: 'user',
        session: session.info,
        tokenHash: session.tokenHash,
        locked: session.locked,
        provedAt: session.provedAt,
      }
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
