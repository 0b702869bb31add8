import { z } from 'zod';
import { DelegationCondition } from '../../access/control.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/** What a locality's regulation says of handing the control of meetings to sites, and of devices of one's own. */
export const ControlRules = z.strictObject({
  /** Null: the text delegates no control. */
  delegation: z
    .strictObject({
      /** Levels whose sites may be given control. */
      levels: z.array(z.string().min(1).max(30)).min(1).max(5),
      conditions: z
        .array(z.strictObject({ condition: DelegationCondition, clause: z.string().min(1).max(30), cite }))
        .min(1)
        .max(20),
      cite,
    })
    .nullable(),
  /** Null: the text does not speak of personal devices; then only the terminals of the rooms take part. */
  personalDevice: z.strictObject({ cite }).nullable(),
});
export type ControlRules = z.infer<typeof ControlRules>;
