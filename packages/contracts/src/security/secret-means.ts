import { z } from 'zod';
import { Network } from '../directory/directory.ts';
import { Instant, SiteId } from '../ids.ts';
import { Citation } from '../regulation/values.ts';

const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();

/** `POST /api/registrations/:meetingId/secret-means`: the device and line of a site that protect a state secret (R-SEC-07). */
export const ApproveMeans = z.strictObject({
  siteId: SiteId,
  /** Inventory or serial number of the terminal. */
  device: line(3, 200),
  /** By which document the police and the operating office approved it. */
  document: line(3, 200),
});
export type ApproveMeans = z.infer<typeof ApproveMeans>;
/** `POST /api/registrations/:meetingId/secret-means/:siteId/withdrawal` */
export const WithdrawMeans = z.strictObject({ reason: line(3, 300) });

/** `GET /api/registrations/:meetingId/secret-means` */
export const SecretMeans = z.strictObject({
  cite: z.array(Citation).max(5),
  mayApprove: z.boolean(),
  sites: z
    .array(
      z.strictObject({
        siteId: SiteId,
        siteName: z.string().max(200),
        network: Network,
        lineAllowed: z.boolean(),
        approved: z
          .strictObject({
            device: z.string().max(200),
            document: z.string().max(200),
            at: Instant,
            byName: z.string().max(200),
          })
          .nullable(),
      }),
    )
    .max(2_000),
});
export type SecretMeans = z.infer<typeof SecretMeans>;
