import type { LiveSite, SiteId, Stage } from '@nhipcau/contracts';

/** What the wall can be narrowed to. */
export type WallFilter = 'all' | 'absent' | 'floor' | 'problem';

export interface WallGroup {
  readonly groupId: string;
  readonly name: string;
  readonly siteIds: readonly SiteId[];
  readonly connected: number;
  readonly total: number;
  readonly problems: number;
}

/** A site that should be in the meeting but is not, or whose line is bad. Never having come is not a problem. */
export function hasProblem(site: LiveSite): boolean {
  if (site.state === 'lost' || site.state === 'nodeLost' || site.state === 'reconnecting') return true;
  if (site.state !== 'connected') return false;
  return site.seat?.quality === 'poor' || site.seat?.quality === 'bad';
}

export const isPresent = (site: LiveSite): boolean => site.state === 'connected';

export function passes(site: LiveSite, filter: WallFilter, stage: Stage | null): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'absent':
      return !isPresent(site);
    case 'floor':
      return stage?.floor.includes(site.siteId) ?? false;
    case 'problem':
      return hasProblem(site);
  }
}

/** Sites by their heading, in the order in which the lowest number of each heading comes. */
export function groupSites(sites: readonly LiveSite[], filter: WallFilter, stage: Stage | null): WallGroup[] {
  const groups = new Map<string, LiveSite[]>();
  for (const site of sites) {
    const members = groups.get(site.groupId);
    if (members) members.push(site);
    else groups.set(site.groupId, [site]);
  }
  return [...groups].flatMap(([groupId, members]) => {
    const shown = members.filter((site) => passes(site, filter, stage));
    const first = members[0];
    if (shown.length === 0 || !first) return [];
    return [
      {
        groupId,
        name: first.groupName,
        siteIds: shown.map(({ siteId }) => siteId),
        connected: members.filter(isPresent).length,
        total: members.length,
        problems: members.filter(hasProblem).length,
      },
    ];
  });
}

export function countFilters(sites: readonly LiveSite[], stage: Stage | null): Record<WallFilter, number> {
  const count = (filter: WallFilter) => sites.filter((site) => passes(site, filter, stage)).length;
  return { all: sites.length, absent: count('absent'), floor: count('floor'), problem: count('problem') };
}
