import { Workbook } from '@cj-tech-master/excelts';
import { shielded, toCsv } from '@nhipcau/base';

export type SheetFormat = 'csv' | 'xlsx';
export const sheetTypes: Readonly<Record<SheetFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const WIDEST = 60;

/** A table as a file; no cell can be taken for a formula. */
export async function writeSheet(
  format: SheetFormat,
  { name, header, rows }: { name: string; header: readonly string[]; rows: readonly (readonly string[])[] },
): Promise<Buffer> {
  return format === 'csv' ? Buffer.from(toCsv([header, ...rows])) : writeXlsx(name, header, rows);
}

async function writeXlsx(
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<Buffer> {
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRow([...header]).font = { bold: true };
  for (const row of rows) sheet.addRow(row.map(shielded));
  for (const index of header.keys()) {
    const longest = Math.max(...[header, ...rows].map((row) => row[index]?.length ?? 0));
    sheet.getColumn(index + 1).width = Math.min(WIDEST, longest + 2);
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
