import type { AssetRules, Consenter, RequestState } from '@nhipcau/contracts';

/** Who consents to a move, or to a change of settings; null where the text asks nobody. */
export const consentTo = (
  rules: Pick<AssetRules, 'relocation' | 'configuration'>,
  kind: 'relocation' | 'configuration',
) => rules[kind];

/**
 * The unit within whose bounds somebody must have the right to consent; null: the right counts for the whole installation
 * only, as that of whoever runs the system.
 *
 * @rule AS-2 (R-AST-03, VP Đ7-1, BD Đ7.3, QN Đ7.5; R-AST-04, BD Đ6.8, HN Đ6.6)
 */
export function consentingUnit(
  by: Consenter,
  { ownerId, custodianId }: { ownerId: string; custodianId: string },
): string | null {
  switch (by) {
    case 'owner':
      return ownerId;
    case 'custodian':
      return custodianId;
    case 'operating':
      return null;
  }
}

export type RequestStep = 'grant' | 'refuse' | 'finish';

/**
 * What becomes of a request: it is decided once, and only what was granted is carried out.
 *
 * @returns null when the step is impossible
 * @rule AS-1 (R-AST-03, R-AST-04)
 */
export function nextRequest(state: RequestState, step: RequestStep): RequestState | null {
  if (state === 'asked' && step === 'grant') return 'granted';
  if (state === 'asked' && step === 'refuse') return 'refused';
  if (state === 'granted' && step === 'finish') return 'done';
  return null;
}

export interface Standing {
  readonly siteId: string | null;
  readonly room: string | null;
}

/**
 * Whether a device may be put there without a consent: it stands nowhere yet, it stays where it is, or the text asks nobody.
 *
 * @rule AS-1
 */
export function movesFreely(
  rules: Pick<AssetRules, 'relocation'>,
  now: Standing,
  to: { readonly siteId: string; readonly room: string | null },
): boolean {
  if (rules.relocation === null || now.siteId === null) return true;
  return now.siteId === to.siteId && (now.room === to.room || now.room === null);
}
