import { type Instant, instant } from '@nhipcau/contracts';

const MINUTE_MS = 60_000;
/** Default of R-NTC-06: in an urgent case silence is alarming after ten minutes. */
const URGENT_ALERT_MS = 10 * MINUTE_MS;

/** When something is done about a recipient who says nothing. */
export interface SilenceSteps {
  readonly remindAt: Instant;
  readonly telephoneAt: Instant;
  readonly escalateAt: Instant;
}

/**
 * Steps against silence between the notice and the instant by which it must have been heard: a reminder at half of the time,
 * a call at half of what is then left, and their superior at half of the rest.
 *
 * In an urgent case the first step is taken ten minutes after the notice at the latest, the others follow as closely.
 *
 * @rule NT-4 (R-NTC-04, R-NTC-06, default)
 */
export function silenceSteps(
  sentAt: Instant,
  acknowledgeBy: Instant,
  urgency: 'planned' | 'urgent',
): SilenceSteps {
  const whole = Math.max(0, acknowledgeBy - sentAt);
  const half = urgency === 'urgent' ? Math.min(whole / 2, URGENT_ALERT_MS) : whole / 2;
  return {
    remindAt: instant(sentAt + half),
    telephoneAt: instant(sentAt + half + half / 2),
    escalateAt: instant(sentAt + half + half / 2 + half / 4),
  };
}

/** By when a notice must have been heard: before the rehearsal when there is one to come, else before the start. */
export const acknowledgeBy = (
  { rehearsal, official }: { rehearsal: { start: Instant } | null; official: { start: Instant } },
  now: Instant,
): Instant => (rehearsal && rehearsal.start > now ? rehearsal.start : official.start);

/** Default: so long before the work must be under way somebody is called who acknowledged and has not begun. */
const START_ALERT_MS = 30 * MINUTE_MS;

/** When a unit that acknowledged should have said that its people began; not before it was told. */
export const startExpectedAt = (sentAt: Instant, workBy: Instant): Instant =>
  instant(Math.max(sentAt, workBy - START_ALERT_MS));

/**
 * Whether a recipient acknowledged, was asked to begin and has not, when it is time.
 *
 * @rule NT-10 (R-NTC-04, default)
 */
export const isNotStarted = (
  {
    acknowledgedAt,
    startedAt,
  }: { readonly acknowledgedAt: Instant | null; readonly startedAt: Instant | null },
  {
    at,
    acknowledgeBy: workBy,
    asksStart,
  }: { readonly at: Instant; readonly acknowledgeBy: Instant | null; readonly asksStart: boolean },
  now: Instant,
): boolean =>
  asksStart &&
  workBy !== null &&
  acknowledgedAt !== null &&
  startedAt === null &&
  now >= startExpectedAt(at, workBy);
