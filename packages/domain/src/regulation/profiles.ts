import type { LocalDate, RegulationProfile, TermKey } from '@nhipcau/contracts';

type Dated = Pick<RegulationProfile, 'locality' | 'version' | 'validFrom' | 'validTo'>;

/**
 * The version of a locality's regulation in force on a day; of several the newest (R-PROF-02).
 *
 * @returns null when none was in force
 * @rule RG-10
 */
export function effectiveProfile<P extends Dated>(
  profiles: readonly P[],
  locality: string,
  on: LocalDate,
): P | null {
  const inForce = profiles.filter(
    (profile) =>
      profile.locality === locality &&
      profile.validFrom <= on &&
      (profile.validTo === null || on <= profile.validTo),
  );
  return inForce.reduce<P | null>(
    (newest, profile) =>
      newest === null ||
      profile.validFrom > newest.validFrom ||
      (profile.validFrom === newest.validFrom && profile.version > newest.version)
        ? profile
        : newest,
    null,
  );
}

/** The locality's own word; null where its text has none (R-PROF-06). */
export const termOf = (profile: RegulationProfile, key: TermKey): string | null =>
  profile.terms[key]?.text ?? null;

/** What the live conference takes from the regulation. */
export interface ConferenceRules {
  /** Milliseconds from the chair's request until the site is there both ways; null: no limit. */
  readonly bringUpLimitMs: number | null;
  /** Only where the text provides for a cascade; elsewhere every terminal connects straight to one MCU (R-MCU-05). */
  readonly cascadeAllowed: boolean;
}

/** @rule RG-11 (HB I.3, II.1.2 b5; VP Đ6.1 b3, b6; QN Đ6.2.1; BD Đ3.4; HN Đ3.3) */
export function conferenceRules({ parameters }: Pick<RegulationProfile, 'parameters'>): ConferenceRules {
  const limit = parameters['bringup.limit'];
  return {
    bringUpLimitMs: limit === null ? null : limit.value * 1000,
    cascadeAllowed: parameters['cascade.allowed']?.value === true,
  };
}
