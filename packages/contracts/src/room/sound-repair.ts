import { z } from 'zod';

/** How a one-way silence is mended: its stream opened anew, then all transports of the seat. */
export const SoundRepair = z.enum(['consumer', 'transports']);
export type SoundRepair = z.infer<typeof SoundRepair>;
