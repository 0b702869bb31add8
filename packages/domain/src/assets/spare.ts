import type { AssetState, UseRefusal } from '@nhipcau/contracts';

export type SpareRefusal = 'notSpare' | 'notCleared' | 'elsewhere';

/**
 * Whether a device may stand in for another in an incident: it is kept ready as a spare, and nothing stands against its use;
 * what it replaces stands at the site of the incident.
 *
 * @rule AS-10 (R-INC-06, QN Đ14.5, BD Đ16.3b)
 */
export function spareRefusal(
  spare: { readonly state: AssetState; readonly refusal: UseRefusal | null },
  removed: { readonly siteId: string | null } | null,
  siteId: string,
): SpareRefusal | null {
  if (spare.state !== 'spare') return 'notSpare';
  if (spare.refusal !== null) return 'notCleared';
  return removed !== null && removed.siteId !== siteId ? 'elsewhere' : null;
}
