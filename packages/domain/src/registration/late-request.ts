import type { Finding, Instant, LateRequest, RegistrationData, TechnicalService } from '@nhipcau/contracts';

/** Services with a limit of their own, as they stand on the forms. */
const limited: readonly TechnicalService[] = ['recording', 'slides', 'video', 'storeMedia', 'other'];

const asked = ({ technical }: Pick<RegistrationData, 'technical'>): TechnicalService[] =>
  limited.filter((service) => (service === 'other' ? technical.other !== null : technical[service]));

/** Asked for now and not before; another wording of `other` is another request. */
function added(before: RegistrationData | null, after: RegistrationData): TechnicalService[] {
  if (before === null) return asked(after);
  const had = asked(before);
  return asked(after).filter(
    (service) =>
      !had.includes(service) || (service === 'other' && before.technical.other !== after.technical.other),
  );
}

interface Asking {
  /** As it was stated before; null at the registration. */
  readonly before: RegistrationData | null;
  readonly after: RegistrationData;
  readonly open: LateRequest | null;
  readonly findings: readonly Finding[];
  readonly now: Instant;
}

/**
 * What waits for consent after a registration or a change: services asked for after their limit, with those of an earlier
 * request that are still wanted and were not consented to. What was asked for in time stays granted.
 *
 * @rule RE-28 (R-REG-09; QN Đ5.1.1)
 */
export function lateRequestAfter({ before, after, open, findings, now }: Asking): LateRequest | null {
  const isLate = findings.some(({ code }) => code === 'technicalRequestLate');
  const fresh = isLate ? added(before, after) : [];
  const wanted = asked(after);
  const earlier = (open?.services ?? []).filter((service) => wanted.includes(service));
  if (fresh.length === 0)
    return open === null || earlier.length === 0 ? null : { ...open, services: earlier };
  const still = open?.answer.kind === 'consented' ? [] : earlier;
  return {
    services: [...new Set([...still, ...fresh])],
    askedAt: now,
    answer: { kind: 'open' },
  };
}

/**
 * Whether a service is carried out: asked for in time, or consented to.
 *
 * @rule RE-28
 */
export const isGranted = (service: TechnicalService, request: LateRequest | null): boolean =>
  request === null || request.answer.kind === 'consented' || !request.services.includes(service);
