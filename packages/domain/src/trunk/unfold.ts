import type {
  ConferencePlan,
  Cue,
  Layout,
  RosterEntry,
  SiteId,
  Slot,
  Stage,
  TrunkFeed,
  TrunkOffer,
} from '@nhipcau/contracts';
import { layoutCapacity, MAX_CUES, MAX_FLOOR, MAX_GAINS, type NodeId } from '@nhipcau/contracts';
import { soleSiteOf } from '../conference/layout.ts';

/** A guest that stands for a whole meeting, with what that meeting gives now; all sites by their names here. */
export interface Guest {
  readonly entry: RosterEntry;
  /** Null until it has told. */
  readonly feed: TrunkFeed | null;
  /** What the other side shows in the place of our own picture: taken from our own sources. */
  readonly ownSiteId: SiteId;
}

/** What the conference above does with sites that this meeting lends it. */
export interface Lent {
  /** Its chair, by the name it has here. */
  readonly chairSiteId: SiteId;
  readonly floor: readonly SiteId[];
  readonly content: SiteId | null;
  /** They look at the chair above. */
  readonly facing: readonly SiteId[];
}

export interface TrunkView {
  readonly guests: readonly Guest[];
  readonly lent: Lent | null;
  /** What may cross, for each gate. */
  readonly offers: ReadonlyMap<NodeId, readonly TrunkOffer[]>;
}

/**
 * The plan as the nodes carry it out (rule TK-1): a guest on the stage stands for what the other installation shows, and
 * its voices; a lent site is heard and presents when the conference above says so. Nodes and seats need not know that
 * there are trunks.
 */
export function unfold(plan: ConferencePlan, { guests, lent, offers }: TrunkView): ConferencePlan {
  if (guests.length === 0 && lent === null && offers.size === 0) return plan;
  const byId = new Map(guests.map((guest) => [guest.entry.siteId, guest]));
  const present = new Set(plan.roster.map((entry) => entry.siteId));
  const partsOf = (guest: Guest) => partsIn(guest).filter((entry) => !present.has(entry.siteId));
  const roster = [...plan.roster, ...guests.flatMap(partsOf)];
  const stage = withLent(stageWith(plan.stage, byId), lent);
  // Whoever is behind a guest is in the room that the guest is in.
  const withParts = (members: readonly SiteId[]) => [
    ...members,
    ...guests
      .filter(({ entry }) => members.includes(entry.siteId))
      .flatMap(partsOf)
      .map(({ siteId }) => siteId),
  ];
  const chambers = plan.chambers.map((chamber) => ({
    ...chamber,
    members: withParts(chamber.members),
    stage: withLent(stageWith(chamber.stage, byId), lent, chamber.members),
  }));
  const tree = plan.tree.map((node) =>
    node.trunk ? { ...node, trunk: { ...node.trunk, offers: [...(offers.get(node.nodeId) ?? [])] } } : node,
  );
  const facing =
    lent && lent.facing.length > 0 ? { chairSiteId: lent.chairSiteId, siteIds: [...lent.facing] } : null;
  return { ...plan, roster, stage, chambers, tree, ...(facing ? { facing } : {}) };
}

/** The sites behind a guest, as members of the roster that no operator sees. */
const partsIn = ({ entry, feed }: Guest): RosterEntry[] =>
  (feed?.sites ?? []).map(({ siteId, name }) => ({ ...entry, siteId, name, mayPresent: false }));

function stageWith(stage: Stage, guests: ReadonlyMap<SiteId, Guest>): Stage {
  if (guests.size === 0) return stage;
  const sole = guests.get(soleSiteOf(stage.broadcast) ?? ('' as SiteId));
  return {
    ...stage,
    broadcast: layoutWith(stage.broadcast, guests),
    chairView: layoutWith(stage.chairView, guests),
    floor: unique(stage.floor.flatMap((siteId) => voicesOf(guests.get(siteId), siteId))).slice(0, MAX_FLOOR),
    gains: stage.gains
      .flatMap((gain) =>
        guests.has(gain.siteId)
          ? voicesOf(guests.get(gain.siteId), gain.siteId).map((siteId) => ({ ...gain, siteId }))
          : [gain],
      )
      .slice(0, MAX_GAINS),
    content: contentWith(stage, guests) ?? sole?.feed?.content ?? null,
    cue: cuesWith(stage, guests, sole),
  };
}

const voicesOf = (guest: Guest | undefined, siteId: SiteId): readonly SiteId[] =>
  guest ? (guest.feed?.voices ?? []) : [siteId];

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const contentWith = ({ content }: Stage, guests: ReadonlyMap<SiteId, Guest>): SiteId | null => {
  const guest = content === null ? undefined : guests.get(content);
  return guest ? (guest.feed?.content ?? null) : content;
};

/** A guest alone on the screen shows its own layout; in a pane it shows its first picture. */
function layoutWith(layout: Layout, guests: ReadonlyMap<SiteId, Guest>): Layout {
  const sole = guests.get(soleSiteOf(layout) ?? ('' as SiteId));
  if (sole?.feed) {
    const { layout: kind } = sole.feed;
    const slots = Array.from({ length: layoutCapacity[kind] }, (_, index) => slotOf(sole, index));
    return { kind, slots };
  }
  const slots = layout.slots.map((slot): Slot => {
    const guest = slot.kind === 'site' ? guests.get(slot.siteId) : undefined;
    return guest ? firstPicture(guest) : slot;
  });
  return { kind: layout.kind, slots };
}

function slotOf({ feed, ownSiteId }: Guest, index: number): Slot {
  const pane = feed?.panes[index] ?? { kind: 'empty' as const };
  if (pane.kind === 'own') return { kind: 'site', siteId: pane.siteId ?? ownSiteId };
  return pane;
}

function firstPicture(guest: Guest): Slot {
  const index = guest.feed?.panes.findIndex((pane) => pane.kind === 'site') ?? -1;
  return index < 0 ? { kind: 'empty' } : slotOf(guest, index);
}

function cuesWith({ cue }: Stage, guests: ReadonlyMap<SiteId, Guest>, onAir: Guest | undefined): Cue[] {
  const own = cue.flatMap((one): Cue[] => {
    const guest = guests.get(one.siteId);
    if (!guest) return [one];
    const slot = firstPicture(guest);
    return slot.kind === 'site' ? [{ ...one, siteId: slot.siteId }] : [];
  });
  const theirs = (onAir?.feed?.cued ?? []).map((siteId): Cue => ({ siteId, target: 'broadcast' }));
  return [...own, ...theirs].slice(0, MAX_CUES);
}

/** @param members - of a chamber; left out: the common room */
function withLent(stage: Stage, lent: Lent | null, members?: readonly SiteId[]): Stage {
  if (lent === null) return stage;
  const isHere = (siteId: SiteId) => members?.includes(siteId) ?? true;
  const floor = unique([...lent.floor.filter(isHere), ...stage.floor]).slice(0, MAX_FLOOR);
  const content = stage.content ?? (lent.content !== null && isHere(lent.content) ? lent.content : null);
  return { ...stage, floor, content };
}
