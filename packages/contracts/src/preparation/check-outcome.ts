import { z } from 'zod';

export const CheckOutcome = z.enum(['passed', 'failed', 'notApplicable']);
export type CheckOutcome = z.infer<typeof CheckOutcome>;
