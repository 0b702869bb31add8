import type {
  AssetCause,
  AssetKind,
  AssetRules,
  AssetState,
  UpkeepRule,
  UpkeepState,
} from '@nhipcau/contracts';

/** The same day so many months later; a day that the month has not is its last. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

export interface KeptDevice {
  readonly kind: AssetKind;
  readonly state: AssetState;
  /** The day from which the first period counts. */
  readonly sinceOn: string;
}

/**
 * From which day the first period of a device counts: of a new one from the day it came; of one that was used before the
 * inventory began from the day it was written down, and of one that was repaired, upgraded or replaced from that day, as
 * nobody knows what was done to it before.
 *
 * @rule AS-11 (R-AST-08; BD Đ14.2c, HN Đ19.4, QN Đ13.7)
 */
export const upkeepSince = ({
  cause,
  causeOn,
  acquiredOn,
}: {
  readonly cause: AssetCause;
  /** When it became what it is by its cause; at first when it was written down. */
  readonly causeOn: string;
  readonly acquiredOn: string | null;
}): string => (cause === 'new' ? (acquiredOn ?? causeOn) : causeOn);

/** A device that is retired, lies in the store or is being repaired anyway needs no work that returns. */
const isKept = ({ state }: KeptDevice): boolean => state === 'inUse' || state === 'spare' || state === 'lent';

export const upkeepRulesFor = ({ upkeep }: Pick<AssetRules, 'upkeep'>, device: KeptDevice): UpkeepRule[] =>
  isKept(device) ? upkeep.filter(({ kinds }) => kinds === null || kinds.includes(device.kind)) : [];

/**
 * When work on a device is due: a period after it was last done, or after the device came.
 *
 * @rule AS-8 (R-AST-08, R-AST-09; BD Đ7.7, Đ14.2c, HN Đ15.4d, Đ19.4, QN Đ13.7)
 */
export function upkeepDue(
  { everyMonths }: Pick<UpkeepRule, 'everyMonths'>,
  { sinceOn, doneOn }: { readonly sinceOn: string; readonly doneOn: string | null },
  today: string,
): { readonly dueOn: string; readonly state: UpkeepState } {
  const dueOn = monthsAfter(doneOn ?? sinceOn, everyMonths);
  const state = dueOn < today ? 'overdue' : dueOn <= monthsAfter(today, 1) ? 'soon' : 'later';
  return { dueOn, state };
}

/**
 * When a site is to be looked at again; one that nobody looked at yet is due now.
 *
 * @rule AS-9 (R-AST-14, R-AST-15; VP Đ10-2, BD Đ18.2, HN Đ15.4g, QN Đ11.2, Đ6)
 */
export function inspectionDue(
  { everyMonths }: { readonly everyMonths: number },
  lastOn: string | null,
  today: string,
): { readonly dueOn: string | null; readonly isDue: boolean } {
  if (lastOn === null) return { dueOn: null, isDue: true };
  const dueOn = monthsAfter(lastOn, everyMonths);
  return { dueOn, isDue: dueOn <= today };
}
