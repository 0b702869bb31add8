import { z } from 'zod';
import { Citation } from './values.ts';

/** Rows of the matrix that are limits in time; `other` holds what only one locality knows. */
export const DeadlineKey = z.enum([
  'lead.planned',
  'lead.urgent',
  'approval.limit',
  'rec.request',
  'rec.handover',
  'notice.telecom',
  'notice.power',
  'notice.sites',
  'rehearsal.due',
  'onsite',
  'cascade.due',
  'ready',
  'escalate',
  'other',
]);
export type DeadlineKey = z.infer<typeof DeadlineKey>;

const DeadlineUnit = z.enum(['minute', 'hour', 'calendarDay', 'workingDay']);

export const Offset = z.strictObject({ n: z.int().min(0).max(1000), unit: DeadlineUnit });
export type Offset = z.infer<typeof Offset>;

/** What a limit is counted from. */
export const Trigger = z.enum([
  'informed',
  'received',
  'registered',
  'confirmed',
  'rehearsal',
  'start',
  'end',
]);
export type Trigger = z.infer<typeof Trigger>;

export const Urgency = z.enum(['planned', 'urgent']);
export type Urgency = z.infer<typeof Urgency>;

/** Key of a role or of a kind of meeting within a profile. */
export const ProfileKey = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9]*$/);

/** To which meetings a limit applies; what is absent does not restrict. */
const Condition = z.strictObject({
  urgency: z.array(Urgency).min(1).optional(),
  kinds: z.array(ProfileKey).min(1).optional(),
  /** Only when a recording or another technical service was asked for. */
  recording: z.literal(true).optional(),
  /** Also when something was recorded that nobody had asked for before. */
  recorded: z.literal(true).optional(),
});

/** One duty with a limit in time. */
export const Deadline = z.strictObject({
  /** Unique in the profile. */
  id: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9-]*$/),
  /** Requirement of `docs/requirements.md` it serves. */
  requirement: z.string().regex(/^R-[A-Z]{3,4}-\d{2}$/),
  /** What has to be done, in the locality's Vietnamese words. */
  duty: z.string().min(3).max(300),
  trigger: Trigger,
  direction: z.enum(['before', 'after']),
  /** Null where the text says "at once" without a number: a duty without an instant at which it turns late. */
  offset: Offset.nullable(),
  owes: z.array(ProfileKey).min(1).max(6),
  tells: z.array(ProfileKey).max(8),
  /** Reminders to those who owe, each so long before the limit. */
  reminders: z.array(Offset).max(5),
  when: Condition,
  /** What fulfils it without a further act: the registration itself, the confirmation, or a person's report. */
  fulfilledBy: z.enum(['registration', 'confirmation', 'report']),
  cite: z.array(Citation).min(1).max(5),
  /** Chosen reading of an ambiguous text, with its number in chapter 8 of the requirements; null: the text is plain. */
  note: z.string().max(400).nullable(),
});
export type Deadline = z.infer<typeof Deadline>;
