import type { DirectoryRules, QuotaRule } from '@nhipcau/contracts';
import { inScope, type Unit } from './unit-scope.ts';

/** The rule that counts for an organisation: the first whose scope fits; null where the text sets none. */
export const quotaOf = ({ quotas }: Pick<DirectoryRules, 'quotas'>, unit: Unit): QuotaRule | null =>
  quotas.find(({ scope }) => inScope(scope, unit)) ?? null;

export interface QuotaStanding {
  readonly rule: QuotaRule | null;
  /** Sites it may have with its accepted exceptions; null: any number. */
  readonly limit: number | null;
  readonly admitted: number;
  /** Whether one more may be admitted. */
  readonly hasRoom: boolean;
  /** Whether an accepted plan could give more (R-DIR-06). */
  readonly mayBeExtended: boolean;
}

/**
 * How an organisation stands against its quota (R-DIR-05). Only a binding rule refuses; an inventory is shown.
 *
 * @param admitted - its admitted sites now
 * @param granted - further sites by accepted plans; they count only where the rule knows exceptions
 * @rule SF-2, SF-3 (HN Đ7)
 */
export function quotaStanding(
  rules: Pick<DirectoryRules, 'quotas' | 'quotaException'>,
  unit: Unit,
  { admitted, granted }: { admitted: number; granted: number },
): QuotaStanding {
  const rule = quotaOf(rules, unit);
  const mayBeExtended = rule?.exception === true && rules.quotaException !== null;
  const limit = rule === null || rule.sites === null ? null : rule.sites + (mayBeExtended ? granted : 0);
  const hasRoom = limit === null || rule?.binding !== true || admitted < limit;
  return { rule, limit, admitted, hasRoom, mayBeExtended };
}
