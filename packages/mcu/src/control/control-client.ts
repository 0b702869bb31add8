import { backoffMs, type Clock, Peer, RpcError, type Timer } from '@nhipcau/base';
import { type Identity, newNonce, signParts, verifyParts, wsSocket } from '@nhipcau/base/node';
import {
  controlNode,
  controlServer,
  type LinkObserved,
  type MeetingId,
  NODE_HEARTBEAT,
  type NodeId,
  type NodeLoad,
  PROTOCOL_VERSION,
  type SiteId,
  type TicketKey,
} from '@nhipcau/contracts';
import { WebSocket } from 'ws';
import type { Conferences } from '../conference/conferences.ts';
import type { Logger } from '../process/logging.ts';
import type { SegmentDelivery } from '../recording/segment-delivery.ts';
import type { HappeningOutbox } from './happening-outbox.ts';
import type { SeatReports } from './seat-reports.ts';

type ControlPeer = Peer<typeof controlNode, typeof controlServer>;

export interface ControlClientOptions {
  readonly nodeId: NodeId;
  readonly identity: Identity;
  /** Full WebSocket address, e.g. `ws://127.0.0.1:8080/ws/node`. */
  readonly url: string;
  /** SPKI of the server's key, DER, base64url; read anew for every attempt. */
  readonly serverPublicKey: () => string | null;
  /** Address at which rooms reach this node. */
  readonly roomUrl: string;
  /** DSCP of what the node's workers send; null: none. */
  readonly mark: () => number | null;
  readonly clock: Clock;
  readonly log: Logger;
  readonly conferences: Conferences;
  readonly happenings: HappeningOutbox;
  readonly seats: SeatReports;
  readonly segments: SegmentDelivery;
  readonly onTicketKeys: (keys: readonly TicketKey[]) => Promise<void>;
}

const REDIAL = { firstMs: 500, maxMs: 5_000 } as const;
const HANDSHAKE_TIMEOUT_MS = 5_000;
const MAX_FRAME_LENGTH = 8_388_608;

/** The node's connection to the server. Without it the node goes on with what it knows. */
export class ControlClient {
  readonly #options: ControlClientOptions;
  #peer: ControlPeer | null = null;
  /** The connection whose other side has proved to be the server. */
  #trusted: ControlPeer | null = null;
  #connected: ControlPeer | null = null;
  #retry: Timer | null = null;
  #attempt = 0;
  #closed = false;

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#connected !== null;
  }

  start(): void {
    this.#dial();
  }

  reportLinks(meetingId: MeetingId, links: LinkObserved[]): void {
    this.#connected?.notify('observed.links', { meetingId, links });
  }

  reportLoad(load: NodeLoad): void {
    this.#connected?.notify('observed.load', load);
  }

  forwardStill(meetingId: MeetingId, siteId: SiteId, jpegBase64: string): void {
    this.#connected?.notify('still.put', { meetingId, siteId, jpegBase64 });
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#peer?.close(1001, 'NODE_STOPPING');
  }

  #dial(): void {
    this.#retry = null;
    if (this.#closed) return;
    const { url, clock, log } = this.#options;
    const socket = new WebSocket(url, {
      maxPayload: MAX_FRAME_LENGTH,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    });
    const peer: ControlPeer = new Peer({
      socket: wsSocket(socket),
      local: controlNode,
      remote: controlServer,
      clock,
      heartbeat: NODE_HEARTBEAT,
      limits: { messagesPerSecond: 2_000, burst: 10_000, maxFrameLength: MAX_FRAME_LENGTH },
      onOffence: (offence) => log.warn({ offence }, 'server sent something malformed'),
      onDefect: (cause, method) =>
        log.error({ err: cause, method }, 'request of the server failed by a defect'),
      onClosed: (_code, reason) => this.#ended(peer, reason),
      handlers: {
        requests: {
          'desired.put': (desired) => {
            this.#proven(peer);
            const isNew = this.#options.conferences.get(desired.meetingId) === null;
            const stamp = this.#options.conferences.put(desired);
            if (isNew) this.#options.seats.full(desired.meetingId);
            return stamp;
          },
          'desired.drop': ({ meetingId, epoch, seq }) => {
            this.#proven(peer);
            this.#options.conferences.drop(meetingId, { epoch, seq });
            return {};
          },
          'desired.all': ({ epoch, meetingIds }) => {
            this.#proven(peer);
            this.#options.conferences.keepOnly(epoch, meetingIds);
            return {};
          },
        },
        notes: {
          'camera.push': ({ meetingId, siteId, move }) => {
            if (this.#trusted !== peer) return;
            this.#options.conferences.get(meetingId)?.roomOf(siteId)?.pushCamera(move);
          },
        },
      },
    });
    this.#peer = peer;
    socket.once('open', () => {
      this.#prove(peer).catch((cause: unknown) => {
        const code = cause instanceof RpcError ? cause.code : 'INTERNAL';
        log.warn({ code }, 'server and node do not recognise each other');
        peer.close(4003, code);
      });
    });
  }

  /** Both sides sign the nonces of both (see `controlServer`). */
  async #prove(peer: ControlPeer): Promise<void> {
    const { nodeId, identity, serverPublicKey, roomUrl, mark, log } = this.#options;
    const nonce = newNonce();
    const hello = await peer.request(
      'node.hello',
      { version: PROTOCOL_VERSION, nodeId, nonce },
      { timeoutMs: HANDSHAKE_TIMEOUT_MS },
    );
    const key = serverPublicKey();
    if (key === null || !verifyParts(key, ['nhipcau-node', nodeId, nonce, hello.nonce], hello.signature))
      throw new RpcError('NODE_PROOF_WRONG');
    this.#trusted = peer;
    const { ticketKeys } = await peer.request(
      'node.prove',
      {
        signature: signParts(identity, ['nhipcau-node-proof', nodeId, hello.nonce, nonce]),
        roomUrl,
        mark: mark(),
      },
      { timeoutMs: HANDSHAKE_TIMEOUT_MS },
    );
    await this.#options.onTicketKeys(ticketKeys);
    if (peer.closed) return;
    log.info('connected to the server');
    this.#attempt = 0;
    this.#connected = peer;
    const { conferences, seats, happenings, segments, url } = this.#options;
    seats.connect(
      (report) => peer.notify('observed.seats', report),
      conferences.all.map((conference) => conference.meetingId),
    );
    happenings.connect((report) => peer.request('happening.put', report));
    segments.connect({
      announce: async (segment) => (await peer.request('segment.put', segment)).upload,
      done: async (recording) => void (await peer.request('recording.done', recording)),
      addressOf: (upload) => new URL(`/api/segments/${upload}`, url.replace(/^ws/, 'http')).href,
    });
  }

  #proven(peer: ControlPeer): void {
    if (this.#trusted !== peer) throw new RpcError('NODE_PROOF_WRONG');
  }

  #ended(peer: ControlPeer, reason: string): void {
    if (this.#peer !== peer) return;
    if (this.#connected === peer) {
      this.#options.log.warn({ reason }, 'server is away, meetings go on');
      this.#options.seats.connect(null);
      this.#options.happenings.connect(null);
      this.#options.segments.connect(null);
    }
    this.#peer = null;
    this.#connected = null;
    this.#trusted = null;
    if (this.#closed) return;
    this.#retry = this.#options.clock.after(backoffMs(this.#attempt, REDIAL), () => this.#dial());
    this.#attempt += 1;
  }
}
