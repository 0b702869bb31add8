import type { Instant, RegistrationData, RegulationProfile, Timetable } from '@nhipcau/contracts';

type Classed = Pick<RegistrationData, 'kind' | 'urgency' | 'chairBody'>;
type Route = RegulationProfile['office']['registration']['approvals'][number];

/** Who decides on a meeting. */
export interface Approval {
  /** Role of the profile, and its name in the locality's words. */
  readonly role: string;
  readonly name: string;
  /** The office that takes the registration in and puts it to them; null where the text names none. */
  readonly receivedBy: string | null;
  readonly route: Route;
}

/**
 * The step of approval a meeting has to pass, by the body that chairs it.
 *
 * @returns null where nobody decides: it is confirmed as it is registered
 * @rule RE-4 (R-APR-01, R-APR-04; BD Đ9.1; HN Đ12.2b; QN Đ10.1, Đ10.2)
 */
export function approvalOf(profile: RegulationProfile, meeting: Classed): Approval | null {
  const deciding = profile.parameters['approval.by']?.value ?? [];
  const route = profile.office.registration.approvals.find(
    ({ chairBodies, kinds, urgency, decides }) =>
      deciding.includes(decides) &&
      urgency.includes(meeting.urgency) &&
      (kinds?.includes(meeting.kind) ?? true) &&
      (chairBodies?.includes(meeting.chairBody) ?? true),
  );
  if (!route) return null;
  const name = profile.roles[route.decides]?.name ?? route.decides;
  return { role: route.decides, name, receivedBy: route.receivedBy, route };
}

/**
 * Until when it has to be decided; null where the text sets no limit.
 *
 * @rule RE-5 (BD Đ9.1: received + 1 working day; HN Đ12.2b: received + 2 hours; QN: none)
 */
export function decisionLimit(profile: RegulationProfile, timetable: Timetable): Instant | null {
  const limits = (profile.deadlines['approval.limit'] ?? []).filter(
    ({ fulfilledBy }) => fulfilledBy === 'confirmation',
  );
  const entry = timetable.entries.find(({ deadlineId }) => limits.some(({ id }) => id === deadlineId));
  return entry?.dueAt ?? null;
}
