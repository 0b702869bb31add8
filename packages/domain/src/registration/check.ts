import type {
  Finding,
  Instant,
  Reception,
  RegistrationData,
  RegulationProfile,
  Timetable,
  WorkingCalendar,
} from '@nhipcau/contracts';
import { CalendarGapError } from '../regulation/calendar.ts';
import { timetableOf } from '../regulation/timetable.ts';
import { checkChannel } from './check-channel.ts';
import { checkClass, checkSecret } from './check-class.ts';
import { checkFields } from './check-fields.ts';
import { checkSites, checkSize, type DirectoryFacts } from './check-sites.ts';
import { checkInvitation, checkLeadTime, checkServices, checkTimes } from './check-times.ts';
import { warning } from './finding.ts';
import { meetingFactsOf } from './meeting-facts.ts';

export interface RegistrationToCheck {
  readonly profile: RegulationProfile;
  readonly calendar: WorkingCalendar;
  readonly data: RegistrationData;
  readonly reception: Reception | null;
  /** Null while it is a draft: it would be registered now, or when the call came in. */
  readonly registeredAt: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly directory: DirectoryFacts;
  readonly now: Instant;
  /** Sites that one meeting may have; left out: as many as any installation carries. */
  readonly maxSites?: number;
}

export interface CheckedRegistration {
  /** Errors first. */
  readonly findings: Finding[];
  readonly timetable: Timetable;
}

const MOST_FINDINGS = 500;

/**
 * Everything the regulation has to say of a registration, before anybody takes it in.
 *
 * @rule RE-7 … RE-18 (chapter 4.5 of the requirements)
 */
export function checkRegistration(given: RegistrationToCheck): CheckedRegistration {
  const { profile, data, reception, now, directory, confirmedAt, registeredAt } = given;
  const { timetable, gap } = countTimetable(given);
  const standing = { timetable, now, confirmedAt, isRegistered: registeredAt !== null };
  const findings = [
    ...gap,
    ...checkClass(profile, data, directory),
    ...checkSecret(profile, data, directory),
    ...checkTimes(data, now),
    ...checkLeadTime(standing),
    ...checkChannel(profile, data, reception, now),
    ...checkSites(profile, data, directory),
    ...checkSize(data, given.maxSites),
    ...checkFields(profile, data),
    ...checkServices(data, standing),
    ...checkInvitation(profile, data, standing),
  ];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return { findings: [...errors, ...warnings].slice(0, MOST_FINDINGS), timetable };
}

/** A meeting so far ahead that nobody has entered the calendar yet is not late; its limits are told later. */
function countTimetable(given: RegistrationToCheck): { timetable: Timetable; gap: Finding[] } {
  const { profile, calendar, now } = given;
  const facts = meetingFactsOf(given, now);
  try {
    return { timetable: timetableOf(profile, calendar, facts, now), gap: [] };
  } catch (cause) {
    if (!(cause instanceof CalendarGapError)) throw cause;
    return {
      timetable: {
        locality: profile.locality,
        profileVersion: profile.version,
        calendarVersion: calendar.version,
        computedAt: now,
        registeredAt: facts.registeredAt,
        start: facts.start,
        admissible: true,
        refusedBy: [],
        rehearsalHalfDays: null,
        entries: [],
      },
      gap: [warning('calendarGap', { field: 'official.start', facts: { date: cause.date } })],
    };
  }
}
