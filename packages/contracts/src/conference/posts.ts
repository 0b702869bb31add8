import { z } from 'zod';
import { Instant, SiteId, UserId } from '../ids.ts';

export const MAX_POSTS = 20;
export const MAX_MISSED_CALLS = 200;
/** A console tells at most so often that somebody is at it. */
export const PRESENT_EVERY_MS = 10_000;

/** Why nobody is at a post: its console is gone, or nobody touched it. */
export const AbsenceReason = z.enum(['disconnected', 'idle']);
export type AbsenceReason = z.infer<typeof AbsenceReason>;

/** Somebody who conducts the meeting at a console (R-CDT-12). */
export const Post = z.strictObject({
  userId: UserId,
  name: z.string().max(200),
  /** Null: somebody is there. */
  absent: z.strictObject({ why: AbsenceReason, since: Instant }).nullable(),
});
export type Post = z.infer<typeof Post>;

/** A call that nobody answered in time, while it waits: on the talkback, for help, of the chair for a site, at the door. */
export const MissedCall = z.strictObject({
  key: z.string().min(1).max(150),
  kind: z.enum(['talk', 'help', 'bringUp', 'door']),
  siteId: SiteId.nullable(),
  /** Who calls, where it is no site. */
  name: z.string().max(200),
  since: Instant,
});
export type MissedCall = z.infer<typeof MissedCall>;
