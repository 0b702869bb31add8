import { randomUUID } from 'node:crypto';
import { type BodyOf, backoffMs, type Clock, RpcError, SerialQueue, type Timer } from '@nhipcau/base';
import {
  instant,
  type Layer,
  type LinkObserved,
  type linkChild,
  type MeetingId,
  type NodeId,
  type StreamAnnounced,
  type StreamId,
} from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import type { Demand } from '../conference/demand.ts';
import type { Logger } from '../process/logging.ts';
import { type AnnouncementTable, announcementChanges } from './announcement-table.ts';
import { IncomingRelay } from './incoming-relay.ts';
import type { LinkChannel } from './link-channel.ts';
import { type OpenedRelay, OutgoingRelay } from './outgoing-relay.ts';
import { PipeWatchdog } from './pipe-watchdog.ts';

type Body<M extends keyof (typeof linkChild)['requests']> = BodyOf<typeof linkChild, M>;
type PipeEnd = Pick<Body<'pipe.open'>, 'ip' | 'port' | 'srtpParameters'>;

/** What this node's end of the link is: the child dials and opens the pipes. */
export type LinkRole = 'child' | 'parent';

export interface LinkMeetingHost {
  /** A router of this meeting for a new pipe. */
  pipeRouter(): Promise<types.Router>;
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

interface Pipe {
  readonly generation: number;
  readonly transport: types.PipeTransport;
  readonly router: types.Router;
}

const PIPE_RETRY = { firstMs: 200, maxMs: 3_000 } as const;
const PULL_RETRY = { firstMs: 300, maxMs: 4_000 } as const;

/** One meeting on one link: its pipe, the streams each side announced, and the relays in both directions. */
export class LinkMeeting {
  readonly peerId: NodeId;
  readonly role: LinkRole;
  readonly announced: AnnouncementTable;
  readonly #options: LinkMeetingOptions;
  readonly #log: Logger;
  readonly #queue = new SerialQueue();
  readonly #incoming = new Map<StreamId, IncomingRelay>();
  readonly #outgoing = new Map<string, OutgoingRelay>();
  readonly #failures = new Map<StreamId, { count: number; retryAt: number }>();
  readonly #watchdog: PipeWatchdog;
  readonly #upSince: number;
  #reachable: readonly NodeId[];
  #pipe: Pipe | null = null;
  #pipeFailures = 0;
  #retry: Timer | null = null;
  #told: ReadonlyMap<StreamId, StreamAnnounced> | null = null;
  #toldReachable = '';
  #closed = false;
  #traffic = { receiveKbps: 0, sendKbps: 0, loss: null as number | null };
  #lastLoss = { lost: 0, packets: 0 };

  constructor(options: LinkMeetingOptions) {
    this.#options = options;
    this.peerId = options.peerId;
    this.role = options.role;
    this.announced = options.announced;
    this.#reachable = options.reachable;
    this.#log = options.log.child({ link: options.peerId, meeting: options.meetingId });
    this.#upSince = options.clock.now();
    this.#watchdog = new PipeWatchdog(options.clock);
    if (options.role === 'child') this.#dial();
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
    return this.#pipe?.router ?? null;
  }

  get pipeTransport(): types.PipeTransport | null {
    return this.#pipe?.transport ?? null;
  }

  get outgoing(): Iterable<OutgoingRelay> {
    return this.#outgoing.values();
  }

  get incoming(): Iterable<IncomingRelay> {
    return this.#incoming.values();
  }

  producerOf(streamId: StreamId): types.Producer | null {
    return this.#incoming.get(streamId)?.producer ?? null;
  }

  // What the conference wants.

  /** Brings the relays from the neighbour to what is demanded of it; returns at once. */
  want(demands: ReadonlyMap<StreamId, Demand>): void {
    for (const [streamId, relay] of this.#incoming) {
      const stream = this.announced.get(streamId);
      if (!stream) relay.close();
      else if (!demands.has(streamId)) relay.release();
    }
    const transport = this.#pipe?.transport;
    if (!transport) return;
    for (const [streamId, demand] of demands) {
      const relay = this.#incoming.get(streamId);
      if (relay) relay.adjust(demand);
      else this.#pull(streamId, demand, transport);
    }
  }

  /** Sends a pulled stream, now that it is on the pipe's router. */
  serve(relay: OutgoingRelay, producer: types.Producer): void {
    if (this.#pipe && relay.waiting)
      void relay.open(this.#pipe.transport, producer).then(() => this.#options.host.changed());
  }

  /** Tells the neighbour what is new among the streams offered to it. */
  offer(streams: ReadonlyMap<StreamId, StreamAnnounced>, reachable: readonly NodeId[]): void {
    const { meetingId, channel } = this.#options;
    if (this.#told === null) channel.snapshot({ meetingId, streams: [...streams.values()] });
    else {
      const changes = announcementChanges(this.#told, streams);
      if (changes.announced.length > 0 || changes.withdrawn.length > 0)
        channel.changed({ meetingId, ...changes });
    }
    this.#told = new Map(streams);
    const text = reachable.join(' ');
    if (text === this.#toldReachable) return;
    this.#toldReachable = text;
    channel.reachable({ meetingId, nodeIds: [...reachable] });
  }

  // What the neighbour says.

  learned(): void {
    this.#failures.clear();
    if (this.#pipe === null && this.role === 'child' && this.#retry) this.#redial();
    this.#options.host.changed();
  }

  reachableChanged(nodeIds: readonly NodeId[]): void {
    this.#reachable = nodeIds.filter((nodeId) => nodeId !== this.#options.selfId);
    this.#options.host.changed();
  }

  /** The child has allocated a new pipe; ours answers it. */
  async acceptPipe(body: Body<'pipe.open'>): Promise<PipeEnd> {
    if (this.role !== 'parent') throw new RpcError('NOT_ALLOWED');
    return this.#queue.run(async () => {
      if (this.#pipe && body.generation <= this.#pipe.generation) throw new RpcError('STATE_OUTDATED');
      this.#dropPipe();
      const end = await this.#allocate();
      try {
        await end.transport.connect({ ip: body.ip, port: body.port, srtpParameters: body.srtpParameters });
      } catch (cause) {
        end.transport.close();
        throw RpcError.because(cause, 'MEDIA_REFUSED', { what: 'pipe' });
      }
      this.#install({ ...end, generation: body.generation });
      return endOf(end.transport);
    });
  }

  async acceptPull({ streamId, layer }: Body<'relay.pull'>): Promise<OpenedRelay & { relayId: string }> {
    if (this.announced.has(streamId)) throw new RpcError('LINK_LOOP', { streamId });
    for (const known of this.#outgoing.values()) if (known.streamId === streamId) known.close();
    const relay = new OutgoingRelay({
      relayId: randomUUID(),
      streamId,
      layer,
      clock: this.#options.clock,
      onClosed: (closed) => this.#outgoingClosed(closed),
      onError: (cause) => this.#log.warn({ err: cause, stream: streamId }, 'relay to neighbour failed'),
    });
    this.#outgoing.set(relay.relayId, relay);
    this.#options.host.changed();
    const opened = await relay.opened;
    return { relayId: relay.relayId, ...opened };
  }

  acceptSet({ relayId, layer, held }: { relayId: string; layer: Layer | null; held: boolean }): void {
    const relay = this.#outgoing.get(relayId);
    if (!relay) throw new RpcError('STREAM_UNKNOWN', { relayId });
    relay.set(layer, held);
    this.#options.host.changed();
  }

  acceptDrop(relayId: string): void {
    this.#outgoing.get(relayId)?.close();
  }

  relayClosed(relayId: string): void {
    for (const relay of this.#incoming.values()) if (relay.relayId === relayId) relay.close({ tell: false });
  }

  /** The neighbour's end of the pipe is gone. */
  pipeLost(generation: number): void {
    if (this.role === 'child' && (this.#pipe?.generation ?? generation) <= generation)
      this.rebuildPipe('peer');
  }

  /** Gives up the pipe and has the child open the next one. */
  rebuildPipe(reason: string): void {
    if (this.#closed) return;
    const generation = this.#pipe?.generation ?? 0;
    this.#log.warn({ reason, generation }, 'pipe is rebuilt');
    this.#dropPipe();
    if (this.role === 'child') this.#redial();
    else this.#options.channel.pipeLost({ meetingId: this.#options.meetingId, generation });
  }

  /** Measures the relays and looks for a silent pipe; called every second. */
  async measure(): Promise<void> {
    const pipe = this.#pipe;
    if (!pipe || pipe.transport.closed) {
      this.#traffic = { receiveKbps: 0, sendKbps: 0, loss: null };
      return;
    }
    const relays = [...this.#incoming.values()];
    const [stats] = await Promise.all([pipe.transport.getStats(), ...relays.map((relay) => relay.measure())]);
    const transport = stats[0];
    if (!transport || this.#pipe !== pipe) return;
    const kbps = (bitsPerSecond: number) => Math.round(bitsPerSecond / 100) / 10;
    this.#traffic = {
      receiveKbps: kbps(transport.recvBitrate),
      sendKbps: kbps(transport.sendBitrate),
      loss: this.#lossOf(relays),
    };
    const flowing = relays.filter((relay) => this.#mustFlow(relay));
    const verdict = this.#watchdog.judge(transport.bytesReceived, flowing);
    if (verdict.kind === 'pipeSilent') this.rebuildPipe('silent');
    else if (verdict.kind === 'relaySilent') {
      this.#log.warn({ stream: verdict.relay.stream.streamId }, 'relay is silent, pulled anew');
      verdict.relay.close();
    }
  }

  observed(): LinkObserved {
    const { selfId, channel } = this.#options;
    const childId = this.role === 'child' ? selfId : this.peerId;
    const parentId = this.role === 'child' ? this.peerId : selfId;
    return {
      childId,
      parentId,
      state: 'up',
      since: instant(this.#upSince),
      rttMs: channel.rttMs,
      receives: [...this.#incoming.values()].slice(0, 200).map((relay) => relay.observed()),
      ...this.#traffic,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#retry?.cancel();
    this.#dropPipe();
  }

  // Inside.

  #mustFlow(relay: IncomingRelay): boolean {
    return (
      relay.producer !== null && !relay.held && this.announced.get(relay.stream.streamId)?.muted === false
    );
  }

  #lossOf(relays: readonly IncomingRelay[]): number | null {
    const lost = relays.reduce((sum, relay) => sum + relay.lost, 0);
    const packets = relays.reduce((sum, relay) => sum + relay.heard.packets, 0);
    const before = this.#lastLoss;
    this.#lastLoss = { lost, packets };
    const newLost = Math.max(0, lost - before.lost);
    const newPackets = packets - before.packets;
    return newPackets <= 0 ? null : Math.min(1, newLost / (newLost + newPackets));
  }

  #pull(streamId: StreamId, demand: Demand, transport: types.PipeTransport): void {
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

  #dial(): void {
    this.#retry = null;
    void this.#queue
      .run(() => this.#openPipe())
      .then(
        () => {
          this.#pipeFailures = 0;
        },
        (cause: unknown) => {
          if (this.#closed) return;
          const code = cause instanceof RpcError ? cause.code : 'INTERNAL';
          if (code !== 'MEETING_NOT_HERE') this.#log.warn({ err: cause }, 'pipe does not open');
          this.#redial(backoffMs(this.#pipeFailures, PIPE_RETRY));
          this.#pipeFailures += 1;
        },
      );
  }

  #redial(delayMs = 0): void {
    this.#retry?.cancel();
    if (!this.#closed) this.#retry = this.#options.clock.after(delayMs, () => this.#dial());
  }

  async #openPipe(): Promise<void> {
    if (this.#closed || this.#pipe) return;
    const { meetingId, channel, host } = this.#options;
    const end = await this.#allocate();
    try {
      const generation = host.nextGeneration(this.peerId);
      const answer = await channel.openPipe({ meetingId, generation, ...endOf(end.transport) });
      await end.transport.connect(answer);
      if (this.#closed || end.transport.closed) throw new RpcError('PEER_CLOSED');
      this.#install({ ...end, generation });
    } catch (cause) {
      end.transport.close();
      throw cause;
    }
  }

  async #allocate(): Promise<Omit<Pipe, 'generation'>> {
    const { host } = this.#options;
    const router = await host.pipeRouter();
    const transport = await router.createPipeTransport({
      listenInfo: host.pipeListen,
      enableSctp: false,
      enableRtx: true,
      enableSrtp: true,
    });
    if (this.#closed) {
      transport.close();
      throw new RpcError('PEER_CLOSED');
    }
    return { router, transport };
  }

  #install(pipe: Pipe): void {
    this.#pipe = pipe;
    this.#watchdog.start();
    pipe.transport.observer.once('close', () => {
      if (this.#pipe === pipe) this.rebuildPipe('closed');
    });
    this.#log.info({ generation: pipe.generation }, 'pipe opened');
    this.#options.host.changed();
  }

  #dropPipe(): void {
    const pipe = this.#pipe;
    this.#pipe = null;
    for (const relay of [...this.#incoming.values()]) relay.close({ tell: false });
    for (const relay of [...this.#outgoing.values()]) if (!relay.waiting) relay.close();
    this.#failures.clear();
    pipe?.transport.close();
  }
}

function endOf(transport: types.PipeTransport): PipeEnd {
  const { srtpParameters, tuple } = transport;
  if (srtpParameters?.cryptoSuite !== 'AEAD_AES_256_GCM')
    throw new RpcError('MEDIA_REFUSED', { what: 'srtp' });
  return {
    ip: tuple.localAddress,
    port: tuple.localPort,
    srtpParameters: { cryptoSuite: srtpParameters.cryptoSuite, keyBase64: srtpParameters.keyBase64 },
  };
}
