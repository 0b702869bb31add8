import { z } from 'zod';
import { Role } from '../../access/grants.ts';
import { ProfileKey } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const label = z.string().min(2).max(300);

/** What a locality's regulation says of training and guidance (R-TRN-01 … R-TRN-04). */
export const TrainingRules = z.strictObject({
  /** Training is planned and held every year; `fullAttendance`: whoever is obliged comes to all of it. */
  yearly: z.strictObject({ by: label, fullAttendance: z.boolean(), cite }).nullable(),
  /** Whoever takes over is trained: by whom, within how many months. */
  needs: z
    .strictObject({
      by: label,
      withinMonths: z.int().min(1).max(24),
      cite,
      note: z.string().max(400).nullable().default(null),
    })
    .nullable(),
  /** Only who was trained operates. */
  trainedOnly: z.strictObject({ cite }).nullable(),
  /** What is written down for units, and for whom. */
  guidance: z
    .array(z.strictObject({ key: ProfileKey, label, by: label, roles: z.array(Role).min(1).max(12), cite }))
    .max(12),
});
export type TrainingRules = z.infer<typeof TrainingRules>;

export const silentTraining: TrainingRules = { yearly: null, needs: null, trainedOnly: null, guidance: [] };
