import {
  type Counting,
  type Deadline,
  type DeadlineKey,
  DeadlineKey as DeadlineKeys,
  type Instant,
  instant,
  type MeetingFacts,
  type Offset,
  type RegulationProfile,
  type Timetable,
  type TimetableEntry,
  type Trigger,
  type WorkingCalendar,
} from '@nhipcau/contracts';
import { OwnCalendar } from './calendar.ts';
import { limitOf, remindAt } from './counting.ts';

interface DueDeadline {
  readonly key: DeadlineKey;
  readonly deadline: Deadline;
  readonly counting: Counting;
  readonly dueAt: Instant | null;
}

/**
 * Everything a meeting owes by its locality's regulation, in the order of time (R-PROF-01, R-PROF-05).
 *
 * @param calendar - days of rest; those of other provinces do not count
 * @param now - entries whose limit lies before it are late
 * @throws {CalendarGapError} when the calendar does not cover a span that has to be counted
 * @rule RG-4 … RG-9
 */
export function timetableOf(
  profile: RegulationProfile,
  calendar: WorkingCalendar,
  meeting: MeetingFacts,
  now: Instant,
): Timetable {
  const own = new OwnCalendar(calendar, {
    locality: profile.locality,
    organisationId: meeting.hostOrganisationId,
  });
  const due = countAll(profile, own, meeting);
  const entries = due.map((one) => entryOf(profile, one, meeting, now)).sort(byTime(meeting));
  const refusedBy = entries
    .filter(({ key, state }) => key === 'lead.planned' && state === 'impossible')
    .map(({ deadlineId }) => deadlineId);
  const stages = profile.parameters['rehearsal.stages'];
  return {
    locality: profile.locality,
    profileVersion: profile.version,
    calendarVersion: calendar.version,
    computedAt: now,
    registeredAt: meeting.registeredAt,
    start: meeting.start,
    admissible: refusedBy.length === 0,
    refusedBy,
    rehearsalHalfDays: stages && meeting.siteCount > stages.value.above ? stages.value.halfDays : null,
    entries,
  };
}

function countAll(profile: RegulationProfile, own: OwnCalendar, meeting: MeetingFacts): DueDeadline[] {
  // Limits on which others may have to be counted come first: the confirmation before what follows it.
  const counted: DueDeadline[] = [];
  for (const key of DeadlineKeys.options)
    for (const deadline of profile.deadlines[key] ?? []) {
      if (!applies(deadline, meeting)) continue;
      const { trigger, direction, offset } = deadline;
      const { triggerAt, basis } = triggerOf(trigger, meeting, counted);
      const limit =
        offset && triggerAt !== null
          ? limitOf({ triggerAt: lastMoment(triggerAt, basis, offset), direction, offset }, own, profile)
          : null;
      const counting = {
        trigger,
        direction,
        offset,
        triggerAt,
        basis,
        counted: limit?.counted ?? [],
        skipped: limit?.skipped ?? [],
      };
      counted.push({ key, deadline, counting, dueAt: limit?.dueAt ?? null });
    }
  return counted;
}

/** A day that ends as the next begins is counted as the day it ends. */
const lastMoment = (triggerAt: Instant, basis: Counting['basis'], { unit }: Offset): Instant =>
  basis === 'latest' && (unit === 'workingDay' || unit === 'calendarDay')
    ? instant(triggerAt - 1)
    : triggerAt;

/** Whether a limit is one of this meeting's (R-PROF-07). */
const applies = ({ when }: Deadline, { urgency, kind, recording, recorded }: MeetingFacts): boolean =>
  (when.urgency?.includes(urgency) ?? true) &&
  (when.kinds?.includes(kind) ?? true) &&
  (when.recording === undefined || recording || (when.recorded === true && recorded));

type Basis = Pick<Counting, 'triggerAt' | 'basis'>;
const unknown: Basis = { triggerAt: null, basis: 'unknown' };
const happened = (at: Instant | null): Basis =>
  at === null ? unknown : { triggerAt: at, basis: 'happened' };
const planned = (at: Instant | null): Basis => (at === null ? unknown : { triggerAt: at, basis: 'planned' });

function triggerOf(trigger: Trigger, meeting: MeetingFacts, counted: readonly DueDeadline[]): Basis {
  switch (trigger) {
    case 'informed':
      return happened(meeting.informedAt);
    case 'received':
      return happened(meeting.receivedAt);
    case 'registered':
      return happened(meeting.registeredAt);
    case 'confirmed': {
      if (meeting.confirmedAt !== null) return happened(meeting.confirmedAt);
      const confirmation = counted.find(({ deadline }) => deadline.fulfilledBy === 'confirmation');
      return confirmation?.dueAt ? { triggerAt: confirmation.dueAt, basis: 'latest' } : unknown;
    }
    case 'rehearsal':
      return planned(meeting.rehearsalAt);
    case 'start':
      return planned(meeting.start);
    case 'end':
      return planned(meeting.end);
  }
}

function entryOf(
  profile: RegulationProfile,
  { key, deadline, counting, dueAt }: DueDeadline,
  meeting: MeetingFacts,
  now: Instant,
): TimetableEntry {
  const party = (role: string) => ({ role, name: profile.roles[role]?.name ?? role });
  const standing = standingOf(deadline, { counting, dueAt }, meeting, now);
  return {
    deadlineId: deadline.id,
    key,
    requirement: deadline.requirement,
    duty: deadline.duty,
    owes: deadline.owes.map(party),
    tells: deadline.tells.map(party),
    cite: deadline.cite,
    note: deadline.note,
    counting,
    dueAt,
    reminders:
      dueAt === null || standing.state !== 'pending'
        ? []
        : deadline.reminders
            .map((before) => remindAt(dueAt, before, profile.timeZone))
            .filter((at) => at > meeting.registeredAt),
    ...standing,
  };
}

type Standing = Pick<TimetableEntry, 'state' | 'reason' | 'waiver'>;

/** @rule RG-6 … RG-8: what is done, what was impossible from the first, what is late */
function standingOf(
  deadline: Deadline,
  { counting, dueAt }: Pick<DueDeadline, 'counting' | 'dueAt'>,
  meeting: MeetingFacts,
  now: Instant,
): Standing {
  const doneAt = doneInstant(deadline, meeting);
  if (doneAt !== null && (dueAt === null || doneAt <= dueAt))
    return { state: 'met', reason: { code: 'doneAt', at: doneAt }, waiver: null };
  const waiver = meeting.waivers[deadline.id];
  if (waiver)
    return {
      state: 'waived',
      reason: { code: 'letGo', reason: waiver.reason },
      waiver: { by: waiver.by, at: waiver.at },
    };
  if (dueAt === null) {
    const waits = counting.offset !== null;
    return {
      state: 'pending',
      reason: waits ? { code: 'waitsFor', trigger: deadline.trigger } : { code: 'atOnce' },
      waiver: null,
    };
  }
  // Counted back from the meeting, so it can have passed before anybody was asked.
  if (deadline.direction === 'before' && dueAt < meeting.registeredAt) {
    const reason = { code: 'calledTooLate', missedByMs: meeting.registeredAt - dueAt } as const;
    return meeting.urgency === 'urgent'
      ? { state: 'waived', reason, waiver: { by: meeting.registeredBy, at: meeting.registeredAt } }
      : { state: 'impossible', reason, waiver: null };
  }
  if (doneAt !== null)
    return {
      state: 'late',
      reason: { code: 'doneLate', at: doneAt, lateByMs: doneAt - dueAt },
      waiver: null,
    };
  if (now > dueAt) return { state: 'late', reason: { code: 'overdue', lateByMs: now - dueAt }, waiver: null };
  return { state: 'pending', reason: { code: 'open' }, waiver: null };
}

function doneInstant({ id, fulfilledBy }: Deadline, meeting: MeetingFacts): Instant | null {
  const reported = meeting.done[id];
  if (reported !== undefined) return reported;
  switch (fulfilledBy) {
    case 'registration':
      return meeting.registeredAt;
    case 'confirmation':
      return meeting.confirmedAt;
    case 'report':
      return null;
  }
}

/** Duties without an instant stand where they arise; what waits for something still unknown stands last. */
function byTime({ registeredAt }: MeetingFacts): (a: TimetableEntry, b: TimetableEntry) => number {
  const at = ({ dueAt, counting: { trigger, triggerAt } }: TimetableEntry) =>
    dueAt ??
    triggerAt ??
    (trigger === 'informed' || trigger === 'received' ? registeredAt : Number.MAX_SAFE_INTEGER);
  return (a, b) => at(a) - at(b);
}
