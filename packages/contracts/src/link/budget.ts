import { z } from 'zod';

/**
 * Most that one direction of a cascade link carries. Voices have no limit of their own: the floor has at most
 * `MAX_FLOOR`, and sound is never left out.
 */
export const LinkLimits = z.strictObject({
  /** Cameras at the resolution of a full screen. */
  programs: z.int().min(0).max(25),
  /** Cameras at the resolution of a tile, cues among them. */
  tiles: z.int().min(0).max(100),
  contents: z.int().min(0).max(4),
  /** Rate of the line, kilobits per second; null: nobody has limited it. */
  kbps: z.int().min(64).max(100_000_000).nullable(),
});
export type LinkLimits = z.infer<typeof LinkLimits>;

/** What a link carries toward its child and toward its parent. */
export const LinkBudget = z.strictObject({ down: LinkLimits, up: LinkLimits });
export type LinkBudget = z.infer<typeof LinkBudget>;

/**
 * A link nobody has limited. Down: the program, as one picture or as the largest grid, and the chair for a site that is
 * called. Up: what is on air and what the chair looks at, nine tiles, the presentation and the one that follows it.
 */
export const defaultLinkBudget: LinkBudget = {
  down: { programs: 2, tiles: 25, contents: 1, kbps: null },
  up: { programs: 2, tiles: 9, contents: 2, kbps: null },
};

/** Which limit of a link was reached. `rate`: what was configured; `line`: what the line was measured to carry. */
export const LimitReached = z.enum(['programs', 'tiles', 'contents', 'rate', 'line']);
export type LimitReached = z.infer<typeof LimitReached>;
