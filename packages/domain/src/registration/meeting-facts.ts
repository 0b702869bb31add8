import { type Instant, MeetingFacts, type Reception, type RegistrationData } from '@nhipcau/contracts';

interface Filed {
  readonly data: RegistrationData;
  readonly reception: Reception | null;
  readonly registeredAt: Instant | null;
  readonly confirmedAt: Instant | null;
}

/** Whether a service beyond picture and sound was asked for, to which limits of its own may apply (R-REG-09). */
export const asksForService = ({ technical }: Pick<RegistrationData, 'technical'>): boolean =>
  technical.recording ||
  technical.slides ||
  technical.video ||
  technical.storeMedia ||
  technical.other !== null;

/**
 * What the legal timetable of a registration is computed from.
 *
 * @param now - stands for the registration of one that is not registered yet
 * @rule RE-6 (R-REG-06: a call counts from its own time)
 * @rule PL-8 (R-PLN-01; VP Đ6.1 b3)
 */
export function meetingFactsOf(
  { data, reception, registeredAt, confirmedAt }: Filed,
  now: Instant,
): MeetingFacts {
  const at = registeredAt ?? reception?.receivedAt ?? now;
  return MeetingFacts.parse({
    kind: data.kind,
    urgency: data.urgency,
    recording: asksForService(data),
    recorded: false,
    siteCount: Math.max(1, data.sites.length),
    hostOrganisationId: data.hostOrganisationId,
    start: data.official.start,
    end: data.official.end,
    informedAt: reception?.receivedAt ?? at,
    registeredAt: at,
    receivedAt: reception?.receivedAt ?? at,
    confirmedAt,
    rehearsalAt: data.rehearsal?.start ?? null,
    done: {},
    waivers: {},
    registeredBy: null,
  });
}
