import { z } from 'zod';
import { Role } from '../access/grants.ts';
import { Instant, OrganisationId } from '../ids.ts';
import { LocalDate } from '../regulation/calendar.ts';
import { OperatorDuty } from '../regulation/office/directory-rules.ts';
import { TrainingRules } from '../regulation/office/training-rules.ts';

const id = z.string().min(1).max(64);
const line = (min: number, max: number) => z.string().trim().min(min).max(max).normalize();
const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);
const optional = (max: number) => z.preprocess(blank, line(1, max).nullable()).default(null);

/** `POST /api/training/courses`: a course comes into the plan of its year (R-TRN-02). */
export const PlanCourse = z
  .strictObject({
    title: line(3, 300),
    content: optional(2_000),
    organiserId: OrganisationId,
    place: line(2, 200),
    trainers: optional(300),
    startsOn: LocalDate,
    endsOn: LocalDate,
    /** Who is to come; `needs`: also everybody with an open need. */
    personIds: z.array(id).max(2_000).default([]),
    withNeeds: z.boolean().default(false),
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'ends before it begins',
  });
export type PlanCourse = z.infer<typeof PlanCourse>;
/** `POST /api/training/courses/:courseId/people` */
export const InviteToCourse = z.strictObject({ personIds: z.array(id).min(1).max(2_000) });
export type InviteToCourse = z.infer<typeof InviteToCourse>;
export const CourseAttendance = z.enum(['attended', 'absent', 'excused']);
export type CourseAttendance = z.infer<typeof CourseAttendance>;
/** `POST /api/training/courses/:courseId/attendance`: who came, with which result. */
export const RecordAttendance = z.strictObject({
  people: z
    .array(
      z.strictObject({
        personId: id,
        attendance: CourseAttendance,
        passed: z.boolean().default(false),
        certificate: optional(100),
      }),
    )
    .min(1)
    .max(2_000),
});
export type RecordAttendance = z.infer<typeof RecordAttendance>;
/** `POST /api/training/courses/:courseId/cancellation` */
export const CancelCourse = z.strictObject({ reason: line(3, 300) });

export const CourseState = z.enum(['planned', 'held', 'cancelled']);
export const Participant = z.strictObject({
  personId: id,
  name: z.string().max(200),
  duty: OperatorDuty,
  organisationName: z.string().max(200),
  attendance: CourseAttendance.nullable(),
  passed: z.boolean(),
  certificate: z.string().max(100).nullable(),
  /** The person was obliged to come, and did not. */
  isMissing: z.boolean(),
});
export type Participant = z.infer<typeof Participant>;
export const Course = z.strictObject({
  courseId: id,
  title: z.string().max(300),
  content: z.string().max(2_000).nullable(),
  organiserName: z.string().max(200),
  place: z.string().max(200),
  trainers: z.string().max(300).nullable(),
  startsOn: LocalDate,
  endsOn: LocalDate,
  state: CourseState,
  reason: z.string().max(300).nullable(),
  people: z.array(Participant).max(2_000),
  mayWrite: z.boolean(),
});
export type Course = z.infer<typeof Course>;
/** Somebody who is to be trained and is in no course to come (R-TRN-03). */
export const OpenNeed = z.strictObject({
  needId: id,
  personId: id,
  name: z.string().max(200),
  organisationName: z.string().max(200),
  cause: z.enum(['replacement', 'appointment']),
  openedOn: LocalDate,
  dueOn: LocalDate.nullable(),
  isLate: z.boolean(),
  /** Of the course that will meet it. */
  courseTitle: z.string().max(300).nullable(),
});
export type OpenNeed = z.infer<typeof OpenNeed>;
/** `GET /api/training?year=` */
export const TrainingYear = z.strictObject({
  year: z.int(),
  courses: z.array(Course).max(500),
  needs: z.array(OpenNeed).max(5_000),
  rules: TrainingRules,
  mayPlan: z.boolean(),
});
export type TrainingYear = z.infer<typeof TrainingYear>;

/** `POST /api/guidance?key=&title=&fileName=` (the bytes): the next version of a guide (R-TRN-04). */
export const GuideMeta = z.strictObject({
  key: line(2, 60),
  title: line(3, 200),
  fileName: line(1, 200),
});
export type GuideMeta = z.infer<typeof GuideMeta>;
export const Guide = z.strictObject({
  guideId: id,
  key: z.string().max(60),
  version: z.int().min(1),
  title: z.string().max(200),
  fileName: z.string().max(200),
  bytes: z.int(),
  /** SHA-256, hexadecimal. */
  sha256: z.string().length(64),
  at: Instant,
  byName: z.string().max(200),
});
export type Guide = z.infer<typeof Guide>;
/** `GET /api/guidance`: what is written for the roles of whoever asks. */
export const GuideList = z.strictObject({
  topics: z
    .array(
      z.strictObject({
        key: z.string().max(60),
        label: z.string().max(300),
        by: z.string().max(300),
        roles: z.array(Role).max(12),
        article: z.string().max(60).nullable(),
        /** The newest first. */
        versions: z.array(Guide).max(50),
        /** There is a version that this person has not opened. */
        isNew: z.boolean(),
      }),
    )
    .max(20),
  mayWrite: z.boolean(),
});
export type GuideList = z.infer<typeof GuideList>;
