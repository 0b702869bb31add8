import { type Clock, type MessageSocket, Peer, RpcError } from '@nhipcau/base';
import {
  PROTOCOL_VERSION,
  ROOM_HEARTBEAT,
  type RoomJoined,
  type RoomNote,
  roomEndpoint,
  roomNode,
} from '@nhipcau/contracts';
import type { RoomPeer } from './media-lines.ts';

type Notes = (typeof roomEndpoint)['notes'];

export interface RoomSessionOptions {
  readonly clock: Clock;
  readonly socket: MessageSocket;
  readonly join: { readonly ticket: string } | { readonly resume: string };
  /** What the node tells; notes that come before the join's reply wait until `listen`. */
  readonly onLost: (session: RoomSession) => void;
  readonly onDefect: (cause: unknown, where: string) => void;
}

export type RoomListener = { readonly [M in keyof Notes]: (note: RoomNote<M>) => void };

/** The signalling connection of a seat, from joining to the loss of its socket. */
export class RoomSession {
  readonly peer: RoomPeer;
  #listener: RoomListener | null = null;
  #early: (() => void)[] = [];
  #closing = false;

  private constructor(options: RoomSessionOptions) {
    const pass =
      <M extends keyof Notes>(method: M) =>
      (note: RoomNote<M>) => {
        const tell = () => this.#listener?.[method](note);
        if (this.#listener) tell();
        else this.#early.push(tell);
      };
    this.peer = new Peer({
      socket: options.socket,
      local: roomEndpoint,
      remote: roomNode,
      clock: options.clock,
      heartbeat: ROOM_HEARTBEAT,
      limits: { maxFrameLength: 1_000_000, messagesPerSecond: 400, burst: 2_000 },
      onDefect: options.onDefect,
      onClosed: () => {
        if (!this.#closing) options.onLost(this);
      },
      handlers: {
        requests: {},
        notes: {
          'view.changed': pass('view.changed'),
          'sender.wanted': pass('sender.wanted'),
          'consumer.opened': pass('consumer.opened'),
          'consumer.closed': pass('consumer.closed'),
          'consumer.held': pass('consumer.held'),
          'transports.lost': pass('transports.lost'),
          'line.quality': pass('line.quality'),
          'camera.push': pass('camera.push'),
          'sites.unreachable': pass('sites.unreachable'),
          'room.closed': pass('room.closed'),
        },
      },
    });
  }

  /** @throws {RpcError} the node's refusal; nothing stays open */
  static async join(options: RoomSessionOptions): Promise<{ session: RoomSession; joined: RoomJoined }> {
    const session = new RoomSession(options);
    try {
      const joined = await session.peer.request('room.join', { version: PROTOCOL_VERSION, ...options.join });
      return { session, joined };
    } catch (cause) {
      session.close();
      throw cause;
    }
  }

  get closed(): boolean {
    return this.peer.closed;
  }

  listen(listener: RoomListener): void {
    this.#listener = listener;
    for (const tell of this.#early.splice(0)) tell();
  }

  /** Says good-bye so that the seat is free at once; best effort. */
  async leave(): Promise<void> {
    this.#closing = true;
    await this.peer.request('room.leave', {}, { timeoutMs: 1_000 }).catch(() => {
      // The node finds out by the closed socket.
    });
    this.close();
  }

  close(): void {
    this.#closing = true;
    this.#listener = null;
    this.peer.close();
  }
}

/** Refusals after which the resume token is worthless and a new ticket is needed. */
export const needsNewTicket = (cause: unknown): boolean =>
  cause instanceof RpcError && worthless.has(cause.code);

const worthless: ReadonlySet<string> = new Set([
  'SEAT_EXPIRED',
  'TICKET_EXPIRED',
  'TICKET_USED',
  'TICKET_INVALID',
  'TICKET_WRONG_NODE',
  'SEAT_TAKEN_OVER',
  'NOT_JOINED',
]);
