import type { CheckItem, ConfigurationChange, RoomConfiguration } from '@nhipcau/contracts';

/** Settings that a person reads off a dedicated device belong to what is kept; a figure that a line gives at the moment does not. */
const settings: ReadonlySet<CheckItem['measure']> = new Set([
  'address',
  'pictureSources',
  'pictureFormat',
  'echoCancellation',
  'callBandwidth',
  'contentBandwidth',
]);

export const isSetting = ({ measure }: Pick<CheckItem, 'measure'>): boolean => settings.has(measure);

/**
 * What differs between the room as it was kept after tuning and as it is now. A field that is not known now is no
 * difference: a person at the telephone knows fewer of them than the terminal.
 *
 * @rule CK-5 (R-CHK-05, R-AST-05; BD Đ10.2b, QN Đ5.2.1, Đ5.2.2)
 */
export const configurationChanges = (
  kept: RoomConfiguration,
  now: RoomConfiguration,
): ConfigurationChange[] =>
  Object.keys(kept)
    .filter((field) => now[field] !== undefined && now[field] !== kept[field])
    .sort()
    .map((field) => ({ field, before: kept[field] ?? null, after: now[field] ?? null }));
