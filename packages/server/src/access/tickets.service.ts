import type { Clock } from '@nhipcau/base';
import type {
  ConferenceState,
  MeetingId,
  NodeId,
  Role,
  SiteId,
  TicketIssued,
  TicketSeat,
} from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { actorOf, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import type { TicketIssuer } from './ticket-issuer.ts';

/** Roles whose console may watch a meeting by a seat of its own. */
const monitorRoles: readonly Role[] = ['operator', 'administrator', 'observer'];

export interface TicketsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly issuer: TicketIssuer;
  /** @throws {AppError} MEETING_NOT_FOUND */
  readonly stateOf: (meetingId: MeetingId) => Promise<ConferenceState>;
  readonly roomUrlOf: (nodeId: NodeId) => Promise<string | null>;
}

/** Decides who may sit down where, and hands out the ticket for it. */
export class TicketsService {
  readonly #options: TicketsOptions;

  constructor(options: TicketsOptions) {
    this.#options = options;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, MEETING_NOT_LIVE, MEETING_ENDED, SITE_NOT_INVITED, NOT_ALLOWED, DISCONNECTED */
  async issue(
    meetingId: MeetingId,
    wanted: TicketSeat,
    caller: Caller,
    correlationId: string,
  ): Promise<TicketIssued> {
    const { database, clock, issuer, stateOf, roomUrlOf } = this.#options;
    const seat = seatFor(wanted, caller, meetingId);
    const state = await stateOf(meetingId);
    if (state.phase !== 'live')
      throw new AppError(state.phase === 'ended' ? 'MEETING_ENDED' : 'MEETING_NOT_LIVE');
    const nodeId = nodeOf(state, seat);
    const roomUrl = await roomUrlOf(nodeId);
    if (roomUrl === null) throw new AppError('DISCONNECTED', { nodeId });
    const { ticket, expiresAt } = await issuer.issue(nodeId, meetingId, seat);
    await appendAudit(database, {
      at: clock.now(),
      actor: actorOf(caller),
      action: 'ticket.issue',
      meetingId,
      subject: seat.kind === 'site' ? seat.siteId : seat.monitorId,
      facts: { nodeId, kind: seat.kind },
      correlationId,
    });
    return { ticket, roomUrl, nodeId, expiresAt };
  }
}

/** A room's device gets its own site, a person at a site that site; consoles get a seat that bears the person's name. */
function seatFor(seat: TicketSeat, caller: Caller, meetingId: MeetingId): TicketSeat {
  if (seat.kind === 'site') {
    if (!sitsAt(caller, seat.siteId, meetingId)) throw new AppError('NOT_ALLOWED', { siteId: seat.siteId });
    return seat;
  }
  if (caller.kind !== 'user' || !monitorRoles.includes(caller.session.role))
    throw new AppError('NOT_ALLOWED');
  // Nobody can take over the seat of another person's console by using its name.
  return { kind: 'monitor', monitorId: `${caller.session.userId}.${seat.monitorId}`.slice(0, 60) };
}

function sitsAt(caller: Caller, siteId: SiteId, meetingId: MeetingId): boolean {
  switch (caller.kind) {
    case 'room':
      return caller.siteId === siteId && caller.meetingId === meetingId;
    case 'user': {
      const { role, siteId: own } = caller.session;
      return (role === 'chair' || role === 'technician') && own === siteId;
    }
    case 'anonymous':
      return false;
  }
}

/** A site sits on its own node; a console on the chair's, where the operator of the meeting works. */
function nodeOf(state: ConferenceState, seat: TicketSeat): NodeId {
  const siteId = seat.kind === 'site' ? seat.siteId : state.chairSiteId;
  const entry = state.roster.find((known) => known.siteId === siteId);
  if (!entry) throw new AppError('SITE_NOT_INVITED', siteId === null ? {} : { siteId });
  return entry.nodeId;
}
