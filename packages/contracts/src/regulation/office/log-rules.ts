import { z } from 'zod';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const label = z.string().min(1).max(300);

/** What a line of a book can say of a session at one place. */
export const LogField = z.enum([
  /** Who was on duty. */
  'duty',
  'technician',
  'support',
  'state',
  'incident',
  'handling',
  'quality',
  /** Recording was asked for. */
  'recording',
  'camera',
  'codec',
  'microphone',
  'cables',
  'otherDevice',
  'remarks',
]);
export type LogField = z.infer<typeof LogField>;

/** Who signs a line: whoever keeps the book at the place, the head of its unit. */
export const SignerPost = z.enum(['technician', 'unitHead']);
export type SignerPost = z.infer<typeof SignerPost>;

export const LogSession = z.enum(['official', 'rehearsal']);
export type LogSession = z.infer<typeof LogSession>;

/** What a printed column says: a field, or something of the meeting. */
export const LogColumn = z.union([
  LogField,
  z.enum(['index', 'title', 'time', 'place', 'session', 'condition', 'devices', 'signed']),
]);
export type LogColumn = z.infer<typeof LogColumn>;

/** A book that a locality's text asks to be kept (R-LOG-01). */
export const LogBook = z.strictObject({
  key: ProfileKey,
  name: label,
  /** `annex`: laid out by the regulation; `default`: the regulation names it and leaves its layout open. */
  layout: z.enum(['annex', 'default']),
  sessions: z.array(LogSession).min(1).max(2),
  /** Each invited site keeps it. */
  bySites: z.boolean(),
  /** Further keepers with one line for a meeting as a whole, by their role in the profile. */
  byParties: z.array(ProfileKey).max(3),
  fields: z
    .array(z.strictObject({ field: LogField, label }))
    .min(1)
    .max(14),
  /** Devices a line speaks of: words by which a fault is known to be theirs, and check items that try them. */
  devices: z
    .array(
      z.strictObject({
        field: LogField,
        words: z.array(z.string().min(2).max(40)).max(20),
        checks: z.array(ProfileKey).max(20),
      }),
    )
    .max(6)
    .default([]),
  /** In the order in which they sign; nobody signs for two of them. */
  signers: z
    .array(z.strictObject({ post: SignerPost, title: label }))
    .min(1)
    .max(3),
  /** Working days after the end until it is signed; no text gives one. */
  workingDays: z.int().min(0).max(30),
  print: z.strictObject({
    /** One print for a meeting, or for a unit and a period. */
    of: z.enum(['meeting', 'period']),
    title: z.array(label).min(1).max(4),
    columns: z
      .array(
        z.strictObject({
          heading: z.string().max(100),
          column: LogColumn,
          width: z.int().min(1).max(100),
          align: z.enum(['left', 'center']).default('left'),
        }),
      )
      .min(2)
      .max(12),
  }),
  cite,
});
export type LogBook = z.infer<typeof LogBook>;

/** What a locality's regulation says of books kept on sessions (R-LOG-01); none where the text asks for none. */
export const LogRules = z.strictObject({ books: z.array(LogBook).max(4) });
export type LogRules = z.infer<typeof LogRules>;
