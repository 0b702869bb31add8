import type { LiveSite, SiteId } from '@nhipcau/contracts';

/** Whom a console may call: the site in hand, its group, everybody; those that are there, whatever part they have in the meeting. */
export interface CallChoices {
  readonly site: LiveSite | null;
  readonly group: { readonly name: string; readonly siteIds: SiteId[] } | null;
  readonly all: SiteId[];
}

const isThere = ({ state }: LiveSite): boolean => state === 'connected' || state === 'reconnecting';

export function callChoices(sites: readonly LiveSite[], selected: SiteId | null): CallChoices {
  const there = sites.filter(isThere);
  const site = there.find(({ siteId }) => siteId === selected) ?? null;
  const chosen = sites.find(({ siteId }) => siteId === selected);
  const group = there.filter(({ groupId }) => groupId === chosen?.groupId).map(({ siteId }) => siteId);
  return {
    site,
    group: chosen && group.length > 1 ? { name: chosen.groupName, siteIds: group } : null,
    all: there.map(({ siteId }) => siteId),
  };
}

/** Of those who have answered: whose key is held now. */
export const speakingSites = (sites: readonly LiveSite[], answered: readonly SiteId[]): SiteId[] =>
  sites
    .filter(({ siteId, seat }) => seat?.talk === 'open' && answered.includes(siteId))
    .map(({ siteId }) => siteId);
