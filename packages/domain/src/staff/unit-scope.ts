import type { OrganisationKind, UnitScope } from '@nhipcau/contracts';

/** An organisation as rules look at it. */
export interface Unit {
  readonly organisationId: string;
  readonly code: string;
  readonly levelCode: string;
  readonly kind: OrganisationKind;
  /** The organisation directly above it; null at the top. */
  readonly parent: { readonly levelCode: string; readonly kind: OrganisationKind } | null;
}

/**
 * Whether a rule speaks of this organisation. With `parentKinds` only of those directly below one of these kinds at the
 * same level: a centre of a department is no department (HN Đ3.2b). With `codes` only of those: beside the City Party
 * Committee there are other bodies of the Party (HN Đ7.1).
 *
 * @rule SF-1
 */
export function inScope(
  { levels, kinds, parentKinds, codes }: UnitScope,
  { code, levelCode, kind, parent }: Omit<Unit, 'organisationId'>,
): boolean {
  if (levels !== null && !levels.includes(levelCode)) return false;
  if (kinds !== null && !kinds.includes(kind)) return false;
  if (codes !== null && !codes.includes(code)) return false;
  if (parentKinds === null) return true;
  return parent !== null && parent.levelCode === levelCode && parentKinds.includes(parent.kind);
}
