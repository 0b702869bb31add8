import { z } from 'zod';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/** What a locality's regulation says of judging sessions and the system (R-EVL-01 … R-EVL-04). */
export const EvaluationRules = z.strictObject({
  /** Sessions: who compiles the evaluation, and who confirms what a site says of its own; null: nobody. */
  session: z
    .strictObject({ compiledBy: ProfileKey.nullable(), confirmedBy: ProfileKey.nullable(), cite })
    .nullable(),
  /** The system as a whole, as the ground on which the lessor is paid. */
  periodic: z
    .strictObject({
      by: ProfileKey,
      lessor: ProfileKey,
      /** Last days of the periods, in the order of the year; each begins after the one before it. */
      closesOn: z
        .array(z.string().regex(/^\d{2}-\d{2}$/))
        .min(1)
        .max(4),
      /** Working days to object after it was published; no text gives one. */
      objectionDays: z.int().min(1).max(60),
      cite,
    })
    .nullable(),
  /** How the regulation itself is kept, by whom it is judged. */
  execution: z.strictObject({ by: ProfileKey, cite }).nullable().default(null),
});
export type EvaluationRules = z.infer<typeof EvaluationRules>;

export const silentEvaluation: EvaluationRules = { session: null, periodic: null, execution: null };
