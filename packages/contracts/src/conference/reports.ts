import { z } from 'zod';
import { Instant, SiteId } from '../ids.ts';

/** What a contact reports while the meeting goes on (R-CDT-16). */
export const ReportText = z.string().trim().min(2).max(500);

/** Who attends at a site: a number, and names with titles where they are given (HN Đ13.4b). */
export const AttendanceCount = z.int().min(0).max(100_000);
export const AttendancePeople = z.string().trim().max(2_000);

/** One site's attendance: when the chair site asked, and the answer (R-CDT-15). */
export const Attendance = z.strictObject({
  siteId: SiteId,
  askedAt: Instant.nullable(),
  count: AttendanceCount.nullable(),
  people: AttendancePeople,
  givenAt: Instant.nullable(),
});
export type Attendance = z.infer<typeof Attendance>;
