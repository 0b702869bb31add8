import type { BoardGroup } from '@nhipcau/contracts';

/** As many areas of a single site as make it worth to put them into one. */
const WORTH = 4;

/** A group as it is drawn. */
export interface ShownGroup extends BoardGroup {
  /** Areas with one site each, drawn as one: a board of hundreds is to be seen at one glance. */
  readonly areSingles: boolean;
}

/** Areas of one site stand together at the end, unless each of them has to be let in by itself. */
export function shownGroups(groups: readonly BoardGroup[]): ShownGroup[] {
  const isSingle = ({ organisationId, sites, clearance }: BoardGroup) =>
    organisationId !== null && clearance === null && sites.length === 1;
  const singles = groups.filter(isSingle);
  const plain = (group: BoardGroup): ShownGroup => ({ ...group, areSingles: false });
  if (singles.length < WORTH) return groups.map(plain);
  return [
    ...groups.filter((group) => !isSingle(group)).map(plain),
    {
      organisationId: null,
      name: '',
      clearance: null,
      sites: singles.flatMap(({ sites }) => sites),
      areSingles: true,
    },
  ];
}
