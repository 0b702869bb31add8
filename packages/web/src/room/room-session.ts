import { type Clock, Peer, RpcError, SerialQueue } from '@nhipcau/base';
import {
  type EndpointStats,
  type Flow,
  PROTOCOL_VERSION,
  ROOM_HEARTBEAT,
  roomEndpoint,
  type RoomJoined,
  roomNode,
  type RoomNote,
  type SenderWanted,
} from '@nhipcau/contracts';
import type { MessageSocket } from '@nhipcau/base';
import type { types } from 'mediasoup-client';
import type { LocalMediaState } from './local-media.ts';
import { isGone, MediaLines, type RoomPeer } from './media-lines.ts';
import { mediaTypes } from './media-types.ts';
import { Sender } from './sender.ts';
import { type StreamKey, streamKey } from './stream-key.ts';

/** A stream this seat receives. `stream` keeps its identity as long as the consumer lives. */
export interface RemoteStream {
  readonly key: StreamKey;
  readonly consumerId: string;
  readonly siteId: RoomNote<'consumer.opened'>['siteId'];
  readonly siteName: string;
  readonly source: RoomNote<'consumer.opened'>['source'];
  readonly stream: MediaStream;
  readonly receiver: RTCRtpReceiver | null;
  /** Kept ready by the node but silent. */
  readonly held: boolean;
}

export interface RoomSessionEvents {
  readonly viewChanged: (note: RoomNote<'view.changed'>) => void;
  readonly wantedChanged: (wanted: SenderWanted) => void;
  readonly streamOpened: (stream: RemoteStream) => void;
  readonly streamClosed: (stream: RemoteStream) => void;
  readonly qualityChanged: (note: RoomNote<'line.quality'>) => void;
  readonly unreachableChanged: (note: RoomNote<'sites.unreachable'>) => void;
  readonly transportsLost: () => void;
  readonly connectionChanged: () => void;
  /** The node ended this seat for a reason. */
  readonly roomClosed: (note: RoomNote<'room.closed'>) => void;
  readonly socketLost: () => void;
  readonly failed: (cause: unknown, where: string) => void;
}

export interface RoomSessionOptions {
  readonly clock: Clock;
  readonly socket: MessageSocket;
  readonly device: types.Device;
  readonly join: { readonly ticket: string } | { readonly resume: string };
  readonly sends: boolean;
  readonly local: () => LocalMediaState;
  readonly events: RoomSessionEvents;
}

/** One connection of a seat to its node, from joining to the loss of its socket. */
export class RoomSession {
  readonly #options: RoomSessionOptions;
  readonly #peer: RoomPeer;
  readonly #streams = new Map<string, { remote: RemoteStream; consumer: types.Consumer }>();
  readonly #heldBefore = new Map<string, boolean>();
  readonly #closedBefore = new Set<string>();
  readonly #lineWork = new SerialQueue();
  #lines: MediaLines | null = null;
  #sender: Sender | null = null;
  #wanted: SenderWanted | null = null;
  #waiting: RoomNote<'consumer.opened'>[] = [];
  #closed = false;
  #leaving = false;

  private constructor(options: RoomSessionOptions) {
    this.#options = options;
    const { events } = options;
    this.#peer = new Peer({
      socket: options.socket,
      local: roomEndpoint,
      remote: roomNode,
      clock: options.clock,
      heartbeat: ROOM_HEARTBEAT,
      limits: { maxFrameLength: 1_000_000, messagesPerSecond: 400, burst: 2_000 },
      onDefect: (cause, method) => events.failed(cause, method),
      onClosed: () => {
        if (!this.#closed && !this.#leaving) events.socketLost();
      },
      handlers: {
        requests: {},
        notes: {
          'view.changed': (note) => events.viewChanged(note),
          'sender.wanted': (wanted) => {
            this.#wanted = wanted;
            events.wantedChanged(wanted);
            this.localChanged();
          },
          'consumer.opened': (opened) => this.#opened(opened),
          'consumer.closed': ({ consumerId }) => this.#closeStream(consumerId),
          'consumer.held': ({ consumerId, held }) => this.#held(consumerId, held),
          'transports.lost': () => events.transportsLost(),
          'line.quality': (note) => events.qualityChanged(note),
          'sites.unreachable': (note) => events.unreachableChanged(note),
          'room.closed': (note) => {
            this.#leaving = true;
            events.roomClosed(note);
          },
        },
      },
    });
  }

  /**
   * Joins and opens the media lines.
   *
   * @throws {RpcError} the node's refusal; nothing stays open
   */
  static async open(options: RoomSessionOptions): Promise<{ session: RoomSession; joined: RoomJoined }> {
    const session = new RoomSession(options);
    try {
      const joined = await session.#peer.request('room.join', { version: PROTOCOL_VERSION, ...options.join });
      session.#wanted = joined.wanted;
      if (!options.device.loaded)
        await options.device.load({
          routerRtpCapabilities: mediaTypes.routerRtpCapabilities(joined.routerRtpCapabilities),
        });
      await session.openLines();
      await session.#peer.request('room.ready', {
        rtpCapabilities: mediaTypes.plain(options.device.recvRtpCapabilities),
      });
      session.localChanged();
      return { session, joined };
    } catch (cause) {
      session.close();
      throw cause;
    }
  }

  get closed(): boolean {
    return this.#closed || this.#peer.closed;
  }

  get rttMs(): number | null {
    return this.#peer.rttMs;
  }

  get lines(): MediaLines | null {
    return this.#lines;
  }

  /** Opens transports, or replaces those there are; what was received is received anew on them. */
  openLines(): Promise<void> {
    return this.#lineWork.run(async () => {
      this.#dropLines();
      const lines = await MediaLines.open({
        peer: this.#peer,
        device: this.#options.device,
        sends: this.#options.sends,
        onConnection: () => this.#options.events.connectionChanged(),
      });
      if (this.closed) return lines.close();
      this.#lines = lines;
      if (lines.send) {
        this.#sender = new Sender({
          transport: lines.send,
          codecs: this.#options.device.sendRtpCapabilities.codecs ?? [],
          closeProducer: (source) => this.#peer.request('producer.close', { source }),
          setMuted: (source, muted) => this.#peer.request('producer.setMuted', { source, muted }),
          onError: (cause) => this.#fail(cause, 'send'),
        });
        this.localChanged();
      }
      for (const opened of this.#waiting.splice(0)) this.#opened(opened);
    });
  }

  async restartIce(): Promise<void> {
    await this.#lines?.restartIce();
  }

  /** The room's tracks or switches changed, or what is wanted of them. */
  localChanged(): void {
    if (this.#wanted) this.#sender?.setTarget(this.#options.local(), this.#wanted);
  }

  reportFlows(flows: Flow[]): void {
    this.#peer.notify('flow.report', { flows: flows.slice(0, 80) });
  }

  reportStats(stats: EndpointStats): void {
    this.#peer.notify('stats.report', stats);
  }

  putStill(jpegBase64: string): void {
    this.#peer.notify('still.put', { jpegBase64 });
  }

  /** Says good-bye so that the seat is free at once; best effort. */
  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#peer.request('room.leave', {}, { timeoutMs: 1_000 }).catch(() => {
      // The node finds out by the closed socket.
    });
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#dropLines();
    this.#peer.close();
  }

  #dropLines(): void {
    this.#sender?.close();
    this.#sender = null;
    this.#lines?.close();
    this.#lines = null;
    for (const consumerId of [...this.#streams.keys()]) this.#closeStream(consumerId);
  }

  #opened(opened: RoomNote<'consumer.opened'>): void {
    const lines = this.#lines;
    if (lines === null || opened.transportId !== lines.receive.id) {
      // The transport's own reply may still be on its way through the queue.
      this.#waiting = [...this.#waiting.slice(-200), opened];
      return;
    }
    lines.consume(opened).then(
      (consumer) => {
        if (consumer === null) return;
        if (this.closed || this.#lines !== lines || this.#closedBefore.delete(opened.consumerId)) return consumer.close();
        const remote: RemoteStream = {
          key: streamKey(opened.siteId, opened.source),
          consumerId: opened.consumerId,
          siteId: opened.siteId,
          siteName: opened.siteName,
          source: opened.source,
          stream: new MediaStream([consumer.track]),
          receiver: consumer.rtpReceiver ?? null,
          held: this.#heldBefore.get(opened.consumerId) ?? false,
        };
        this.#heldBefore.delete(opened.consumerId);
        this.#streams.set(opened.consumerId, { remote, consumer });
        this.#options.events.streamOpened(remote);
      },
      (cause: unknown) => this.#fail(cause, 'consume'),
    );
  }

  #held(consumerId: string, held: boolean): void {
    const entry = this.#streams.get(consumerId);
    if (!entry) return void this.#heldBefore.set(consumerId, held);
    entry.remote = { ...entry.remote, held };
    this.#options.events.streamOpened(entry.remote);
  }

  #closeStream(consumerId: string): void {
    const entry = this.#streams.get(consumerId);
    this.#heldBefore.delete(consumerId);
    if (!entry) return void this.#closedBefore.add(consumerId);
    this.#streams.delete(consumerId);
    this.#options.events.streamClosed(entry.remote);
    entry.consumer.close();
  }

  #fail(cause: unknown, where: string): void {
    if (this.closed || isGone(cause)) return;
    this.#options.events.failed(cause, where);
  }
}

/** Refusals after which the resume token is worthless and a new ticket is needed. */
export const needsNewTicket = (cause: unknown): boolean =>
  cause instanceof RpcError &&
  ['SEAT_EXPIRED', 'TICKET_EXPIRED', 'TICKET_USED', 'TICKET_INVALID', 'TICKET_WRONG_NODE', 'SEAT_TAKEN_OVER', 'NOT_JOINED'].includes(
    cause.code,
  );
