import { type Cell, ValueType, Workbook } from '@cj-tech-master/excelts';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../app-error.ts';
import { MOST_COLUMNS, MOST_ROWS, type Sheet, sheetOf } from './sheet.ts';
import { guardZip } from './zip-guard.ts';

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const UTF8_MARK = '\uFEFF';
const SEPARATORS = [';', ',', '\t'] as const;

/**
 * Reads a CSV or the first sheet of an XLSX; which of them it is the bytes tell, not the name.
 *
 * @throws {AppError} SHEET_UNREADABLE, SHEET_TOO_LARGE
 */
export const readSheet = async (bytes: Buffer): Promise<Sheet> =>
  bytes.subarray(0, ZIP.length).equals(ZIP) ? readXlsx(bytes) : readCsv(bytes);

function readCsv(bytes: Buffer): Sheet {
  const text = decode(bytes);
  try {
    const lines: unknown = parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: MOST_ROWS + 2,
      max_record_size: 100_000,
    });
    return sheetOf(asLines(lines));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unreadable('csv', cause);
  }
}

const unreadable = (reason: string, cause: unknown): AppError =>
  new AppError('SHEET_UNREADABLE', { reason }, { cause });

const asLines = (value: unknown): string[][] =>
  Array.isArray(value)
    ? value.map((line: unknown) => (Array.isArray(line) ? line.map((cell: unknown) => `${cell}`) : []))
    : [];

function decode(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.startsWith(UTF8_MARK) ? text.slice(1) : text;
  } catch (cause) {
    throw unreadable('notUtf8', cause);
  }
}

/** The separator that stands most often in the header. */
function separatorOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce<string>((best, next) => (count(next) > count(best) ? next : best), ',');
}

async function readXlsx(bytes: Buffer): Promise<Sheet> {
  guardZip(bytes);
  const workbook = new Workbook();
  try {
    await workbook.xlsx.load(bytes);
  } catch (cause) {
    throw unreadable('xlsx', cause);
  }
  const sheet = workbook.worksheets[0];
  if (!sheet) throw new AppError('SHEET_UNREADABLE', { reason: 'noSheet' });
  if (sheet.rowCount > MOST_ROWS + 1) throw new AppError('SHEET_TOO_LARGE', { limit: MOST_ROWS });
  if (sheet.columnCount > MOST_COLUMNS) throw new AppError('SHEET_TOO_LARGE', { limit: MOST_COLUMNS });
  const lines: string[][] = [];
  for (let row = 1; row <= sheet.rowCount; row += 1)
    lines.push(
      Array.from({ length: sheet.columnCount }, (_, column) => textOf(sheet.getRow(row).getCell(column + 1))),
    );
  return sheetOf(lines);
}

/** A date as `2026-07-01`, a formula as `=…`, everything else as it is shown. */
function textOf(cell: Cell): string {
  if (cell.type === ValueType.Formula) return `=${cell.formula ?? ''}`;
  if (cell.value instanceof Date) return cell.value.toISOString().slice(0, 10);
  return cell.type === ValueType.Null ? '' : cell.text;
}
