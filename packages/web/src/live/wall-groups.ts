import type { ChamberId, LiveMeeting, LiveSite, SiteId, Stage } from '@nhipcau/contracts';
import { openChambers } from '@nhipcau/domain';
import { stageIn } from './rooms-of.ts';

/** What the wall can be narrowed to. */
export type WallFilter = 'all' | 'absent' | 'floor' | 'problem';

/** A part of the wall: the sites of one room of the meeting under their headings. */
export interface WallRoom {
  /** Null: the common room. */
  readonly chamberId: ChamberId | null;
  readonly groups: readonly WallGroup[];
}

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

/** A site that was here and is not, or whose line is too bad to talk: worth calling back. */
export const needsRecall = (site: LiveSite): boolean =>
  site.state === 'lost' ||
  site.state === 'reconnecting' ||
  site.state === 'connecting' ||
  site.seat?.quality === 'bad';

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

/**
 * Sites by their heading, in the order in which the lowest number of each heading comes. Headings with a single site
 * that follow each other (Government, province) share one row.
 */
export function groupSites(sites: readonly LiveSite[], filter: WallFilter, stage: Stage | null): WallGroup[] {
  const groups = new Map<string, LiveSite[]>();
  for (const site of sites) {
    const members = groups.get(site.groupId);
    if (members) members.push(site);
    else groups.set(site.groupId, [site]);
  }
  const result: WallGroup[] = [];
  let lastWasSingle = false;
  for (const [groupId, members] of groups) {
    const shown = members.filter((site) => passes(site, filter, stage));
    const first = members[0];
    if (shown.length === 0 || !first) continue;
    const group: WallGroup = {
      groupId,
      name: first.groupName,
      siteIds: shown.map(({ siteId }) => siteId),
      connected: members.filter(isPresent).length,
      total: members.length,
      problems: members.filter(hasProblem).length,
    };
    const before = result.at(-1);
    if (before && lastWasSingle && members.length === 1) result[result.length - 1] = joined(before, group);
    else result.push(group);
    lastWasSingle = members.length === 1;
  }
  return result;
}

/**
 * The wall divided by rooms: looking into a chamber, its sites; looking into the common room, its own sites and below
 * them those of each open chamber.
 */
export function wallRooms(
  sites: readonly LiveSite[],
  filter: WallFilter,
  whole: Pick<LiveMeeting, 'chambers' | 'stage'>,
  looked: ChamberId | null,
): WallRoom[] {
  const homes = new Map(
    openChambers(whole.chambers).flatMap(({ chamberId, members }) =>
      members.map((siteId) => [siteId, chamberId] as const),
    ),
  );
  const rooms = Map.groupBy(sites, ({ siteId }) => homes.get(siteId) ?? null);
  const order = [null, ...openChambers(whole.chambers).map(({ chamberId }) => chamberId)];
  return order
    .filter((chamberId) => looked === null || chamberId === looked)
    .map((chamberId) => ({
      chamberId,
      groups: groupSites(rooms.get(chamberId) ?? [], filter, stageIn(whole, chamberId)),
    }))
    .filter(({ groups }) => groups.length > 0);
}

function joined(a: WallGroup, b: WallGroup): WallGroup {
  return {
    groupId: `${a.groupId}+${b.groupId}`,
    name: `${a.name} · ${b.name}`,
    siteIds: [...a.siteIds, ...b.siteIds],
    connected: a.connected + b.connected,
    total: a.total + b.total,
    problems: a.problems + b.problems,
  };
}

export function countFilters(sites: readonly LiveSite[], stage: Stage | null): Record<WallFilter, number> {
  const count = (filter: WallFilter) => sites.filter((site) => passes(site, filter, stage)).length;
  return { all: sites.length, absent: count('absent'), floor: count('floor'), problem: count('problem') };
}
