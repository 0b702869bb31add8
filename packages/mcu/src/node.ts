import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, Lifetime, present, systemClock } from '@nhipcau/base';
import { type Identity, loadIdentity, wsSocket } from '@nhipcau/base/node';
import { type DesiredConference, TicketKey } from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import { z } from 'zod';
import { Conference, type ConferenceEvents } from './conference/conference.ts';
import { Conferences } from './conference/conferences.ts';
import { DesiredFiles } from './conference/desired-files.ts';
import { isAllowedUrl, type NodeConfig } from './config.ts';
import { ControlClient } from './control/control-client.ts';
import { HappeningOutbox } from './control/happening-outbox.ts';
import { SeatReports } from './control/seat-reports.ts';
import { LinkManager } from './link/link-manager.ts';
import { HttpFront } from './process/http-front.ts';
import { JsonFile } from './process/json-file.ts';
import { LoadMeter } from './process/load-meter.ts';
import { createLogger, type Logger } from './process/logging.ts';
import { NodeMetrics } from './process/metrics.ts';
import { SegmentDelivery } from './recording/segment-delivery.ts';
import { SegmentShelf } from './recording/segment-shelf.ts';
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
  /** Files of recordings on this node. */
  readonly shelf: SegmentShelf;
  readonly serverConnected: boolean;
  /** Replaces the keys whose tickets are accepted; a node with a server is told by it. */
  trustTickets(keys: readonly TicketKey[]): Promise<void>;
  /** Tells rooms and neighbours, writes what must be kept, ends the workers. */
  stop(): Promise<void>;
}

const TICK_EVERY_MS = 1_000;
const LOAD_EVERY_MS = 2_000;
/** Joins taken at once are this many times those of a second. */
const JOIN_BURST_S = 3;
const TicketKeys = z.array(TicketKey).max(4);

/** Starts a node; resolves when rooms can join. What it opens, and who closes it, stands in `docs/closing-order.md`. */
export async function startNode(config: NodeConfig, dependencies: NodeDependencies = {}): Promise<McuNode> {
  const log = dependencies.log ?? createLogger({ level: config.logLevel, nodeId: config.nodeId });
  const running = new RunningNode(config, dependencies.clock ?? systemClock, log);
  try {
    await running.open(dependencies.openTransport ?? openWebRtcTransport);
    return running;
  } catch (cause) {
    await running.stop();
    throw cause;
  }
}

class RunningNode implements McuNode {
  readonly config: NodeConfig;
  readonly identity: Identity;
  readonly conferences: Conferences;
  readonly links: LinkManager;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #lifetime: Lifetime;
  readonly #files: DesiredFiles;
  readonly #happenings: HappeningOutbox;
  readonly #seats: SeatReports;
  readonly #tickets: TicketChecker;
  readonly #ticketKeys: JsonFile<TicketKey[]>;
  readonly #rooms: RoomService;
  readonly #shelf: SegmentShelf;
  readonly #delivery: SegmentDelivery;
  #pool: WorkerPool | null = null;
  #metrics: NodeMetrics | null = null;
  #front: HttpFront | null = null;
  #control: ControlClient | null = null;
  #openTransport: OpenSeatTransport = openWebRtcTransport;
  #stopping: Promise<void> | null = null;

  constructor(config: NodeConfig, clock: Clock, log: Logger) {
    this.config = config;
    this.#clock = clock;
    this.#log = log;
    this.#lifetime = new Lifetime((cause) => log.error({ err: cause }, 'closing failed'));
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    const inData = (name: string) => join(config.dataDir, name);
    this.identity = loadIdentity(inData('identity.pem'));
    this.#files = new DesiredFiles(inData('meetings'), log);
    this.#happenings = new HappeningOutbox(inData('happenings.json'), clock, (cause) =>
      log.warn({ err: cause }, 'happening is not delivered yet'),
    );
    this.#shelf = new SegmentShelf({
      folder: inData('recordings'),
      ffprobe: config.recording.ffprobe,
      log,
    });
    this.#delivery = new SegmentDelivery({
      shelf: this.#shelf,
      clock,
      log,
      isActive: (recordingId) =>
        this.conferences.all.some(({ recorder }) => recorder?.recordingId === recordingId),
    });
    this.conferences = new Conferences(
      { create: (desired) => this.#createConference(desired), changed: () => this.links.refresh() },
      this.#files,
    );
    this.#seats = new SeatReports(clock, {
      meeting: (meetingId) => this.conferences.get(meetingId)?.observedSeats() ?? null,
      seat: (meetingId, seatId) => this.conferences.get(meetingId)?.observedSeat(seatId) ?? null,
    });
    this.links = new LinkManager({
      selfId: config.nodeId,
      identity: this.identity,
      clock,
      log,
      conferences: this.conferences,
      mayDial: (url) => isAllowedUrl(url, config.allowInsecure),
      onOffence: (code) => this.#metrics?.offence('link', code),
    });
    this.#ticketKeys = new JsonFile(inData('ticket-keys.json'), TicketKeys);
    const used = new UsedTickets(inData('used-tickets'), clock.now());
    this.#tickets = new TicketChecker({ nodeId: config.nodeId, clock, used });
    this.#rooms = new RoomService({
      nodeId: config.nodeId,
      clock,
      conferences: this.conferences,
      tickets: this.#tickets,
      tokens: new ResumeTokens(loadResumeKey(inData('resume.key'))),
      maxSeats: config.limits.maxSeats,
      joinsPerSecond: config.limits.joinsPerSecond,
      joinBurst: config.limits.joinsPerSecond * JOIN_BURST_S,
      turn: config.turn,
      serverIsAway: () => !this.serverConnected,
      onStill: (meetingId, siteId, jpegBase64) => this.#control?.forwardStill(meetingId, siteId, jpegBase64),
    });
  }

  get pool(): WorkerPool {
    return present(this.#pool, 'workers');
  }

  get port(): number {
    return this.#front?.port ?? this.config.listen.port;
  }

  get shelf(): SegmentShelf {
    return this.#shelf;
  }

  get roomUrl(): string {
    const { roomUrl, tls, listen } = this.config;
    return roomUrl ?? `${tls ? 'wss' : 'ws'}://${listen.host}:${this.port}`;
  }

  get serverConnected(): boolean {
    return this.#control?.connected ?? false;
  }

  async open(openTransport: OpenSeatTransport): Promise<void> {
    this.#openTransport = openTransport;
    const clock = this.#clock;
    const pool = await WorkerPool.open(workerOptions(this.config), { clock, log: this.#log });
    this.#pool = pool;
    this.#lifetime.add(() => pool.close());
    const meter = new LoadMeter(pool, clock);
    this.#lifetime.add(() => meter.close());
    this.#metrics = this.#createMetrics(pool, meter);
    pool.on('died', ({ pid }) => {
      this.#metrics?.workerDied();
      for (const { meetingId } of this.conferences.all)
        this.#happenings.add(meetingId, { type: 'worker.died', pid });
    });
    await this.#tickets.trust(this.#ticketKeys.read() ?? []);
    await this.#shelf.recover();
    for (const desired of this.#files.load()) this.conferences.put(desired, { keep: false });
    this.#startClockwork(meter);
    this.#front = await this.#openFront();
    this.#connectServer();
    const { publicKey } = this.identity;
    this.#log.info({ port: this.port, workers: pool.workers.length, publicKey }, 'node started');
  }

  async trustTickets(keys: readonly TicketKey[]): Promise<void> {
    await this.#tickets.trust(keys);
    this.#ticketKeys.write([...keys]);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#log.info('node stops');
    const conferences = this.conferences.all;
    this.#rooms.close();
    this.conferences.close();
    this.links.close();
    this.#control?.close();
    this.#delivery.close();
    await this.#front?.close();
    await this.#files.flushed();
    await Promise.all(conferences.map((conference) => conference.recordingsClosed()));
    await this.#shelf.settled();
    this.#happenings.flush();
    this.#lifetime.close();
  }

  #createConference(desired: DesiredConference): Conference {
    const { config } = this;
    const events: ConferenceEvents = {
      seatChanged: (meetingId, seatId) => this.#seats.changed(meetingId, seatId),
      happened: (meetingId, happening) => this.#happenings.add(meetingId, happening),
      recorded: () => this.#delivery.poke(),
    };
    return new Conference({
      selfId: config.nodeId,
      desired,
      pool: this.pool,
      clock: this.#clock,
      log: this.#log,
      pipeListen: pipeListen(config),
      limits: {
        maxConsumers: config.limits.maxConsumersPerSeat,
        initialOutgoingBitrate: config.limits.initialOutgoingBitrate,
      },
      openTransport: this.#openTransport,
      recording: { shelf: this.#shelf, ffmpeg: config.recording.ffmpeg },
      events,
    });
  }

  #createMetrics(pool: WorkerPool, meter: LoadMeter): NodeMetrics {
    const sum = (of: (conference: Conference) => number) =>
      this.conferences.all.reduce((total, conference) => total + of(conference), 0);
    return new NodeMetrics({
      seats: () => sum((conference) => conference.seatCount),
      meetings: () => this.conferences.all.length,
      linksUp: () => this.links.upCount,
      links: () => this.conferences.all.flatMap((conference) => conference.observedLinks()),
      relays: () => ({
        incoming: sum((conference) => conference.relayCount.incoming),
        outgoing: sum((conference) => conference.relayCount.outgoing),
      }),
      producers: () => sum((conference) => conference.streamCount),
      consumers: () => pool.workers.reduce((total, worker) => total + worker.consumers, 0),
      routers: () => pool.workers.reduce((total, worker) => total + worker.routers, 0),
      workerCpu: () => meter.cpu,
      eventLoopP99Ms: () => meter.last.eventLoopP99Ms,
      serverConnected: () => this.serverConnected,
      unsentHappenings: () => this.#happenings.size,
    });
  }

  #startClockwork(meter: LoadMeter): void {
    const tick = this.#clock.every(TICK_EVERY_MS, () => {
      for (const conference of this.conferences.all) {
        void conference.tick();
        this.#control?.reportLinks(conference.meetingId, conference.observedLinks());
      }
    });
    const load = this.#clock.every(LOAD_EVERY_MS, () => {
      meter.measure().then(
        (figures) => this.#control?.reportLoad(figures),
        // A worker died between listing and asking; the pool has seen it.
        (cause: unknown) => this.#log.debug({ err: cause }, 'load is not measured'),
      );
    });
    this.#lifetime.add(() => {
      tick.cancel();
      load.cancel();
    });
  }

  #openFront(): Promise<HttpFront> {
    const { listen, tls, limits } = this.config;
    const metrics = present(this.#metrics, 'metrics');
    return HttpFront.open({
      ...listen,
      tls,
      clock: this.#clock,
      notReady: () => {
        if (this.pool.workers.length === 0) return 'no media worker';
        return this.#tickets.hasKeys ? null : 'no ticket keys yet';
      },
      metrics: async () => ({ contentType: metrics.contentType, text: await metrics.render() }),
      maxSockets: limits.maxSeats * 2 + 100,
      onRefused: (code) => metrics.offence('upgrade', code),
      onLink: (socket) => this.links.accept(wsSocket(socket)),
      onRoom: (socket) =>
        void new RoomConnection({
          socket: wsSocket(socket),
          service: this.#rooms,
          log: this.#log,
          onOffence: ({ code }) => metrics.offence('room', code),
          onRefused: (code) => metrics.joinRefused(code),
        }),
    });
  }

  #connectServer(): void {
    const { server, nodeId } = this.config;
    if (!server) return;
    this.#control = new ControlClient({
      nodeId,
      identity: this.identity,
      url: server.url,
      serverPublicKey: server.publicKey,
      roomUrl: this.roomUrl,
      mark: () => this.#pool?.mark ?? null,
      clock: this.#clock,
      log: this.#log,
      conferences: this.conferences,
      happenings: this.#happenings,
      seats: this.#seats,
      segments: this.#delivery,
      onTicketKeys: (keys) => this.trustTickets(keys),
    });
    this.#control.start();
  }
}

const workerOptions = ({ media }: NodeConfig) => ({
  count: media.workers,
  mediaIp: media.ip,
  announcedAddress: media.announcedAddress,
  mediaPort: media.port,
  workerBin: media.workerBin,
  marking: media.marking,
});

const pipeListen = ({ media }: NodeConfig): types.TransportListenInfo => ({
  protocol: 'udp',
  ip: media.ip,
  ...(media.announcedAddress === undefined ? {} : { announcedAddress: media.announcedAddress }),
  portRange: media.pipePorts,
});
