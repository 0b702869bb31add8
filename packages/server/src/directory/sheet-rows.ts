import type { RowFault } from '@nhipcau/contracts';
import type { SheetRow } from '@nhipcau/domain';
import type { SheetColumn } from './sheet-columns.ts';
import type { Sheet } from './spreadsheet/sheet.ts';

/** Small letters without marks: headings and words are recognised however they are typed. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** A sheet's rows by field. A heading is the Vietnamese one or the field's own name. */
export function fieldRows(
  { header, rows }: Sheet,
  columns: readonly SheetColumn[],
): { rows: SheetRow[]; faults: RowFault[]; fields: string[] } {
  const faults: RowFault[] = [];
  const fieldOf = header.map((heading) => {
    const found = columns.find(
      ({ field, heading: known }) => plain(known) === plain(heading) || plain(field) === plain(heading),
    );
    if (!found && heading !== '')
      faults.push({
        row: 1,
        column: heading.slice(0, 60),
        code: 'columnUnknown',
        value: heading.slice(0, 120),
      });
    return found?.field;
  });
  for (const { field, needed, heading } of columns)
    if (needed && !fieldOf.includes(field))
      faults.push({ row: 1, column: field, code: 'columnMissing', value: heading });
  return {
    faults,
    fields: fieldOf.filter((field) => field !== undefined),
    rows: rows.map(({ row, cells }) => ({
      row,
      cells: Object.fromEntries(
        fieldOf.flatMap((field, index) => (field === undefined ? [] : [[field, cells[index] ?? '']])),
      ),
    })),
  };
}
