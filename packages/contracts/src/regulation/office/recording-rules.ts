import { z } from 'zod';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);

/** What a locality's regulation says of what was recorded (R-REC-03 … R-REC-05); limits in time stand in `deadlines`. */
export const RecordingRules = z.strictObject({
  /** To whom it is handed over; null: the text says nothing, it goes to the host. */
  handover: z
    .strictObject({ to: z.enum(['host', 'chairSite']), withDocuments: z.boolean(), cite })
    .nullable(),
  /** Whoever received it keeps it and gives it to others. */
  custodian: z.strictObject({ cite }).nullable(),
  /** Other bodies ask for it. */
  access: z.strictObject({ cite }).nullable(),
});
export type RecordingRules = z.infer<typeof RecordingRules>;

export const silentRecording: RecordingRules = { handover: null, custodian: null, access: null };
