import type { Finding, Instant, RegistrationData, RegulationProfile, Timetable } from '@nhipcau/contracts';
import { dateOf } from '../regulation/zone.ts';
import { fault, warning } from './finding.ts';
import { asksForService } from './meeting-facts.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Times in order, and not in the past.
 *
 * @rule RE-8
 */
export function checkTimes({ official, rehearsal }: RegistrationData, now: Instant): Finding[] {
  const findings: Finding[] = [];
  if (official.end <= official.start) findings.push(fault('endBeforeStart', { field: 'official.end' }));
  if (official.start <= now) findings.push(fault('startInPast', { field: 'official.start' }));
  if (official.end - official.start > DAY_MS)
    findings.push(warning('longerThanADay', { field: 'official.end' }));
  if (rehearsal === null) return findings;
  if (rehearsal.end <= rehearsal.start) findings.push(fault('endBeforeStart', { field: 'rehearsal.end' }));
  if (rehearsal.start <= now) findings.push(fault('startInPast', { field: 'rehearsal.start' }));
  if (rehearsal.end > official.start) findings.push(fault('rehearsalAfterStart', { field: 'rehearsal.end' }));
  return findings;
}

interface Standing {
  readonly timetable: Timetable;
  readonly now: Instant;
  readonly confirmedAt: Instant | null;
  /** It was registered before this change: the limits are told, not enforced again. */
  readonly isRegistered: boolean;
}

/**
 * The lead time of its regulation, to the minute: a planned meeting after it is refused, an urgent one never held up.
 *
 * @rule RE-9 (R-REG-01, R-REG-02, R-PROF-05)
 */
export function checkLeadTime({ timetable, isRegistered }: Standing): Finding[] {
  return timetable.entries.flatMap(({ deadlineId, key, dueAt, cite, state, reason }) => {
    if (reason.code !== 'calledTooLate' || (key !== 'lead.planned' && key !== 'lead.urgent')) return [];
    const detail = {
      field: 'official.start',
      facts: { deadlineId, dueAt, missedByMs: reason.missedByMs },
      cite,
    };
    if (key === 'lead.urgent' || state === 'waived') return [warning('urgentLeadTimePassed', detail)];
    return [isRegistered ? warning('leadTimePassed', detail) : fault('leadTimePassed', detail)];
  });
}

/**
 * Recording, slides and other services asked for after their own limit are flagged: whoever runs the system has to agree.
 *
 * @rule RE-10 (R-REG-09; QN Đ5.1.1)
 */
export function checkServices(data: RegistrationData, { timetable, now }: Standing): Finding[] {
  if (!asksForService(data)) return [];
  return timetable.entries.flatMap(({ key, dueAt, cite }) =>
    key === 'rec.request' && dueAt !== null && now > dueAt
      ? [warning('technicalRequestLate', { field: 'technical', facts: { dueAt }, cite })]
      : [],
  );
}

/**
 * An invitation dated before the meeting was confirmed breaks the order of registering first.
 *
 * @rule RE-11 (R-REG-11; BD Đ9.3)
 */
export function checkInvitation(
  profile: RegulationProfile,
  { invitation }: RegistrationData,
  { confirmedAt, now }: Standing,
): Finding[] {
  const rule = profile.parameters['reg.beforeInvite'];
  if (rule === null || invitation === null) return [];
  const today = dateOf(now, profile.timeZone);
  const isEarly =
    confirmedAt === null
      ? invitation.issuedOn <= today
      : invitation.issuedOn < dateOf(confirmedAt, profile.timeZone);
  const facts = { issuedOn: invitation.issuedOn, number: invitation.number };
  return isEarly
    ? [warning('invitedBeforeConfirmation', { field: 'invitation', facts, cite: rule.cite })]
    : [];
}
