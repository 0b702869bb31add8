import type {
  AudioLine,
  AudioReading,
  AudioSet,
  ComparedAudio,
  SheetField,
  SheetFields,
} from '@nhipcau/contracts';

/** Settings of a sheet that concern sound. */
export const audioFields: readonly SheetField[] = [
  'audioIn',
  'audioOut',
  'inputLevel',
  'outputLevel',
  'equaliser',
  'feedbackControl',
  'echoCancellation',
  'roomNoise',
];

/** The settings of a sheet that concern sound: the standard values of the room's sound system. */
export const audioStandard = (sheet: SheetFields): SheetFields =>
  Object.fromEntries(
    audioFields.flatMap((field) => {
      const value = sheet[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );

/** Whether two readings say the same; `-12 dB` and `-12dB` do. */
const same = (a: string, b: string): boolean =>
  a.replaceAll(/\s+/g, '').toLowerCase() === b.replaceAll(/\s+/g, '').toLowerCase();

/**
 * The standard values beside what was read.
 *
 * @param read - null: nothing was
 * @rule AS-15 (R-AST-07; BD Đ10.2b, QN Đ5.2.1)
 */
export const compareAudio = (standard: SheetFields, read: SheetFields | null): AudioLine[] =>
  audioFields.flatMap((field) => {
    const wanted = standard[field] ?? null;
    const current = read?.[field] ?? null;
    if (wanted === null && current === null) return [];
    return [
      {
        field,
        standard: wanted,
        current,
        differs: wanted !== null && current !== null && !same(wanted, current),
      },
    ];
  });

/** Each sound system that something was read of, compared. */
export const comparedAudio = (sets: readonly AudioSet[], read: readonly AudioReading[]): ComparedAudio[] =>
  sets.flatMap(({ standard, ...set }) => {
    const own = read.find(({ assetId }) => assetId === set.assetId);
    return own ? [{ ...set, lines: compareAudio(standard, own.fields) }] : [];
  });

/**
 * Sound systems of which a standard value was not read: their check cannot be passed.
 *
 * @rule AS-15 (R-AST-07; BD Đ10.2b, QN Đ5.2.1)
 */
export const unreadAudio = (sets: readonly AudioSet[], read: readonly AudioReading[]): AudioSet[] =>
  sets.filter(({ assetId, standard }) => {
    const fields = read.find((one) => one.assetId === assetId)?.fields ?? {};
    return compareAudio(standard, fields).some(({ current }) => current === null);
  });
