import { unshielded } from '@nhipcau/base';
import { AppError } from '../../app-error.ts';

/** A table as somebody typed it: the header is row 1; every cell is trimmed text in NFC, a formula begins with `=`. */
export interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

export const MOST_ROWS = 20_000;
export const MOST_COLUMNS = 60;
const LONGEST_CELL = 2_000;

/** What an export writes before a text that a spreadsheet would take for a formula, and an import takes away again. */
/** @throws {AppError} SHEET_TOO_LARGE, SHEET_UNREADABLE */
export function sheetOf(lines: readonly (readonly string[])[]): Sheet {
  const rows = lines
    .map((cells, index) => ({ row: index + 1, cells: cells.map(clean) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [header, ...rest] = rows;
  if (header?.row !== 1) throw new AppError('SHEET_UNREADABLE', { reason: 'noHeader' });
  if (rest.length > MOST_ROWS) throw new AppError('SHEET_TOO_LARGE', { limit: MOST_ROWS });
  if (rows.some(({ cells }) => cells.length > MOST_COLUMNS))
    throw new AppError('SHEET_TOO_LARGE', { limit: MOST_COLUMNS });
  return { header: header.cells, rows: rest };
}

const clean = (cell: string): string => unshielded(cell.normalize('NFC').trim()).slice(0, LONGEST_CELL);
