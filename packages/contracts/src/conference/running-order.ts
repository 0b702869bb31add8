import { z } from 'zod';
import { Instant } from '../ids.ts';
import { ApprovedScript, ScriptSegment } from '../preparation/script.ts';

export const SegmentId = ScriptSegment.shape.segmentId;

/** The segment that is on, and since when. */
export const CurrentSegment = z.strictObject({ segmentId: SegmentId, since: Instant });
export type CurrentSegment = z.infer<typeof CurrentSegment>;

/** Why the meeting left its running order: on whose word is the reason, who carried it out is `by` (R-CDT-01). */
export const DepartureReason = z.string().trim().min(3).max(300);

/** A step out of order: who took it, where it led and why. */
export const Departure = z.strictObject({
  from: SegmentId.nullable(),
  to: SegmentId,
  at: Instant,
  by: z.string().max(200),
  reason: DepartureReason,
});
export type Departure = z.infer<typeof Departure>;

/** The approved script of a live meeting, and where the meeting is in it. */
export const RunningOrder = z.strictObject({
  version: ApprovedScript.shape.version,
  segments: ApprovedScript.shape.segments,
  /** Null before the first segment. */
  current: CurrentSegment.nullable(),
  /** Newest last; all of them stay in the log. */
  departures: z.array(Departure).max(50),
});
export type RunningOrder = z.infer<typeof RunningOrder>;

/** Where a meeting is in its running order; the segments are told once beside it. */
export const OrderPosition = RunningOrder.omit({ segments: true });
export type OrderPosition = z.infer<typeof OrderPosition>;
