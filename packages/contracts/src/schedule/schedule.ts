import { z } from 'zod';
import { RoomId } from '../directory/sites.ts';
import { Instant, MeetingId, OrganisationId, SiteId } from '../ids.ts';
import { MeetingState } from '../registration/registration.ts';
import { FreeSlot, Resource, SharedKind } from './conflict.ts';

/** Why a resource is taken: the meeting itself, what prepares it, or a use that is no conference. */
export const BookingKind = z.enum(['official', 'rehearsal', 'setup', 'local']);
export type BookingKind = z.infer<typeof BookingKind>;

/** A piece of the calendar as somebody may see it. */
export const CalendarEntry = z.strictObject({
  bookingId: z.string().max(40),
  resourceId: z.string().max(100),
  kind: BookingKind,
  start: Instant,
  end: Instant,
  isFirm: z.boolean(),
  units: z.int().min(1),
  meetingId: MeetingId.nullable(),
  /** Null: somebody else's business, or a state secret. */
  title: z.string().max(300).nullable(),
  fileNumber: z.string().max(20).nullable(),
  hostName: z.string().max(200).nullable(),
  state: MeetingState.nullable(),
  isUrgent: z.boolean(),
  isSecret: z.boolean(),
  /** Overlaps another use of the same thing. */
  isDisputed: z.boolean(),
  /** Whether this person may ask for another time. */
  mayMove: z.boolean(),
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;

export const CalendarRow = z.strictObject({
  ...Resource.shape,
  /** Name of the site a room is in, or of the unit. */
  place: z.string().max(200),
  levelCode: z.string().max(40),
  /** How much there is; null for what is used by one at a time, and where nobody set a number. */
  capacity: z.int().min(0).nullable(),
});
export type CalendarRow = z.infer<typeof CalendarRow>;

/** `GET /api/schedule`: rows of resources and what is booked on them between two instants, at most 45 days. */
export const ScheduleQuery = z.strictObject({
  from: z.coerce.number().int(),
  to: z.coerce.number().int(),
  rows: z.enum(['rooms', 'nodes']).default('rooms'),
  search: z.string().max(100).optional(),
  level: z.string().max(40).optional(),
  /** Only rows on which there is something in that time. */
  busy: z.enum(['yes']).optional(),
});
export type ScheduleQuery = z.infer<typeof ScheduleQuery>;

export const SchedulePage = z.strictObject({
  rows: z.array(CalendarRow).max(3_000),
  entries: z.array(CalendarEntry).max(30_000),
  levels: z.array(z.strictObject({ code: z.string().max(40), name: z.string().max(100) })).max(20),
  timeZone: z.string().max(60),
});
export type SchedulePage = z.infer<typeof SchedulePage>;

/** How full a shared thing is at its fullest. */
export const CapacityLine = z.strictObject({
  ...Resource.shape,
  kind: SharedKind,
  available: z.int().min(0).nullable(),
  /** Instant at which most is taken, and how much; firm bookings, then with those still asked for. */
  peakAt: Instant.nullable(),
  firm: z.int().min(0),
  asked: z.int().min(0),
});
export type CapacityLine = z.infer<typeof CapacityLine>;

/** `GET /api/schedule/capacity?from&to` */
export const CapacityReport = z.strictObject({ lines: z.array(CapacityLine).max(500) });
export type CapacityReport = z.infer<typeof CapacityReport>;

/** A terabit per second; ports and streams are fewer. */
export const MOST_OF_SHARED = 1_000_000_000;

/** `POST /api/schedule/capacity`: how much of something there is (R-SCH-07); null: not counted. */
export const SetCapacity = z.strictObject({
  kind: SharedKind,
  resourceId: z.string().min(1).max(100),
  available: z.int().min(0).max(MOST_OF_SHARED).nullable(),
});
export type SetCapacity = z.infer<typeof SetCapacity>;

/** A half day of rehearsal in front of a large meeting (R-SCH-06). */
export const RehearsalWave = z.strictObject({
  stage: z.int().min(1).max(6),
  name: z.string().max(200),
  /** The district that gathers its own; null: all together. */
  groupName: z.string().max(200).nullable(),
  groupId: OrganisationId.nullable(),
  /** Laid there by a person; it stays there as long as it fits. */
  isChosen: z.boolean(),
  start: Instant,
  end: Instant,
  siteCount: z.int().min(1),
});
export type RehearsalWave = z.infer<typeof RehearsalWave>;

/** A meeting that had to give way, or a use of a room that did (R-SCH-03, R-SCH-04). */
export const Displacement = z.strictObject({
  at: Instant,
  /** The meeting that went first. */
  byFileNumber: z.string().max(20),
  fileNumber: z.string().max(20).nullable(),
  title: z.string().max(300).nullable(),
  start: Instant,
  end: Instant,
  slots: z.array(FreeSlot).max(10),
});
export type Displacement = z.infer<typeof Displacement>;

/** `GET /api/schedule/meetings/:meetingId`: what a meeting has taken. */
export const MeetingSchedule = z.strictObject({
  meetingId: MeetingId,
  isFirm: z.boolean(),
  windows: z
    .array(z.strictObject({ kind: BookingKind, start: Instant, end: Instant, rooms: z.int().min(0) }))
    .max(40),
  waves: z.array(RehearsalWave).max(200),
  displacements: z.array(Displacement).max(50),
});
export type MeetingSchedule = z.infer<typeof MeetingSchedule>;

/** `POST /api/schedule/local-uses`: a room is used for something that is no conference. */
export const BookLocalUse = z.strictObject({
  roomId: RoomId,
  title: z.string().trim().min(3).max(200),
  start: Instant,
  end: Instant,
});
export type BookLocalUse = z.infer<typeof BookLocalUse>;

export const LocalUse = z.strictObject({
  localUseId: z.uuid(),
  ...BookLocalUse.shape,
  state: z.enum(['booked', 'displaced', 'released']),
});
export type LocalUse = z.infer<typeof LocalUse>;

/** `GET /api/schedule/local-uses?from&to` */
export const LocalUseList = z.strictObject({
  uses: z
    .array(
      z.strictObject({
        ...LocalUse.shape,
        roomName: z.string().max(200),
        siteName: z.string().max(200),
        ownerName: z.string().max(200),
        mayRelease: z.boolean(),
      }),
    )
    .max(500),
});
export type LocalUseList = z.infer<typeof LocalUseList>;

/** Meetings to come with rehearsal waves, the soonest first. */
export const WavePlan = z.strictObject({
  meetingId: MeetingId,
  fileNumber: z.string().max(20),
  /** Null for a state secret. */
  title: z.string().max(300).nullable(),
  start: Instant,
  isFirm: z.boolean(),
  siteCount: z.int().min(1),
  waves: z.array(RehearsalWave).max(200),
});
export type WavePlan = z.infer<typeof WavePlan>;
/** `GET /api/schedule/waves` */
export const WavePlanList = z.strictObject({ plans: z.array(WavePlan).max(50), mayMove: z.boolean() });
export type WavePlanList = z.infer<typeof WavePlanList>;

/** `POST /api/schedule/meetings/:meetingId/waves`: another time for one wave. */
export const MoveWave = z.strictObject({
  stage: RehearsalWave.shape.stage,
  groupId: OrganisationId.nullable(),
  start: Instant,
  end: Instant,
});
export type MoveWave = z.infer<typeof MoveWave>;

/** A line of the public calendar; of a state secret only that rooms are taken (R-SCH-05). */
export const PublicSession = z.strictObject({
  start: Instant,
  end: Instant,
  state: z.enum(['confirmed', 'preparing', 'live', 'ended', 'cancelled']),
  isUrgent: z.boolean(),
  isSecret: z.boolean(),
  hostName: z.string().max(200).nullable(),
  title: z.string().max(300).nullable(),
  chairSite: z.string().max(200).nullable(),
  siteCount: z.int().min(0).nullable(),
  sites: z.array(z.string().max(200)).max(2_000),
});
export type PublicSession = z.infer<typeof PublicSession>;

/** `GET /api/public-calendar?from&to`: without a sign-in, where the regulation says so. */
export const PublicCalendar = z.strictObject({
  locality: z.string().max(100),
  timeZone: z.string().max(60),
  article: z.string().max(30),
  sessions: z.array(PublicSession).max(2_000),
});
export type PublicCalendar = z.infer<typeof PublicCalendar>;

export const PeriodQuery = z.strictObject({ from: z.coerce.number().int(), to: z.coerce.number().int() });
export type PeriodQuery = z.infer<typeof PeriodQuery>;

/** Whose meetings a calendar address shows. */
export const FeedScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('organisation'), organisationId: OrganisationId }),
  z.strictObject({ kind: z.literal('person') }),
]);
export type FeedScope = z.infer<typeof FeedScope>;

/** `POST /api/schedule/feeds`: an address nobody can guess, for calendar programs; shown once. */
export const CreateFeed = z.strictObject({ scope: FeedScope });
export const FeedCreated = z.strictObject({ feedId: z.uuid(), address: z.string().max(300) });
export type FeedCreated = z.infer<typeof FeedCreated>;

export const FeedLine = z.strictObject({
  feedId: z.uuid(),
  scope: FeedScope,
  name: z.string().max(200),
  createdAt: Instant,
  lastReadAt: Instant.nullable(),
});
/** `GET /api/schedule/feeds`: one's own. */
export const FeedList = z.strictObject({ feeds: z.array(FeedLine).max(200) });
export type FeedList = z.infer<typeof FeedList>;
