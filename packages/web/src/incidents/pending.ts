import type { LiveSite, SiteId } from '@nhipcau/contracts';
import { alarmRules } from '@nhipcau/domain';
import { hasProblem } from '../live/wall-groups.ts';

/** The longest that a figure of a line has to be beyond its limit before it is a case. */
const WATCHED_MS = Math.max(...Object.values(alarmRules).map(({ raiseAfterMs }) => raiseAfterMs));

/** A site that the wall counts as troubled and that no open case is about. */
export interface PendingProblem {
  readonly siteId: SiteId;
  readonly name: string;
  readonly state: LiveSite['state'];
  readonly quality: 'poor' | 'bad' | null;
  readonly forMs: number;
  /** Until it is a case at the latest, if it stays; 0: it is not bad enough for one. Null: a drop, which is told at once. */
  readonly leftMs: number | null;
}

/** Since when sites are troubled, as this page has seen it. */
export function troubledSince(
  before: ReadonlyMap<SiteId, number>,
  sites: readonly LiveSite[],
  now: number,
): ReadonlyMap<SiteId, number> {
  return new Map(
    sites.filter(hasProblem).map(({ siteId }) => [siteId, Math.min(before.get(siteId) ?? now, now)]),
  );
}

/**
 * What the wall counts and the cases do not tell: together they are one number, and nothing that is wrong stays unsaid while
 * it is watched.
 *
 * @param cased - sites that have an open case
 */
export function pendingProblems(
  sites: readonly LiveSite[],
  { cased, since, now }: { cased: ReadonlySet<SiteId>; since: ReadonlyMap<SiteId, number>; now: number },
): PendingProblem[] {
  return sites
    .filter((site) => hasProblem(site) && !cased.has(site.siteId))
    .map((site) => {
      const isLine = site.state === 'connected';
      const forMs = Math.max(0, now - (isLine ? (since.get(site.siteId) ?? now) : site.since));
      const { quality } = site.seat ?? { quality: null };
      return {
        siteId: site.siteId,
        name: site.name,
        state: site.state,
        quality: isLine && (quality === 'poor' || quality === 'bad') ? quality : null,
        forMs,
        leftMs: isLine ? Math.max(0, WATCHED_MS - forMs) : null,
      };
    })
    .sort((a, b) => b.forMs - a.forMs);
}
