import { z } from 'zod';
import { Instant, SiteId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';

/** `GET /api/devices-left-on`: devices of rooms that answered in a night without a meeting, the last night first (R-MON-07). */
export const DevicesLeftOn = z.strictObject({
  /** Null: the locality's text does not ask for it. */
  rule: z
    .strictObject({ from: z.string().max(5), to: z.string().max(5), article: z.string().max(60) })
    .nullable(),
  devices: z
    .array(
      z.strictObject({
        siteId: SiteId,
        siteName: z.string().max(200),
        /** Day on whose morning it is listed. */
        nightOf: LocalDate,
        at: Instant,
        address: z.string().max(100),
      }),
    )
    .max(2_000),
});
export type DevicesLeftOn = z.infer<typeof DevicesLeftOn>;
