import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import { shielded } from '@nhipcau/base';
import type { Paper, PaperBlock, PaperSignature } from '@nhipcau/contracts';
import { withoutTimes } from './fixed-zip.ts';

const WIDEST = 60;
const NARROWEST = 8;
/** Characters of a page's width that a column of a paper's table has a share of. */
const PAGE = 110;
const FONT = 'Times New Roman';
/** Says nothing of when it was made: the same paper is the same file. */
const MADE = new Date(0);

/** A paper as a workbook of one sheet: what stands above a table, the table with its heading frozen in print, who signs. */
export async function printXlsx(paper: Paper): Promise<Buffer> {
  const workbook = new Workbook();
  workbook.created = MADE;
  workbook.modified = MADE;
  const sheet = workbook.addWorksheet('Biểu', {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  const tables = paper.blocks.filter((block) => block.kind === 'table');
  const columns = Math.max(2, ...tables.map((table) => table.columns.length));
  const say = (text: string, look: { bold?: boolean; centred?: boolean; italic?: boolean } = {}) =>
    wideLine(sheet, columns, text, look);
  const { header } = paper;
  if (header) {
    if (header.superior) say(header.superior);
    say(header.issuer, { bold: true });
    if (header.number) say(header.number);
  }
  for (const line of paper.title) say(line, { bold: true, centred: true });
  if (paper.subject) say(paper.subject, { centred: true });
  for (const name of paper.addressees) say(`Kính gửi: ${name}`);
  for (const block of paper.blocks) blockOf(sheet, block, say);
  const signers = [paper.signatures.left, paper.signatures.right].filter((one) => one !== null);
  if (signers.length > 0) sheet.addRow([]);
  for (const signer of signers) say(signerOf(signer), { bold: true });
  const widest = tables.toSorted((a, b) => b.columns.length - a.columns.length)[0];
  const total = widest?.columns.reduce((sum, { width }) => sum + width, 0) ?? 1;
  for (const [index, { width }] of (widest?.columns ?? []).entries())
    sheet.getColumn(index + 1).width = Math.min(WIDEST, Math.max(NARROWEST, (PAGE * width) / total));
  return withoutTimes(Buffer.from(await workbook.xlsx.writeBuffer()));
}

type Say = (text: string, look?: { bold?: boolean; centred?: boolean; italic?: boolean }) => void;

function wideLine(
  sheet: Worksheet,
  columns: number,
  text: string,
  { bold = false, centred = false, italic = false }: NonNullable<Parameters<Say>[1]>,
): void {
  const row = sheet.addRow([shielded(text)]);
  sheet.mergeCells(row.number, 1, row.number, columns);
  const cell = row.getCell(1);
  cell.font = { name: FONT, size: 12, bold, italic };
  cell.alignment = { wrapText: true, vertical: 'middle', horizontal: centred ? 'center' : 'left' };
}

function blockOf(sheet: Worksheet, block: PaperBlock, say: Say): void {
  switch (block.kind) {
    case 'paragraph':
      return say(block.text);
    case 'heading':
      return say(block.text, { bold: true });
    case 'field':
      for (const [index, { label, note, value }] of block.parts.entries())
        say(
          `${index === 0 && block.mark !== '' ? `${block.mark} ` : ''}${label}${note === null ? '' : ` ${note}`}: ${value ?? ''}`,
        );
      return;
    case 'checks':
      say(`${block.mark === '' ? '' : `${block.mark} `}${block.label}:`);
      for (const box of block.boxes) say(`${box.checked ? '☒' : '☐'} ${box.label}`);
      return;
    case 'table':
      return tableOf(sheet, block);
  }
}

const thin = { style: 'thin' } as const;
const border = { top: thin, bottom: thin, left: thin, right: thin };

function tableOf(sheet: Worksheet, { columns, rows }: Extract<PaperBlock, { kind: 'table' }>): void {
  const heading = sheet.addRow(
    columns.map(({ heading: text, group }) => shielded(group === undefined ? text : `${group}: ${text}`)),
  );
  for (const index of columns.keys()) {
    const cell = heading.getCell(index + 1);
    cell.font = { name: FONT, size: 11, bold: true };
    cell.alignment = { wrapText: true, vertical: 'middle', horizontal: 'center' };
    cell.border = border;
  }
  // On each printed page.
  sheet.pageSetup.printTitlesRow = `${heading.number}:${heading.number}`;
  for (const cells of rows) {
    const row = sheet.addRow(cells.map(shielded));
    const isGroup = cells.length === 1 && columns.length > 1;
    if (isGroup) sheet.mergeCells(row.number, 1, row.number, columns.length);
    for (const [index, { align }] of columns.entries()) {
      const cell = row.getCell(index + 1);
      cell.font = { name: FONT, size: 11, bold: isGroup };
      cell.alignment = { wrapText: true, vertical: 'middle', horizontal: isGroup ? 'left' : align };
      cell.border = border;
    }
  }
}

const signerOf = ({ title, note, lines, name }: PaperSignature): string =>
  [title.toLocaleUpperCase('vi'), note, ...lines, name]
    .filter((part) => part !== null && part !== '')
    .join('\n');
