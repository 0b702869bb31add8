import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId, UserId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { ProfileKey, Urgency } from '../regulation/deadline.ts';
import { LocalityCode } from '../regulation/values.ts';
import { FreeSlot } from '../schedule/conflict.ts';
import { Channel } from './channel.ts';

/**
 * Life of a meeting (R-REG-14). Steps a locality does not have are passed over; `cancelled` is reached from every state
 * before `live`, and a postponed meeting is `registered` again.
 */
export const MeetingState = z.enum([
  'draft',
  'registered',
  'underReview',
  'confirmed',
  'refused',
  'noticed',
  'planned',
  'rehearsed',
  'connected',
  'ready',
  'live',
  'ended',
  'closed',
  'cancelled',
]);
export type MeetingState = z.infer<typeof MeetingState>;

/** Body that chairs: it decides who approves and which room is used (QN Đ4.1, Đ10; BD Đ9.3; HN Đ11.1). */
export const ChairBody = z.enum(['party', 'council', 'committee', 'delegation', 'agency', 'upstream']);
export type ChairBody = z.infer<typeof ChairBody>;

const line = z.string().trim().max(300);
const text = z.string().trim().max(4_000);
const phone = z
  .string()
  .trim()
  .regex(/^[0-9+][0-9 .()-]{2,24}$/);

const Period = z.strictObject({ start: Instant, end: Instant });

/** A site of the meeting as the host names it (BD PL I, table of 7). */
export const RegisteredSite = z.strictObject({
  siteId: SiteId,
  attendance: z.int().min(0).max(100_000).nullable(),
  contactName: line.nullable(),
  contactPhone: phone.nullable(),
  /** May present slides or play video (R-CDT-11). */
  mayPresent: z.boolean(),
});
export type RegisteredSite = z.infer<typeof RegisteredSite>;

/** Services beyond picture and sound (R-REG-09). */
export const TechnicalRequests = z.strictObject({
  recording: z.boolean(),
  slides: z.boolean(),
  video: z.boolean(),
  projector: z.boolean(),
  speaking: z.boolean(),
  storeMedia: z.boolean(),
  headquartersRoom: z.boolean(),
  other: text.nullable(),
});

/** A service beyond picture and sound, by name. */
export const TechnicalService = TechnicalRequests.keyof();
export type TechnicalService = z.infer<typeof TechnicalService>;

/** Services asked for after their own limit: whoever runs the system has to agree (R-REG-09). */
export const LateRequest = z.strictObject({
  services: z.array(TechnicalService).min(1).max(8),
  askedAt: Instant,
  answer: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('open') }),
    z.strictObject({
      kind: z.enum(['consented', 'declined']),
      at: Instant,
      by: z.string().max(200),
      reason: z.string().max(1_000).nullable(),
    }),
  ]),
});
export type LateRequest = z.infer<typeof LateRequest>;

/**
 * What a host states about a meeting. A draft may lack anything but its title; which fields a locality demands is data
 * of its regulation (`office.registration`), checked by `checkRegistration`.
 */
export const RegistrationData = z.strictObject({
  title: z.string().trim().min(3).max(300),
  content: text.nullable(),
  kind: ProfileKey,
  urgency: Urgency,
  urgentCause: line.nullable(),
  purpose: ProfileKey.nullable(),
  form: z.enum(['online', 'mixed']),
  hostOrganisationId: OrganisationId,
  chairBody: ChairBody,
  chairPerson: line.nullable(),
  chairTitle: line.nullable(),
  venue: line.nullable(),
  basis: z
    .strictObject({ number: line.min(1), issuedOn: LocalDate.nullable(), issuer: line.nullable() })
    .nullable(),
  official: Period,
  /** Rehearsal, trial or check before the meeting. */
  rehearsal: Period.nullable(),
  chairSiteId: SiteId.nullable(),
  sites: z.array(RegisteredSite).max(2_000),
  script: z.string().trim().max(50_000).nullable(),
  technician: z.strictObject({ name: line.min(1), phone }).nullable(),
  staffRequest: text.nullable(),
  technical: TechnicalRequests,
  secret: z.strictObject({ declared: z.boolean(), protectionPlan: text.nullable() }),
  invitation: z.strictObject({ number: line.min(1), issuedOn: LocalDate }).nullable(),
  /** For meetings chaired from above: who announced it, by which document (R-REG-16). */
  upstream: z.strictObject({ body: line.min(1), document: line.nullable() }).nullable(),
});
export type RegistrationData = z.infer<typeof RegistrationData>;

/** How it came in: what the desk notes when it did not come through this application. */
export const Reception = z.strictObject({
  channel: Channel,
  /** Mailbox, number of the document, or the caller's name. */
  sender: line.nullable(),
  /** Telephone: who called whom, and whether the note was read back (R-REG-06). */
  call: z
    .strictObject({
      caller: line.min(1),
      callee: line.min(1),
      phone: phone.nullable(),
      readBack: z.boolean(),
    })
    .nullable(),
  receivedAt: Instant,
});
export type Reception = z.infer<typeof Reception>;

/** A meeting's file: what was stated, where it stands, and by which regulation it goes. */
export const Registration = z.strictObject({
  meetingId: MeetingId,
  /** Short number by which people speak of it, unique in the year: `2026/0147`. */
  fileNumber: z.string().max(20),
  locality: LocalityCode,
  regulationVersion: z.int().min(1),
  state: MeetingState,
  /** Counts changes; a change names the revision it was made on. */
  revision: z.int().min(1),
  data: RegistrationData,
  reception: Reception.nullable(),
  /** Why the desk takes it after its lead time. */
  lateReason: line.nullable(),
  lateRequest: LateRequest.nullable(),
  createdBy: UserId,
  createdAt: Instant,
  registeredAt: Instant.nullable(),
  decidedAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
});
export type Registration = z.infer<typeof Registration>;

/** A step of a meeting's life, as the file remembers it. */
export const MeetingMove = z.strictObject({
  seq: z.int().min(1),
  at: Instant,
  actorName: z.string().max(200),
  /** Whose right a deputy acted by. */
  inPlaceOf: z.string().max(200).nullable(),
  from: MeetingState,
  to: MeetingState,
  /** The act: `submit`, `confirm`, `refuse`, `change`, `cancel`, `postpone` … */
  act: z.string().max(40),
  reason: z.string().max(1_000).nullable(),
  /** Top-level fields of the data that this step changed. */
  changed: z.array(z.string().max(60)).max(40),
  /** With a refusal because of a conflict: the next free times of the same rooms (R-APR-06). */
  alternatives: z.array(FreeSlot).max(10),
});
export type MeetingMove = z.infer<typeof MeetingMove>;
