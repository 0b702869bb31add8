import { z } from 'zod';
import { LayoutKind, MAX_CUES, MAX_FLOOR, MAX_SITES } from '../conference/stage.ts';
import { Tally } from '../conference/view.ts';
import { SiteId } from '../ids.ts';
import { Flow } from '../room/signalling.ts';

/** One pane of what a trunk shows. `own`: a site of the installation that looks, which shows it from its own sources. */
export const FeedPane = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('own'), siteId: SiteId.nullable() }),
  z.strictObject({ kind: z.literal('content') }),
  z.strictObject({ kind: z.literal('empty') }),
]);
export type FeedPane = z.infer<typeof FeedPane>;

/**
 * What one installation gives the other to see and hear: its program, and nothing the other sent (rule TK-2). All sites
 * are named as in the upper conference.
 */
export const TrunkFeed = z.strictObject({
  layout: LayoutKind,
  panes: z.array(FeedPane).min(1).max(25),
  voices: z.array(SiteId).max(MAX_FLOOR),
  content: SiteId.nullable(),
  /** About to be shown: made ready on the other side too. */
  cued: z.array(SiteId).max(MAX_CUES),
  /** Names of all sites that are named above. */
  sites: z.array(z.strictObject({ siteId: SiteId, name: z.string().min(1).max(200) })).max(64),
});
export type TrunkFeed = z.infer<typeof TrunkFeed>;

/** What the conference above does with a site that was lent to it. */
export const GuestRole = z.strictObject({
  siteId: SiteId,
  tally: Tally,
  hasFloor: z.boolean(),
  called: z.boolean(),
  presenting: z.boolean(),
  /** It sees the chair above instead of itself. */
  seesChair: z.boolean(),
});
export type GuestRole = z.infer<typeof GuestRole>;

/** Upper → lower, whenever it changes. */
export const FeedDown = z.strictObject({
  feed: TrunkFeed,
  chairSiteId: SiteId,
  guests: z.array(GuestRole).max(MAX_SITES),
});
export type FeedDown = z.infer<typeof FeedDown>;

/** A room of the lower installation as the upper's wall shows it. */
export const GuestSeat = z.strictObject({
  siteId: SiteId,
  state: z.enum(['absent', 'connected', 'reconnecting']),
  camera: z.enum(['absent', 'muted', 'sending']),
  mic: z.enum(['absent', 'muted', 'open']),
  content: z.enum(['absent', 'muted', 'sending']),
  /** What it really decodes of the conference above. */
  flows: z.array(Flow).max(80),
});
export type GuestSeat = z.infer<typeof GuestSeat>;

/** Lower → upper, whenever it changes. */
export const FeedUp = z.strictObject({ feed: TrunkFeed, seats: z.array(GuestSeat).max(MAX_SITES) });
export type FeedUp = z.infer<typeof FeedUp>;
