import type { CourseAttendance, DutyTraining, TrainingRules } from '@nhipcau/contracts';
import { monthsAfter } from '../assets/upkeep.ts';

/**
 * Until when somebody who took over is to be trained; null where the text asks for no training.
 *
 * @rule TN-1 (R-TRN-03; BD Đ16.1c, HN Đ19.3, QN Đ13.3)
 */
export function needStanding(
  { needs }: Pick<TrainingRules, 'needs'>,
  openedOn: string,
  today: string,
): { readonly dueOn: string | null; readonly isLate: boolean } {
  if (needs === null) return { dueOn: null, isLate: false };
  const dueOn = monthsAfter(openedOn, needs.withinMonths);
  return { dueOn, isLate: dueOn < today };
}

/**
 * Whether somebody missed a course: absent without excuse, and where the text wants everybody to attend in full, also with
 * one.
 *
 * @rule TN-2 (R-TRN-02; QN Đ10.1, Đ10.2, Đ13.3; BD Đ14.2b, HN Đ15.4c)
 */
export const missedCourse = (
  { yearly }: Pick<TrainingRules, 'yearly'>,
  attendance: CourseAttendance | null,
): boolean => attendance === 'absent' || (attendance === 'excused' && yearly?.fullAttendance === true);

/**
 * Whether somebody counts as trained by a course: there, and passed. Having been there alone is none.
 *
 * @rule TN-3 (R-TRN-01; BD Đ6.6, QN Đ13.2)
 */
export const isTrainedBy = ({
  attendance,
  passed,
}: {
  readonly attendance: CourseAttendance;
  readonly passed: boolean;
}): boolean => attendance === 'attended' && passed;

/** Somebody of the register of operators. */
interface Registered {
  readonly personId: string;
  readonly name: string;
  readonly telephone: string | null;
  readonly isTrained: boolean;
}
/** Whoever is named for a post; often only by name and number. */
interface OnDuty {
  readonly personId: string | null;
  readonly name: string;
  readonly telephone: string;
}

const digits = (telephone: string): string => telephone.replaceAll(/\D/g, '').replace(/^84/, '0');

/**
 * Of people on duty, whether the text would have them there: they are looked for in the register of operators by their
 * entry, else by their number, of several with one number by their name.
 *
 * @rule TN-6 (R-TRN-01; BD Đ6.6, Đ16.1c, QN Đ13.2)
 */
export function dutyTrainingIn(
  { trainedOnly }: Pick<TrainingRules, 'trainedOnly'>,
  register: readonly Registered[],
): (person: OnDuty) => DutyTraining | null {
  if (trainedOnly === null) return () => null;
  const byId = new Map(register.map((one) => [one.personId, one]));
  const byNumber = Map.groupBy(register, ({ telephone }) => digits(telephone ?? ''));
  return ({ personId, name, telephone }) => {
    const entry = personId === null ? undefined : byId.get(personId);
    const ofNumber = byNumber.get(digits(telephone)) ?? [];
    const named = ofNumber.filter((one) => one.name === name);
    const found = entry ? [entry] : named.length > 0 ? named : ofNumber;
    if (found.length === 0) return 'unknown';
    return found.some(({ isTrained }) => isTrained) ? null : 'untrained';
  };
}
