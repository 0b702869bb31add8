import { z } from 'zod';

/** What the page of money shows, in its address. */
export const FinanceSearch = z.object({
  thang: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  nam: z.int().min(2000).max(2100).optional().catch(undefined),
  xem: z.enum(['ho-tro', 'du-toan', 'thue-dich-vu']).optional().catch(undefined),
  tim: z.string().max(100).optional().catch(undefined),
});
export type FinanceSearch = z.infer<typeof FinanceSearch>;
