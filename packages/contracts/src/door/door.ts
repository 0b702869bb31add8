import { z } from 'zod';
import { RoomSessionOpened } from '../access/access.ts';
import { ConnectContact } from '../conference/stage.ts';
import { Instant, SiteId, UserId } from '../ids.ts';
import { EndpointKind } from '../security/endpoints.ts';

/** Endpoints that may wait outside one meeting at once. */
export const MAX_KNOCKS = 40;
/** Of those that were answered, how many are kept for their answer. */
export const MAX_ANSWERED_KNOCKS = 40;
/** An endpoint that does not ask again for so long has gone. */
export const KNOCK_GONE_MS = 30_000;
/** How often it asks. */
export const KNOCK_ASKS_EVERY_MS = 3_000;

export const KnockId = z.string().min(8).max(64).brand<'KnockId'>();
export type KnockId = z.infer<typeof KnockId>;

/** Why an endpoint is not let in by itself (R-CON-12). */
export const KnockReason = z.enum([
  'notInvited',
  'siteNotAdmitted',
  'otherMeeting',
  'noLink',
  'unknownEndpoint',
  'deviceNotApproved',
]);
export type KnockReason = z.infer<typeof KnockReason>;

const By = z.strictObject({ userId: UserId, name: z.string().max(200) });
const DoorReason = z.string().trim().min(3).max(300);

export const KnockAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('admitted'),
    siteId: SiteId,
    endpoint: EndpointKind,
    by: By,
    at: Instant,
    reason: DoorReason,
  }),
  z.strictObject({ kind: z.literal('refused'), by: By, at: Instant, reason: DoorReason }),
]);
export type KnockAnswer = z.infer<typeof KnockAnswer>;

/** An endpoint that waits outside a meeting: it has no seat, no ticket and learns nothing of the meeting. */
export const Knock = z.strictObject({
  knockId: KnockId,
  at: Instant,
  /** The site it belongs to, when the system knows it. */
  siteId: SiteId.nullable(),
  /** The site's name in the directory, or what the caller says. */
  name: z.string().max(200),
  organisation: z.string().max(200),
  person: z.string().max(200),
  phone: z.string().max(40),
  /** What it is, when the system knows it; else whoever lets it in says. */
  endpoint: EndpointKind.nullable(),
  why: KnockReason,
  answer: KnockAnswer.nullable(),
});
export type Knock = z.infer<typeof Knock>;

const Text = (most: number) => z.string().trim().max(most).normalize();

/** `POST /api/meetings/:meetingId/knocks`: an endpoint asks to be let in. What the system knows of it counts before what it says. */
export const KnockAtDoor = z.strictObject({
  name: Text(200).min(2),
  organisation: Text(200),
  person: Text(200).min(2),
  phone: Text(40).regex(/^[0-9+() .-]{3,40}$/),
  /** Secret of a room link that does not open any more: says for which site it was made. */
  link: z.string().min(10).max(200).optional(),
});
export type KnockAtDoor = z.infer<typeof KnockAtDoor>;

/** Whom to telephone while waiting. */
const contacts = z.array(ConnectContact).max(6);

/** `planned`: it needs nobody's leave. `early`: the meeting has not begun; ask again. */
export const KnockTaken = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('planned'), siteId: SiteId }),
  z.strictObject({ state: z.literal('early'), contacts }),
  z.strictObject({
    state: z.literal('waiting'),
    /** By which the endpoint asks for the answer; nobody else knows it. */
    secret: z.string().max(200),
    name: z.string().max(200),
    since: Instant,
    contacts,
  }),
]);
export type KnockTaken = z.infer<typeof KnockTaken>;

export const KnockSecret = z.strictObject({ secret: z.string().min(10).max(200) });

/** `POST /api/meetings/:meetingId/knocks/answer` */
export const KnockStanding = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('waiting'), contacts }),
  /** Becomes the room of that site. */
  z.strictObject({ state: z.literal('admitted'), room: RoomSessionOpened }),
  z.strictObject({ state: z.literal('refused'), reason: z.string().max(300), contacts }),
  /** Nobody waits under this secret any more: it may knock again. */
  z.strictObject({ state: z.literal('gone') }),
  z.strictObject({ state: z.literal('ended') }),
]);
export type KnockStanding = z.infer<typeof KnockStanding>;
