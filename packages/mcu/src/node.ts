import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Clock, Lifetime, systemClock } from '@nhipcau/base';
import { type Identity, loadIdentity, wsSocket } from '@nhipcau/base/node';
import { type NodeLoad, TicketKey } from '@nhipcau/contracts';
import { z } from 'zod';
import { Conference } from './conference/conference.ts';
import { Conferences } from './conference/conferences.ts';
import { DesiredFiles } from './conference/desired-files.ts';
import { isAllowedUrl, type NodeConfig } from './config.ts';
import { ControlClient } from './control/control-client.ts';
import { HappeningOutbox } from './control/happening-outbox.ts';
import { SeatReports } from './control/seat-reports.ts';
import { LinkManager } from './link/link-manager.ts';
import { HttpFront } from './process/http-front.ts';
import { JsonFile } from './process/json-file.ts';
import { createLogger, type Logger } from './process/logging.ts';
import { NodeMetrics } from './process/metrics.ts';
import { loadResumeKey, ResumeTokens } from './rooms/resume-tokens.ts';
import { RoomConnection } from './rooms/room-connection.ts';
import { RoomService } from './rooms/room-service.ts';
import { type OpenSeatTransport, openWebRtcTransport } from './rooms/seat-transport.ts';
import { TicketChecker } from './rooms/ticket-checker.ts';
import { UsedTickets } from './rooms/used-tickets.ts';
import { WorkerPool } from './workers/worker-pool.ts';

/** What a test or benchmark may bring along. */
export interface NodeDependencies {
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Transports of seats; a load generator uses plain RTP instead of WebRTC. */
  readonly openTransport?: OpenSeatTransport;
}

const TICK_EVERY_MS = 1_000;
const LOAD_EVERY_MS = 2_000;
const EVENT_LOOP_RESOLUTION_MS = 10;
const TicketKeys = z.array(TicketKey).max(4);

/** One running MCU node. */
export interface McuNode {
  readonly config: NodeConfig;
  readonly identity: Identity;
  /** Port of rooms and links; useful when configuration asked for any. */
  readonly port: number;
  /** Address at which rooms reach it, without `/room`. */
  readonly roomUrl: string;
  readonly conferences: Conferences;
  readonly pool: WorkerPool;
  readonly links: LinkManager;
  /** For a node without a server: the keys whose tickets it accepts. */
  trustTickets(keys: readonly TicketKey[]): Promise<void>;
  readonly serverConnected: boolean;
  stop(): Promise<void>;
}

/** Starts a node; resolves when rooms can join. Opening order and its reverse stand in `docs/closing-order.md`. */
export async function startNode(config: NodeConfig, dependencies: NodeDependencies = {}): Promise<McuNode> {
  const clock = dependencies.clock ?? systemClock;
  const log = dependencies.log ?? createLogger({ level: config.logLevel, nodeId: config.nodeId });
  const lifetime = new Lifetime((cause) => log.error({ err: cause }, 'closing failed'));
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const inData = (name: string) => join(config.dataDir, name);
  const identity = loadIdentity(inData('identity.pem'));

  const pool = await WorkerPool.open(
    {
      count: config.media.workers,
      mediaIp: config.media.ip,
      announcedAddress: config.media.announcedAddress,
      mediaPort: config.media.port,
      workerBin: config.media.workerBin,
    },
    { clock, log },
  );
  lifetime.add(() => pool.close());

  try {
    const files = new DesiredFiles(inData('meetings'), log);
    const happenings = new HappeningOutbox(inData('happenings.json'), clock, (cause) =>
      log.warn({ err: cause }, 'happening is not delivered yet'),
    );
    const conferences: Conferences = new Conferences(
      {
        create: (desired) =>
          new Conference({
            selfId: config.nodeId,
            desired,
            pool,
            clock,
            log,
            pipeListen: {
              protocol: 'udp',
              ip: config.media.ip,
              ...(config.media.announcedAddress === undefined
                ? {}
                : { announcedAddress: config.media.announcedAddress }),
              portRange: config.media.pipePorts,
            },
            limits: {
              maxConsumers: config.limits.maxConsumersPerSeat,
              initialOutgoingBitrate: config.limits.initialOutgoingBitrate,
            },
            openTransport: dependencies.openTransport ?? openWebRtcTransport,
            events: {
              seatChanged: (meetingId, seatId) => seats.changed(meetingId, seatId),
              happened: (meetingId, happening) => happenings.add(meetingId, happening),
            },
          }),
        changed: () => links.refresh(),
      },
      files,
    );
    const seats = new SeatReports(clock, {
      meeting: (meetingId) => {
        const conference = conferences.get(meetingId);
        if (!conference) return null;
        const { epoch, seq } = conference.desired;
        return { epoch, seq, seats: [...conference.seats].map((seat) => seat.observed()) };
      },
      seat: (meetingId, seatId) => conferences.get(meetingId)?.observedSeat(seatId) ?? null,
    });
    const links: LinkManager = new LinkManager({
      selfId: config.nodeId,
      identity,
      clock,
      log,
      conferences,
      mayDial: (url) => isAllowedUrl(url, config.allowInsecure),
      onOffence: (code) => metrics.offence('link', code),
    });

    const keyFile = new JsonFile(inData('ticket-keys.json'), TicketKeys);
    const tickets = new TicketChecker({
      nodeId: config.nodeId,
      clock,
      used: new UsedTickets(inData('used-tickets'), clock.now()),
    });
    await tickets.trust(keyFile.read() ?? []);
    const trustTickets = async (keys: readonly TicketKey[]) => {
      await tickets.trust(keys);
      keyFile.write([...keys]);
    };

    let control: ControlClient | null = null;
    const rooms = new RoomService({
      nodeId: config.nodeId,
      clock,
      conferences,
      tickets,
      tokens: new ResumeTokens(loadResumeKey(inData('resume.key'))),
      maxSeats: config.limits.maxSeats,
      joinsPerSecond: config.limits.joinsPerSecond,
      joinBurst: config.limits.joinsPerSecond * 3,
      serverIsAway: () => !(control?.connected ?? false),
      onStill: (meetingId, siteId, jpegBase64) => control?.forwardStill(meetingId, siteId, jpegBase64),
    });

    const eventLoop = monitorEventLoopDelay({ resolution: EVENT_LOOP_RESOLUTION_MS });
    eventLoop.enable();
    lifetime.add(() => eventLoop.disable());
    const cpu = new Map<number, number>();
    let eventLoopP99Ms = 0;
    const relayCount = () => {
      const all = conferences.all.flatMap((conference) => [...conference.links]);
      const count = (relays: Iterable<unknown>) => [...relays].length;
      return {
        incoming: all.reduce((sum, link) => sum + count(link.incoming), 0),
        outgoing: all.reduce((sum, link) => sum + count(link.outgoing), 0),
      };
    };
    const metrics: NodeMetrics = new NodeMetrics({
      seats: () => conferences.all.reduce((sum, conference) => sum + conference.seatCount, 0),
      meetings: () => conferences.all.length,
      linksUp: () => links.upCount,
      relays: relayCount,
      consumers: () => pool.workers.reduce((sum, worker) => sum + worker.consumers, 0),
      routers: () => pool.workers.reduce((sum, worker) => sum + worker.routers, 0),
      workerCpu: () => [...cpu].map(([worker, share]) => ({ worker, cpu: share })),
      eventLoopP99Ms: () => eventLoopP99Ms,
      serverConnected: () => control?.connected ?? false,
      unsentHappenings: () => happenings.size,
    });
    pool.on('died', ({ pid }) => {
      metrics.workerDied();
      for (const { meetingId } of conferences.all) happenings.add(meetingId, { type: 'worker.died', pid });
    });
    pool.on('started', () => links.refresh());

    for (const desired of files.load()) conferences.put(desired, { keep: false });

    const measureLoad = async (): Promise<NodeLoad> => {
      const workers = await Promise.all(
        pool.workers.map(async (worker) => {
          const share = await worker.cpu(clock.now());
          cpu.set(worker.index, share);
          return { pid: worker.pid, cpu: share, routers: worker.routers, consumers: worker.consumers };
        }),
      );
      // The monitor wakes every `EVENT_LOOP_RESOLUTION_MS`; what is beyond that is delay.
      eventLoopP99Ms = Math.max(
        0,
        Math.round(eventLoop.percentile(99) / 1e4) / 100 - EVENT_LOOP_RESOLUTION_MS,
      );
      eventLoop.reset();
      return { workers, eventLoopP99Ms, memoryMb: Math.round(process.memoryUsage().rss / 1_048_576) };
    };
    const tick = clock.every(TICK_EVERY_MS, () => {
      for (const conference of conferences.all) {
        void conference.tick();
        control?.reportLinks(conference.meetingId, conference.observedLinks());
      }
    });
    const load = clock.every(LOAD_EVERY_MS, () => {
      measureLoad().then(
        (figures) => control?.reportLoad(figures),
        // A worker that died between listing and asking; the pool has seen it.
        (cause: unknown) => log.debug({ err: cause }, 'load is not measured'),
      );
    });
    lifetime.add(() => {
      tick.cancel();
      load.cancel();
    });

    const front = await HttpFront.open({
      ...config.listen,
      tls: config.tls,
      clock,
      notReady: () =>
        pool.workers.length === 0 ? 'no media worker' : tickets.hasKeys ? null : 'no ticket keys yet',
      metrics: async () => ({ contentType: metrics.contentType, text: await metrics.render() }),
      maxSockets: config.limits.maxSeats * 2 + 100,
      onRefused: (code) => metrics.offence('upgrade', code),
      onLink: (socket) => links.accept(wsSocket(socket)),
      onRoom: (socket) => {
        new RoomConnection({
          socket: wsSocket(socket),
          service: rooms,
          log,
          onOffence: ({ code }) => metrics.offence('room', code),
          onRefused: (code) => metrics.joinRefused(code),
        });
      },
    });
    const scheme = config.tls ? 'wss' : 'ws';
    const roomUrl = config.roomUrl ?? `${scheme}://${config.listen.host}:${front.port}`;
    if (config.server) {
      control = new ControlClient({
        nodeId: config.nodeId,
        identity,
        url: config.server.url,
        serverPublicKey: config.server.publicKey,
        roomUrl,
        clock,
        log,
        conferences,
        happenings,
        seats,
        onTicketKeys: trustTickets,
      });
      control.start();
    }
    log.info(
      { port: front.port, workers: pool.workers.length, publicKey: identity.publicKey },
      'node started',
    );

    let stopping: Promise<void> | null = null;
    const stop = async () => {
      log.info('node stops');
      conferences.close();
      links.close();
      control?.close();
      await front.close();
      await files.flushed();
      happenings.flush();
      lifetime.close();
    };
    return {
      config,
      identity,
      port: front.port,
      roomUrl,
      conferences,
      pool,
      links,
      trustTickets,
      get serverConnected() {
        return control?.connected ?? false;
      },
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (cause) {
    lifetime.close();
    throw cause;
  }
}
