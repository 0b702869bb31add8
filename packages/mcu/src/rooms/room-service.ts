import { type Clock, RpcError, TokenBucket } from '@nhipcau/base';
import {
  instant,
  type JoinRoom,
  type MeetingId,
  type NodeId,
  PROTOCOL_VERSION,
  type RoomJoined,
  SeatId,
  type SiteId,
  type TicketSeat,
} from '@nhipcau/contracts';
import type { Conference } from '../conference/conference.ts';
import type { Conferences } from '../conference/conferences.ts';
import { endpointCapabilities } from '../media/codecs.ts';
import type { ResumeTokens } from './resume-tokens.ts';
import type { RoomPeer, Seat } from './seat.ts';
import type { TicketChecker } from './ticket-checker.ts';

export interface RoomServiceOptions {
  readonly nodeId: NodeId;
  readonly clock: Clock;
  readonly conferences: Conferences;
  readonly tickets: TicketChecker;
  readonly tokens: ResumeTokens;
  readonly maxSeats: number;
  readonly joinsPerSecond: number;
  readonly joinBurst: number;
  readonly serverIsAway: () => boolean;
  readonly onStill: (meetingId: MeetingId, siteId: SiteId, jpegBase64: string) => void;
}

export interface Joined {
  readonly conference: Conference;
  readonly seat: Seat;
  readonly reply: RoomJoined;
}

/** After a start of the node, resume tokens of seats it does not remember are taken this long. */
export const RESTART_WINDOW_MS = 90_000;

const seatIdOf = (seat: TicketSeat): SeatId =>
  SeatId.parse(seat.kind === 'site' ? `site:${seat.siteId}` : `monitor:${seat.monitorId}`);

/** Lets rooms and consoles take their seats. */
export class RoomService {
  readonly options: RoomServiceOptions;
  readonly #startedAt: number;
  readonly #joins: TokenBucket;

  constructor(options: RoomServiceOptions) {
    this.options = options;
    this.#startedAt = options.clock.now();
    this.#joins = new TokenBucket(
      { perSecond: options.joinsPerSecond, burst: options.joinBurst },
      options.clock.now(),
    );
  }

  /**
   * @throws {RpcError} PROTOCOL_VERSION_UNSUPPORTED, RATE_LIMITED, NODE_CAPACITY_EXHAUSTED, MEETING_NOT_HERE,
   * SITE_NOT_INVITED, the codes of tickets, SEAT_EXPIRED, SEAT_TAKEN_OVER
   */
  async join(peer: RoomPeer, join: JoinRoom): Promise<Joined> {
    if (join.version !== PROTOCOL_VERSION)
      throw new RpcError('PROTOCOL_VERSION_UNSUPPORTED', { supported: PROTOCOL_VERSION });
    if (!this.#joins.take(this.options.clock.now())) throw new RpcError('RATE_LIMITED');
    const claim =
      join.ticket === undefined ? this.#byResume(join.resume ?? '') : await this.#byTicket(join.ticket);
    if (peer.closed) throw new RpcError('PEER_CLOSED');
    const { conference, seatId, siteId, generation } = claim;
    const fresh = !conference.seat(seatId) || conference.seat(seatId)?.generation !== generation;
    const seat = conference.openSeat(seatId, siteId, generation);
    seat.attach(peer, { generation });
    const worker = await conference.mediaOf(seat);
    return { conference, seat, reply: this.#reply(conference, seat, fresh, worker.router.rtpCapabilities) };
  }

  async #byTicket(ticket: string): Promise<Claim> {
    const { clock } = this.options;
    const { tickets } = this.options;
    const claims = await tickets.read(ticket);
    const conference = this.#conference(claims.meetingId);
    const seatId = seatIdOf(claims.seat);
    const siteId = claims.seat.kind === 'site' ? claims.seat.siteId : null;
    if (siteId !== null && !conference.isHome(siteId)) throw new RpcError('SITE_NOT_INVITED', { siteId });
    if (!conference.seat(seatId)) this.#checkCapacity();
    // Last, so that who is refused for another reason can come back with the same ticket.
    tickets.spend(claims);
    const before = conference.generationOf(seatId);
    return { conference, seatId, siteId, generation: Math.max(before + 1, Math.floor(clock.now())) };
  }

  #byResume(token: string): Claim {
    const { nodeId, tokens, clock, serverIsAway } = this.options;
    const claims = tokens.read(token);
    if (!claims || claims.nodeId !== nodeId) throw new RpcError('TICKET_INVALID');
    const { meetingId, seatId, generation } = claims;
    const conference = this.#conference(meetingId);
    const siteId = seatId.startsWith('site:') ? conference.siteOf(seatId) : null;
    if (seatId.startsWith('site:') && siteId === null) throw new RpcError('SITE_NOT_INVITED');
    if (conference.generationOf(seatId) > generation) throw new RpcError('SEAT_TAKEN_OVER');
    if (!conference.seat(seatId)) {
      const justStarted = clock.now() - this.#startedAt < RESTART_WINDOW_MS;
      // While the server is away nobody can get a ticket: better an old token than an empty seat.
      if (!justStarted && !serverIsAway()) throw new RpcError('SEAT_EXPIRED');
      this.#checkCapacity();
    }
    return { conference, seatId, siteId, generation };
  }

  #conference(meetingId: MeetingId): Conference {
    const conference = this.options.conferences.get(meetingId);
    if (!conference) throw new RpcError('MEETING_NOT_HERE');
    return conference;
  }

  #checkCapacity(): void {
    const seats = this.options.conferences.all.reduce((sum, conference) => sum + conference.seatCount, 0);
    if (seats >= this.options.maxSeats) throw new RpcError('NODE_CAPACITY_EXHAUSTED', { what: 'seats' });
  }

  #reply(
    conference: Conference,
    seat: Seat,
    fresh: boolean,
    capabilities: Parameters<typeof endpointCapabilities>[0],
  ): RoomJoined {
    const { nodeId, tokens, clock } = this.options;
    const { meetingId, desired } = conference;
    return {
      seatId: seat.seatId,
      siteId: seat.siteId,
      siteName: seat.siteId === null ? '' : conference.siteName(seat.siteId),
      meetingId,
      meetingTitle: desired.title,
      nodeId,
      nodeName: desired.plan.tree.find((node) => node.nodeId === nodeId)?.name ?? nodeId,
      resume: tokens.issue({ nodeId, meetingId, seatId: seat.seatId, generation: seat.generation }),
      fresh,
      transports: seat.media?.transportIds ?? [],
      consumers: seat.consumerIds,
      routerRtpCapabilities: endpointCapabilities(capabilities),
      ...seat.view,
      wanted: seat.wanted,
      serverTime: instant(clock.now()),
    };
  }
}

interface Claim {
  readonly conference: Conference;
  readonly seatId: SeatId;
  readonly siteId: SiteId | null;
  readonly generation: number;
}
