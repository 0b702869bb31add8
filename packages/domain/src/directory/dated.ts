import type { LocalDate } from '@nhipcau/contracts';

/** Something that holds from a day on and until before another; null: since before the records, until further notice. */
export interface Dated {
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
}

/**
 * Whether it holds on that day: the first day counts, the day it ends does not.
 *
 * @rule DY-1 (R-DIR-01)
 */
export const holdsOn = ({ validFrom, validTo }: Dated, day: LocalDate): boolean =>
  (validFrom === null || validFrom <= day) && (validTo === null || day < validTo);

/** The one of these that holds on that day; null before the first and after the last. */
export const onDay = <V extends Dated>(versions: readonly V[], day: LocalDate): V | null =>
  versions.find((version) => holdsOn(version, day)) ?? null;
