import type { AssetRules, Citation, FallbackSubject } from '@nhipcau/contracts';
import { inScope, type Unit } from '../staff/unit-scope.ts';

export interface FiledFallback {
  readonly subject: FallbackSubject;
  readonly filedOn: string;
}
export interface FallbackGap {
  readonly subject: FallbackSubject;
  readonly label: string;
  /** Filed once, and not looked at again for a year. */
  readonly isOld: boolean;
  readonly cite: readonly Citation[];
}

/** The same day of the year after; of 29 February the first of March. */
const yearAfter = (day: string): string =>
  `${Number(day.slice(0, 4)) + 1}${day.slice(4) === '-02-29' ? '-03-01' : day.slice(4)}`;

/**
 * Which plans for a failure a site owes: those that its text asks for and that nobody filed, or nobody looked at for a year.
 *
 * @param filed - the newest of each subject
 * @rule AS-7 (R-AST-12; BD Đ16.3b, Đ17.1a, HN Đ6.5, QN Đ13.6, Đ14.4)
 */
export const fallbackGaps = (
  { fallback }: Pick<AssetRules, 'fallback'>,
  unit: Unit,
  filed: readonly FiledFallback[],
  today: string,
): FallbackGap[] =>
  fallback.flatMap(({ subject, label, scope, cite }) => {
    if (!inScope(scope, unit)) return [];
    const found = filed.find((one) => one.subject === subject);
    if (found && yearAfter(found.filedOn) >= today) return [];
    return [{ subject, label, isOld: found !== undefined, cite }];
  });
