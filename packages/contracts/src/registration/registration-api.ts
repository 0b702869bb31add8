import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { Timetable } from '../regulation/timetable.ts';
import { Citation, LocalityCode } from '../regulation/values.ts';
import { Conflict, FreeSlot } from '../schedule/conflict.ts';
import {
  ChairBody,
  MeetingMove,
  MeetingState,
  Reception,
  Registration,
  RegistrationData,
} from './registration.ts';

/** Something about a registration that the regulation objects to or warns of. */
export const Finding = z.strictObject({
  /** `error` keeps it from being submitted, `warning` does not. */
  severity: z.enum(['error', 'warning']),
  /** Key of the sentence in the catalogue: `finding.<code>`. */
  code: z
    .string()
    .max(60)
    .regex(/^[a-z][A-Za-z0-9]*$/),
  /** Path into the data, such as `sites.3.contactPhone`; null: it is about the whole. */
  field: z.string().max(100).nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  cite: z.array(Citation).max(5),
});
export type Finding = z.infer<typeof Finding>;

/** `POST /api/registrations/check`: everything that can be said before it is submitted; changes nothing. */
export const CheckRegistration = z.strictObject({
  /** A file that exists already is not in conflict with itself. */
  meetingId: MeetingId.optional(),
  data: RegistrationData,
  reception: Reception.nullable(),
});
export type CheckRegistration = z.infer<typeof CheckRegistration>;

export const RegistrationChecked = z.strictObject({
  findings: z.array(Finding).max(500),
  timetable: Timetable,
  conflicts: z.array(Conflict).max(500),
  /** Next free times of the same length for the same rooms, when there is a conflict. */
  freeSlots: z.array(FreeSlot).max(10),
  /** Who decides and until when; null where the locality has no approval for it. */
  approval: z.strictObject({ role: z.string().max(200), decideBy: Instant.nullable() }).nullable(),
  /** State it would have after submission. */
  becomes: MeetingState,
});
export type RegistrationChecked = z.infer<typeof RegistrationChecked>;

/** `POST /api/registrations`: a draft. `GET /api/registrations/template?from=` gives the data of an earlier meeting to start from. */
export const CreateRegistration = z.strictObject({ data: RegistrationData });
export type CreateRegistration = z.infer<typeof CreateRegistration>;

/** `GET /api/registrations/template?from=`: moved to the next time to come, without what belonged to that meeting alone. */
export const RegistrationTemplate = z.strictObject({ data: RegistrationData });
export type RegistrationTemplate = z.infer<typeof RegistrationTemplate>;

/** `POST /api/registrations/:meetingId/data`: change of a draft, or of a meeting that others know of already (R-REG-17). */
export const ChangeRegistration = z.strictObject({
  revision: z.int().min(1),
  data: RegistrationData,
  reason: z.string().trim().max(1_000).nullable(),
});
export type ChangeRegistration = z.infer<typeof ChangeRegistration>;

/** What can be done with a file; which of them now and by this person is said by the server. */
export const RegistrationAct = z.enum([
  'submit',
  'acceptLate',
  'takeUp',
  'returnForCompletion',
  'confirm',
  'refuse',
  'postpone',
  'cancel',
  'consentServices',
  'declineServices',
  'markNoticed',
  'markPlanned',
  'markRehearsed',
  'markConnected',
  'markReady',
  'close',
]);
export type RegistrationAct = z.infer<typeof RegistrationAct>;

/** `POST /api/registrations/:meetingId/acts`: one step; the same act on an older revision is refused. */
export const ActOnRegistration = z.strictObject({
  revision: z.int().min(1),
  act: RegistrationAct,
  /** Required for refusal, return, cancellation, postponement and late acceptance. */
  reason: z.string().trim().max(1_000).nullable(),
  /** With `submit` by the desk: how it came in. */
  reception: Reception.nullable(),
  /** With `confirm`: meetings of lower priority that give way; their hosts are told (R-SCH-03, R-SCH-04). */
  displace: z.array(MeetingId).max(20),
  /** With `confirm`: meetings waiting for the same room and time that are refused with it; their hosts are told. */
  refuse: z.array(MeetingId).max(20).optional(),
  /** With `confirm`: another time of the same length, one of those offered; the host is told. */
  moveTo: FreeSlot.nullable().optional(),
});
export type ActOnRegistration = z.infer<typeof ActOnRegistration>;

export const RegistrationDetail = z.strictObject({
  registration: Registration,
  hostName: z.string().max(200),
  kindName: z.string().max(200),
  siteNames: z.record(SiteId, z.string().max(200)),
  moves: z.array(MeetingMove).max(1_000),
  /** What this person may do with it now. */
  acts: z.array(RegistrationAct),
  mayChange: z.boolean(),
  approval: RegistrationChecked.shape.approval,
});
export type RegistrationDetail = z.infer<typeof RegistrationDetail>;

export const RegistrationSummary = z.strictObject({
  meetingId: MeetingId,
  /** On which an act from the list is made. */
  revision: z.int().min(1),
  fileNumber: z.string().max(20),
  title: z.string().max(300),
  state: MeetingState,
  urgency: z.enum(['planned', 'urgent']),
  kindName: z.string().max(200),
  hostOrganisationId: OrganisationId,
  hostName: z.string().max(200),
  chairSiteName: z.string().max(200).nullable(),
  siteCount: z.int().min(0),
  start: Instant,
  end: Instant,
  registeredAt: Instant.nullable(),
  /** Limit of the decision while it is open. */
  decideBy: Instant.nullable(),
  isSecret: z.boolean(),
  acts: z.array(RegistrationAct),
});
export type RegistrationSummary = z.infer<typeof RegistrationSummary>;

/** `GET /api/registrations?…`: newest start first, or by limit of the decision for the inbox; pages by cursor. */
export const ListRegistrations = z.strictObject({
  /** `mine`: of my organisations; `inbox`: waiting for a decision of mine; `all`. */
  view: z.enum(['mine', 'inbox', 'all']).default('all'),
  state: MeetingState.optional(),
  search: z.string().max(100).optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const RegistrationPage = z.strictObject({
  registrations: z.array(RegistrationSummary).max(100),
  next: z.string().max(200).nullable(),
});
export type RegistrationPage = z.infer<typeof RegistrationPage>;

/** `GET /api/registrations/receptions?from=&to=`: what the desk noted, newest first. */
export const ListReceptions = z.strictObject({
  from: z.coerce.number().int(),
  to: z.coerce.number().int(),
});
export const ReceptionList = z.strictObject({
  receptions: z
    .array(
      z.strictObject({
        meetingId: MeetingId,
        fileNumber: z.string().max(20),
        title: z.string().max(300),
        state: MeetingState,
        hostName: z.string().max(200),
        start: Instant,
        reception: Reception,
      }),
    )
    .max(500),
});
export type ReceptionList = z.infer<typeof ReceptionList>;

/** `GET /api/registrations/rules`: what the form of the home locality asks for, as its regulation has it. */
export const RegistrationRulesReply = z.strictObject({
  locality: LocalityCode,
  kinds: z
    .array(
      z.strictObject({
        key: z.string(),
        name: z.string(),
        selfOrganised: z.boolean(),
        /** Who may chair such a meeting, the usual one first. */
        chairBodies: z.array(ChairBody).min(1).max(10),
      }),
    )
    .max(20),
  urgencyNames: z.strictObject({ planned: z.string(), urgent: z.string() }),
  purposes: z.array(z.strictObject({ key: z.string(), name: z.string() })).max(30),
  urgentCauses: z.array(z.string().max(200)).max(20),
  channels: z.strictObject({ planned: z.array(z.string()), urgent: z.array(z.string()) }),
  chairBodies: z.array(z.strictObject({ key: z.string(), name: z.string() })).max(10),
  /** Fields by need, for each urgency; what is in neither list is not asked for. */
  fields: z
    .array(
      z.strictObject({
        field: z.string().max(60),
        label: z.string().max(200),
        required: z.array(z.enum(['planned', 'urgent'])),
        /** Kinds of meeting whose form has it; null: all. */
        kinds: z.array(z.string().max(40)).max(20).nullable(),
        cite: z.array(Citation).max(5),
      }),
    )
    .max(60),
  allowsSecret: z.boolean(),
  /** Organisations for which this person may register, and the kinds of meeting each of them may hold. */
  hosts: z
    .array(
      z.strictObject({
        organisationId: OrganisationId,
        name: z.string(),
        kinds: z.array(z.string().max(40)).max(20),
      }),
    )
    .max(500),
});
export type RegistrationRulesReply = z.infer<typeof RegistrationRulesReply>;
