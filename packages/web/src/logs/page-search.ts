import { z } from 'zod';

/** A day as it stands in an address. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

/** What of the page of books stands in its address. A part that does not fit is left out. */
export const LogSearch = z.object({
  so: z.string().max(40).optional().catch(undefined),
  tim: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  tt: z.enum(['open', 'signed', 'confirmed', 'late']).optional().catch(undefined),
  diem: z.string().max(64).optional().catch(undefined),
  tb: z.enum(['camera', 'codec', 'microphone', 'cables', 'otherDevice']).optional().catch(undefined),
  hop: z.string().max(64).optional().catch(undefined),
  tu: day,
  den: day,
  trang: z.coerce.number().int().min(0).max(1_000).optional().catch(undefined),
  dong: z.string().max(64).optional().catch(undefined),
});
export type LogSearch = z.infer<typeof LogSearch>;
