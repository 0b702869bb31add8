import type { FaultSession, IncidentRoute, IncidentRules, IncidentType, Urgency } from '@nhipcau/contracts';

/** What the parties of a fault follow from. */
export interface FaultFacts {
  readonly type: IncidentType;
  readonly urgency: Urgency;
  readonly session: FaultSession;
  /** Kind of the meeting in the locality's regulation. */
  readonly kind: string;
}

/**
 * Whom the text wants told of a fault: of the routes that fit the first. Null where the text is silent; then the control
 * room alone knows.
 *
 * @rule IN-2 (R-INC-01, R-INC-08; HB II.1.2 b5, II.2.2 b3; VP Đ6.1 b6, Đ6.2 b3, Đ7; BD Đ4.3, Đ11; HN Đ12.2c, Đ13; QN Đ5.3, Đ6.1, Đ9.2)
 */
export const routeOf = (
  { routes }: Pick<IncidentRules, 'routes'>,
  { type, urgency, session, kind }: FaultFacts,
): IncidentRoute | null =>
  routes.find(
    (route) =>
      route.types.includes(type) &&
      (route.urgency === null || route.urgency === urgency) &&
      (route.session === null || route.session === session) &&
      (route.kinds?.includes(kind) ?? true),
  ) ?? null;

/**
 * Of several holders of a role those in whose area the fault is: on the way from the site's unit upwards. A role nobody
 * holds there is told as a whole.
 *
 * @param path - the organisation of the site and all above it; null: the fault is of the meeting as a whole
 * @rule IN-3 (QN Đ5.3 "tại khu vực", HB II.1.2 b5, default)
 */
export function holdersNear<
  Holder extends { readonly organisationId: string | null; readonly siteId: string | null },
>(holders: readonly Holder[], path: readonly string[] | null): readonly Holder[] {
  if (path === null) return holders;
  const rank = ({ organisationId }: Holder) => (organisationId === null ? -1 : path.indexOf(organisationId));
  const near = holders.filter((holder) => rank(holder) >= 0);
  if (near.length === 0) return holders;
  const nearest = Math.min(...near.map(rank));
  return near.filter((holder) => rank(holder) === nearest);
}
