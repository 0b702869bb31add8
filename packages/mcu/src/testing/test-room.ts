import { createSocket, type Socket } from 'node:dgram';
import { Peer, type RpcError, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import {
  type CameraMove,
  type ConsumerId,
  type ConsumerOpened,
  PROTOCOL_VERSION,
  type RoomJoined,
  type RoomNote,
  roomEndpoint,
  roomNode,
  type SeatView,
  type SenderWanted,
  type SiteId,
  type Source,
  type TransportId,
} from '@nhipcau/contracts';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { RtpSource, type SourceEncoding } from './rtp-source.ts';

const CAMERA_PAYLOAD = 102;
const OPUS_PAYLOAD = 111;
let nextSsrc = 1_000;

const videoParameters = (encodings: readonly SourceEncoding[]) => ({
  codecs: [
    {
      mimeType: 'video/H264',
      payloadType: CAMERA_PAYLOAD,
      clockRate: 90_000,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }],
    },
  ],
  encodings: encodings.map(({ ssrc }) => ({ ssrc })),
  rtcp: { cname: `test-${encodings[0]?.ssrc}` },
});

const audioParameters = (encodings: readonly SourceEncoding[]) => ({
  codecs: [
    { mimeType: 'audio/opus', payloadType: OPUS_PAYLOAD, clockRate: 48_000, channels: 2, parameters: {} },
  ],
  encodings: encodings.map(({ ssrc }) => ({ ssrc })),
  rtcp: { cname: `test-${encodings[0]?.ssrc}` },
});

/** Encodings like those of a room: two layers of camera, one of content, one of sound; slow, to spare the machine. */
const encodingsOf = (source: Source): SourceEncoding[] => {
  const video = (packetsPerSecond: number, payloadBytes: number): SourceEncoding => {
    nextSsrc += 1;
    return { ssrc: nextSsrc, payloadType: CAMERA_PAYLOAD, kind: 'video', packetsPerSecond, payloadBytes };
  };
  if (source === 'camera') return [video(15, 120), video(30, 600)];
  if (source === 'content') return [video(15, 400)];
  nextSsrc += 1;
  return [
    { ssrc: nextSsrc, payloadType: OPUS_PAYLOAD, kind: 'audio', packetsPerSecond: 25, payloadBytes: 80 },
  ];
};

/** A consumer as the node announced it, with the SSRC of its packets. */
export type Received = ConsumerOpened & { readonly ssrc: number };

const Encodings = z.object({ encodings: z.array(z.object({ ssrc: z.number() })).min(1) });
const ssrcOf = ({ rtpParameters }: ConsumerOpened): number =>
  Encodings.parse(rtpParameters).encodings[0]?.ssrc ?? 0;

export interface TestRoomOptions {
  readonly url: string;
  /** Where packets for a seat's sender go; null: nothing is really sent. */
  readonly sendTo: ((seatId: string) => { ip: string; port: number }) | null;
}

/** A scripted room: speaks the room protocol over a real WebSocket and obeys what the node wants of a sender. */
export class TestRoom {
  readonly #options: TestRoomOptions;
  readonly #socket: WebSocket;
  readonly peer: Peer<typeof roomEndpoint, typeof roomNode>;
  readonly opened: Promise<void>;
  /** Everything the node said, in order. */
  readonly notes: { readonly method: string; readonly at: number }[] = [];
  readonly consumers = new Map<ConsumerId, Received>();
  readonly held = new Set<ConsumerId>();
  readonly sources = new Map<Source, RtpSource>();
  joined: RoomJoined | null = null;
  view: SeatView | null = null;
  wanted: SenderWanted | null = null;
  unreachable: readonly SiteId[] = [];
  closedReason: RoomNote<'room.closed'>['reason'] | null = null;
  transportsLost = 0;
  /** What consoles pushed its camera to do. */
  readonly pushes: CameraMove[] = [];
  quality = 'unknown';
  sendTransportId: TransportId | null = null;
  /** Answer `consumer.opened` at once, as an endpoint does. */
  autoReady = true;
  onView: ((view: SeatView) => void) | null = null;
  /** Open media again by itself when the worker is lost. */
  autoRecover = true;
  readonly #published = new Set<Source>();
  #udp: Socket | null = null;

  constructor(options: TestRoomOptions) {
    this.#options = options;
    this.#socket = new WebSocket(`${options.url}/room`);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('open', () => resolve());
      this.#socket.once('error', reject);
    });
    const note = (method: string) => this.notes.push({ method, at: performance.now() });
    this.peer = new Peer({
      socket: wsSocket(this.#socket),
      local: roomEndpoint,
      remote: roomNode,
      clock: systemClock,
      heartbeat: { everyMs: 2_000, deadAfterMs: 60_000 },
      limits: { messagesPerSecond: 5_000, burst: 20_000 },
      handlers: {
        requests: {},
        notes: {
          'view.changed': ({ view }) => {
            note('view.changed');
            this.view = view;
            this.onView?.(view);
          },
          'sender.wanted': (wanted) => {
            note('sender.wanted');
            this.wanted = wanted;
            this.#obey();
          },
          'consumer.opened': (consumer) => {
            note('consumer.opened');
            this.consumers.set(consumer.consumerId, { ...consumer, ssrc: ssrcOf(consumer) });
            if (this.autoReady) this.ready(consumer.consumerId);
          },
          'consumer.closed': ({ consumerId }) => {
            note('consumer.closed');
            this.consumers.delete(consumerId);
            this.held.delete(consumerId);
          },
          'camera.push': ({ move }) => {
            note('camera.push');
            this.pushes.push(move);
          },
          'consumer.held': ({ consumerId, held }) => {
            note('consumer.held');
            if (held) this.held.add(consumerId);
            else this.held.delete(consumerId);
          },
          'transports.lost': () => {
            note('transports.lost');
            this.transportsLost += 1;
            this.consumers.clear();
            this.held.clear();
            if (this.autoRecover) void this.#recover();
          },
          'line.quality': ({ quality }) => {
            this.quality = quality;
          },
          'sites.unreachable': ({ siteIds }) => {
            note('sites.unreachable');
            this.unreachable = siteIds;
          },
          'room.closed': ({ reason }) => {
            note('room.closed');
            this.closedReason = reason;
          },
        },
      },
    });
  }

  get seatId(): string {
    return this.joined?.seatId ?? '';
  }

  /** What it receives, as `site/source`, in order. */
  get receives(): string[] {
    return [...this.consumers.values()].map(({ siteId, source }) => `${siteId}/${source}`).sort();
  }

  consumerOf(siteId: string, source: Source): Received | null {
    return (
      [...this.consumers.values()].find(
        (consumer) => consumer.siteId === siteId && consumer.source === source,
      ) ?? null
    );
  }

  async join(with_: { ticket: string } | { resume: string }): Promise<RoomJoined> {
    await this.opened;
    this.joined = await this.peer.request('room.join', { version: PROTOCOL_VERSION, ...with_ });
    this.view = this.joined.view;
    this.wanted = this.joined.wanted;
    return this.joined;
  }

  /** Joins, receives, and publishes the given sources. */
  async enter(
    with_: { ticket: string } | { resume: string },
    publish: readonly Source[] = [],
  ): Promise<void> {
    await this.join(with_);
    await this.receive();
    for (const source of publish) await this.publish(source);
  }

  async receive(): Promise<void> {
    if (!this.joined) throw new Error('not joined');
    await this.peer.request('room.ready', { rtpCapabilities: this.joined.routerRtpCapabilities });
    await this.peer.request('transport.open', { direction: 'receive' });
  }

  async publish(source: Source, { muted = false }: { muted?: boolean } = {}): Promise<void> {
    if (this.sendTransportId === null) {
      const { transportId } = await this.peer.request('transport.open', { direction: 'send' });
      this.sendTransportId = transportId;
    }
    const encodings = encodingsOf(source);
    const video = source !== 'mic' && source !== 'talk';
    await this.peer.request('producer.open', {
      transportId: this.sendTransportId,
      source,
      kind: video ? 'video' : 'audio',
      rtpParameters: video ? videoParameters(encodings) : audioParameters(encodings),
      muted,
    });
    this.#published.add(source);
    this.sources.get(source)?.close();
    if (this.#options.sendTo) {
      this.#udp ??= createSocket('udp4');
      const to = this.#options.sendTo(this.seatId);
      this.sources.set(source, new RtpSource(this.#udp, to, encodings));
    }
    this.#obey();
  }

  ready(consumerId: ConsumerId): void {
    this.peer.request('consumer.ready', { consumerId }).catch((cause: RpcError) => {
      // The connection or the seat ended meanwhile; everything else is a failure of the test.
      if (!this.peer.closed && cause.code !== 'PEER_CLOSED') throw cause;
    });
  }

  /** Leaves properly. */
  async leave(): Promise<void> {
    await this.peer.request('room.leave', {}).catch(() => {
      // The node closes the socket, maybe before its reply.
    });
    this.stop();
  }

  /** The line breaks: no farewell. */
  cut(): void {
    this.#socket.terminate();
  }

  stop(): void {
    for (const source of this.sources.values()) source.close();
    this.sources.clear();
    this.#udp?.close();
    this.#udp = null;
    this.peer.close();
    this.#socket.terminate();
  }

  async #recover(): Promise<void> {
    const published = [...this.#published];
    this.sendTransportId = null;
    for (const source of this.sources.values()) source.close();
    this.sources.clear();
    this.#udp?.close();
    this.#udp = null;
    for (let attempt = 0; attempt < 40 && !this.peer.closed; attempt += 1) {
      try {
        await this.peer.request('transport.open', { direction: 'receive' });
        for (const source of published) await this.publish(source);
        return;
      } catch {
        // No worker yet: an endpoint tries again.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Sends what is wanted and nothing else, as a room does at its edge. */
  #obey(): void {
    const camera = this.sources.get('camera');
    if (camera) camera.paused = (this.wanted?.camera ?? null) === null;
    const mic = this.sources.get('mic');
    if (mic) mic.paused = !this.wanted?.mic;
    const content = this.sources.get('content');
    if (content) content.paused = !this.wanted?.content;
    const talk = this.sources.get('talk');
    if (talk) talk.paused = !this.wanted?.talk;
  }
}
