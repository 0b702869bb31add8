import { randomUUID } from 'node:crypto';
import { type BodyOf, backoffMs, type Clock, RpcError } from '@nhipcau/base';
import {
  instant,
  type LinkObserved,
  type linkChild,
  type MeetingId,
  type NodeId,
  type ShedStream,
  type StreamAnnounced,
  type StreamId,
} from '@nhipcau/contracts';
import { lowerRate, nextCapacity, unknownCapacity } from '@nhipcau/domain';
import type { types } from 'mediasoup';
import type { AdmittedDemand, LinkAdmission } from '../conference/link-admission.ts';
import type { Logger } from '../process/logging.ts';
import { type AnnouncementTable, announcementChanges } from './announcement-table.ts';
import { IncomingRelay } from './incoming-relay.ts';
import type { LinkChannel } from './link-channel.ts';
import { type LinkRole, MeetingPipe, type OpenPipe, type PipeEnd } from './meeting-pipe.ts';
import { type OpenedRelay, OutgoingRelay } from './outgoing-relay.ts';
import { PipeWatchdog } from './pipe-watchdog.ts';

type Body<M extends keyof (typeof linkChild)['requests']> = BodyOf<typeof linkChild, M>;

export interface LinkMeetingHost {
  /** A router of this meeting for a new pipe. */
  readonly pipeRouter: () => Promise<types.Router>;
  readonly pipeListen: types.TransportListenInfo;
  /** Grows with every pipe of this neighbour and meeting. */
  nextGeneration(peerId: NodeId): number;
  /** Something that streams or relays depend on changed. */
  changed(): void;
}

export interface LinkMeetingOptions {
  readonly meetingId: MeetingId;
  readonly selfId: NodeId;
  readonly peerId: NodeId;
  readonly role: LinkRole;
  readonly channel: LinkChannel;
  readonly host: LinkMeetingHost;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the neighbour announced before this node knew the meeting. */
  readonly announced: AnnouncementTable;
  readonly reachable: readonly NodeId[];
}

type LinkTraffic = Pick<LinkObserved, 'receiveKbps' | 'sendKbps' | 'loss' | 'jitterMs' | 'keyFrames'>;
const NO_TRAFFIC: LinkTraffic = { receiveKbps: 0, sendKbps: 0, loss: null, jitterMs: null, keyFrames: 0 };
const PULL_RETRY = { firstMs: 300, maxMs: 4_000 } as const;

/** One meeting on one link: its pipe, the streams each side announced, and the relays in both directions. */
export class LinkMeeting {
  readonly peerId: NodeId;
  readonly role: LinkRole;
  readonly announced: AnnouncementTable;
  readonly #options: LinkMeetingOptions;
  readonly #log: Logger;
  readonly #pipe: MeetingPipe;
  readonly #incoming = new Map<StreamId, IncomingRelay>();
  readonly #outgoing = new Map<string, OutgoingRelay>();
  readonly #failures = new Map<StreamId, { count: number; retryAt: number }>();
  readonly #watchdog: PipeWatchdog;
  readonly #upSince: number;
  #reachable: readonly NodeId[];
  #told: ReadonlyMap<StreamId, StreamAnnounced> | null = null;
  #toldReachable = '';
  #closed = false;
  #traffic: LinkTraffic = NO_TRAFFIC;
  #shed: readonly ShedStream[] = [];
  #capacity = unknownCapacity;
  /** Highest rates seen, also of streams that are not carried now. */
  readonly #peaks = new Map<StreamId, number>();

  constructor(options: LinkMeetingOptions) {
    this.#options = options;
    this.peerId = options.peerId;
    this.role = options.role;
    this.announced = options.announced;
    this.#reachable = options.reachable;
    this.#log = options.log.child({ link: options.peerId, meeting: options.meetingId });
    this.#upSince = options.clock.now();
    this.#watchdog = new PipeWatchdog(options.clock);
    this.#pipe = this.#createPipe(options);
    this.#pipe.dial();
  }

  get channel(): LinkChannel {
    return this.#options.channel;
  }

  /** Nodes that this link leads to. */
  get reachable(): readonly NodeId[] {
    return this.#reachable;
  }

  /** Router at which streams must be for this link to send them; null while there is no pipe. */
  get router(): types.Router | null {
    return this.#pipe.router;
  }

  get pipeTransport(): types.PipeTransport | null {
    return this.#pipe.transport;
  }

  /** Relays to the neighbour. */
  get outgoing(): ReadonlySet<OutgoingRelay> {
    return new Set(this.#outgoing.values());
  }

  /** Relays from the neighbour. */
  get incoming(): ReadonlySet<IncomingRelay> {
    return new Set(this.#incoming.values());
  }

  producerOf(streamId: StreamId): types.Producer | null {
    return this.#incoming.get(streamId)?.producer ?? null;
  }

  // What the conference wants.

  /** Brings the relays from the neighbour to what is demanded of it; returns at once. */
  want({ demands, shed }: LinkAdmission): void {
    this.#shed = shed;
    for (const [streamId, relay] of [...this.#incoming]) {
      const stream = this.announced.get(streamId);
      if (!stream) relay.close();
      else if (!demands.has(streamId)) relay.release();
      // It crosses in another way from now on: pulled anew below.
      else if (demands.get(streamId)?.single !== relay.single) relay.close();
    }
    const { transport } = this.#pipe;
    if (!transport) return;
    for (const [streamId, demand] of demands) {
      const relay = this.#incoming.get(streamId);
      if (relay) relay.adjust(demand);
      else this.#pull(streamId, demand, transport);
    }
  }

  /** Sends a pulled stream, now that it is on the pipe's router. */
  serve(relay: OutgoingRelay, producer: types.Producer): void {
    const { transport, router } = this.#pipe;
    if (transport && router && relay.waiting)
      void relay.open(router, transport, producer).then(() => this.#options.host.changed());
  }

  /** Whether the neighbour was told of streams at all. */
  get hasOffered(): boolean {
    return this.#told !== null;
  }

  /** Tells the neighbour what is new among the streams offered to it. */
  offer(streams: ReadonlyMap<StreamId, StreamAnnounced>): void {
    const { meetingId, channel } = this.#options;
    const changes = announcementChanges(this.#told ?? new Map(), streams);
    if (this.#told === null) channel.snapshot({ meetingId, streams: [...streams.values()] });
    else if (changes.announced.length > 0 || changes.withdrawn.length > 0)
      channel.changed({ meetingId, ...changes });
    this.#told = streams;
  }

  /** Tells the neighbour which nodes it reaches through this one. */
  offerReach(nodeIds: readonly NodeId[]): void {
    const text = nodeIds.join(' ');
    if (text === this.#toldReachable) return;
    this.#toldReachable = text;
    this.#options.channel.reachable({ meetingId: this.#options.meetingId, nodeIds: [...nodeIds] });
  }

  // What the neighbour says.

  learned(): void {
    this.#failures.clear();
    if (this.#pipe.isWaiting) this.#pipe.dial();
    this.#options.host.changed();
  }

  reachableChanged(nodeIds: readonly NodeId[]): void {
    this.#reachable = nodeIds.filter((nodeId) => nodeId !== this.#options.selfId);
    this.#options.host.changed();
  }

  /** The child has allocated a new pipe; ours answers it. */
  acceptPipe(body: OpenPipe): Promise<PipeEnd> {
    return this.#pipe.accept(body);
  }

  async acceptPull({
    streamId,
    layer,
    shown,
    single,
  }: Body<'relay.pull'>): Promise<OpenedRelay & { relayId: string }> {
    if (this.announced.has(streamId)) throw new RpcError('LINK_LOOP', { streamId });
    for (const known of this.#outgoing.values()) if (known.streamId === streamId) known.close();
    const relay = new OutgoingRelay({
      relayId: randomUUID(),
      streamId,
      layer,
      shown,
      single,
      clock: this.#options.clock,
      onClosed: (closed) => this.#outgoingClosed(closed),
      onError: (cause) => this.#log.warn({ err: cause, stream: streamId }, 'relay to neighbour failed'),
    });
    this.#outgoing.set(relay.relayId, relay);
    this.#options.host.changed();
    const opened = await relay.opened;
    return { relayId: relay.relayId, ...opened };
  }

  acceptSet({ relayId, ...setting }: Omit<Body<'relay.set'>, 'meetingId'>): void {
    const relay = this.#outgoing.get(relayId);
    if (!relay) throw new RpcError('STREAM_UNKNOWN', { relayId });
    relay.set(setting);
    this.#options.host.changed();
  }

  acceptDrop(relayId: string): void {
    this.#outgoing.get(relayId)?.close();
  }

  relayClosed(relayId: string): void {
    for (const relay of this.#incoming.values()) if (relay.relayId === relayId) relay.close({ tell: false });
  }

  /** A pipe of the next generation takes over; what it carried is pulled again. */
  renew(): void {
    this.#pipe.rebuild('reset');
  }

  /** The neighbour's end of the pipe is gone. */
  pipeLost(generation: number): void {
    this.#pipe.lostThere(generation);
  }

  /** Measures the relays and looks for a silent pipe; called every second. */
  async measure(): Promise<void> {
    const pipe = this.#pipe.transport;
    if (!pipe || pipe.closed) {
      this.#traffic = NO_TRAFFIC;
      return;
    }
    const relays = [...this.#incoming.values()];
    const [stats] = await Promise.all([pipe.getStats(), ...relays.map((relay) => relay.measure())]);
    const transport = stats[0];
    if (!transport || this.#pipe.transport !== pipe) return;
    const kbps = (bitsPerSecond: number) => Math.round(bitsPerSecond / 100) / 10;
    const jitters = relays.filter((relay) => this.#mustFlow(relay)).map((relay) => relay.jitterMs);
    this.#traffic = {
      receiveKbps: kbps(transport.recvBitrate),
      sendKbps: kbps(transport.sendBitrate),
      loss: lossOf(relays),
      jitterMs: jitters.length === 0 ? null : Math.max(...jitters),
      keyFrames: relays.reduce((sum, relay) => sum + relay.takeKeyFrames(), 0),
    };
    this.#learnLine(relays);
    const flowing = relays.filter((relay) => this.#mustFlow(relay));
    const verdict = this.#watchdog.judge(transport.bytesReceived, flowing);
    if (verdict.kind === 'pipeSilent') this.#pipe.rebuild('silent');
    else if (verdict.kind === 'relaySilent') {
      this.#log.warn({ stream: verdict.relay.stream.streamId }, 'relay is silent, pulled anew');
      verdict.relay.close();
    }
  }

  /** What the line was found to carry toward this node, kilobits per second; null: no limit was met. */
  get measuredKbps(): number | null {
    return this.#capacity.kbps;
  }

  peakOf(streamId: StreamId): number {
    return this.#peaks.get(streamId) ?? 0;
  }

  /**
   * @param configuredKbps - what the link may carry toward this node
   * @param isParent - the neighbour is above this node in the meeting's tree; the gate of a trunk never is
   */
  observed({
    configuredKbps,
    isParent,
  }: {
    readonly configuredKbps: number | null;
    readonly isParent: boolean;
  }): LinkObserved {
    const { selfId, channel } = this.#options;
    const limitKbps = lowerRate(configuredKbps, this.measuredKbps);
    const childId = isParent ? selfId : this.peerId;
    const parentId = isParent ? this.peerId : selfId;
    return {
      childId,
      parentId,
      state: 'up',
      since: instant(this.#upSince),
      rttMs: channel.rttMs,
      receives: [...this.#incoming.values()].slice(0, 200).map((relay) => relay.observed()),
      ...this.#traffic,
      limitKbps,
      limitMeasured: limitKbps !== configuredKbps,
      shed: this.#shed.slice(0, 200),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pipe.close();
  }

  // Inside.

  #createPipe({ role, meetingId, peerId, channel, host, clock }: LinkMeetingOptions): MeetingPipe {
    return new MeetingPipe({
      role,
      clock,
      log: this.#log,
      router: host.pipeRouter,
      listen: host.pipeListen,
      announce: (end) => channel.openPipe({ meetingId, ...end }),
      tellLost: (generation) => channel.pipeLost({ meetingId, generation }),
      nextGeneration: () => host.nextGeneration(peerId),
      onOpened: () => {
        this.#watchdog.start();
        host.changed();
      },
      onLost: () => {
        for (const relay of [...this.#incoming.values()]) relay.close({ tell: false });
        for (const relay of [...this.#outgoing.values()]) if (!relay.waiting) relay.close();
        this.#failures.clear();
      },
    });
  }

  #learnLine(relays: readonly IncomingRelay[]): void {
    const { receiveKbps } = this.#traffic;
    const before = this.#capacity.kbps;
    this.#capacity = nextCapacity(this.#capacity, { receiveKbps, loss: sharedLossOf(relays) });
    for (const { stream, peakKbps } of relays)
      if (stream.source === 'content')
        this.#peaks.set(stream.streamId, Math.max(peakKbps, this.peakOf(stream.streamId)));
    for (const streamId of this.#peaks.keys())
      if (!this.announced.has(streamId)) this.#peaks.delete(streamId);
    if (before !== this.#capacity.kbps)
      this.#log.info({ beforeKbps: before, kbps: this.#capacity.kbps }, 'line carries another rate');
  }

  #mustFlow(relay: IncomingRelay): boolean {
    return (
      relay.producer !== null && !relay.held && this.announced.get(relay.stream.streamId)?.muted === false
    );
  }

  #pull(streamId: StreamId, demand: AdmittedDemand, transport: types.PipeTransport): void {
    const stream = this.announced.get(streamId);
    const { clock, meetingId, channel, host } = this.#options;
    const failure = this.#failures.get(streamId);
    if (!stream || (failure && clock.now() < failure.retryAt)) return;
    const relay = new IncomingRelay(
      {
        meetingId,
        stream,
        channel,
        transport,
        clock,
        onOpened: () => {
          this.#failures.delete(streamId);
          host.changed();
        },
        onClosed: (closed, failed) => this.#incomingClosed(closed, failed),
        onError: (cause) => this.#log.warn({ err: cause, stream: streamId }, 'relay from neighbour failed'),
      },
      demand,
    );
    this.#incoming.set(streamId, relay);
  }

  #incomingClosed(relay: IncomingRelay, failed: boolean): void {
    const { streamId } = relay.stream;
    if (this.#incoming.get(streamId) === relay) this.#incoming.delete(streamId);
    if (this.#closed) return;
    if (failed) {
      const count = (this.#failures.get(streamId)?.count ?? 0) + 1;
      const { clock } = this.#options;
      const delayMs = backoffMs(count - 1, PULL_RETRY);
      this.#failures.set(streamId, { count, retryAt: clock.now() + delayMs });
      clock.after(delayMs + 1, () => {
        if (!this.#closed) this.#options.host.changed();
      });
    }
    this.#options.host.changed();
  }

  #outgoingClosed(relay: OutgoingRelay): void {
    if (!this.#outgoing.delete(relay.relayId) || this.#closed) return;
    this.#options.channel.relayClosed({ meetingId: this.#options.meetingId, relayId: relay.relayId });
    this.#options.host.changed();
  }
}

/** Packets that a site must send in a second before its loss says something. */
const TELLING_PACKETS = 20;

/** Share of packets lost in the last second, all streams together; null when none was expected. */
function lossOf(relays: readonly IncomingRelay[]): number | null {
  const came = relays.reduce((sum, { second }) => sum + second.came, 0);
  const lost = relays.reduce((sum, { second }) => sum + second.lost, 0);
  return came + lost === 0 ? null : lost / (came + lost);
}

/** Loss that all sites share: what only one of them loses was lost on its own line, before this link. */
function sharedLossOf(relays: readonly IncomingRelay[]): number | null {
  const bySite = Map.groupBy(relays, ({ stream }) => stream.siteId);
  const losses = [...bySite.values()].flatMap((ofSite) => {
    const packets = ofSite.reduce((sum, { second }) => sum + second.came + second.lost, 0);
    return packets < TELLING_PACKETS ? [] : (lossOf(ofSite) ?? []);
  });
  return losses.length === 0 ? null : Math.min(...losses);
}
