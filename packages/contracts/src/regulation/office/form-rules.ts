import { z } from 'zod';
import { MeetingState } from '../../registration/registration.ts';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const label = z.string().min(1).max(300);

/** What a form can state of a meeting. */
export const FormContent = z.enum([
  'fileNumber',
  'title',
  'content',
  'basis',
  'upstream',
  'hostName',
  'hostAddress',
  'venue',
  'chairPerson',
  'chairTitle',
  'chairSite',
  'officialTime',
  'rehearsalTime',
  'technicianName',
  'technicianPhone',
  'technician',
  'siteCount',
  'satelliteCount',
  'satelliteNames',
  'script',
  'staffRequest',
  'headquartersRoom',
  'recording',
  'otherSupport',
  'urgentCause',
  'decision',
  'decisionReason',
  'decidedAt',
  'leaderName',
  'leaderTitle',
  'leaderEmail',
  'leaderPhone',
  'mainName',
  'mainTitle',
  'mainEmail',
  'mainPhone',
  'supportName',
  'supportTitle',
  'supportEmail',
  'supportPhone',
]);
export type FormContent = z.infer<typeof FormContent>;

/** Yes or no of a registration that a form asks as a box to tick. */
export const FormBox = z.enum([
  'recording',
  'slides',
  'video',
  'projector',
  'speaking',
  'storeMedia',
  'headquartersRoom',
]);
export type FormBox = z.infer<typeof FormBox>;

export const FormColumn = z.enum([
  'index',
  'site',
  'organisation',
  'address',
  'room',
  'level',
  'attendance',
  'contact',
  'contactName',
  'contactPhone',
  'technician',
  'mcu',
  'connection',
  'post',
  'person',
  'phone',
  'session',
  'blank',
]);
export type FormColumn = z.infer<typeof FormColumn>;

const FormPart = z.strictObject({
  label,
  note: z.string().max(300).nullable().default(null),
  content: FormContent,
  /** Left out where nothing was stated, instead of a dotted line. */
  optional: z.boolean().default(false),
});

/** A line of a form, in the order of print. */
export const FormItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), text: z.string().min(1).max(1_000) }),
  z.strictObject({ kind: z.literal('heading'), text: label }),
  z.strictObject({
    kind: z.literal('field'),
    mark: z.string().max(8).default(''),
    parts: z.array(FormPart).min(1).max(4),
  }),
  z.strictObject({
    kind: z.literal('checks'),
    mark: z.string().max(8).default(''),
    label,
    note: z.string().max(300).nullable().default(null),
    boxes: z
      .array(z.strictObject({ label, content: FormBox }))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    kind: z.literal('table'),
    /** `satellites`: the sites without the chair's; `duty`: posts and people of the duty sheet. */
    of: z.enum(['satellites', 'sites', 'duty']),
    columns: z
      .array(
        z.strictObject({
          heading: z.string().max(100),
          content: FormColumn,
          width: z.int().min(1).max(100),
          align: z.enum(['left', 'center']).default('left'),
        }),
      )
      .min(1)
      .max(12),
  }),
]);
export type FormItem = z.infer<typeof FormItem>;

const SignatureRule = z.strictObject({
  title: label,
  note: z.string().max(100).nullable().default(null),
  /** The decision on the registration is written above it. */
  opinion: z.boolean().default(false),
});

/** A form of a locality: what it says and how it begins and ends. Texts may hold words of the vocabulary: `{chairSite}`. */
export const FormRule = z.strictObject({
  key: ProfileKey,
  /** What people call it in lists. */
  name: label,
  /** `annex`: laid out by the regulation; `default`: the regulation names it and leaves its layout open. */
  layout: z.enum(['annex', 'default']),
  urgency: z.array(Urgency).min(1),
  /** States of the file in which it makes sense. */
  states: z.array(MeetingState).min(1),
  header: z
    .strictObject({
      /** Null: the host and the body above it. */
      issuer: z.strictObject({ superior: label.nullable(), name: label }).nullable(),
      /** Kind of document in its number, `TB`; null: carries no number. */
      symbol: z.string().max(20).nullable(),
    })
    .nullable(),
  title: z.array(label).min(1).max(6),
  /** Under the title, `Về việc …`. */
  subject: z.string().max(300).nullable(),
  addressees: z.array(label).max(20),
  items: z.array(FormItem).min(1).max(60),
  dateAt: z.enum(['head', 'foot', 'none']),
  left: SignatureRule.nullable(),
  right: SignatureRule.nullable(),
  recipients: z.array(label).max(20),
  cite,
});
export type FormRule = z.infer<typeof FormRule>;

/** What a locality's regulation says of printed forms. */
export const FormRules = z.strictObject({
  /** Place in front of the date. */
  place: z.string().min(2).max(60),
  forms: z.array(FormRule).max(20),
});
export type FormRules = z.infer<typeof FormRules>;
