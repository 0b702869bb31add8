import type { Level, Organisation, OrganisationId, Site, SiteId } from '@nhipcau/contracts';
import { plainLetters } from '../live/site-search.ts';

/** Levels and organisations, upper ones first. */
export interface UnitTree {
  readonly levels: readonly Level[];
  readonly organisations: readonly Organisation[];
}

/** Sites that are taken together with one click: all of a level, or all below a district. */
export interface SiteGroup {
  readonly key: string;
  readonly name: string;
  readonly kind: 'level' | 'unit';
  readonly siteIds: readonly SiteId[];
}

export type SiteWithGroup = Site & {
  /** The unit above its own organisation, where that is no province: a commune's district. */
  readonly groupName: string;
  readonly plain: string;
};

/** Sites that can be named in a meeting, each with the name of the unit above it. */
export function sitesWithGroups(
  sites: readonly Site[],
  { organisations }: Pick<UnitTree, 'organisations'>,
): SiteWithGroup[] {
  const byId = new Map(organisations.map((one) => [one.organisationId, one]));
  return sites
    .filter(({ status }) => status === 'admitted')
    .map((site) => {
      const parentId = byId.get(site.organisationId)?.parentId ?? null;
      const parent = parentId === null ? undefined : byId.get(parentId);
      const groupName = parent?.name ?? '';
      return { ...site, groupName, plain: plainLetters(`${site.number} ${site.name} ${groupName}`) };
    });
}

/** Levels first, then units with sites below them, in the order of the directory. */
export function siteGroups(
  sites: readonly SiteWithGroup[],
  { levels, organisations }: UnitTree,
): SiteGroup[] {
  const ofLevel = levels.map(({ code, name }) => ({
    key: `level:${code}`,
    name,
    kind: 'level' as const,
    siteIds: sites.filter(({ levelCode }) => levelCode === code).map(({ siteId }) => siteId),
  }));
  const below = new Map<OrganisationId, SiteId[]>();
  const parents = new Map(organisations.map(({ organisationId, parentId }) => [organisationId, parentId]));
  for (const { organisationId, siteId } of sites) {
    const parent = parents.get(organisationId) ?? null;
    if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), siteId]);
  }
  const ofUnit = organisations.flatMap(({ organisationId, name, levelCode }) => {
    const siteIds = below.get(organisationId) ?? [];
    const isTop = levels.findIndex(({ code }) => code === levelCode) < 2 && levels.length > 2;
    return siteIds.length === 0 || isTop
      ? []
      : [{ key: `unit:${organisationId}`, name, kind: 'unit' as const, siteIds }];
  });
  return [...ofLevel.filter(({ siteIds }) => siteIds.length > 0), ...ofUnit];
}

/** Sites in which every word of the search begins a word, that of this number first; marks and case do not matter. */
export function matchingSites(sites: readonly SiteWithGroup[], typed: string): readonly SiteWithGroup[] {
  const words = plainLetters(typed).split(' ').filter(Boolean);
  if (words.length === 0) return sites;
  const found = sites.filter(({ plain }) => {
    const own = plain.split(' ');
    return words.every((word) => own.some((one) => one.startsWith(word)));
  });
  const [word] = words;
  return found.toSorted((a, b) => Number(`${b.number}` === word) - Number(`${a.number}` === word));
}
