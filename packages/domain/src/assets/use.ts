import type { AssetCause, AssetKind, AssetRules, UseRefusal, VerdictKind } from '@nhipcau/contracts';

/** What somebody found about a device. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly passed: boolean;
  /** When it was written down. */
  readonly at: number;
}

/** A device as the question of its use looks at it. */
export interface DeviceToUse {
  readonly kind: AssetKind;
  readonly cause: AssetCause;
  /** Since when it is what it is: bought, repaired, upgraded. */
  readonly causeAt: number;
  /** Oldest first. */
  readonly verdicts: readonly Verdict[];
}

/**
 * Why a device may not be used yet; null when nothing stands against it. A repair makes an earlier inspection worthless,
 * and of several verdicts the newest counts.
 *
 * @rule AS-3 (R-AST-10, BD Đ6.4), AS-4 (R-AST-11, HN Đ8.4c, Đ17.3, Đ19.5)
 */
export function useRefusal(
  { opinion, inspection }: Pick<AssetRules, 'opinion' | 'inspection'>,
  { kind, cause, causeAt, verdicts }: DeviceToUse,
): UseRefusal | null {
  const newest = (wanted: VerdictKind) =>
    verdicts.findLast((one) => one.kind === wanted && one.at >= causeAt) ?? null;
  if (opinion?.causes.includes(cause) === true && newest('opinion')?.passed !== true) return 'opinionMissing';
  if (inspection === null || !inspection.kinds.includes(kind) || !inspection.causes.includes(cause))
    return null;
  const found = newest('inspection');
  if (found === null) return 'inspectionMissing';
  return found.passed ? null : 'inspectionFailed';
}
