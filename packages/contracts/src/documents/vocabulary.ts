import { z } from 'zod';
import { TermKey } from '../regulation/profile.ts';
import { LocalityCode } from '../regulation/values.ts';

/** What a text has judged beside single sessions: the system, for its payment, or how the text itself is kept. */
const JudgedAtLarge = z.enum(['system', 'execution']);

/** `GET /api/vocabulary`: the home locality's own words, as they stand inside a sentence (R-PROF-06). */
export const Vocabulary = z.strictObject({
  locality: LocalityCode,
  name: z.string().max(100),
  terms: z.record(TermKey, z.string().min(2).max(100)),
  /** Null: nothing, so that nobody is shown a page for it (R-EVL-04, R-EVL-05). */
  judged: JudgedAtLarge.nullable(),
});
export type Vocabulary = z.infer<typeof Vocabulary>;
