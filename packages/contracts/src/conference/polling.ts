import { z } from 'zod';
import { Instant, SiteId } from '../ids.ts';
import { MAX_SITES, Target } from './stage.ts';

/** How long each site is shown, milliseconds. */
export const PollingEvery = z.int().min(5_000).max(120_000);

/** Sites shown full screen one after the other, on air or on the chair's screen, until somebody stops it. */
export const Polling = z.strictObject({
  target: Target,
  everyMs: PollingEvery,
  /** In this order, and then from the first again; who is not connected is passed over. */
  siteIds: z.array(SiteId).min(1).max(MAX_SITES),
  /** Shown now, and since when; null: nobody yet. */
  siteId: SiteId.nullable(),
  since: Instant,
  by: z.string().max(200),
});
export type Polling = z.infer<typeof Polling>;
