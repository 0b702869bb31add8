import { z } from 'zod';

/** What of the page of the audit stands in its address. A part that does not fit is left out. */
export const AuditSearch = z.object({
  tim: z.string().max(100).optional().catch(undefined),
  ai: z.string().max(100).optional().catch(undefined),
  viec: z.string().max(100).optional().catch(undefined),
  kq: z.enum(['allowed', 'refused']).optional().catch(undefined),
  hop: z.string().max(64).optional().catch(undefined),
  tu: z.coerce.number().int().min(0).optional().catch(undefined),
  den: z.coerce.number().int().min(0).optional().catch(undefined),
});
export type AuditSearch = z.infer<typeof AuditSearch>;
