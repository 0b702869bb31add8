import { z } from 'zod';
import { Citation, TimeOfDay } from '../values.ts';

/** What a locality's reports count of line quality. */
export const MonitoringRules = z.strictObject({
  /** One loss of signal this long or longer is counted by itself; null: the locality does not count. */
  longLoss: z
    .strictObject({ minutes: z.int().min(1).max(600), cite: z.array(Citation).min(1).max(5) })
    .nullable(),
  /** Devices that are on between these times outside of any meeting are listed; null: the text does not ask for it. */
  leftOn: z
    .strictObject({ from: TimeOfDay, to: TimeOfDay, cite: z.array(Citation).min(1).max(5) })
    .nullable()
    .default(null),
});
export type MonitoringRules = z.infer<typeof MonitoringRules>;
