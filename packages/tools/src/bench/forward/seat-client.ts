import { Peer, systemClock } from '@nhipcau/base';
import { wsSocket } from '@nhipcau/base/node';
import { type Flow, PROTOCOL_VERSION, type RoomJoined, roomEndpoint, roomNode } from '@nhipcau/contracts';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { audioParameters, plainCapabilities, videoParameters } from './wire.ts';

const REPORT_EVERY_MS = 2_000;

const Encodings = z.object({ encodings: z.array(z.object({ ssrc: z.number() })).min(1) });
const ssrcOf = (rtpParameters: unknown): number => Encodings.parse(rtpParameters).encodings[0]?.ssrc ?? 0;

/** The signalling half of a room: joins, publishes, says that it is ready for what the node opens. */
export class SeatClient {
  readonly #peer: Peer<typeof roomEndpoint, typeof roomNode>;
  readonly #reports: NodeJS.Timeout;
  /** Streams the node has opened for it and lets flow. */
  receiving = 0;

  /** Of every stream that was opened for it, by `site/source`. */
  readonly ssrcs = new Map<string, number>();
  readonly #flows: Flow[] = [];

  private constructor(ws: WebSocket) {
    const nothing = () => {};
    this.#peer = new Peer({
      socket: wsSocket(ws),
      local: roomEndpoint,
      remote: roomNode,
      clock: systemClock,
      heartbeat: { everyMs: 2_000, deadAfterMs: 20_000 },
      handlers: {
        requests: {},
        notes: {
          'consumer.opened': ({ consumerId, siteId, source, rtpParameters }) => {
            this.ssrcs.set(`${siteId}/${source}`, ssrcOf(rtpParameters));
            this.#flows.push({ siteId, source, flowing: true });
            this.#peer.request('consumer.ready', { consumerId }).then(
              () => {
                this.receiving += 1;
              },
              () => this.#peer.close(),
            );
          },
          'view.changed': nothing,
          'sender.wanted': nothing,
          'consumer.closed': nothing,
          'consumer.held': nothing,
          'transports.lost': nothing,
          'line.quality': nothing,
          'camera.push': nothing,
          'sites.unreachable': nothing,
          'room.closed': nothing,
        },
      },
    });
    this.#reports = setInterval(() => this.#report(), REPORT_EVERY_MS);
  }

  static async join(roomUrl: string, ticket: string): Promise<SeatClient> {
    const ws = new WebSocket(`${roomUrl}/room`);
    const client = new SeatClient(ws);
    await new Promise<void>((resolve, reject) => {
      ws.once('open', () => resolve());
      ws.once('error', reject);
    });
    const joined: RoomJoined = await client.#peer.request('room.join', { version: PROTOCOL_VERSION, ticket });
    await client.#peer.request('room.ready', {
      rtpCapabilities: plainCapabilities(joined.routerRtpCapabilities),
    });
    await client.#peer.request('transport.open', { direction: 'receive' });
    return client;
  }

  async publish(): Promise<void> {
    const { transportId } = await this.#peer.request('transport.open', { direction: 'send' });
    const open = (
      source: 'camera' | 'mic',
      kind: 'video' | 'audio',
      rtpParameters: Record<string, unknown>,
    ) => this.#peer.request('producer.open', { transportId, source, kind, rtpParameters, muted: false });
    await open('camera', 'video', videoParameters);
    await open('mic', 'audio', audioParameters);
  }

  close(): void {
    clearInterval(this.#reports);
    this.#peer.close();
  }

  /** As often and as much as a browser's room. */
  #report(): void {
    this.#peer.notify('flow.report', { flows: this.#flows });
    this.#peer.notify('stats.report', {
      sendHeight: null,
      sendFps: null,
      sendKbps: 0,
      contentKbps: null,
      receiveKbps: 1_800,
      rttMs: 20 + Math.random(),
      jitterMs: 4,
      loss: 0,
      echoCancellation: true,
      micDb: -40,
      micSound: 'good',
      videoCodec: 'video/H264',
    });
  }
}
