import type {
  Chamber,
  ChamberId,
  ChamberPlan,
  ConferencePlan,
  ConferenceState,
  RosterEntry,
  SiteId,
} from '@nhipcau/contracts';

/** All that a view depends on: where the nodes stand does not matter to it. */
export type StagePlan = Pick<ConferencePlan, 'chairSiteId' | 'roster' | 'stage'> &
  Partial<
    Pick<
      ConferencePlan,
      | 'chambers'
      | 'speaking'
      | 'waiting'
      | 'contacts'
      | 'attendanceAsked'
      | 'facing'
      | 'recording'
      | 'talks'
      | 'talkAsks'
      | 'directions'
      | 'presets'
    >
  >;

/** A room of the meeting by itself: the common one (`chamber` null) or a chamber. It knows of no other. */
export interface Part extends Pick<StagePlan, 'chairSiteId' | 'roster' | 'stage' | 'facing'> {
  readonly chamber: ChamberPlan | null;
}

interface Parts {
  readonly common: Part;
  readonly chambers: ReadonlyMap<ChamberId, Part>;
  readonly bySite: ReadonlyMap<SiteId, Part>;
}

/** The room a site is in: the open chamber that has it, else the common room (rule CH-1). */
export function partOfSite(plan: StagePlan, siteId: SiteId): Part {
  const { common, bySite } = partsOf(plan);
  return bySite.get(siteId) ?? common;
}

/** A chamber while it is open; the common room for anything else. */
export function partOfChamber(plan: StagePlan, chamberId: ChamberId | null): Part {
  const { common, chambers } = partsOf(plan);
  return (chamberId === null ? undefined : chambers.get(chamberId)) ?? common;
}

const known = new WeakMap<StagePlan, Parts>();

/** Computed once for each plan because every seat of a large meeting asks. Plans are never changed. */
function partsOf(plan: StagePlan): Parts {
  const before = known.get(plan);
  if (before) return before;
  const made = divide(plan);
  known.set(plan, made);
  return made;
}

function divide(plan: StagePlan): Parts {
  const { chairSiteId, stage, chambers = [], waiting = [], facing } = plan;
  const looking = facing ? { facing } : {};
  // Whoever is not called yet is nobody to the others (rule CN-1).
  const away = new Set(waiting);
  const roster = away.size === 0 ? plan.roster : plan.roster.filter(({ siteId }) => !away.has(siteId));
  if (chambers.length === 0)
    return {
      common: { chairSiteId, stage, roster, chamber: null, ...looking },
      chambers: new Map(),
      bySite: new Map(),
    };
  const homes = new Map(chambers.flatMap((chamber) => chamber.members.map((siteId) => [siteId, chamber])));
  const rosters = Map.groupBy(roster, (entry) => homes.get(entry.siteId)?.chamberId ?? null);
  const parts = new Map(
    chambers.map((chamber): [ChamberId, Part] => [
      chamber.chamberId,
      {
        chairSiteId: chamber.chairSiteId,
        stage: chamber.stage,
        roster: rosters.get(chamber.chamberId) ?? [],
        chamber,
      },
    ]),
  );
  const bySite = new Map<SiteId, Part>();
  for (const [siteId, { chamberId }] of homes) {
    const part = parts.get(chamberId);
    if (part) bySite.set(siteId, part);
  }
  return {
    common: { chairSiteId, stage, roster: rosters.get(null) ?? [], chamber: null, ...looking },
    chambers: parts,
    bySite,
  };
}

type Membership = Pick<Chamber, 'kind' | 'isOpen' | 'members'>;

/** Open chambers with who is really in them: a site set aside is in the technical room only (rule CH-6). */
export function openChambers<T extends Membership>(chambers: readonly T[]): T[] {
  const open = chambers.filter((chamber) => chamber.isOpen);
  const aside = new Set(open.flatMap((chamber) => (chamber.kind === 'technical' ? chamber.members : [])));
  if (aside.size === 0) return open;
  return open.map((chamber) =>
    chamber.kind === 'technical'
      ? chamber
      : { ...chamber, members: chamber.members.filter((siteId) => !aside.has(siteId)) },
  );
}

/** What the media plane needs to know of the chambers. */
export const chamberPlans = (chambers: readonly Chamber[]): ChamberPlan[] =>
  openChambers(chambers).map(({ chamberId, name, kind, chairSiteId, members, stage }) => ({
    chamberId,
    name,
    kind,
    chairSiteId,
    members,
    stage,
  }));

/** The chamber a site is in now; null: the common room. */
export const chamberHolding = ({ chambers }: ConferenceState, siteId: SiteId): Chamber | null =>
  openChambers(chambers).find(({ members }) => members.includes(siteId)) ?? null;

/**
 * The meeting as the people of one room know it: its chair, its sites, its stage, its calls (rule CH-2). Whoever decides
 * a command of that room is given this and nothing else.
 *
 * @returns null when there is no such chamber or it is closed
 */
export function stateOfPart(state: ConferenceState, chamberId: ChamberId | null): ConferenceState | null {
  const open = openChambers(state.chambers);
  if (open.length === 0) return chamberId === null ? state : null;
  if (chamberId === null) {
    const away = new Set(open.flatMap(({ members }) => members));
    return among(state, (siteId) => !away.has(siteId));
  }
  const chamber = open.find((one) => one.chamberId === chamberId);
  if (!chamber) return null;
  const { chairSiteId, stage, automaticBringUp, followFloor, chairViewBefore, before } = chamber;
  const own = { ...state, chairSiteId, stage, automaticBringUp, followFloor, chairViewBefore, before };
  const members = new Set(chamber.members);
  return among(own, (siteId) => members.has(siteId));
}

const among = (state: ConferenceState, isIn: (siteId: SiteId) => boolean): ConferenceState => ({
  ...state,
  roster: state.roster.filter((entry: RosterEntry) => isIn(entry.siteId)),
  bringUps: state.bringUps.filter((call) => isIn(call.siteId)),
  speakRequests: state.speakRequests.filter((request) => isIn(request.siteId)),
});
