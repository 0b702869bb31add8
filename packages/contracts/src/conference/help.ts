import { z } from 'zod';
import { Instant, UserId } from '../ids.ts';

export const HelpId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
  .brand<'HelpId'>();
export type HelpId = z.infer<typeof HelpId>;

export const HelpText = z.string().trim().min(3).max(300);

/**
 * An intervention beyond what is delegated (R-CDT-14): asked for by the chair site, or begun by whoever may override by
 * itself. While it is `taken`, who took it may do what the table of rights gives to others.
 */
export const Help = z.strictObject({
  helpId: HelpId,
  text: HelpText,
  askedBy: z.string().max(200),
  askedAt: Instant,
  state: z.enum(['open', 'taken', 'closed']),
  takenBy: z.strictObject({ userId: UserId, name: z.string().max(200) }).nullable(),
  takenAt: Instant.nullable(),
  closedAt: Instant.nullable(),
});
export type Help = z.infer<typeof Help>;

/** Kept in the live state; all of them stay in the log. */
export const MAX_HELPS = 50;
