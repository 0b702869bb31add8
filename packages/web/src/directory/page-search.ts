import { LocalDate, OrganisationId, SiteStatus } from '@nhipcau/contracts';
import { z } from 'zod';

const text = z.string().max(100).optional().catch(undefined);

/** What the directory shows, in its address. */
export const DirectorySearch = z.object({
  /** View: the tree (absent) or the list of sites. */
  xem: z.literal('diem-cau').optional().catch(undefined),
  /** Which tree: by superior (absent), by whom figures are reported to, by the MCU that serves. */
  cay: z.enum(['bao-cao', 'mcu']).optional().catch(undefined),
  /** Day as of which the tree is shown; absent: today. */
  ngay: LocalDate.optional().catch(undefined),
  tim: text,
  /** Level, status, role of sites. */
  cap: text,
  tt: SiteStatus.optional().catch(undefined),
  vai: z.enum(['chair', 'satellite', 'relay']).optional().catch(undefined),
  /** Sites of this organisation and of all below it. */
  dv: OrganisationId.optional().catch(undefined),
  xep: z.literal('so').optional().catch(undefined),
});
export type DirectorySearch = z.infer<typeof DirectorySearch>;

/** Day as of which one organisation is shown. */
export const DaySearch = z.object({ ngay: LocalDate.optional().catch(undefined) });
export type DaySearch = z.infer<typeof DaySearch>;
