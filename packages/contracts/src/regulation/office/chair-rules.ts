import { z } from 'zod';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/** From which sites a meeting may be chaired (R-DIR-04); empty: the text does not say, the site's own flag decides. */
export const ChairRules = z.strictObject({
  sites: z
    .array(
      z.strictObject({
        levels: z.array(z.string().min(1).max(40)).min(1).max(5),
        /** Only sites that carry the role `chair`; else every site of the level. */
        flagged: z.boolean(),
        cite,
      }),
    )
    .max(10),
  /** The text names the usual chair sites and excludes no other: elsewhere the site's own flag decides. */
  othersByFlag: z.literal(true).optional(),
  /** A host may ask for another site to be set up as chair site. */
  onRequest: z.strictObject({ cite }).nullable(),
});
export type ChairRules = z.infer<typeof ChairRules>;
