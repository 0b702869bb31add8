import {
  type Instant,
  instant,
  type ScriptFinding,
  type ScriptSegment,
  type SiteId,
} from '@nhipcau/contracts';

const MINUTE_MS = 60_000;

/** The meeting a script is for. */
export interface ScriptMeeting {
  readonly start: Instant;
  readonly end: Instant;
  /** Invited sites, with whether they may present. */
  readonly sites: ReadonlyMap<SiteId, { readonly mayPresent: boolean }>;
  readonly chairSiteId: SiteId | null;
}

export const segmentEnd = ({ plannedAt, durationMinutes }: ScriptSegment): Instant =>
  instant(plannedAt + durationMinutes * MINUTE_MS);

/**
 * What keeps a script from being approved, and what somebody should look at.
 *
 * @rule PL-1 (R-PLN-05; VP Đ6.1 b2, QN Đ7.6, BD Đ10.2b)
 */
export function checkScript(segments: readonly ScriptSegment[], meeting: ScriptMeeting): ScriptFinding[] {
  if (segments.length === 0) return [{ segmentId: null, severity: 'error', code: 'empty' }];
  return segments.flatMap((segment, index) => {
    const codes = [
      ...siteFaults(segment, meeting),
      ...timeFaults(segment, segments[index - 1] ?? null, meeting),
    ];
    return codes.map(([severity, code]) => ({ segmentId: segment.segmentId, severity, code }));
  });
}

type Fault = readonly [ScriptFinding['severity'], ScriptFinding['code']];

function siteFaults(segment: ScriptSegment, { sites, chairSiteId }: ScriptMeeting): Fault[] {
  const { speakerSiteId, floor, contentSiteId } = segment;
  const named = [speakerSiteId, contentSiteId, ...floor].filter((siteId) => siteId !== null);
  const faults: Fault[] = [];
  if (named.some((siteId) => !sites.has(siteId))) faults.push(['error', 'siteNotInvited']);
  // The chair may always present; others as the registration says.
  if (
    contentSiteId !== null &&
    contentSiteId !== chairSiteId &&
    sites.get(contentSiteId)?.mayPresent === false
  )
    faults.push(['error', 'mayNotPresent']);
  if (speakerSiteId !== null && speakerSiteId !== chairSiteId && !floor.includes(speakerSiteId))
    faults.push(['warning', 'speakerWithoutFloor']);
  return faults;
}

function timeFaults(
  segment: ScriptSegment,
  before: ScriptSegment | null,
  { start, end }: ScriptMeeting,
): Fault[] {
  const faults: Fault[] = [];
  if (segment.plannedAt < start) faults.push(['error', 'beforeMeeting']);
  if (segmentEnd(segment) > end) faults.push(['error', 'afterMeeting']);
  if (before !== null && segment.plannedAt < segmentEnd(before)) faults.push(['error', 'overlaps']);
  if (before !== null && segment.plannedAt > segmentEnd(before)) faults.push(['warning', 'gap']);
  return faults;
}

/** Segments one after the other from an instant on, each as long as it was; what drag and drop leaves. */
export function timedFrom(segments: readonly ScriptSegment[], start: Instant): ScriptSegment[] {
  let at = start;
  return segments.map((segment) => {
    const timed = { ...segment, plannedAt: at };
    at = segmentEnd(timed);
    return timed;
  });
}

export interface ScriptClock {
  /** Index of the segment that should run now; null before the first, after the last, and in a gap. */
  readonly current: number | null;
  /** The next one that has not begun; null after the last. */
  readonly next: number | null;
  /** Until the present segment should end, or, when none runs, until the next begins; null when nothing follows. */
  readonly remainingMs: number | null;
}

/**
 * Where a meeting should be by its script.
 *
 * @rule PL-2 (R-PLN-05)
 */
export function scriptClock(segments: readonly ScriptSegment[], now: Instant): ScriptClock {
  const current = segments.findIndex((segment) => segment.plannedAt <= now && now < segmentEnd(segment));
  const next = segments.findIndex(({ plannedAt }) => plannedAt > now);
  const running = segments[current];
  const following = segments[next];
  return {
    current: running ? current : null,
    next: following ? next : null,
    remainingMs: running ? segmentEnd(running) - now : following ? following.plannedAt - now : null,
  };
}
