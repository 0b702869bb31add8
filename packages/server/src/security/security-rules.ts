import { instant, LocalDate, SecurityRules, silentSecurity } from '@nhipcau/contracts';
import { dateOf } from '@nhipcau/domain';
import { AppError } from '../app-error.ts';
import type { Executor } from '../database/database.ts';
import { findProfile, regulationInForce } from '../regulation/regulation.repository.ts';

/** What the regulation in force says of security, and the day it is there; without a home locality it says nothing. */
export async function securityRules(
  executor: Executor,
  now: number,
): Promise<{ rules: SecurityRules; today: LocalDate }> {
  try {
    const { office, timeZone } = await regulationInForce(executor, { now: instant(now) });
    return { rules: office.security, today: dateOf(instant(now), timeZone) };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return {
      rules: SecurityRules.parse(silentSecurity),
      today: LocalDate.parse(new Date(now).toISOString().slice(0, 10)),
    };
  }
}

/** What the meeting's own version of the regulation says of security; without one, what is in force. */
export async function securityRulesOf(
  executor: Executor,
  meetingId: string,
  now: number,
): Promise<SecurityRules> {
  const meeting = await executor
    .selectFrom('meeting')
    .select(['locality', 'regulation_version'])
    .where('id', '=', meetingId)
    .executeTakeFirst();
  const profile =
    meeting?.locality == null || meeting.regulation_version === null
      ? null
      : await findProfile(executor, meeting.locality, meeting.regulation_version);
  return profile?.office.security ?? (await securityRules(executor, now)).rules;
}
