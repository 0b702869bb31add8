import { type RoomConfiguration, SheetField, type SheetFields } from '@nhipcau/contracts';

export interface SheetChange {
  readonly field: SheetField;
  readonly before: string | null;
  readonly after: string;
}

/** Of what a terminal reported the fields that a technical sheet has. */
export const sheetFieldsOf = (configuration: RoomConfiguration): SheetFields =>
  Object.fromEntries(
    SheetField.options.flatMap((field) => {
      const value = configuration[field]?.trim();
      return value === undefined || value === '' ? [] : [[field, value.slice(0, 200)]];
    }),
  );

/** What one sheet says otherwise than another; what it does not speak of is no change. */
export const sheetChanges = (before: SheetFields, after: SheetFields): SheetChange[] =>
  SheetField.options.flatMap((field) => {
    const value = after[field];
    return value === undefined || value === before[field]
      ? []
      : [{ field, before: before[field] ?? null, after: value }];
  });

/**
 * Settings that a terminal reports otherwise than its sheet says, but for those that somebody consented to and that are just
 * being changed. What the sheet is silent of cannot differ from it.
 *
 * @param granted - settings of a granted request that is not carried out yet
 * @rule AS-6 (R-AST-04, R-AST-05; BD Đ6.8, Đ7.3, HN Đ6.6, QN Đ7.5)
 */
export const unapprovedChanges = (
  sheet: SheetFields,
  reported: SheetFields,
  granted: SheetFields | null,
): SheetChange[] =>
  sheetChanges(sheet, reported).filter(
    ({ field, before, after }) => before !== null && granted?.[field] !== after,
  );
