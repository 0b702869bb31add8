import {
  type Layer,
  type Layout,
  type LayoutKind,
  layoutCapacity,
  type SiteId,
  type Slot,
} from '@nhipcau/contracts';

const EMPTY: Slot = { kind: 'empty' };

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
    return siteId === undefined ? EMPTY : { kind: 'site', siteId };
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

export const isGrid = (layout: Layout): boolean => layout.kind !== 'full' && layout.kind !== 'pip';

/** Panes that stand for whoever presents. */
export const contentPanes = (layout: Layout): number =>
  layout.slots.filter((slot) => slot.kind === 'content').length;

/** Whether a layout would show nothing at all while `content` presents. */
export function isBlank(layout: Layout, content: SiteId | null): boolean {
  return layout.slots.every((slot) => slot.kind === 'empty' || (slot.kind === 'content' && content === null));
}

/** The layout without one site. A picture in picture that loses its large picture shows the small one large. */
export function withoutSite(layout: Layout, siteId: SiteId): Layout {
  return without(layout, (slot) => slot.kind === 'site' && slot.siteId === siteId);
}

/** The layout when nobody presents any more. Panes of a grid wait for the next presenter. */
export function withoutContent(layout: Layout): Layout {
  return isGrid(layout) ? layout : without(layout, (slot) => slot.kind === 'content');
}

function without(layout: Layout, isGone: (slot: Slot) => boolean): Layout {
  if (!layout.slots.some(isGone)) return layout;
  const slots = layout.slots.map((slot) => (isGone(slot) ? EMPTY : slot));
  const [large, small] = slots;
  if (layout.kind === 'pip' && large?.kind === 'empty' && small && small.kind !== 'empty')
    return { kind: 'full', slots: [small] };
  return { kind: layout.kind, slots };
}
