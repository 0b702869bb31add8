import { z } from 'zod';
import { TermKey } from '../regulation/profile.ts';
import { LocalityCode } from '../regulation/values.ts';

/** `GET /api/vocabulary`: the home locality's own words, as they stand inside a sentence (R-PROF-06). */
export const Vocabulary = z.strictObject({
  locality: LocalityCode,
  name: z.string().max(100),
  terms: z.record(TermKey, z.string().min(2).max(100)),
});
export type Vocabulary = z.infer<typeof Vocabulary>;
