import { z } from 'zod';
import { Instant, MeetingId, NodeId, SiteId, UserId } from '../ids.ts';
import { TicketSeat } from '../room/ticket.ts';

/** Roles of the sample installation. Full scoping comes with access control (R-MCU-14). */
export const Role = z.enum(['operator', 'chair', 'technician', 'observer', 'administrator']);
export type Role = z.infer<typeof Role>;

/** `POST /api/session` */
export const SignIn = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
});
export type SignIn = z.infer<typeof SignIn>;

/** `GET /api/session` and reply of sign-in. */
export const SessionInfo = z.strictObject({
  userId: UserId,
  name: z.string().max(200),
  role: Role,
  /** Site at which this person sits, for chair and technician. */
  siteId: SiteId.nullable(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** `POST /api/meetings/:meetingId/tickets`: a signed-in person, or a room device, asks for a seat. */
export const RequestTicket = z.strictObject({ seat: TicketSeat });
export const TicketIssued = z.strictObject({
  ticket: z.string().max(2_000),
  /** Address of the node at which to use it. */
  roomUrl: z.string().max(300),
  nodeId: NodeId,
  expiresAt: Instant,
});
export type TicketIssued = z.infer<typeof TicketIssued>;

/** `POST /api/room-links`: an operator opens a site's room on some device; the link works once. */
export const RequestRoomLink = z.strictObject({ meetingId: MeetingId, siteId: SiteId });
export const RoomLinkIssued = z.strictObject({ path: z.string().max(300), expiresAt: Instant });

/** `POST /api/room-sessions`: a device exchanges the link's secret for a bearer token of its own. */
export const OpenRoomSession = z.strictObject({ link: z.string().min(10).max(200) });
export const RoomSessionOpened = z.strictObject({
  token: z.string().max(200),
  meetingId: MeetingId,
  siteId: SiteId,
  siteName: z.string().max(200),
  expiresAt: Instant,
});
export type RoomSessionOpened = z.infer<typeof RoomSessionOpened>;

/** Body of every refused HTTP request. */
export const HttpFailure = z.strictObject({
  code: z.string().max(64),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  correlationId: z.string().max(64),
});
export type HttpFailure = z.infer<typeof HttpFailure>;
