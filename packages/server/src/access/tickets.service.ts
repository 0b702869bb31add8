import type { Clock } from '@nhipcau/base';
import type {
  ConferenceState,
  MeetingId,
  NodeId,
  RequestTicket,
  SiteId,
  TicketIssued,
  TicketSeat,
} from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import { actorOf, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { checkSecretMeans, isSecret } from '../security/secret-meetings.ts';
import { meetingPlace } from './meeting-place.ts';
import type { TicketIssuer } from './ticket-issuer.ts';

export interface TicketsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly issuer: TicketIssuer;
  /** @throws {AppError} MEETING_NOT_FOUND */
  readonly stateOf: (meetingId: MeetingId) => Promise<ConferenceState>;
  readonly roomUrlOf: (nodeId: NodeId) => Promise<string | null>;
  /** A room says that it cannot reach its node. */
  readonly cannotReach: (meetingId: MeetingId, at: { nodeId: NodeId; siteId: SiteId }) => void;
}

/** Decides who may sit down where, and hands out the ticket for it. */
export class TicketsService {
  readonly #options: TicketsOptions;

  constructor(options: TicketsOptions) {
    this.#options = options;
  }

  /** @throws {AppError} MEETING_NOT_FOUND, MEETING_NOT_LIVE, MEETING_ENDED, SITE_NOT_INVITED, NOT_ALLOWED, SECRET_MEANS_NOT_APPROVED, DISCONNECTED */
  async issue(
    meetingId: MeetingId,
    { seat: wanted, unreachable }: RequestTicket,
    caller: Caller,
    correlationId: string,
  ): Promise<TicketIssued> {
    const { database, clock, issuer, stateOf, roomUrlOf, cannotReach } = this.#options;
    const state = await stateOf(meetingId);
    const seat = await seatFor(database, wanted, caller, { meetingId, state });
    if (state.phase !== 'live')
      throw new AppError(state.phase === 'ended' ? 'MEETING_ENDED' : 'MEETING_NOT_LIVE');
    if (unreachable !== undefined && seat.kind === 'site')
      cannotReach(meetingId, { nodeId: unreachable, siteId: seat.siteId });
    const nodeId = nodeOf(state, seat);
    const roomUrl = await roomUrlOf(nodeId);
    if (roomUrl === null) throw new AppError('DISCONNECTED', { nodeId });
    const { ticket, expiresAt } = await issuer.issue(nodeId, meetingId, seat, {
      deviceId: seat.kind === 'site' && caller.kind === 'room' ? caller.deviceId : null,
    });
    await appendAudit(database, {
      at: clock.now(),
      actor: actorOf(caller),
      action: 'ticket.issue',
      meetingId,
      subject: seatSubject(seat),
      facts: { nodeId, kind: seat.kind },
      correlationId,
    });
    return { ticket, roomUrl, nodeId, expiresAt };
  }

  /**
   * Whether a room may still join, told before anybody presses the button; a meeting that has not begun is no obstacle.
   *
   * @throws {AppError} MEETING_NOT_FOUND, MEETING_ENDED, SITE_NOT_INVITED, NOT_ALLOWED, SECRET_MEANS_NOT_APPROVED
   */
  async check(meetingId: MeetingId, siteId: SiteId, caller: Caller): Promise<void> {
    const { database, stateOf } = this.#options;
    const state = await stateOf(meetingId);
    const seat = await seatFor(database, { kind: 'site', siteId }, caller, { meetingId, state });
    if (state.phase === 'ended') throw new AppError('MEETING_ENDED');
    if (state.phase === 'live') nodeOf(state, seat);
  }
}

/** What the audit calls a seat. */
export function seatSubject(seat: TicketSeat): string {
  switch (seat.kind) {
    case 'site':
      return seat.siteId;
    case 'monitor':
      return seat.monitorId;
    case 'desk':
      return seat.deskId;
  }
}

/** A room's device gets its own site, a person at a site that site; consoles get a seat that bears the person's name. */
async function seatFor(
  database: Database,
  seat: TicketSeat,
  caller: Caller,
  { meetingId, state }: { meetingId: MeetingId; state: ConferenceState },
): Promise<TicketSeat> {
  if (seat.kind === 'site') {
    if (!sitsAt(caller, seat.siteId, meetingId)) throw new AppError('NOT_ALLOWED', { siteId: seat.siteId });
    await checkSecretMeans(database, { meetingId, siteId: seat.siteId });
    // Whoever merely signed in at a site sits at a machine that nobody approved.
    if (caller.kind !== 'room' && (await isSecret(database, meetingId)))
      throw new AppError('SECRET_MEANS_NOT_APPROVED', { siteId: seat.siteId });
    return seat;
  }
  if (caller.kind !== 'user') throw new AppError('NOT_ALLOWED');
  if (seat.kind === 'desk') {
    // Whoever may call technicians was asked when the call was made (rule TB-4).
    const { userId } = caller.session;
    if (!state.talks.some(({ deskId, by }) => deskId === seat.deskId && by.userId === userId))
      throw new AppError('TALK_UNKNOWN');
    return seat;
  }
  const { grants } = caller.session;
  const chamber = state.chambers.find(({ chamberId, isOpen }) => isOpen && chamberId === seat.chamberId);
  if (seat.chamberId !== undefined && !chamber)
    throw new AppError('CHAMBER_NOT_OPEN', { chamberId: seat.chamberId });
  // Who may watch the meeting may watch its chambers; who may watch what is led from a chamber's chair site, that one.
  const chairs = [state.chairSiteId, ...(chamber ? [chamber.chairSiteId] : [])];
  const places = await Promise.all(
    chairs.map((chairSiteId) =>
      chairSiteId === null ? { meetingId } : meetingPlace(database, { meetingId, chairSiteId }, grants),
    ),
  );
  if (!places.some((place) => can(grants, 'meeting.monitor', place))) throw new AppError('NOT_ALLOWED');
  // Nobody can take over the seat of another person's console by using its name.
  return { ...seat, monitorId: `${caller.session.userId}.${seat.monitorId}`.slice(0, 60) };
}

/** Whether it is the room of the site, or somebody who takes part there. */
export function sitsAt(caller: Caller, siteId: SiteId, meetingId: MeetingId): boolean {
  switch (caller.kind) {
    case 'room':
      return caller.siteId === siteId && caller.meetingId === meetingId;
    case 'user': {
      const seated = caller.session.grants.filter(({ role }) => role === 'chair' || role === 'technician');
      return seated.some(({ scope }) => scope.kind === 'site' && scope.siteId === siteId);
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
