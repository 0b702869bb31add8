import type {
  Finding,
  Instant,
  Reception,
  Registration,
  RegistrationData,
  RegulationProfile,
} from '@nhipcau/contracts';
import { checkRegistration, dateOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { readWorkingCalendar } from '../regulation/regulation.repository.ts';
import { directoryFactsOf } from './directory-facts.ts';

interface ToCheck {
  readonly profile: RegulationProfile;
  readonly data: RegistrationData;
  readonly reception: Reception | null;
  readonly registered: Pick<Registration, 'registeredAt' | 'confirmedAt'> | null;
  readonly now: Instant;
  /** Sites that one meeting may have. */
  readonly maxSites: number;
}

/** What the regulation says of the registration, with the calendar and the directory as they are. */
export async function checkWith(
  executor: Executor,
  { profile, data, reception, registered, now, maxSites }: ToCheck,
): Promise<ReturnType<typeof checkRegistration>> {
  return checkRegistration({
    profile,
    data,
    reception,
    now,
    maxSites,
    calendar: await readWorkingCalendar(executor),
    directory: await directoryFactsOf(executor, data, profile.office, dateOf(now, profile.timeZone)),
    registeredAt: registered?.registeredAt ?? null,
    confirmedAt: registered?.confirmedAt ?? null,
  });
}

/**
 * Refuses what has a fault.
 *
 * @param allowLate - the desk takes it after its lead time, with its reason
 * @throws {AppError} MEETING_TOO_LATE with the deadline and its article, REGISTRATION_FAULTY with the first fault
 */
export function refuseFaults(findings: readonly Finding[], { allowLate }: { allowLate: boolean }): void {
  const faults = findings.filter(({ severity }) => severity === 'error');
  const late = faults.find(({ code }) => code === 'leadTimePassed');
  const others = faults.filter((one) => one !== late);
  const [first] = others;
  if (first)
    throw new AppError('REGISTRATION_FAULTY', {
      count: others.length,
      finding: first.code,
      field: first.field,
      article: first.cite[0]?.article ?? null,
    });
  if (late && !allowLate)
    throw new AppError('MEETING_TOO_LATE', {
      deadline: late.facts['deadlineId'] ?? null,
      article: late.cite[0]?.article ?? null,
      dueAt: late.facts['dueAt'] ?? null,
    });
}

export const isLate = (findings: readonly Finding[]): boolean =>
  findings.some(({ code }) => code === 'leadTimePassed');
