import type {
  ConferencePlan,
  FeedPane,
  GuestRole,
  Layout,
  LayoutKind,
  RosterEntry,
  SiteId,
  Slot,
  TrunkFeed,
  TrunkOffer,
} from '@nhipcau/contracts';
import { layoutCapacity, MAX_CUES, MAX_FLOOR } from '@nhipcau/contracts';
import { fullScreenOf, sitesIn, soleSiteOf } from '../conference/layout.ts';
import { tallyOf } from '../conference/seat-view.ts';

type Program = Pick<ConferencePlan, 'chairSiteId' | 'roster' | 'stage'>;

/**
 * What the conference above shows to an installation below (rule TK-2): its broadcast and voices without what came from
 * there. While it shows only them, they see its chair, as a site that is alone on air does.
 *
 * @param plan - with the programs of other guests unfolded
 * @param guests - what the installation below has in this conference
 */
export function feedDown(
  plan: Program,
  guests: ReadonlySet<SiteId>,
  own: (siteId: SiteId) => SiteId | null,
): TrunkFeed {
  const { stage, chairSiteId } = plan;
  const isGuest = (siteId: SiteId) => guests.has(siteId);
  const shown = sitesIn(stage.broadcast);
  const standsForAll = (siteId: SiteId) => isGuest(siteId) && own(siteId) === null;
  const isAlone = shown.length > 0 && shown.every(standsForAll);
  const looksAtChair = isAlone || stage.called.some(standsForAll);
  const layout = looksAtChair ? fullScreenOf(chairSiteId) : stage.broadcast;
  return feedOf(plan, layout, {
    pane: (siteId) => (isGuest(siteId) ? { kind: 'own', siteId: own(siteId) } : { kind: 'site', siteId }),
    isOwn: isGuest,
    // A site that is called looks at the chair; so does the whole meeting that stands for one.
    also: [chairSiteId],
  });
}

/**
 * What goes up (rule TK-5): the picture its operator chose, else what is on air without the conference above, else the
 * chair; and the voices of the floor without those from above.
 */
export function feedUp(plan: Program, upper: ReadonlySet<SiteId>, chosen: SiteId | null): TrunkFeed {
  const { stage, chairSiteId, roster } = plan;
  const isPresent = chosen !== null && roster.some((entry) => entry.siteId === chosen);
  const layout = isPresent ? fullScreenOf(chosen) : withoutAll(stage.broadcast, upper, chairSiteId);
  return feedOf(plan, layout, {
    pane: (siteId) => ({ kind: 'site', siteId }),
    isOwn: (siteId) => upper.has(siteId),
    also: [],
  });
}

interface FeedRules {
  readonly pane: (siteId: SiteId) => FeedPane;
  /** Came from the installation that looks: never sent back. */
  readonly isOwn: (siteId: SiteId) => boolean;
  readonly also: readonly SiteId[];
}

function feedOf({ stage, roster }: Program, layout: Layout, { pane, isOwn, also }: FeedRules): TrunkFeed {
  const names = new Map(roster.map((entry) => [entry.siteId, entry.name]));
  const isKnown = (siteId: SiteId) => names.has(siteId);
  const content =
    stage.content !== null && !isOwn(stage.content) && isKnown(stage.content) ? stage.content : null;
  const panes = layout.slots.map((slot): FeedPane => {
    if (slot.kind === 'content') return content === null ? { kind: 'empty' } : { kind: 'content' };
    return slot.kind === 'site' && isKnown(slot.siteId) ? pane(slot.siteId) : { kind: 'empty' };
  });
  const voices = stage.floor.filter((siteId) => !isOwn(siteId) && isKnown(siteId)).slice(0, MAX_FLOOR);
  const cued = stage.cue.flatMap(({ siteId, target }) =>
    target === 'broadcast' && !isOwn(siteId) && isKnown(siteId) ? [siteId] : [],
  );
  const shown = panes.flatMap((one) => (one.kind === 'site' ? [one.siteId] : []));
  const named = new Set([...shown, ...voices, ...cued, ...(content === null ? [] : [content]), ...also]);
  return {
    layout: layout.kind,
    panes,
    voices,
    content,
    cued: [...new Set(cued)].slice(0, MAX_CUES),
    sites: [...named].map((siteId) => ({ siteId, name: names.get(siteId) ?? siteId })),
  };
}

/** A layout without some sites, closed up; the chair alone when nothing is left. */
function withoutAll(layout: Layout, gone: ReadonlySet<SiteId>, chairSiteId: SiteId): Layout {
  const isGone = (slot: Slot) => slot.kind === 'site' && gone.has(slot.siteId);
  const isFilled = ({ kind }: Slot) => kind !== 'empty';
  const left = layout.slots.filter((slot) => isFilled(slot) && !isGone(slot));
  if (left.length === 0) return fullScreenOf(chairSiteId);
  if (!layout.slots.some(isGone)) return layout;
  const kind = smallestFor(left.length);
  const slots = Array.from(
    { length: layoutCapacity[kind] },
    (_, index): Slot => left[index] ?? { kind: 'empty' },
  );
  return { kind, slots };
}

const sizes: readonly LayoutKind[] = ['full', 'grid4', 'grid9', 'grid16', 'grid25'];
const smallestFor = (count: number): LayoutKind =>
  sizes.find((kind) => layoutCapacity[kind] >= count) ?? 'grid25';

/**
 * The streams that a feed names: these may cross, and no others (rule TK-4).
 *
 * @param seen - cameras besides, of whom somebody is to look at
 * @param lent - sites whose every source may be selected on the other side
 */
export function offersOf(
  feed: TrunkFeed,
  { seen = [], lent = [] }: { seen?: readonly SiteId[]; lent?: readonly SiteId[] } = {},
): TrunkOffer[] {
  const sources = new Map<SiteId, Set<TrunkOffer['sources'][number]>>();
  const add = (siteId: SiteId, ...more: TrunkOffer['sources']) => {
    const known = sources.get(siteId) ?? new Set();
    sources.set(siteId, known);
    for (const source of more) known.add(source);
  };
  for (const pane of feed.panes) if (pane.kind === 'site') add(pane.siteId, 'camera');
  for (const siteId of feed.voices) add(siteId, 'mic');
  for (const siteId of feed.cued) add(siteId, 'camera', 'mic');
  if (feed.content !== null) add(feed.content, 'content');
  for (const siteId of seen) add(siteId, 'camera');
  for (const siteId of lent) add(siteId, 'camera', 'mic', 'content');
  return [...sources].map(([siteId, of]) => ({ siteId, sources: [...of] }));
}

/** What the conference does with guests of an installation, told to it whenever it changes. */
export function guestRoles(plan: Program, guests: readonly RosterEntry[]): GuestRole[] {
  const { stage } = plan;
  return guests.map(({ siteId }) => {
    const called = stage.called.includes(siteId);
    return {
      siteId,
      tally: tallyOf(plan, siteId),
      hasFloor: stage.floor.includes(siteId),
      called,
      presenting: stage.content === siteId,
      seesChair: called || soleSiteOf(stage.broadcast) === siteId,
    };
  });
}
