import { z } from 'zod';
import { Instant, MeetingId, NodeId, OrganisationId, SiteId, UserId } from '../ids.ts';
import { TicketSeat } from '../room/ticket.ts';
import { EndpointKind } from '../security/endpoints.ts';
import { AccountKind, HeldGrant, Role } from './grants.ts';

/** `POST /api/session` */
export const SignIn = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
});
export type SignIn = z.infer<typeof SignIn>;

/** What a person owes the system after signing in (TCVN 14423, 5.6.2.2 and 5.6.2.4). */
export const Duty = z.enum(['changePassword', 'enrolSecondFactor']);
export type Duty = z.infer<typeof Duty>;

/** `GET /api/session` and reply of sign-in. */
export const SessionInfo = z.strictObject({
  /** What must be done before anything else is allowed; absent when there is nothing. */
  duties: z.array(Duty).min(1).max(3).optional(),
  /** Seconds without an act of the person after which the session locks; absent where it never does. */
  idleLockS: z.int().min(1).max(86_400).optional(),
  userId: UserId,
  name: z.string().max(200),
  kind: AccountKind,
  /** The first of the grants: whose home opens, and by whose right live commands are given. */
  role: Role,
  /** Site at which this person sits, for chair and technician. */
  siteId: SiteId.nullable(),
  /** Organisation this person works for; null for those of the installation itself. */
  organisationId: OrganisationId.nullable(),
  /** The own first; those lent for a time last. */
  grants: z.array(HeldGrant).min(1).max(100),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** `POST /api/meetings/:meetingId/tickets`: a signed-in person, or a room device, asks for a seat. */
export const RequestTicket = z.strictObject({
  seat: TicketSeat,
  /** The node that the room was at and cannot reach any more. */
  unreachable: NodeId.optional(),
});
export type RequestTicket = z.infer<typeof RequestTicket>;
export const TicketIssued = z.strictObject({
  ticket: z.string().max(2_000),
  /** Address of the node at which to use it. */
  roomUrl: z.string().max(300),
  nodeId: NodeId,
  expiresAt: Instant,
});
export type TicketIssued = z.infer<typeof TicketIssued>;

/** `GET /api/meetings/:meetingId/sites/:siteId/standing`: nothing stands against joining there; otherwise it is refused, by name. */
export const SeatStanding = z.strictObject({ siteId: SiteId });
export type SeatStanding = z.infer<typeof SeatStanding>;

/** `POST /api/room-links`: an operator opens a site's room on some device; the link works once. */
export const RequestRoomLink = z.strictObject({
  meetingId: MeetingId,
  siteId: SiteId,
  /** What will open it; absent: the terminal of the room, or the personal device that is named. */
  endpoint: EndpointKind.optional(),
  /** The link is for a device of somebody's own (R-SEC-08); absent: for the terminal of the room. */
  personalDeviceId: z.string().min(1).max(64).optional(),
});
export type RequestRoomLink = z.infer<typeof RequestRoomLink>;
export const RoomLinkIssued = z.strictObject({ path: z.string().max(300), expiresAt: Instant });

/** A desk that helps a room; where it has no telephone, how else it is reached. */
export const RoomHelp = z.strictObject({
  name: z.string().max(500),
  telephone: z.string().max(60).nullable(),
  other: z.string().max(200).nullable(),
});
export type RoomHelp = z.infer<typeof RoomHelp>;

/** `POST /api/room-sessions`: a device exchanges the link's secret for a bearer token of its own. */
export const OpenRoomSession = z.strictObject({ link: z.string().min(10).max(200) });
export const RoomSessionOpened = z.strictObject({
  token: z.string().max(200),
  meetingId: MeetingId,
  siteId: SiteId,
  siteName: z.string().max(200),
  expiresAt: Instant,
  /** Whom to call when the room does not come into the meeting, or is put out of it. */
  help: z.array(RoomHelp).max(10).default([]),
});
export type RoomSessionOpened = z.infer<typeof RoomSessionOpened>;

/** Body of every refused HTTP request. */
export const HttpFailure = z.strictObject({
  code: z.string().max(64),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  correlationId: z.string().max(64),
});
export type HttpFailure = z.infer<typeof HttpFailure>;
