import { z } from 'zod';
import { Instant, MeetingId } from '../ids.ts';
import { CalendarDay, DayScope, DayType, LocalDate } from './calendar.ts';
import { ProfileKey, Urgency } from './deadline.ts';
import { RegulationProfile } from './profile.ts';
import { LocalityCode, TimeOfDay } from './values.ts';

const ProfileSummary = z.strictObject({
  locality: LocalityCode,
  name: z.string().max(100),
  version: z.int().min(1),
  title: z.string().max(300),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  /** In force today. */
  effective: z.boolean(),
});

/** `GET /api/regulations`: every version of every locality, by name and version. */
export const RegulationList = z.strictObject({
  profiles: z.array(ProfileSummary).max(1000),
  /** Locality of this installation: new meetings follow its profile. */
  home: LocalityCode,
});
export type RegulationList = z.infer<typeof RegulationList>;

/** `GET /api/regulations/:locality?version=`: the version in force today unless another is asked for. */
export const RegulationReply = z.strictObject({ profile: RegulationProfile });

/** `POST /api/regulations/:locality/timetable`: what would a meeting owe; changes nothing. */
export const PreviewTimetable = z.strictObject({
  kind: ProfileKey,
  urgency: Urgency,
  recording: z.boolean(),
  siteCount: z.int().min(1).max(100_000),
  start: Instant,
  end: Instant.nullable(),
  /** Absent: now. */
  registeredAt: Instant.optional(),
});
export type PreviewTimetable = z.infer<typeof PreviewTimetable>;

/** `GET /api/calendar/:year?locality=`: special days of a year, national ones and those of the locality. */
export const CalendarYear = z.strictObject({
  version: z.int().min(1),
  from: LocalDate,
  to: LocalDate,
  weeklyRest: z.array(z.int().min(1).max(7)).max(6),
  days: z.array(CalendarDay).max(1000),
});
export type CalendarYear = z.infer<typeof CalendarYear>;

/** `POST /api/calendar/days`: an officer confirms a day or says what it is; a later word replaces the earlier. */
export const SetCalendarDay = z
  .strictObject({
    date: LocalDate,
    scope: DayScope,
    type: DayType,
    name: z.string().trim().min(1).max(200),
    endsAt: TimeOfDay.nullable(),
    /** The decision or law by which it is so. */
    source: z.string().trim().min(3).max(300),
  })
  .refine(({ type, endsAt }) => (type === 'halfDay') === (endsAt !== null), {
    path: ['endsAt'],
    message: 'a half day, and only a half day, has an end',
  });
export type SetCalendarDay = z.infer<typeof SetCalendarDay>;

/** A limit of a planned meeting that a change of the calendar moved. */
export const MovedDeadline = z.strictObject({
  meetingId: MeetingId,
  title: z.string().max(300),
  deadlineId: z.string().max(60),
  duty: z.string().max(300),
  before: Instant.nullable(),
  after: Instant.nullable(),
});
export type MovedDeadline = z.infer<typeof MovedDeadline>;

export const CalendarDaySet = z.strictObject({
  version: z.int().min(1),
  moved: z.array(MovedDeadline).max(20_000),
});
export type CalendarDaySet = z.infer<typeof CalendarDaySet>;
