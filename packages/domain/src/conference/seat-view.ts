import {
  type ConferencePlan,
  type Layer,
  type Layout,
  type LayoutKind,
  layoutCapacity,
  type Pane,
  type Screen,
  type SeatView,
  type SiteId,
  type Slot,
  type Tally,
} from '@nhipcau/contracts';

/** Who looks: the room of a site, or a console that watches and sends nothing. */
export type Seat = { readonly kind: 'site'; readonly siteId: SiteId } | { readonly kind: 'monitor' };

/** Resolution that a pane of a layout needs: large panes get 720p, tiles 180p. */
export function paneLayer(kind: LayoutKind, index: number): Layer {
  return kind === 'full' || (kind === 'pip' && index === 0) ? 'high' : 'low';
}

/** A layout with one site filling it. */
export function fullScreenOf(siteId: SiteId): Layout {
  return { kind: 'full', slots: [{ kind: 'site', siteId }] };
}

/** A layout of the given kind with these sites in order; what does not fit is left out, what is missing stays empty. */
export function layoutOf(kind: LayoutKind, siteIds: readonly SiteId[]): Layout {
  const slots = Array.from({ length: layoutCapacity[kind] }, (_, index): Slot => {
    const siteId = siteIds[index];
    return siteId === undefined ? { kind: 'empty' } : { kind: 'site', siteId };
  });
  return { kind, slots };
}

/** Sites named by a layout, in the order of its panes. */
export function sitesIn(layout: Layout): SiteId[] {
  return layout.slots.flatMap((slot) => (slot.kind === 'site' ? [slot.siteId] : []));
}

/** The site that alone fills a layout, or null. */
export function soleSiteOf(layout: Layout): SiteId | null {
  const slot = layout.slots[0];
  return layout.kind === 'full' && slot?.kind === 'site' ? slot.siteId : null;
}

/**
 * What one seat shows and hears. Rules ST-1 … ST-8 of `docs/rules/stage.md`.
 *
 * Never names the seat's own site as a remote picture or sound: nobody sees or hears itself through the network.
 */
export function viewOf(plan: ConferencePlan, seat: Seat): SeatView {
  const own = seat.kind === 'site' ? seat.siteId : null;
  const { stage, chairSiteId } = plan;
  const role = own === null ? 'monitor' : own === chairSiteId ? 'chair' : 'satellite';
  const draw = (layout: Layout, cap: Layer = 'high') => screenOf(plan, layout, own, cap);
  return {
    role,
    main: mainScreen(plan, own, draw),
    second: stage.content === null ? null : draw({ kind: 'full', slots: [{ kind: 'content' }] }),
    insets:
      role === 'chair'
        ? [{ role: 'program', screen: draw(stage.broadcast, 'low') }]
        : role === 'monitor'
          ? [{ role: 'chairView', screen: draw(stage.chairView, 'low') }]
          : [],
    cued: cuedFor(plan, own),
    hears: stage.floor.filter((siteId) => siteId !== own && isInvited(plan, siteId)),
    tally: own === null ? 'off' : tallyOf(plan, own),
    hasFloor: own !== null && stage.floor.includes(own),
    called: own !== null && stage.called.includes(own),
    presenting: own !== null && stage.content === own,
    chairSiteId,
    captions: stage.captions,
  };
}

/** What is said about a site everywhere: on air, about to be, or neither. */
export function tallyOf(plan: ConferencePlan, siteId: SiteId): Tally {
  const { broadcast, cue } = plan.stage;
  if (sitesIn(broadcast).includes(siteId)) return 'onAir';
  return cue.some((entry) => entry.target === 'broadcast' && entry.siteId === siteId) ? 'cued' : 'off';
}

function mainScreen(plan: ConferencePlan, own: SiteId | null, draw: (layout: Layout) => Screen): Screen {
  const { stage, chairSiteId } = plan;
  if (own === chairSiteId) return draw(stage.chairView);
  if (own !== null && (stage.called.includes(own) || soleSiteOf(stage.broadcast) === own))
    return draw(fullScreenOf(chairSiteId));
  return draw(stage.broadcast);
}

function screenOf(plan: ConferencePlan, layout: Layout, own: SiteId | null, cap: Layer): Screen {
  const panes = layout.slots.map((slot, index): Pane => {
    const source = slot.kind === 'content' ? 'content' : 'camera';
    const siteId = slot.kind === 'site' ? slot.siteId : slot.kind === 'content' ? plan.stage.content : null;
    if (siteId === null || !isInvited(plan, siteId)) return { kind: 'empty' };
    if (siteId === own) return { kind: 'self', source };
    const layer = cap === 'low' ? 'low' : paneLayer(layout.kind, index);
    return { kind: 'remote', siteId, source, layer };
  });
  return { layout: layout.kind, panes };
}

function cuedFor(plan: ConferencePlan, own: SiteId | null): SiteId[] {
  const mine = plan.stage.cue.filter(
    ({ siteId, target }) =>
      siteId !== own && isInvited(plan, siteId) && (target === 'broadcast' || own === null || own === plan.chairSiteId),
  );
  return [...new Set(mine.map((entry) => entry.siteId))];
}

function isInvited(plan: ConferencePlan, siteId: SiteId): boolean {
  return rosterIndex(plan).has(siteId);
}

const indexes = new WeakMap<ConferencePlan['roster'], ReadonlySet<SiteId>>();

/** Sites of the roster; computed once per roster because every seat of a large meeting asks. */
function rosterIndex({ roster }: ConferencePlan): ReadonlySet<SiteId> {
  const known = indexes.get(roster);
  if (known) return known;
  const index = new Set(roster.map((entry) => entry.siteId));
  indexes.set(roster, index);
  return index;
}
