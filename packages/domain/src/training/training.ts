import type { CourseAttendance, TrainingRules } from '@nhipcau/contracts';
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
