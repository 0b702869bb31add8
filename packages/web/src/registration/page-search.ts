import { Instant, MeetingState } from '@nhipcau/contracts';
import { z } from 'zod';

/** What the list of files shows, in its address. */
export const ListSearch = z.object({
  xem: z.enum(['mine', 'inbox', 'all']).optional().catch(undefined),
  /** State. */
  tt: MeetingState.optional().catch(undefined),
  tim: z.string().max(100).optional().catch(undefined),
});
export type ListSearch = z.infer<typeof ListSearch>;

/** How a file is opened: to change it, or a new one from an earlier one. */
export const FileSearch = z.object({
  sua: z.literal(true).optional().catch(undefined),
  tu: z.string().max(64).optional().catch(undefined),
  /** With `tu`: at this time, epoch ms. */
  luc: Instant.optional().catch(undefined),
});
export type FileSearch = z.infer<typeof FileSearch>;
