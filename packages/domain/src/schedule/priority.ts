import type { PriorityRule, RegistrationData, ScheduleRules } from '@nhipcau/contracts';

type Class = Pick<RegistrationData, 'kind' | 'urgency'>;

const fits = ({ kinds, urgency }: PriorityRule, meeting: Class): boolean =>
  (kinds === null || kinds.includes(meeting.kind)) && (urgency === null || urgency.includes(meeting.urgency));

/**
 * Rule by which a meeting goes before others, the highest that fits; null where its regulation gives it no precedence.
 *
 * @rule SC-2 (R-SCH-03, R-SCH-04; HN Đ11.3; BD Đ8.2c; QN Đ4.2, Đ5.1.2)
 */
export function priorityRuleOf(
  { priorities }: Pick<ScheduleRules, 'priorities'>,
  meeting: Class,
): PriorityRule | null {
  const fitting = priorities.filter((rule) => fits(rule, meeting));
  return fitting.toSorted((a, b) => b.rank - a.rank)[0] ?? null;
}

/** Rank among meetings that want the same; 0 without precedence. Equal ranks: who was confirmed first stays. */
export const rankOf = (rules: Pick<ScheduleRules, 'priorities'>, meeting: Class): number =>
  priorityRuleOf(rules, meeting)?.rank ?? 0;

/**
 * Whether a meeting goes before a use of its rooms that is no conference.
 *
 * @rule SC-4 (R-SCH-03; BD Đ7.8; QN Đ4.2)
 */
export const goesBeforeLocalUse = (
  { beforeLocalUse }: Pick<ScheduleRules, 'beforeLocalUse'>,
  { kind }: Pick<Class, 'kind'>,
): boolean => beforeLocalUse !== null && (beforeLocalUse.kinds?.includes(kind) ?? true);
