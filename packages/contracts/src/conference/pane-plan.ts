import { z } from 'zod';
import { Layout } from './stage.ts';

/** Arrangements that one meeting may keep. */
export const MAX_PANE_PLANS = 20;

export const PanePlanName = z.string().trim().min(1).max(40);

/** An arrangement with the site in each of its panes, kept under a name to be shown again by one press. */
export const PanePlan = z.strictObject({ name: PanePlanName, layout: Layout });
export type PanePlan = z.infer<typeof PanePlan>;
