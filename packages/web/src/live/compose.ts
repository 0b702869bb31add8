import type { Layout, LayoutKind, SiteId } from '@nhipcau/contracts';
import { layoutCapacity } from '@nhipcau/contracts';
import { layoutOf, sitesIn } from '@nhipcau/domain';

/**
 * The layout that results from putting a site on a screen in a given arrangement: alone when it is a full screen,
 * as the large picture before the present one in a pair, beside those already there in a grid (the oldest gives way).
 */
export function composeLayout(kind: LayoutKind, present: Layout | null, siteId: SiteId | null): Layout {
  const there = present ? sitesIn(present).filter((id) => id !== siteId) : [];
  if (siteId === null) return layoutOf(kind, there);
  if (kind === 'full') return layoutOf(kind, [siteId]);
  if (kind === 'pip') return layoutOf(kind, [siteId, ...there]);
  const room = layoutCapacity[kind] - 1;
  const already = present ? sitesIn(present).indexOf(siteId) : -1;
  if (already >= 0 && already < layoutCapacity[kind] && present) return layoutOf(kind, sitesIn(present));
  return layoutOf(kind, [...there.slice(Math.max(0, there.length - room)), siteId]);
}

/** Grids in the order in which the G key goes through them. */
const grids = ['grid4', 'grid9', 'grid16', 'grid25'] as const satisfies readonly LayoutKind[];

export function nextGrid(kind: LayoutKind): LayoutKind {
  const order: readonly LayoutKind[] = grids;
  const index = order.indexOf(kind);
  return grids[(index + 1) % grids.length] ?? 'grid4';
}
