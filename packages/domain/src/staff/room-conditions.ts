import type { DirectoryRules } from '@nhipcau/contracts';

export type ConditionResult = 'met' | 'failed';

/** The newest sheet of one condition of a room. */
export interface ConditionSheet {
  readonly key: string;
  readonly result: ConditionResult;
  /** Last day on which it counts; null: until the next inspection. */
  readonly expiresOn: string | null;
}

export type RoomStanding = 'eligible' | 'notEligible' | 'incomplete';

/**
 * Whether a room is fit for online meetings: not with a mandatory condition that failed, incomplete while one was not
 * judged or its judgement has run out.
 *
 * @rule SF-10 (HN Đ6; BD Đ3.8, Đ7; QN Đ4.3; HB III.2; VP Đ10-1)
 */
export function roomStanding(
  { roomConditions }: Pick<DirectoryRules, 'roomConditions'>,
  sheets: readonly ConditionSheet[],
  today: string,
): { readonly standing: RoomStanding; readonly open: string[]; readonly failed: string[] } {
  const mandatory = roomConditions.filter((condition) => condition.mandatory);
  const sheetOf = (key: string) => sheets.find((sheet) => sheet.key === key);
  const failed = mandatory.filter(({ key }) => sheetOf(key)?.result === 'failed').map(({ key }) => key);
  const open = mandatory
    .filter(({ key }) => {
      const sheet = sheetOf(key);
      return !sheet || (sheet.result === 'met' && sheet.expiresOn !== null && sheet.expiresOn < today);
    })
    .map(({ key }) => key);
  const standing = failed.length > 0 ? 'notEligible' : open.length > 0 ? 'incomplete' : 'eligible';
  return { standing, open, failed };
}
