import { z } from 'zod';
import { Instant, OrganisationId } from '../ids.ts';
import { DayType, LocalDate } from './calendar.ts';
import { DeadlineKey, Offset, ProfileKey, Trigger, Urgency } from './deadline.ts';
import { Citation, LocalityCode } from './values.ts';

/** What is known of a meeting when its timetable is computed. */
export const MeetingFacts = z.strictObject({
  kind: ProfileKey,
  urgency: Urgency,
  recording: z.boolean(),
  /** Something was recorded, whatever was asked for. */
  recorded: z.boolean(),
  siteCount: z.int().min(1).max(100_000),
  /** Whose days of rest count besides those of the nation and the province; null while nobody hosts it. */
  hostOrganisationId: OrganisationId.nullable(),
  start: Instant,
  /** Planned or actual end; null while unknown. */
  end: Instant.nullable(),
  informedAt: Instant.nullable(),
  registeredAt: Instant,
  receivedAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
  rehearsalAt: Instant.nullable(),
  /** When duties were reported as done, by the deadline's id. */
  done: z.record(z.string().max(60), Instant),
  /** Duties somebody with the right let go, by the deadline's id (R-PROF-05). */
  waivers: z.record(
    z.string().max(60),
    z.strictObject({ by: z.string().max(200), at: Instant, reason: z.string().max(1_000) }),
  ),
  /** Who registers and so waives what has become impossible; null in a preview. */
  registeredBy: z.string().max(200).nullable(),
});
export type MeetingFacts = z.infer<typeof MeetingFacts>;

/** How a limit was counted, so that it can be told in plain words. */
export const Counting = z.strictObject({
  trigger: Trigger,
  direction: z.enum(['before', 'after']),
  offset: Offset.nullable(),
  /** From when it was counted; null while that has not happened and cannot be foreseen. */
  triggerAt: Instant.nullable(),
  /** `happened`, `planned` (start, end, rehearsal), or `latest`: the limit of the step before. */
  basis: z.enum(['happened', 'planned', 'latest', 'unknown']),
  /** Days counted, nearest to the trigger first; empty for clock times. */
  counted: z.array(LocalDate).max(1000),
  /** Days passed over and why; `weeklyRest` for ordinary weekends. */
  skipped: z.array(z.strictObject({ date: LocalDate, type: DayType, name: z.string().max(200) })).max(1000),
});
export type Counting = z.infer<typeof Counting>;

/** Why an entry is in its state. */
const EntryReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('open') }),
  /** The text says "at once" and no number. */
  z.strictObject({ code: z.literal('atOnce') }),
  z.strictObject({ code: z.literal('waitsFor'), trigger: Trigger }),
  z.strictObject({ code: z.literal('doneAt'), at: Instant }),
  z.strictObject({ code: z.literal('doneLate'), at: Instant, lateByMs: z.int().min(1) }),
  z.strictObject({ code: z.literal('overdue'), lateByMs: z.int().min(1) }),
  /** Somebody with the right let it go. */
  z.strictObject({ code: z.literal('letGo'), reason: z.string().max(1_000) }),
  /** The limit had passed when the meeting was registered. */
  z.strictObject({ code: z.literal('calledTooLate'), missedByMs: z.int().min(1) }),
]);

const EntryState = z.enum(['pending', 'met', 'late', 'waived', 'impossible']);

const Party = z.strictObject({ role: ProfileKey, name: z.string().max(200) });

/** One line of a meeting's legal timetable. */
export const TimetableEntry = z.strictObject({
  deadlineId: z.string().max(60),
  key: DeadlineKey,
  requirement: z.string().max(20),
  duty: z.string().max(300),
  owes: z.array(Party).max(6),
  tells: z.array(Party).max(8),
  cite: z.array(Citation).max(5),
  note: z.string().max(400).nullable(),
  counting: Counting,
  /** Last instant at which it is in time. */
  dueAt: Instant.nullable(),
  reminders: z.array(Instant).max(5),
  state: EntryState,
  reason: EntryReason,
  /** Who let the duty go because it was impossible (R-PROF-05). */
  waiver: z.strictObject({ by: z.string().max(200).nullable(), at: Instant }).nullable(),
});
export type TimetableEntry = z.infer<typeof TimetableEntry>;

/** The whole legal timetable of a meeting, by due instant; duties without an instant stand where they arise. */
export const Timetable = z.strictObject({
  locality: LocalityCode,
  profileVersion: z.int().min(1),
  calendarVersion: z.int().min(1),
  computedAt: Instant,
  /** From when and to when it runs: what is shown between the duties. */
  registeredAt: Instant,
  start: Instant,
  /** False: a planned meeting registered after its lead time, refused unless the desk accepts it (R-REG-01). */
  admissible: z.boolean(),
  /** Deadlines for which it is refused. */
  refusedBy: z.array(z.string().max(60)).max(20),
  /** Half days of testing in stages that this many sites need; null: no stages. */
  rehearsalHalfDays: z.int().min(1).nullable(),
  entries: z.array(TimetableEntry).max(140),
});
export type Timetable = z.infer<typeof Timetable>;
