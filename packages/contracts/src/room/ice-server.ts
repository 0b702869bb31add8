import { z } from 'zod';

/** A TURN server (RFC 8656) with credentials that are good for a short time. */
export const IceServer = z.strictObject({
  urls: z
    .array(
      z
        .string()
        .regex(/^turns?:/)
        .max(300),
    )
    .min(1)
    .max(8),
  username: z.string().min(1).max(200),
  credential: z.string().min(1).max(200),
});
export type IceServer = z.infer<typeof IceServer>;
