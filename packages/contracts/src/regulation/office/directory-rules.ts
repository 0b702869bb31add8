import { z } from 'zod';
import { OrganisationKind } from '../../directory/directory.ts';
import { ChairBody } from '../../registration/registration.ts';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const note = z.string().max(400).nullable().default(null);
const label = z.string().min(2).max(300);

/** Which organisations a rule speaks of; null does not restrict. */
export const UnitScope = z.strictObject({
  levels: z.array(z.string().max(40)).min(1).nullable().default(null),
  kinds: z.array(OrganisationKind).min(1).nullable().default(null),
  /** Only organisations directly below one of these kinds at the same level. */
  parentKinds: z.array(OrganisationKind).min(1).nullable().default(null),
  /** Only these organisations, by their codes in the directory: what the text names itself. */
  codes: z.array(z.string().min(1).max(40)).min(1).nullable().default(null),
});
export type UnitScope = z.infer<typeof UnitScope>;

/** What a person does for the conferences of a unit (R-DIR-12). */
export const OperatorDuty = z.enum(['leader', 'main', 'support', 'mcu', 'contact']);
export type OperatorDuty = z.infer<typeof OperatorDuty>;

/** Sites an organisation may have; the first rule whose scope fits counts (R-DIR-05). */
export const QuotaRule = z.strictObject({
  label,
  scope: UnitScope,
  /** Null: any number. */
  sites: z.int().min(1).max(1000).nullable(),
  /** False: the text counts an inventory that may be extended; more is shown, not refused. */
  binding: z.boolean(),
  /** More is possible after an accepted plan (R-DIR-06). */
  exception: z.boolean().default(false),
  cite,
  note,
});
export type QuotaRule = z.infer<typeof QuotaRule>;

/** What must be shown before a site is admitted (R-DIR-07, R-DIR-08). */
export const AdmissionCondition = z.strictObject({
  key: ProfileKey,
  label,
  /** `room`: the condition sheet; `quota`: counted; the others are somebody's word or document. */
  kind: z.enum(['room', 'quota', 'evaluation', 'document']),
  /** Asked only of organisations that have no admitted site yet. */
  newMembersOnly: z.boolean(),
  cite,
  note,
});
export type AdmissionCondition = z.infer<typeof AdmissionCondition>;

/** A number of people that must be there (R-DIR-13). */
export const StaffingRule = z.strictObject({
  label,
  scope: UnitScope,
  /** Counted for each of the unit's sites, or once for the unit. */
  per: z.enum(['site', 'unit']),
  /** Any of these duties counts. */
  duties: z.array(OperatorDuty).min(1),
  count: z.int().min(1).max(50),
  trained: z.boolean(),
  cite,
  note,
});
export type StaffingRule = z.infer<typeof StaffingRule>;

/** People named for each rehearsal and official session (R-DIR-23, R-DIR-20, R-SCH-08). */
export const DutyPostRule = z.strictObject({
  key: ProfileKey,
  label,
  /** One post for the meeting, at its chair site, at every site, or for every district with sites of the levels. */
  place: z.enum(['meeting', 'chairSite', 'eachSite', 'eachDistrict']),
  /** Levels of the sites; null: all. The chair site is no satellite. */
  levels: z.array(z.string().max(40)).min(1).nullable().default(null),
  /** Kinds of organisation that name the person. */
  providers: z.array(OrganisationKind).min(1),
  /** True: of the providers only the kind that `districtOperator` names for the host. */
  byHost: z.boolean().default(false),
  sessions: z.array(z.enum(['rehearsal', 'official'])).min(1),
  /** Role of `office.notices.parties` that is asked for a name, where the kinds alone would mean too many. */
  asks: ProfileKey.nullable().default(null),
  /** The meeting is not ready while it is empty. */
  obligatory: z.boolean(),
  cite,
  note,
});
export type DutyPostRule = z.infer<typeof DutyPostRule>;

/** Whose technician serves district sites, by the body that chairs (R-DIR-20). */
export const DistrictOperatorRule = z.strictObject({
  label,
  /** Bodies that chair, or kinds of the host where the agency itself chairs. */
  chairBodies: z.array(ChairBody).max(6),
  hostKinds: z.array(OrganisationKind).max(12),
  /** Kind of the district organisation that gives the technician. */
  unitKind: OrganisationKind,
  cite,
  note,
});
export type DistrictOperatorRule = z.infer<typeof DistrictOperatorRule>;

/** A desk that the text itself prints (R-DIR-21). */
export const ContactPointRule = z.strictObject({
  key: ProfileKey,
  purpose: z.enum(['registration', 'support', 'notice']),
  label,
  telephone: z.string().max(60).nullable().default(null),
  email: z.string().max(200).nullable().default(null),
  /** A channel that is neither, such as a chat group or an application. */
  other: z.string().max(200).nullable().default(null),
  cite,
  note,
});
export type ContactPointRule = z.infer<typeof ContactPointRule>;

/** What a locality's regulation says of quotas, staffing minima, operator fields, room conditions, admission, contacts. */
export const DirectoryRules = z.strictObject({
  quotas: z.array(QuotaRule).max(20),
  /** How a quota may be passed: by whose plan, accepted by whom (R-DIR-06). */
  quotaException: z
    .strictObject({ plannedBy: label, acceptedBy: label, responsible: label, cite, note })
    .nullable(),
  admission: z
    .strictObject({
      /** True: a site cannot be admitted while a condition is open. */
      blocking: z.boolean(),
      evaluator: label,
      conditions: z.array(AdmissionCondition).min(1).max(20),
      cite,
      note,
    })
    .nullable(),
  /** What a room is judged by (R-DIR-10). */
  roomConditions: z
    .array(z.strictObject({ key: ProfileKey, label, mandatory: z.boolean(), cite, note }))
    .max(30),
  /** House rules of each unit with a room (R-DIR-11). */
  roomRules: z.strictObject({ posted: z.boolean(), scope: UnitScope, cite, note }).nullable(),
  operatorFields: z.strictObject({
    duties: z
      .array(z.strictObject({ duty: OperatorDuty, label }))
      .min(1)
      .max(5),
    required: z.array(z.enum(['title', 'email', 'telephone'])).max(3),
    cite,
    note,
  }),
  staffing: z.array(StaffingRule).max(20),
  /** Who is told that somebody took over, and within how many working days (R-DIR-14). */
  replacement: z
    .strictObject({
      notify: label,
      /** Who that office is here: a role of `office.notices.parties`. */
      notifyRole: ProfileKey,
      withinWorkingDays: z.int().min(0).max(60),
      cite,
      note,
    })
    .nullable(),
  contactList: z
    .strictObject({ owner: label, recipients: label, reviewedYearly: z.boolean(), cite, note })
    .nullable(),
  /** Units at which somebody is reachable at every minute (R-DIR-16). */
  roundTheClock: z.array(z.strictObject({ label, scope: UnitScope, cite, note })).max(10),
  /** Who gets the contacts of a meeting (R-DIR-17). */
  handover: z
    .array(
      z.strictObject({
        urgency: z.array(Urgency).min(1),
        when: z.enum(['always', 'onRequest']),
        to: label,
        /** Everybody at sites and MCUs, or only the technician on duty at each site. */
        content: z.enum(['all', 'dutyTechnicians']),
        cite,
        note,
      }),
    )
    .max(6),
  /** State of connection of each commune, for the upper body (R-DIR-18). */
  connectionStatus: z.strictObject({ to: label, cite, note }).nullable(),
  /** Who surveys and connects what is not reachable both ways (R-DIR-19). */
  coverageGap: z.strictObject({ by: label, cite, note }).nullable(),
  districtOperator: z.array(DistrictOperatorRule).max(10),
  contactPoints: z.array(ContactPointRule).max(20),
  powerStandby: z.strictObject({ by: label, cite, note }).nullable(),
  dutyPosts: z.array(DutyPostRule).max(20),
  /** Documents units must have written (R-DIR-24). */
  procedures: z.array(z.strictObject({ key: ProfileKey, label, scope: UnitScope, cite, note })).max(10),
});
export type DirectoryRules = z.infer<typeof DirectoryRules>;
