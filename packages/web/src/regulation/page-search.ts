import { z } from 'zod';

const text = z.string().max(40).optional().catch(undefined);

/** What the page shows, in its address: every view can be linked to. */
export const PageSearch = z.object({
  /** Locality. */
  dp: text,
  /** View. */
  muc: z.enum(['thoi-han', 'quy-dinh', 'lich']).optional().catch(undefined),
  /** Kind of meeting. */
  loai: text,
  /** Urgent. */
  khan: z.literal(true).optional().catch(undefined),
  /** Start and registration, as a date field writes them. */
  bd: text,
  dk: text,
  /** Number of sites. */
  so: z.int().min(1).max(100_000).optional().catch(undefined),
  /** Recording. */
  ghi: z.literal(true).optional().catch(undefined),
  nam: z.int().min(1990).max(2200).optional().catch(undefined),
});
export type PageSearch = z.infer<typeof PageSearch>;

/** What the list of deadlines shows. */
export const DeadlineSearch = z.object({
  xem: z.enum(['due', 'all']).optional().catch(undefined),
  tim: z.string().max(100).optional().catch(undefined),
});
export type DeadlineSearch = z.infer<typeof DeadlineSearch>;
