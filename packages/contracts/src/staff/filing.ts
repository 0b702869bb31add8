import { z } from 'zod';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { OperatorDuty } from '../regulation/office/directory-rules.ts';
import { Citation } from '../regulation/values.ts';
import { PersonName, Telephone } from './people.ts';

const optional = (max: number) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
      z.string().trim().normalize().max(max).nullable(),
    )
    .default(null);

/** `POST /api/unit-documents`: house rules or a procedure; a further one is a further version (R-DIR-11, R-DIR-24). */
export const FileDocument = z.strictObject({
  organisationId: OrganisationId,
  kind: z.string().min(2).max(40),
  title: z.string().trim().normalize().min(3).max(300),
  number: optional(100),
  /** Who agreed on it, for coordination regulations. */
  parties: optional(500),
  body: z.string().trim().normalize().min(10).max(60_000),
  issuedOn: LocalDate,
});
export type FileDocument = z.infer<typeof FileDocument>;
/** `POST /api/unit-documents/:documentId/posting` */
export const PostDocument = z.strictObject({
  postedOn: LocalDate,
  place: z.string().trim().normalize().min(2).max(200),
});
export const UnitDocument = z.strictObject({
  documentId: z.string().max(64),
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  kind: z.string().max(40),
  version: z.int().min(1),
  title: z.string().max(300),
  number: z.string().max(100).nullable(),
  parties: z.string().max(500).nullable(),
  body: z.string().max(60_000),
  issuedOn: LocalDate,
  postedOn: LocalDate.nullable(),
  postedPlace: z.string().max(200).nullable(),
  at: Instant,
  byName: z.string().max(200),
});
export type UnitDocument = z.infer<typeof UnitDocument>;
/** `GET /api/unit-documents/:organisationId/:kind`: all versions, the newest first. */
export const UnitDocumentList = z.strictObject({
  documents: z.array(UnitDocument).max(200),
  mayFile: z.boolean(),
});

/** A duty of a unit that is not fulfilled. */
export const Shortfall = z.strictObject({
  organisationId: OrganisationId,
  organisationName: z.string().max(200),
  levelCode: z.string().max(40),
  subject: z.enum([
    'roomRules',
    'roomRulesNotPosted',
    'procedure',
    'securityPaper',
    'securityPaperOld',
    'staff',
    'roster',
    'room',
  ]),
  /** Kind of document to be filed; null: it is no document. */
  kind: z.string().max(40).nullable(),
  label: z.string().max(300),
  cite: z.array(Citation).max(5),
});
export type Shortfall = z.infer<typeof Shortfall>;
/** `GET /api/compliance` */
export const Compliance = z.strictObject({
  shortfalls: z.array(Shortfall).max(20_000),
  unitCount: z.int(),
  compliantCount: z.int(),
});
export type Compliance = z.infer<typeof Compliance>;

export const ContactEntry = z.strictObject({
  organisation: z.string().max(200),
  site: z.string().max(200).nullable(),
  duty: OperatorDuty,
  name: z.string().max(200),
  title: z.string().max(200).nullable(),
  telephone: z.string().max(60).nullable(),
  email: z.string().max(200).nullable(),
});
export type ContactEntry = z.infer<typeof ContactEntry>;
/** `POST /api/contact-list`: publishes the register as it stands (R-DIR-15). */
export const PublishContacts = z.strictObject({ note: optional(300) });
export const ContactVersion = z.strictObject({
  version: z.int().min(1),
  at: Instant,
  byName: z.string().max(200),
  note: z.string().max(300).nullable(),
});
export type ContactVersion = z.infer<typeof ContactVersion>;
/** `GET /api/contact-list?version=`: the newest unless another is asked for. */
export const ContactList = z.strictObject({
  owner: z.string().max(300).nullable(),
  recipients: z.string().max(300).nullable(),
  cite: z.array(Citation).max(5),
  /** Day by which the yearly review is due; null where the text asks for none. */
  reviewDueOn: LocalDate.nullable(),
  versions: z.array(ContactVersion).max(1_000),
  shown: ContactVersion.nullable(),
  entries: z.array(ContactEntry).max(5_000),
  /** People who came, left or changed since the newest version. */
  changedSince: z.int().min(0),
  mayPublish: z.boolean(),
});
export type ContactList = z.infer<typeof ContactList>;

/** `GET /api/contact-points`: official desks, with what the administrator corrected. */
export const ContactPoint = z.strictObject({
  key: z.string().max(40),
  purpose: z.enum(['registration', 'support', 'notice']),
  label: z.string().max(300),
  telephone: z.string().max(60).nullable(),
  email: z.string().max(200).nullable(),
  other: z.string().max(200).nullable(),
  isChanged: z.boolean(),
  cite: z.array(Citation).max(5),
  note: z.string().max(400).nullable(),
});
export type ContactPoint = z.infer<typeof ContactPoint>;
export const ContactPointList = z.strictObject({
  points: z.array(ContactPoint).max(20),
  mayChange: z.boolean(),
});
/** `POST /api/contact-points/:key` */
export const ChangeContactPoint = z
  .strictObject({ telephone: optional(60), email: optional(200), other: optional(200) })
  .refine(({ telephone, email, other }) => (telephone ?? email ?? other) !== null, {
    message: 'at least one way to reach it',
  });

/** `POST /api/power-contacts` (R-DIR-22) */
export const AddPowerContact = z
  .strictObject({
    areaId: OrganisationId,
    unit: z.string().trim().normalize().min(2).max(200),
    telephone: Telephone,
    validFrom: Instant,
    validTo: Instant,
  })
  .refine(({ validFrom, validTo }) => validFrom < validTo, {
    path: ['validTo'],
    message: 'ends before it begins',
  });
const PowerContact = z.strictObject({
  contactId: z.string().max(64),
  areaId: OrganisationId,
  areaName: z.string().max(200),
  unit: z.string().max(200),
  telephone: z.string().max(60),
  validFrom: Instant,
  validTo: Instant,
});
/** `GET /api/power-contacts?siteId=&at=`: those of the area of a site, the nearest area first. */
export const ReadPowerContacts = z.strictObject({
  siteId: SiteId.optional(),
  at: z.coerce.number().pipe(Instant).optional(),
});
export const PowerContactList = z.strictObject({ contacts: z.array(PowerContact).max(2_000) });

/** `POST /api/connection-reports/:siteId` (R-DIR-18, R-DIR-19) */
export const ReportConnection = z
  .strictObject({
    state: z.enum(['none', 'oneWay', 'surveyed', 'connected']),
    line: optional(100),
    terminal: optional(100),
    display: optional(100),
    audio: optional(100),
    power: optional(100),
    surveyedOn: LocalDate.nullable(),
    testedOn: LocalDate.nullable(),
  })
  .refine(({ state, testedOn }) => state !== 'connected' || testedOn !== null, {
    path: ['testedOn'],
    message: 'a gap is closed by a successful two-way test',
  });
const CommuneStatus = z.strictObject({
  organisationId: OrganisationId,
  name: z.string().max(200),
  districtId: OrganisationId,
  districtName: z.string().max(200),
  /** Null: the commune has no site yet. */
  siteId: SiteId.nullable(),
  state: z.enum(['none', 'oneWay', 'surveyed', 'connected']).nullable(),
  line: z.string().nullable(),
  terminal: z.string().nullable(),
  display: z.string().nullable(),
  audio: z.string().nullable(),
  power: z.string().nullable(),
  surveyedOn: LocalDate.nullable(),
  testedOn: LocalDate.nullable(),
  at: Instant.nullable(),
  /** Fields nobody reported. */
  missing: z.array(z.string().max(20)).max(10),
  mayReport: z.boolean(),
});
/** `GET /api/connection-status` */
export const ConnectionStatus = z.strictObject({
  to: z.string().max(300).nullable(),
  surveyedBy: z.string().max(300).nullable(),
  communes: z.array(CommuneStatus).max(5_000),
  districts: z
    .array(
      z.strictObject({
        districtId: OrganisationId,
        name: z.string().max(200),
        communes: z.int(),
        twoWay: z.int(),
        percent: z.int(),
        missing: z.int(),
      }),
    )
    .max(500),
});
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/** Why the text would not have this person on duty: never trained, or not in the register of operators (R-TRN-01). */
export const DutyTraining = z.enum(['untrained', 'unknown']);
export type DutyTraining = z.infer<typeof DutyTraining>;

const DutyPostView = z.strictObject({
  postId: z.string().max(64),
  label: z.string().max(300),
  session: z.enum(['rehearsal', 'official']),
  siteId: SiteId.nullable(),
  place: z.string().max(300).nullable(),
  providers: z.array(z.string().max(40)).max(12),
  startsAt: Instant,
  endsAt: Instant,
  obligatory: z.boolean(),
  filled: z
    .strictObject({
      name: z.string().max(200),
      unit: z.string().max(200),
      telephone: z.string().max(60),
      at: Instant,
      training: DutyTraining.nullable(),
    })
    .nullable(),
  mayAssign: z.boolean(),
});
/** `GET /api/registrations/:meetingId/duty` (R-DIR-23, R-SCH-08) */
export const DutySheet = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  startsAt: Instant,
  posts: z.array(DutyPostView).max(10_000),
  emptyObligatory: z.int().min(0),
  /** Where the text wants trained people; empty: it is silent. */
  trainedCite: z.array(Citation).max(5),
  override: z
    .strictObject({ reason: z.string().max(1_000), byName: z.string().max(200), at: Instant })
    .nullable(),
  mayOverride: z.boolean(),
});
export type DutySheet = z.infer<typeof DutySheet>;
/** `POST /api/duty-posts/:postId`: names whoever is there. */
export const FillDutyPost = z.strictObject({
  personId: z.string().max(64).nullable(),
  name: PersonName,
  unit: z.string().trim().normalize().min(2).max(200),
  telephone: Telephone,
});
export type FillDutyPost = z.infer<typeof FillDutyPost>;
export const OverrideDuty = z.strictObject({ reason: z.string().trim().min(3).max(1_000) });

/** `GET /api/registrations/:meetingId/contacts` (R-DIR-17) */
export const MeetingContacts = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  /** To whom the text wants them handed; empty: it is silent. */
  recipients: z
    .array(
      z.strictObject({
        to: z.string().max(300),
        when: z.enum(['always', 'onRequest']),
        cite: z.array(Citation).max(5),
      }),
    )
    .max(6),
  entries: z.array(ContactEntry).max(10_000),
  /** Sites without anybody. */
  missing: z.array(z.string().max(200)).max(2_000),
  handovers: z
    .array(
      z.strictObject({
        recipient: z.string().max(300),
        sentAt: Instant,
        byName: z.string().max(200),
        count: z.int(),
      }),
    )
    .max(200),
  mayHandOver: z.boolean(),
});
export type MeetingContacts = z.infer<typeof MeetingContacts>;
/** `POST /api/registrations/:meetingId/contacts` */
export const HandOverContacts = z.strictObject({ recipient: z.string().trim().normalize().min(2).max(300) });
