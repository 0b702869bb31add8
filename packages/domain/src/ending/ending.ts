import { err, ok, type Result } from '@nhipcau/base';
import type { EndingAct, EndingRules, EndingStep } from '@nhipcau/contracts';

/**
 * The step to be taken now; null when all are, or the locality asks for none.
 *
 * @rule EN-1 (R-END-02; BD Đ12.1, HN Đ14.1, QN Đ7.4)
 */
export const nextEndingStep = (
  { order }: Pick<EndingRules, 'order'>,
  done: readonly EndingStep[],
): EndingStep | null => order?.steps.find((step) => !done.includes(step)) ?? null;

export interface EndingFacts {
  readonly rules: EndingRules;
  readonly hasEnded: boolean;
  /** Kind of the meeting in the locality's regulation. */
  readonly kind: string;
  /** Steps taken at the place of the act. */
  readonly done: readonly EndingStep[];
  /** Of the issue meant; null: the act means none. */
  readonly issue: { readonly isTakenOver: boolean; readonly isFixed: boolean } | null;
  readonly isReported: boolean;
}

export type EndingRefusal = 'notEnded' | 'notForeseen' | 'outOfOrder' | 'settled';

/**
 * Whether an act fits the time after the meeting: steps in their order and once, issues taken over before they are fixed,
 * the report once.
 *
 * @rule EN-1 (R-END-02), EN-2 (R-END-03; QN Đ5.4), EN-3 (R-END-04; QN Đ6.1)
 */
export function checkEndingAct(act: EndingAct, facts: EndingFacts): Result<EndingAct, EndingRefusal> {
  const { rules, hasEnded, done, issue, isReported } = facts;
  // What is left to be mended is mended also while the next meeting runs.
  if (!hasEnded && act.act !== 'takeOver' && act.act !== 'fix') return err('notEnded');
  switch (act.act) {
    case 'step':
      if (rules.order === null || !rules.order.steps.includes(act.step)) return err('notForeseen');
      if (done.includes(act.step)) return err('settled');
      return nextEndingStep(rules, done) === act.step ? ok(act) : err('outOfOrder');
    case 'rate':
    case 'leaveIssue':
      return ok(act);
    case 'takeOver':
      return issue === null || issue.isTakenOver || issue.isFixed ? err('settled') : ok(act);
    case 'fix':
      if (issue === null || issue.isFixed) return err('settled');
      return rules.issues !== null && !issue.isTakenOver ? err('outOfOrder') : ok(act);
    case 'report':
      if (!isReportedUpward(rules, facts.kind)) return err('notForeseen');
      return isReported ? err('settled') : ok(act);
  }
}

/** Whether the result of such a meeting is reported upward (R-END-04). */
export const isReportedUpward = ({ report }: Pick<EndingRules, 'report'>, kind: string): boolean =>
  report?.kinds.includes(kind) === true;
