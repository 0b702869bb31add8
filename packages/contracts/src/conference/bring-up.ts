import { z } from 'zod';
import { BringUpId, Instant, SiteId } from '../ids.ts';

/**
 * What must be true for two-way interaction between the chair and a called site (R-CDT-02), each with the instant at
 * which it was first measured true after the request; null while it is not.
 */
export const BringUpFacts = z.strictObject({
  /** The site's node sends the picture over the cascade, or the chair is on the same node (R-CDT-03, first step). */
  pushedAt: Instant.nullable(),
  /** The chair's screen was told to show the site (R-CDT-03, second step). */
  layoutAt: Instant.nullable(),
  chairSeesAt: Instant.nullable(),
  chairHearsAt: Instant.nullable(),
  siteSeesAt: Instant.nullable(),
  siteHearsAt: Instant.nullable(),
});
export type BringUpFacts = z.infer<typeof BringUpFacts>;

export const BringUpState = z.enum(['requested', 'running', 'established', 'released', 'abandoned']);
export type BringUpState = z.infer<typeof BringUpState>;

/** One request of the chair to bring a site onto the chair's screen, with its stopwatch. */
export const BringUp = z.strictObject({
  bringUpId: BringUpId,
  siteId: SiteId,
  requestedAt: Instant,
  /** Who asked: the chair's own button, or an operator who heard the chair. */
  by: z.string().max(200),
  /** `requested` waits for an operator; `running` is switched and being measured. */
  state: BringUpState,
  facts: BringUpFacts,
  /** All four of seen and heard, both ways: the latest of them. */
  establishedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Since when the site is gone, after both saw and heard each other and before the call ended; left out: it is there. */
  lostAt: Instant.optional(),
  /** Limit of the locality, milliseconds; null: shown as information only. */
  limitMs: z.int().min(1).nullable(),
  /** The limit passed before it was established. */
  breached: z.boolean(),
});
export type BringUp = z.infer<typeof BringUp>;
