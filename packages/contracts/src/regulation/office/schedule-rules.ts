import { z } from 'zod';
import { OrganisationKind } from '../../directory/directory.ts';
import { RoomKind } from '../../directory/sites.ts';
import { ChairBody } from '../../registration/registration.ts';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation, TimeOfDay } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const note = z.string().max(400).nullable().default(null);
const name = z.string().min(2).max(200);

/** Which rooms a body chairs from; the first that fits counts (R-SCH-02). */
export const RoomRule = z.strictObject({
  key: ProfileKey,
  name,
  chairBodies: z.array(ChairBody).min(1),
  /** Levels and kinds of the host it speaks of; null: any. */
  hostLevels: z.array(z.string().max(40)).min(1).nullable(),
  hostKinds: z.array(OrganisationKind).min(1).nullable(),
  /** Only when the host asks for the room of the headquarters. */
  onRequest: z.boolean(),
  /** Rooms it may be held in, the one proposed first. */
  rooms: z.array(RoomKind).min(1),
  cite,
  note,
});
export type RoomRule = z.infer<typeof RoomRule>;

/** Which meetings go before others; the highest rank that fits counts (R-SCH-03, R-SCH-04). */
export const PriorityRule = z.strictObject({
  key: ProfileKey,
  name,
  rank: z.int().min(1).max(100),
  /** Null: any. */
  kinds: z.array(ProfileKey).min(1).nullable(),
  urgency: z.array(Urgency).min(1).nullable(),
  cite,
  note,
});
export type PriorityRule = z.infer<typeof PriorityRule>;

/** A part of each day; it ends after it begins. */
export const HoursOfDay = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from < to, { message: 'ends before it begins', path: ['to'] });
export type HoursOfDay = z.infer<typeof HoursOfDay>;

/** Hours of offices. No text lays them down so far: without an article they are this product's default. */
const OfficeHours = z.strictObject({
  /** Half days in which is rehearsed, in the order of the day. */
  halfDays: z.array(HoursOfDay).min(1).max(4),
  /** Between which other times are offered for a meeting. */
  meetings: HoursOfDay,
  cite: z.array(Citation).max(5),
  note,
});

/** What a locality's regulation says of rooms, priorities, rehearsal slots, public calendar. */
export const ScheduleRules = z.strictObject({
  rooms: z.array(RoomRule).max(20),
  priorities: z.array(PriorityRule).max(10),
  /** Meetings go before other uses of their rooms; such a use gives way and its owner is told (BD Đ7.8, QN Đ4.2). */
  beforeLocalUse: z.strictObject({ kinds: z.array(ProfileKey).min(1).nullable(), cite, note }).nullable(),
  /** Minutes before the meeting from which its rooms are taken because everything stands ready (R-SCH-01). */
  setUp: z
    .array(
      z.strictObject({
        urgency: z.array(Urgency).min(1),
        minutesBefore: z.int().min(1).max(1440),
        cite,
        note,
      }),
    )
    .max(4),
  /** Half days of rehearsal for large meetings, in this order before the meeting (R-SCH-06). */
  waves: z
    .strictObject({
      /** More sites than this. */
      above: z.int().min(1),
      stages: z
        .array(
          z.strictObject({
            key: ProfileKey,
            name,
            /** `district`: each district with its communes in a room of its own; `common`: all together. */
            gathering: z.enum(['district', 'common']),
            cite,
          }),
        )
        .min(1)
        .max(6),
    })
    .nullable(),
  /** The chair site's means of control are one set: two meetings cannot be led from it at once (HN Đ10.2b). */
  oneControl: z.strictObject({ cite, note }).nullable(),
  hours: OfficeHours,
  /** Null: the calendar is for those who work with it. */
  publicCalendar: z.strictObject({ cite, note }).nullable(),
});
export type ScheduleRules = z.infer<typeof ScheduleRules>;
