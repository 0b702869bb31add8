import { Peer, RpcError, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import {
  type ConsumerId,
  type ConsumerOpened,
  type Flow,
  type NodeId,
  PROTOCOL_VERSION,
  ROOM_HEARTBEAT,
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
import type { Recordings } from './media/recording.ts';
import { RoomSender } from './media/room-sender.ts';
import type { Certificate } from './webrtc/certificate.ts';
import { MediaLine } from './webrtc/media-line.ts';

/** How a room gets in; asked anew whenever an earlier way has closed. */
export interface WayIn {
  readonly roomUrl: string;
  readonly ticket: string;
  readonly nodeId: NodeId;
}

export interface LoadRoomOptions {
  readonly siteId: SiteId;
  /** @param unreachable - the node that could not be reached */
  readonly obtainTicket: (unreachable?: NodeId) => Promise<WayIn>;
  readonly certificate: Certificate;
  /** Absent: the room sends nothing, as one whose camera and microphone are switched off. */
  readonly recordings?: Recordings | undefined;
  /** Its camera has the small encoding alone, as on a thin line. */
  readonly onlyLow?: boolean;
}

/** A stream that the node has opened for this room. */
export interface LoadStream {
  readonly opened: ConsumerOpened;
  readonly ssrc: number;
  isHeld: boolean;
  packets: number;
  firstAt: number | null;
  lastAt: number;
}

const REPORT_EVERY_MS = 2_000;
const LOOK_EVERY_MS = 500;
/** A stream that was silent this long does not flow. */
const STOPPED_MS = 1_500;
const SOCKET_TIMEOUT_MS = 10_000;
const LINE_ATTEMPTS = 40;
/** Between attempts to get in again, milliseconds; a node that is full of joins asks to come later. */
const AGAIN_MS = { first: 200, most: 2_000 } as const;

const Encodings = z.looseObject({ encodings: z.array(z.looseObject({ ssrc: z.int() })).min(1) });
const Capabilities = z.looseObject({
  codecs: z.array(z.looseObject({ rtcpFeedback: z.array(z.looseObject({ type: z.string() })) })),
});

/**
 * What a room that never decodes can receive: everything of the node but bandwidth estimation, in which it takes no part.
 * With it the node would hold the room on the small encoding, waiting for an estimate that never comes.
 */
function capabilitiesOf(capabilities: unknown): z.infer<typeof Capabilities> {
  const { codecs, ...others } = Capabilities.parse(capabilities);
  const isEstimation = ({ type }: { type: string }) => type === 'transport-cc' || type === 'goog-remb';
  return {
    ...others,
    codecs: codecs.map((codec) => ({
      ...codec,
      rtcpFeedback: codec.rtcpFeedback.filter((feedback) => !isEstimation(feedback)),
    })),
  };
}

type RoomPeer = Peer<typeof roomEndpoint, typeof roomNode>;

/**
 * A room without a browser: joins with a ticket, connects ICE and DTLS, says what it receives from the packets that
 * really arrive, sends what is wanted, and comes back by itself when its line or its node was lost.
 */
export class LoadRoom {
  readonly siteId: SiteId;
  readonly #options: LoadRoomOptions;
  readonly streams = new Map<ConsumerId, LoadStream>();
  readonly #bySsrc = new Map<number, LoadStream>();
  readonly sender: RoomSender | null;
  readonly #timers: NodeJS.Timeout[];
  #peer: RoomPeer | null = null;
  #receive: MediaLine | null = null;
  #send: MediaLine | null = null;
  #resume: { readonly roomUrl: string; readonly token: string; readonly nodeId: NodeId } | null = null;
  /** The node at which it could not take its seat again. */
  #unreachable: NodeId | undefined = undefined;
  #flowsText = '';
  #entering = false;
  #closed = false;
  view: SeatView | null = null;
  viewedAt = 0;
  /** Times it got in, and was thrown out of its line. */
  joins = 0;
  losses = 0;
  /** Instant (`performance.now()`) at which its media lines stood last. */
  readyAt: number | null = null;
  lastFailure = '';
  /** Attempts to get in that failed. */
  failures = 0;
  /** Told of every packet of RTP. */
  onPacket: ((stream: LoadStream, packet: Buffer, at: number) => void) | null = null;
  onView: ((view: SeatView) => void) | null = null;

  constructor(options: LoadRoomOptions) {
    this.siteId = options.siteId;
    this.#options = options;
    this.sender = options.recordings
      ? new RoomSender(options.recordings, () => this.#send, { onlyLow: options.onlyLow ?? false })
      : null;
    this.#timers = [
      setInterval(() => this.#report(), REPORT_EVERY_MS),
      setInterval(() => this.#tellFlows(), LOOK_EVERY_MS),
    ];
  }

  get isIn(): boolean {
    return this.#peer !== null && !this.#peer.closed && this.readyAt !== null;
  }

  /** How its packets pass; null before they do. */
  get protocol(): MediaLine['protocol'] {
    return this.#receive?.protocol ?? null;
  }

  /** Gets in, trying again until it is or the room is closed. */
  async enter(): Promise<void> {
    if (this.#entering || this.#closed) return;
    this.#entering = true;
    try {
      for (let wait: number = AGAIN_MS.first; !this.#closed; wait = Math.min(AGAIN_MS.most, wait * 1.5)) {
        try {
          return await this.#enterOnce();
        } catch (cause) {
          this.lastFailure = cause instanceof RpcError ? cause.code : String(cause);
          this.failures += 1;
          if (this.lastFailure !== 'RATE_LIMITED') {
            this.#unreachable = this.#resume?.nodeId ?? this.#unreachable;
            this.#resume = null;
          }
          this.#drop();
          await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
        }
      }
    } finally {
      this.#entering = false;
    }
  }

  /** Packets of a site's source that have arrived since the stream was opened. */
  streamOf(siteId: SiteId, source: Source): LoadStream | null {
    for (const stream of this.streams.values())
      if (stream.opened.siteId === siteId && stream.opened.source === source) return stream;
    return null;
  }

  /** The clear payload of a packet that `onPacket` gave. */
  decrypt(packet: Buffer): Buffer | null {
    return this.#receive?.open(packet) ?? null;
  }

  async leave(): Promise<void> {
    const peer = this.#peer;
    this.#closed = true;
    await peer?.request('room.leave', {}, { timeoutMs: 2_000 }).catch(() => {
      // The node closes the socket, maybe before its reply.
    });
    this.close();
  }

  /** The line breaks without a word; the room comes back. */
  cut(): void {
    this.#peer?.close(4000, 'CUT');
    this.#lost();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.sender?.close();
    this.#drop();
  }

  async #enterOnce(): Promise<void> {
    this.#drop();
    const way = this.#resume ?? (await this.#options.obtainTicket(this.#unreachable));
    const peer = await this.#dial(way.roomUrl);
    this.#peer = peer;
    const key = 'token' in way ? { resume: way.token } : { ticket: way.ticket };
    const joined = await peer.request('room.join', { version: PROTOCOL_VERSION, ...key });
    this.#resume = { roomUrl: way.roomUrl, token: joined.resume, nodeId: joined.nodeId };
    this.#unreachable = undefined;
    this.#see(joined.view);
    this.sender?.want(joined.wanted);
    await peer.request('room.ready', { rtpCapabilities: capabilitiesOf(joined.routerRtpCapabilities) });
    await this.#openLines(peer);
    if (peer.closed) throw new Error('the node closed while joining');
    this.joins += 1;
    this.readyAt = performance.now();
  }

  async #openLines(peer: RoomPeer): Promise<void> {
    const { certificate } = this.#options;
    const open = async (direction: 'send' | 'receive'): Promise<MediaLine> => {
      const offer = await peer.request('transport.open', { direction });
      const line = new MediaLine({
        offer,
        certificate,
        onRtp: (packet) => this.#takeRtp(packet),
        onRtcp: (packet) => this.sender?.takeRtcp(packet),
      });
      if (direction === 'send') this.#send = line;
      else this.#receive = line;
      const fingerprints = [{ algorithm: 'sha-256', value: certificate.fingerprint }];
      const connected = line.connect();
      await Promise.all([
        connected,
        peer.request('transport.connect', {
          transportId: offer.transportId,
          dtlsParameters: { role: 'client', fingerprints },
        }),
      ]);
      if (direction === 'send') await this.#publish(peer, offer.transportId);
      return line;
    };
    await open('receive');
    if (this.sender) await open('send');
  }

  async #publish(peer: RoomPeer, transportId: TransportId): Promise<void> {
    const { sender } = this;
    if (!sender) return;
    const sources = [
      { source: 'camera', kind: 'video', rtpParameters: sender.cameraParameters },
      { source: 'mic', kind: 'audio', rtpParameters: sender.micParameters },
    ] as const;
    for (const each of sources) await peer.request('producer.open', { transportId, muted: false, ...each });
  }

  async #dial(roomUrl: string): Promise<RoomPeer> {
    const ws = new WebSocket(`${roomUrl.replace(/\/$/, '')}/room`, {
      handshakeTimeout: SOCKET_TIMEOUT_MS,
      perMessageDeflate: false,
    });
    const peer: RoomPeer = new Peer({
      socket: wsSocket(ws),
      local: roomEndpoint,
      remote: roomNode,
      clock: systemClock,
      heartbeat: ROOM_HEARTBEAT,
      limits: { maxFrameLength: 1_000_000, messagesPerSecond: 400, burst: 2_000 },
      onClosed: () => {
        if (this.#peer === peer) this.#lost();
      },
      handlers: {
        requests: {},
        notes: {
          'view.changed': ({ view }) => this.#see(view),
          'sender.wanted': (wanted: SenderWanted) => this.sender?.want(wanted),
          'consumer.opened': (opened) => this.#opened(peer, opened),
          'consumer.closed': ({ consumerId }) => this.#forget(consumerId),
          'consumer.held': ({ consumerId, held }) => {
            const stream = this.streams.get(consumerId);
            if (stream) stream.isHeld = held;
          },
          'transports.lost': () => void this.#reopenLines(peer),
          'line.quality': () => {},
          'camera.push': () => {},
          'sites.unreachable': () => {},
          'room.closed': ({ reason }) => this.#told(reason),
        },
      },
    });
    await new Promise<void>((resolve, reject) => {
      ws.once('open', () => resolve());
      ws.once('error', reject);
      ws.once('close', () => reject(new Error('the node closed the socket')));
    });
    return peer;
  }

  #told(reason: RoomNote<'room.closed'>['reason']): void {
    if (reason === 'moved') this.#resume = null;
    if (reason === 'nodeStopping' || reason === 'moved') this.#lost();
    else this.close();
  }

  /** The node's media worker is gone: new lines over the same connection, or else everything anew. */
  async #reopenLines(peer: RoomPeer): Promise<void> {
    this.losses += 1;
    this.#dropLines();
    for (let attempt = 0; attempt < LINE_ATTEMPTS && this.#peer === peer && !peer.closed; attempt += 1) {
      try {
        await this.#openLines(peer);
        this.readyAt = performance.now();
        return;
      } catch (cause) {
        // No worker yet, or one that died in turn: a terminal tries again, too.
        this.lastFailure = cause instanceof RpcError ? cause.code : String(cause);
        this.#dropLines();
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS.first));
      }
    }
    peer.close(4000, 'NO_LINES');
  }

  /** Comes back; the streams of before are gone. */
  #lost(): void {
    if (this.#closed || this.#entering) return;
    this.losses += 1;
    this.#drop();
    void this.enter();
  }

  #drop(): void {
    const peer = this.#peer;
    this.#peer = null;
    this.#dropLines();
    peer?.close();
  }

  #dropLines(): void {
    this.readyAt = null;
    this.#receive?.close();
    this.#send?.close();
    this.#receive = null;
    this.#send = null;
    this.streams.clear();
    this.#bySsrc.clear();
  }

  #see(view: SeatView): void {
    this.view = view;
    this.viewedAt = performance.now();
    this.onView?.(view);
  }

  #opened(peer: RoomPeer, opened: ConsumerOpened): void {
    const ssrc = Encodings.parse(opened.rtpParameters).encodings[0]?.ssrc ?? 0;
    const known = this.streams.get(opened.consumerId);
    const stream = known ?? { opened, ssrc, isHeld: false, packets: 0, firstAt: null, lastAt: 0 };
    this.streams.set(opened.consumerId, stream);
    this.#bySsrc.set(ssrc, stream);
    peer.request('consumer.ready', { consumerId: opened.consumerId }).catch(() => {
      // The connection or the stream ended meanwhile.
    });
  }

  #forget(consumerId: ConsumerId): void {
    const stream = this.streams.get(consumerId);
    this.streams.delete(consumerId);
    if (stream && this.#bySsrc.get(stream.ssrc) === stream) this.#bySsrc.delete(stream.ssrc);
    this.#tellFlows();
  }

  #takeRtp(packet: Buffer): void {
    if (packet.length < 12) return;
    const stream = this.#bySsrc.get(packet.readUInt32BE(8));
    if (!stream) return;
    const at = performance.now();
    stream.packets += 1;
    stream.lastAt = at;
    if (stream.firstAt === null) {
      stream.firstAt = at;
      this.#tellFlows();
    }
    this.onPacket?.(stream, packet, at);
  }

  #flows(): Flow[] {
    const now = performance.now();
    return [...this.streams.values()].map(({ opened: { siteId, source }, lastAt, firstAt }) => ({
      siteId,
      source,
      flowing: firstAt !== null && now - lastAt < STOPPED_MS,
    }));
  }

  /** At once when something changed, as a browser's room does. */
  #tellFlows(): void {
    const flows = this.#flows().slice(0, 80);
    const text = JSON.stringify(flows);
    if (text === this.#flowsText) return;
    this.#flowsText = text;
    this.#peer?.notify('flow.report', { flows });
  }

  #report(): void {
    const peer = this.#peer;
    if (peer === null || this.readyAt === null) return;
    peer.notify('flow.report', { flows: this.#flows().slice(0, 80) });
    peer.notify('stats.report', {
      sendHeight: this.sender?.high.isPlaying ? 720 : this.sender?.low.isPlaying ? 180 : null,
      sendFps: this.sender?.low.isPlaying ? 25 : null,
      sendKbps: null,
      contentKbps: null,
      receiveKbps: null,
      rttMs: peer.rttMs,
      jitterMs: null,
      loss: null,
      echoCancellation: null,
      micDb: null,
      micSound: 'unknown',
      videoCodec: 'video/H264',
    });
  }
}
