import {
  type Handlers,
  type MessageSocket,
  type Offence,
  Peer,
  RpcError,
  type Timer,
  TokenBucket,
} from '@nhipcau/base';
import {
  type NodeHappening,
  PROTOCOL_VERSION,
  ProducerId,
  ROOM_HEARTBEAT,
  roomEndpoint,
  roomNode,
  type SiteId,
  type Source,
  TransportId,
} from '@nhipcau/contracts';
import { asDtlsParameters, asRtpCapabilities, asRtpParameters } from '../media/rtp-guards.ts';
import type { Logger } from '../process/logging.ts';
import type { Joined, RoomService } from './room-service.ts';
import type { RoomPeer } from './seat.ts';
import { isStillPicture } from './still-picture.ts';

/** A connection that has not joined by then is closed. */
export const JOIN_TIMEOUT_MS = 10_000;

const roomLimits = {
  maxFrameLength: 80_000,
  messagesPerSecond: 60,
  burst: 300,
  maxOffences: 20,
  maxPendingIn: 64,
} as const;

const kindOf = { camera: 'video', content: 'video', mic: 'audio', talk: 'audio' } as const satisfies Record<
  Source,
  string
>;

const talkWords = { ask: 'talk.asked', answer: 'talk.answered', leave: 'talk.left' } as const;

export interface RoomConnectionOptions {
  readonly socket: MessageSocket;
  readonly service: RoomService;
  readonly log: Logger;
  readonly onOffence: (offence: Offence) => void;
  readonly onRefused: (code: string) => void;
}

/** One WebSocket of a room or a watching console. */
export class RoomConnection {
  readonly #service: RoomService;
  readonly #log: Logger;
  readonly #peer: RoomPeer;
  readonly #stills: TokenBucket;
  readonly #words: TokenBucket;
  readonly #onRefused: (code: string) => void;
  #joined: Joined | null = null;
  readonly #joinLimit: Timer;
  #joining = false;

  constructor({ socket, service, log, onOffence, onRefused }: RoomConnectionOptions) {
    this.#service = service;
    this.#log = log;
    this.#onRefused = onRefused;
    const { clock } = service.options;
    this.#stills = new TokenBucket({ perSecond: 1, burst: 2 }, clock.now());
    this.#words = new TokenBucket({ perSecond: 1, burst: 5 }, clock.now());
    this.#peer = new Peer({
      version: PROTOCOL_VERSION,
      socket,
      local: roomNode,
      remote: roomEndpoint,
      handlers: this.#handlers(),
      clock,
      limits: roomLimits,
      heartbeat: ROOM_HEARTBEAT,
      onOffence,
      onDefect: (cause, method) => log.error({ err: cause, method }, 'room request failed'),
      onClosed: (code, reason) => this.#ended(reason || `${code}`),
    });
    this.#joinLimit = clock.after(JOIN_TIMEOUT_MS, () => {
      if (this.#joined === null) this.#peer.close(1008, 'NOT_JOINED');
    });
  }

  close(code: number, reason: string): void {
    this.#peer.close(code, reason);
  }

  #ended(reason: string): void {
    this.#joinLimit.cancel();
    this.#joined?.seat.detach(this.#peer, reason);
  }

  #here(): Joined {
    const joined = this.#joined;
    if (!joined) throw new RpcError('NOT_JOINED');
    if (joined.seat.closed) throw new RpcError('PEER_CLOSED');
    return joined;
  }

  #handlers(): Handlers<typeof roomNode> {
    return {
      requests: {
        'room.join': async (body) => {
          if (this.#joined || this.#joining) throw new RpcError('ALREADY_JOINED');
          this.#joining = true;
          try {
            const joined = await this.#service.join(this.#peer, body);
            this.#joined = joined;
            if (this.#peer.closed) this.#ended('closed while joining');
            // After the reply, so that the endpoint knows its seat when these arrive.
            else this.#service.options.clock.after(0, () => joined.seat.resend());
            this.#log.info({ seat: joined.seat.seatId, fresh: joined.reply.fresh }, 'joined');
            return joined.reply;
          } catch (cause) {
            if (cause instanceof RpcError) this.#onRefused(cause.code);
            throw cause;
          } finally {
            this.#joining = false;
          }
        },
        'room.ready': ({ rtpCapabilities }) => {
          this.#here().seat.setCapabilities(asRtpCapabilities(rtpCapabilities));
          return {};
        },
        'transport.open': async ({ direction }) => {
          const { conference, seat } = this.#here();
          if (direction === 'send' && seat.voiceId === null) throw new RpcError('NOT_ALLOWED');
          const media = await conference.mediaOf(seat);
          const transport = await media.openTransport(direction);
          return {
            transportId: TransportId.parse(transport.id),
            ...transport.offer,
            iceServers: this.#service.iceServersFor(seat),
          };
        },
        'transport.connect': async ({ transportId, dtlsParameters }) => {
          const transport = this.#transport(transportId);
          const given = asDtlsParameters(dtlsParameters);
          try {
            await transport.connect(given);
          } catch (cause) {
            throw RpcError.because(cause, 'MEDIA_REFUSED', { what: 'dtls' });
          }
          return {};
        },
        'transport.restartIce': async ({ transportId }) => ({
          iceParameters: await this.#transport(transportId).restartIce(),
          iceServers: this.#service.iceServersFor(this.#here().seat),
        }),
        'producer.open': async ({ transportId, source, kind, rtpParameters, muted }) => {
          const { conference, seat } = this.#here();
          // A console has a voice on the talkback and nothing else.
          if ((seat.siteId === null && source !== 'talk') || seat.voiceId === null || !seat.media)
            throw new RpcError('NOT_ALLOWED');
          if (kind !== kindOf[source]) throw new RpcError('MEDIA_REFUSED', { what: 'kind' });
          if (source === 'content' && seat.siteId !== null && !conference.mayPresent(seat.siteId)) {
            conference.report({ type: 'content.refused', siteId: seat.siteId });
            throw new RpcError('CONTENT_NOT_PERMITTED');
          }
          const { media } = seat;
          const producer = await media.produce(transportId, source, kind, asRtpParameters(rtpParameters));
          seat.muted.set(source, muted);
          conference.publish(seat, source, producer, media.router, muted);
          return { producerId: ProducerId.parse(producer.id) };
        },
        'producer.setMuted': ({ source, muted }) => {
          const { conference, seat } = this.#here();
          conference.setMuted(seat, source, muted);
          return {};
        },
        'producer.close': ({ source }) => {
          this.#here().seat.media?.producer(source)?.close();
          return {};
        },
        'speak.ask': ({ person }) => this.#say((siteId) => ({ type: 'speak.asked', siteId, person })),
        'speak.withdraw': () => this.#say((siteId) => ({ type: 'speak.withdrawn', siteId })),
        'talk.say': ({ word }) => this.#say((siteId) => ({ type: talkWords[word], siteId })),
        'report.write': ({ text }) => this.#say((siteId) => ({ type: 'report.written', siteId, text })),
        'direction.read': ({ directionId }) =>
          this.#say((siteId) => ({ type: 'direction.read', siteId, directionId })),
        'attendance.give': ({ count, people }) =>
          this.#say((siteId) => ({ type: 'attendance.given', siteId, count, people })),
        'consumer.ready': ({ consumerId }) => {
          this.#here().seat.media?.markReady(consumerId);
          return {};
        },
        'room.leave': () => {
          const { conference, seat } = this.#here();
          conference.removeSeat(seat, null);
          return {};
        },
      },
      notes: {
        'flow.report': ({ flows }) => this.#joined?.seat.reportFlows(flows),
        'stats.report': (stats) => this.#joined?.seat.reportStats(stats),
        'still.put': ({ jpegBase64 }) => {
          const { clock, onStill } = this.#service.options;
          const seat = this.#joined?.seat;
          if (!seat || seat.siteId === null || seat.closed) return;
          if (this.#stills.take(clock.now()) && isStillPicture(jpegBase64))
            onStill(seat.meetingId, seat.siteId, jpegBase64);
        },
      },
    };
  }

  /** Passes on what a site says to those who conduct, as fast as people say it; a console has no site to speak for. */
  #say(words: (siteId: SiteId) => NodeHappening): Record<string, never> {
    const { conference, seat } = this.#here();
    if (seat.siteId === null) throw new RpcError('NOT_ALLOWED');
    if (!this.#words.take(this.#service.options.clock.now())) throw new RpcError('RATE_LIMITED');
    conference.report(words(seat.siteId));
    return {};
  }

  #transport(transportId: string) {
    const { media } = this.#here().seat;
    if (!media) throw new RpcError('TRANSPORT_UNKNOWN');
    return media.transport(transportId);
  }
}
