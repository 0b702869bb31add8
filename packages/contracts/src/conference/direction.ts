import { z } from 'zod';
import { Instant, SiteId } from '../ids.ts';

export const DirectionId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
  .brand<'DirectionId'>();
export type DirectionId = z.infer<typeof DirectionId>;

export const DirectionText = z.string().trim().min(2).max(300);

/** Kept in the live state; all of them stay in the log. */
export const MAX_DIRECTIONS = 100;

/** A written message to the people who run sites, apart from the meeting's sound (R-CDT-17). */
export const Direction = z.strictObject({
  directionId: DirectionId,
  siteIds: z.array(SiteId).min(1).max(2_000),
  text: DirectionText,
  by: z.string().max(200),
  at: Instant,
  /** Who has seen it, since when. */
  readAt: z.array(z.strictObject({ siteId: SiteId, at: Instant })).max(2_000),
});
export type Direction = z.infer<typeof Direction>;

/** A message that sites have not read yet, as nodes are told of it. */
export const OpenDirection = Direction.omit({ readAt: true });
export type OpenDirection = z.infer<typeof OpenDirection>;

/** Messages a room is shown at once. */
export const SHOWN_DIRECTIONS = 3;
export const DirectionNotice = Direction.pick({ directionId: true, text: true, by: true, at: true });
export type DirectionNotice = z.infer<typeof DirectionNotice>;
