import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Citation } from '../regulation/values.ts';

/**
 * What joins a meeting (R-MCU-11): the terminal of a site's room; a computer with our pages or other software; a device of
 * somebody's own; the conference exchange, at which telephones take part.
 */
export const EndpointKind = z.enum(['siteTerminal', 'software', 'personalDevice', 'exchange']);
export type EndpointKind = z.infer<typeof EndpointKind>;

/** `GET /api/endpoint-kinds` */
export const EndpointKinds = z.strictObject({
  kinds: z.array(
    z.strictObject({
      kind: EndpointKind,
      /** The regulation itself admits it. */
      byRegulation: z.boolean(),
      cite: z.array(Citation).max(5),
      /** The operating unit let it in besides; null: it did not. */
      enabled: z
        .strictObject({ at: Instant, byName: z.string().max(200), reason: z.string().max(300) })
        .nullable(),
    }),
  ),
  /** Personal devices that are approved, for whoever opens rooms. */
  devices: z
    .array(
      z.strictObject({ id: z.string().max(64), name: z.string().max(100), ownerName: z.string().max(200) }),
    )
    .max(2_000),
});
export type EndpointKinds = z.infer<typeof EndpointKinds>;
/** `POST /api/endpoint-kinds/:kind` */
export const EnableEndpointKind = z.strictObject({
  enabled: z.boolean(),
  reason: z.string().trim().min(3).max(300).normalize(),
});
export type EnableEndpointKind = z.infer<typeof EnableEndpointKind>;
