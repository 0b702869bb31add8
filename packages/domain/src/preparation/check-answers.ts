import { err, ok, type Result } from '@nhipcau/base';
import type { CheckAnswer, CheckItem, CheckValue, Instant } from '@nhipcau/contracts';
import type { TimedPhase } from './check-phases.ts';

export type AnswerRefusal =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'notOpen'; readonly opensAt: Instant }
  | { readonly kind: 'mustApply' }
  | { readonly kind: 'valueMissing' }
  | { readonly kind: 'outOfLimit' }
  | { readonly kind: 'notFromChairSeat' }
  | { readonly kind: 'changedSinceFrozen' };

/** Whether a value lies within the bounds of its item; words are not measured. */
export function isWithin({ limit }: Pick<CheckItem, 'limit'>, value: CheckValue): boolean {
  if (limit === null || typeof value !== 'number') return true;
  return (limit.min === null || value >= limit.min) && (limit.max === null || value <= limit.max);
}

/**
 * Whether an answer can stand: a "passed" needs a value where the regulation names a number or only a machine can know
 * it, the value within its bounds, the word that it was tested from the chair's seat, and, for "unchanged", that nothing
 * was changed.
 *
 * @param isChanged - whether the room differs from what was kept after tuning
 * @rule CK-2 (R-CHK-01, R-CHK-04, R-CHK-05)
 */
export function checkAnswer(
  phases: readonly TimedPhase[],
  answer: Pick<CheckAnswer, 'phase' | 'item' | 'outcome' | 'value' | 'fromChairSeat' | 'answeredAt'>,
  { isChanged }: { isChanged: boolean },
): Result<CheckItem, AnswerRefusal> {
  const timed = phases.find(({ phase }) => phase.key === answer.phase);
  const item = timed?.items.find(({ key }) => key === answer.item);
  if (!timed || !item) return err({ kind: 'unknown' });
  if (timed.opensAt !== null && answer.answeredAt < timed.opensAt)
    return err({ kind: 'notOpen', opensAt: timed.opensAt });
  if (answer.outcome === 'notApplicable') return item.mayNotApply ? ok(item) : err({ kind: 'mustApply' });
  if (answer.outcome === 'failed') return ok(item);
  const needsValue = item.kind === 'machine' || item.limit !== null;
  if (needsValue && (answer.value === null || answer.value === '')) return err({ kind: 'valueMissing' });
  if (item.limit !== null && typeof answer.value !== 'number') return err({ kind: 'valueMissing' });
  if (!isWithin(item, answer.value)) return err({ kind: 'outOfLimit' });
  if (item.fromChairSeat && !answer.fromChairSeat) return err({ kind: 'notFromChairSeat' });
  if (item.measure === 'unchanged' && isChanged) return err({ kind: 'changedSinceFrozen' });
  return ok(item);
}
