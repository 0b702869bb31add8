import { z } from 'zod';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const Said = z.strictObject({ cite });

/** What a locality's regulation says of trying a meeting before it is held (R-RHS-01 … R-RHS-08). */
export const RehearsalRules = z.strictObject({
  /** Who leads it; the first that fits counts. */
  ledBy: z
    .array(
      z.strictObject({
        urgency: Urgency.nullable().default(null),
        kinds: z.array(ProfileKey).min(1).max(10).nullable().default(null),
        roles: z.array(ProfileKey).min(1).max(6),
        cite,
      }),
    )
    .max(6),
  /** It cannot begin while the connection plan has gaps (R-PLN-01); null: the text does not ask for that. */
  planFirst: Said.nullable(),
  /** It goes by the running order, under the host's direction (R-RHS-02). */
  byScript: Said.nullable(),
  /** Satellites show nothing that was not announced (R-RHS-03). */
  discipline: Said.nullable(),
  /** After the half days of a large meeting: everything once more, connected to the centre (R-RHS-06). */
  closing: z.strictObject({ name: z.string().min(3).max(200), cite }).nullable(),
  /** It ends only when the quality is good (R-RHS-06). */
  exit: Said.nullable(),
});
export type RehearsalRules = z.infer<typeof RehearsalRules>;

export const silentRehearsal: RehearsalRules = {
  ledBy: [],
  planFirst: null,
  byScript: null,
  discipline: null,
  closing: null,
  exit: null,
};
