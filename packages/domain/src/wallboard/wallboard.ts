import {
  type IncidentType,
  type Instant,
  instant,
  type LiveMeeting,
  type LiveSite,
  type ScriptSegment,
  type SiteId,
  type WallMeeting,
} from '@nhipcau/contracts';
import { currentIndex, nextSegment } from '../conference/running-order.ts';

const MISSING_SHOWN = 24;
const INCIDENTS_SHOWN = 6;
const MINUTE_MS = 60_000;

export interface OpenIncident {
  readonly place: string;
  readonly type: IncidentType;
  readonly isTaken: boolean;
  readonly openedAt: Instant;
}

export interface WallFacts {
  readonly meeting: LiveMeeting;
  readonly sites: readonly LiveSite[];
  readonly segments: readonly ScriptSegment[];
  /** Cases that nobody closed and that still last. */
  readonly incidents: readonly OpenIncident[];
}

/** What dropped is worse than what never came. */
const weight = { nodeLost: 0, lost: 1, reconnecting: 2, absent: 3 } as const;
type Missing = keyof typeof weight;
const isMissing = (state: LiveSite['state']): state is Missing => Object.hasOwn(weight, state);

/**
 * A meeting for a screen on a wall: how many sites are there, who is missing, what fails, what is on and what comes.
 * Names of sites only, never of a person.
 *
 * @rule WB-3, WB-4
 */
export function wallMeetingOf({ meeting, sites, segments, incidents }: WallFacts): WallMeeting {
  const nameOf = (siteId: SiteId): string | null =>
    sites.find((site) => site.siteId === siteId)?.name ?? null;
  const count = (...states: LiveSite['state'][]) =>
    sites.filter(({ state }) => states.includes(state)).length;
  const missing = sites
    .flatMap(({ number, name, state, since }) => (isMissing(state) ? [{ number, name, state, since }] : []))
    .sort((a, b) => weight[a.state] - weight[b.state] || a.number - b.number);
  const onAir = (meeting.stage?.broadcast.slots ?? []).flatMap((slot) =>
    slot.kind === 'site' ? (nameOf(slot.siteId) ?? []) : [],
  );
  return {
    meetingId: meeting.meetingId,
    title: meeting.title,
    phase: meeting.phase,
    plannedStart: meeting.plannedStart,
    startedAt: meeting.startedAt,
    endedAt: meeting.endedAt,
    sites: {
      invited: sites.length,
      connected: count('connected'),
      connecting: count('connecting', 'reconnecting'),
      missing: count('absent', 'lost', 'nodeLost'),
    },
    missing: meeting.phase === 'live' ? missing.slice(0, MISSING_SHOWN) : [],
    incidents: {
      open: incidents.length,
      first: [...incidents]
        .sort((a, b) => Number(a.isTaken) - Number(b.isTaken) || a.openedAt - b.openedAt)
        .slice(0, INCIDENTS_SHOWN),
    },
    onAir,
    ...orderOf(meeting, segments, nameOf),
  };
}

/** The segment that is on with its planned end, and the one after it. */
function orderOf(
  { order, phase }: LiveMeeting,
  segments: readonly ScriptSegment[],
  nameOf: (siteId: SiteId) => string | null,
): Pick<WallMeeting, 'segment' | 'next'> {
  if (order === null || phase !== 'live') return { segment: null, next: null };
  const now = { segments, current: order.current };
  const siteName = ({ speakerSiteId }: ScriptSegment) =>
    speakerSiteId === null ? null : nameOf(speakerSiteId);
  const index = currentIndex(now);
  const segment = segments[index];
  const next = nextSegment(now);
  return {
    segment:
      segment && order.current
        ? {
            title: segment.title,
            siteName: siteName(segment),
            place: index + 1,
            all: segments.length,
            since: order.current.since,
            until: instant(order.current.since + segment.durationMinutes * MINUTE_MS),
          }
        : null,
    next: next && { title: next.title, siteName: siteName(next), plannedAt: next.plannedAt },
  };
}
