import { z } from 'zod';
import { TalkDeskId } from '../conference/talkback.ts';
import { ChamberId, MeetingId, NodeId, PersonalDeviceId, SiteId } from '../ids.ts';

/** Who sits down: a room of the meeting, or a console that watches. */
export const TicketSeat = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({
    kind: z.literal('monitor'),
    monitorId: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[A-Za-z0-9._-]+$/),
    /** The chamber it watches; left out: the common room. */
    chamberId: ChamberId.optional(),
  }),
  /** A console's place on the talkback: it hears and speaks there and has no part in the meeting. */
  z.strictObject({ kind: z.literal('desk'), deskId: TalkDeskId }),
]);
export type TicketSeat = z.infer<typeof TicketSeat>;

/** Claims of a join ticket: a JWT (RFC 7519) signed with Ed25519 (RFC 8037), checked by the node without the server. */
export const TicketClaims = z.object({
  aud: NodeId,
  jti: z.string().min(8).max(64),
  iat: z.int(),
  exp: z.int(),
  meetingId: MeetingId,
  seat: TicketSeat,
  /** The device of somebody's own that was let in as the room; absent: the terminal of the site, or a console. */
  deviceId: PersonalDeviceId.optional(),
});
export type TicketClaims = z.infer<typeof TicketClaims>;

export const TICKET_LIFE_S = 120;
/** Value of the JWT `typ` header, so that no other signed thing passes as a ticket. */
export const TICKET_TYPE = 'nhipcau-ticket+jwt';
