import { z } from 'zod';
import { Instant, MeetingId } from '../ids.ts';
import { Citation } from '../regulation/values.ts';

/**
 * What several meetings share as far as there is enough: ports of an MCU (`mcu`), streams on a link (`link`), what the lines
 * of both carry in their busier direction, in kilobits per second (`mcuRate`, `linkRate`), meetings at once (`session`).
 */
export const SharedKind = z.enum(['session', 'mcu', 'mcuRate', 'link', 'linkRate']);
export type SharedKind = z.infer<typeof SharedKind>;

/** What can be used by one meeting at a time, and what is shared. */
export const ResourceKind = z.enum(['room', 'site', 'person', 'control', ...SharedKind.options]);
export type ResourceKind = z.infer<typeof ResourceKind>;

/** Something that can be booked. */
export const Resource = z.strictObject({
  kind: ResourceKind,
  resourceId: z.string().max(100),
  name: z.string().max(200),
});
export type Resource = z.infer<typeof Resource>;

/** Why a meeting cannot have what it asks for at that time. */
export const Conflict = z.strictObject({
  kind: z.enum(['booked', 'capacity', 'roomRule']),
  resource: Resource,
  start: Instant,
  end: Instant,
  /** The meeting that has it; its title is null for whom it is none of their business. */
  against: z
    .strictObject({
      meetingId: MeetingId.nullable(),
      title: z.string().max(300).nullable(),
      isFirm: z.boolean(),
    })
    .nullable(),
  /** The asking meeting goes first by the regulation and may take the place of the other (R-SCH-03, R-SCH-04). */
  mayDisplace: z.boolean(),
  /** For `capacity`: what there is and what would be needed. */
  capacity: z.strictObject({ available: z.int().min(0), needed: z.int().min(0) }).nullable(),
  /** For `roomRule`: the room the regulation names. */
  proposed: Resource.nullable(),
  cite: z.array(Citation).max(5),
});
export type Conflict = z.infer<typeof Conflict>;

export const FreeSlot = z.strictObject({ start: Instant, end: Instant });
export type FreeSlot = z.infer<typeof FreeSlot>;
