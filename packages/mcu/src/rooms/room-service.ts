import { type Clock, RpcError } from '@nhipcau/base';
import {
  type ChamberId,
  type IceServer,
  instant,
  type JoinRoom,
  type MeetingId,
  type NodeId,
  PROTOCOL_VERSION,
  type RoomJoined,
  SeatId,
  type SiteId,
  TalkDeskId,
  type TicketSeat,
} from '@nhipcau/contracts';
import type { Seat as WatchingSeat } from '@nhipcau/domain';
import type { Conference } from '../conference/conference.ts';
import type { Conferences } from '../conference/conferences.ts';
import { endpointCapabilities } from '../media/codecs.ts';
import { JoinTurns } from './join-turns.ts';
import type { ResumeTokens } from './resume-tokens.ts';
import type { RoomPeer, Seat } from './seat.ts';
import type { TicketChecker } from './ticket-checker.ts';
import { type TurnSettings, turnServersFor } from './turn-credentials.ts';

export interface RoomServiceOptions {
  readonly nodeId: NodeId;
  readonly clock: Clock;
  readonly conferences: Conferences;
  readonly tickets: TicketChecker;
  readonly tokens: ResumeTokens;
  readonly maxSeats: number;
  readonly joinsPerSecond: number;
  readonly joinBurst: number;
  readonly turn: TurnSettings | null;
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

/** Longest wait for one's turn to join; below the time that a room waits for the answer. */
const MAX_JOIN_WAIT_MS = 7_000;

function seatIdOf(seat: TicketSeat): SeatId {
  if (seat.kind === 'site') return SeatId.parse(`site:${seat.siteId}`);
  return SeatId.parse(`monitor:${seat.kind === 'desk' ? seat.deskId : seat.monitorId}`);
}

const watchingOf = (who: {
  siteId?: SiteId | null;
  chamberId?: ChamberId | undefined;
  deskId?: TalkDeskId;
}): WatchingSeat => {
  if (who.siteId != null) return { kind: 'site', siteId: who.siteId };
  if (who.deskId !== undefined) return { kind: 'desk', deskId: who.deskId };
  return who.chamberId === undefined ? { kind: 'monitor' } : { kind: 'monitor', chamberId: who.chamberId };
};

/** Lets rooms and consoles take their seats. */
export class RoomService {
  readonly options: RoomServiceOptions;
  readonly #startedAt: number;
  readonly #turns: JoinTurns;

  constructor(options: RoomServiceOptions) {
    this.options = options;
    this.#startedAt = options.clock.now();
    this.#turns = new JoinTurns({
      clock: options.clock,
      perSecond: options.joinsPerSecond,
      burst: options.joinBurst,
      maxWaitMs: MAX_JOIN_WAIT_MS,
    });
  }

  /**
   * @throws {RpcError} PROTOCOL_VERSION_UNSUPPORTED, RATE_LIMITED, NODE_CAPACITY_EXHAUSTED, MEETING_NOT_HERE,
   * SITE_NOT_INVITED, DEVICE_NOT_APPROVED, the codes of tickets, SEAT_EXPIRED, SEAT_TAKEN_OVER
   */
  async join(peer: RoomPeer, join: JoinRoom): Promise<Joined> {
    if (join.version !== PROTOCOL_VERSION)
      throw new RpcError('PROTOCOL_VERSION_UNSUPPORTED', { supported: PROTOCOL_VERSION });
    await this.#turns.take();
    if (peer.closed) throw new RpcError('PEER_CLOSED');
    const claim =
      join.ticket === undefined ? this.#byResume(join.resume ?? '') : await this.#byTicket(join.ticket);
    if (peer.closed) throw new RpcError('PEER_CLOSED');
    const { conference, seatId, watching, generation, deviceId } = claim;
    if (conference.isBarred(deviceId)) throw new RpcError('DEVICE_NOT_APPROVED');
    const fresh = !conference.seat(seatId) || conference.seat(seatId)?.generation !== generation;
    const seat = conference.openSeat(seatId, watching, generation);
    seat.attach(peer, { generation, deviceId });
    const worker = await conference.mediaOf(seat);
    return { conference, seat, reply: this.#reply(conference, seat, fresh, worker.router.rtpCapabilities) };
  }

  /** Relays for a seat, with credentials made now. */
  iceServersFor({ seatId }: Seat): IceServer[] {
    const { turn, clock } = this.options;
    return turnServersFor(turn, seatId, clock.now());
  }

  close(): void {
    this.#turns.close();
  }

  async #byTicket(ticket: string): Promise<Claim> {
    const { clock } = this.options;
    const { tickets } = this.options;
    const claims = await tickets.read(ticket);
    const conference = this.#conference(claims.meetingId);
    const seatId = seatIdOf(claims.seat);
    const { seat } = claims;
    if (conference.isSeatElsewhere(seatId)) throw new RpcError('TICKET_WRONG_NODE');
    if (seat.kind === 'site' && !conference.isHome(seat.siteId))
      throw new RpcError('SITE_NOT_INVITED', { siteId: seat.siteId });
    if (!conference.seat(seatId)) this.#checkCapacity();
    // Last, so that who is refused for another reason can come back with the same ticket.
    tickets.spend(claims);
    const before = conference.generationOf(seatId);
    const generation = Math.max(before + 1, Math.floor(clock.now()));
    return { conference, seatId, watching: watchingOf(seat), generation, deviceId: claims.deviceId ?? null };
  }

  #byResume(token: string): Claim {
    const { nodeId, tokens, clock, serverIsAway } = this.options;
    const claims = tokens.read(token);
    if (!claims || claims.nodeId !== nodeId) throw new RpcError('TICKET_INVALID');
    const { meetingId, seatId, generation, chamberId } = claims;
    const conference = this.#conference(meetingId);
    if (conference.isSeatElsewhere(seatId)) throw new RpcError('TICKET_WRONG_NODE');
    const siteId = seatId.startsWith('site:') ? conference.siteOf(seatId) : null;
    if (seatId.startsWith('site:') && siteId === null) throw new RpcError('SITE_NOT_INVITED');
    if (conference.generationOf(seatId) > generation) throw new RpcError('SEAT_TAKEN_OVER');
    if (!conference.seat(seatId)) {
      const justStarted = clock.now() - this.#startedAt < RESTART_WINDOW_MS;
      // While the server is away nobody can get a ticket: better an old token than an empty seat.
      if (!justStarted && !serverIsAway()) throw new RpcError('SEAT_EXPIRED');
      this.#checkCapacity();
    }
    const deskId = TalkDeskId.safeParse(seatId.replace(/^monitor:/, '')).data;
    const watching =
      conference.seat(seatId)?.watching ?? watchingOf({ siteId, chamberId, ...(deskId && { deskId }) });
    return { conference, seatId, watching, generation, deviceId: claims.deviceId ?? null };
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
    const { watching } = seat;
    const chamber =
      watching.kind === 'monitor' && watching.chamberId ? { chamberId: watching.chamberId } : {};
    return {
      seatId: seat.seatId,
      siteId: seat.siteId,
      siteName: seat.siteId === null ? '' : conference.siteName(seat.siteId),
      meetingId,
      meetingTitle: desired.title,
      nodeId,
      nodeName: desired.plan.tree.find((node) => node.nodeId === nodeId)?.name ?? nodeId,
      resume: tokens.issue({
        nodeId,
        meetingId,
        seatId: seat.seatId,
        generation: seat.generation,
        ...chamber,
        ...(seat.deviceId === null ? {} : { deviceId: seat.deviceId }),
      }),
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
  readonly watching: WatchingSeat;
  readonly generation: number;
  readonly deviceId: string | null;
}
