import { z } from 'zod';
import { Role } from '../../access/grants.ts';
import { OrganisationKind } from '../../directory/directory.ts';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const note = z.string().max(400).nullable().default(null);

/** By what a notice leaves. `document`: the electronic official document; `inApp` for the public: the public calendar. */
export const NoticeChannel = z.enum(['document', 'email', 'telephone', 'fax', 'inApp', 'sms', 'chat']);
export type NoticeChannel = z.infer<typeof NoticeChannel>;

/** What a notice says; a field it prescribes may not be empty when it leaves (R-NTC-02). */
export const NoticeField = z.enum([
  'host',
  'result',
  'official',
  'rehearsal',
  'sites',
  'siteAddresses',
  'script',
  'staffRequest',
  'services',
  'contact',
]);
export type NoticeField = z.infer<typeof NoticeField>;

/**
 * Whom a role of the profile means in an installation. The first rule of a role that names anybody counts; an
 * installation may name its own organisations instead (`notice_party`).
 */
export const PartyRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('host') }),
  /** The invited sites: the one of the chair, the others, or all; of these levels, or of any. */
  z.strictObject({
    kind: z.literal('sites'),
    which: z.enum(['chair', 'satellite', 'all']),
    levels: z.array(z.string().max(40)).min(1).nullable(),
  }),
  /** Organisations of the directory by their kind and level, and by words of their name. */
  z.strictObject({
    kind: z.literal('organisations'),
    organisationKinds: z.array(OrganisationKind).min(1),
    levels: z.array(z.string().max(40)).min(1).nullable(),
    nameContains: z.string().min(2).max(100).nullable(),
    /** Only those that have, or have below them, a site of the meeting. */
    takingPart: z.boolean(),
  }),
  /** Whoever holds this role in the system for the whole installation. */
  z.strictObject({ kind: z.literal('accounts'), role: Role }),
  /** Everybody: the public calendar. */
  z.strictObject({ kind: z.literal('public') }),
]);
export type PartyRule = z.infer<typeof PartyRule>;

/** A row of the notification matrix. */
export const NoticeRow = z.strictObject({
  id: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9-]*$/),
  /** Where the row stands in the requirements: `R-NTC-01` for its table, else the row of chapter 5 or a requirement. */
  source: z.string().regex(/^(R-[A-Z]{3}-\d{2}|notice\.(telecom|power|sites))$/),
  /** What it is called, in the locality's words. */
  name: z.string().min(3).max(200),
  when: z.strictObject({
    urgency: z.array(Urgency).min(1).max(2),
    kinds: z.array(ProfileKey).min(1).nullable().default(null),
    /** Only when a recording or another technical service was asked for. */
    services: z.boolean().default(false),
  }),
  /** Which step sends it: the registration, the confirmation, or the decision whatever it is. */
  on: z.enum(['registered', 'confirmed', 'decided']),
  from: z.array(ProfileKey).min(1).max(4),
  to: z.array(ProfileKey).min(1).max(8),
  /** In this order: the first that can be used, the next when it fails. Empty: the text names none, any will do. */
  channels: z.array(NoticeChannel).max(7),
  /** Sent besides, whatever becomes of the others. */
  also: z.array(NoticeChannel).max(3).default([]),
  content: z
    .array(z.strictObject({ field: NoticeField, label: z.string().min(2).max(200) }))
    .min(1)
    .max(12),
  /** Duties of the profile it fulfils when it has left; the first with an instant is its limit. */
  deadlines: z.array(z.string().max(60)).max(5),
  acknowledge: z.boolean(),
  /** Units begin at once and say so (R-NTC-06). */
  start: z.boolean().default(false),
  /** The answer names those who stand by, with their telephone (R-NTC-03, R-DIR-22). */
  answer: z.boolean().default(false),
  /** Form that goes with it, a key of `office.forms`. */
  attach: z.string().max(60).nullable().default(null),
  cite,
  note,
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** What a locality's regulation says of notices: who is told what, when, by which way. */
export const NoticeRules = z
  .strictObject({
    rows: z.array(NoticeRow).min(1).max(30),
    parties: z.record(ProfileKey, z.array(PartyRule).min(1).max(4)),
    /** Official mailbox the answers go to and notices are sent in the name of; null: that of the installation. */
    mailbox: z.email().nullable(),
  })
  .superRefine(({ rows, parties }, context) => {
    const ids = rows.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) context.addIssue({ code: 'custom', message: 'a row twice' });
    for (const row of rows)
      for (const role of row.to)
        if (!parties[role])
          context.addIssue({ code: 'custom', message: `row ${row.id}: nobody knows who ${role} is` });
  });
export type NoticeRules = z.infer<typeof NoticeRules>;
