import { type CreateMeeting, type Instant, MeetingFacts } from '@nhipcau/contracts';
import { CalendarGapError, conferenceRules, timetableOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { findProfile, readWorkingCalendar, regulationInForce } from '../regulation/regulation.repository.ts';
import type { NewMeeting } from './meetings.repository.ts';

/**
 * What the regulation in force says of a meeting registered now: its class, and the rules of the live conference.
 *
 * @throws {AppError} LOCALITY_UNKNOWN, REGULATION_NOT_IN_FORCE, MEETING_KIND_UNKNOWN
 */
export async function rulesFor(
  executor: Executor,
  {
    now,
    locality,
    kind,
    urgency = 'planned',
  }: { now: Instant } & Pick<CreateMeeting, 'locality' | 'kind' | 'urgency'>,
): Promise<Pick<NewMeeting, 'bringUpLimitMs' | 'cascadeAllowed' | 'regulation'>> {
  const profile = await regulationInForce(executor, { now, locality });
  const chosen = profile.kinds.find(({ key }) => kind === undefined || key === kind);
  if (!chosen) throw new AppError('MEETING_KIND_UNKNOWN', { kind: kind ?? null });
  return {
    ...conferenceRules(profile),
    regulation: { locality: profile.locality, version: profile.version, kind: chosen.key, urgency },
  };
}

/**
 * Refuses a planned meeting that is registered after the lead time of its regulation; an urgent one is never held up.
 *
 * @throws {AppError} MEETING_TOO_LATE with the deadline, its article and its instant
 * @rule RG-8 (R-PROF-05, R-REG-01)
 */
export async function checkLeadTime(
  executor: Executor,
  { regulation, start, siteCount }: Pick<NewMeeting, 'regulation'> & { start: Instant; siteCount: number },
  now: Instant,
): Promise<void> {
  const profile = await findProfile(executor, regulation.locality, regulation.version);
  if (!profile) throw new AppError('LOCALITY_UNKNOWN', { locality: regulation.locality });
  const facts = MeetingFacts.parse({
    kind: regulation.kind,
    urgency: regulation.urgency,
    recording: false,
    recorded: false,
    siteCount,
    hostOrganisationId: null,
    waivers: {},
    start,
    end: null,
    informedAt: now,
    registeredAt: now,
    receivedAt: now,
    confirmedAt: null,
    rehearsalAt: null,
    done: {},
    registeredBy: null,
  });
  const calendar = await readWorkingCalendar(executor);
  try {
    const { entries, refusedBy } = timetableOf(profile, calendar, facts, now);
    const missed = entries.find(({ deadlineId }) => refusedBy.includes(deadlineId));
    if (missed)
      throw new AppError('MEETING_TOO_LATE', {
        deadline: missed.deadlineId,
        article: missed.cite[0]?.article ?? null,
        dueAt: missed.dueAt,
      });
  } catch (cause) {
    // So far ahead that nobody has entered the calendar yet: whatever it is, it is not late.
    if (!(cause instanceof CalendarGapError)) throw cause;
  }
}
