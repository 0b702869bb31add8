import type { ControlRules, DelegationCondition, Evidence } from '@nhipcau/contracts';

export type DelegationRefusal =
  | { readonly kind: 'notProvided' }
  | { readonly kind: 'level'; readonly clause: string }
  | { readonly kind: 'condition'; readonly condition: DelegationCondition; readonly clause: string };

/**
 * Why control cannot be delegated to a site; null when nothing stands against it. The level is looked at first, then the
 * conditions in the order of the text.
 *
 * @param rule - what the locality's regulation says; null where it delegates nothing
 * @rule AC-14 (HN Đ10.1, Đ10.2)
 */
export function delegationRefusal(
  rule: ControlRules['delegation'],
  levelCode: string,
  evidence: readonly Evidence[],
): DelegationRefusal | null {
  if (rule === null) return { kind: 'notProvided' };
  if (!rule.levels.includes(levelCode)) return { kind: 'level', clause: rule.cite[0]?.article ?? '' };
  const missing = rule.conditions.find(
    ({ condition }) => !evidence.some((found) => found.condition === condition && found.met),
  );
  return missing ? { kind: 'condition', condition: missing.condition, clause: missing.clause } : null;
}
