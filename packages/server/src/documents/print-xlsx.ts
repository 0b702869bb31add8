import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import { shielded } from '@nhipcau/base';
import type { Paper, PaperBlock, PaperSignature } from '@nhipcau/contracts';
import { withoutTimes } from './fixed-zip.ts';
import { linesOf } from './lines-of.ts';

const WIDEST = 60;
const NARROWEST = 8;
/** Characters of a page's width that a column of a paper's table has a share of. */
const PAGE = 110;
const FONT = 'Times New Roman';
/** Points of a line; who opens the file may not measure the text again. */
const LINE_POINTS = 15.5;
/** Letters of our font in the room of one digit of the usual font, by which columns are measured. */
const LETTERS_IN_WIDTH = 1.1;
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
  const widths = widthsOf(tables, columns);
  for (const [index, width] of widths.entries()) sheet.getColumn(index + 1).width = width;
  const say = (text: string, look: { bold?: boolean; centred?: boolean; italic?: boolean } = {}) =>
    wideLine(sheet, widths, text, look);
  const { header } = paper;
  if (header) {
    if (header.superior) say(header.superior);
    say(header.issuer, { bold: true });
    if (header.number) say(header.number);
  }
  for (const line of paper.title) say(line, { bold: true, centred: true });
  if (paper.subject) say(paper.subject, { centred: true });
  for (const name of paper.addressees) say(`Kính gửi: ${name}`);
  for (const block of paper.blocks) blockOf(sheet, block, { say, widths });
  const signers = [paper.signatures.left, paper.signatures.right].filter((one) => one !== null);
  if (signers.length > 0) sheet.addRow([]);
  for (const signer of signers) say(signerOf(signer), { bold: true });
  return withoutTimes(Buffer.from(await workbook.xlsx.writeBuffer()));
}

/** Letters that each column has room for: those of the table with most columns. */
function widthsOf(tables: readonly Extract<PaperBlock, { kind: 'table' }>[], columns: number): number[] {
  const widest = tables.toSorted((a, b) => b.columns.length - a.columns.length)[0];
  if (widest === undefined) return Array.from({ length: columns }, () => PAGE / columns);
  const total = widest.columns.reduce((sum, { width }) => sum + width, 0);
  const widths = widest.columns.map(({ width }) =>
    Math.min(WIDEST, Math.max(NARROWEST, (PAGE * width) / total)),
  );
  return columns > widths.length ? [...widths, NARROWEST] : widths;
}

/** As high as the cell with most lines asks for. */
const heightOf = (cells: readonly { readonly text: string; readonly letters: number }[]): number =>
  Math.max(...cells.map(({ text, letters }) => linesOf(text, letters * LETTERS_IN_WIDTH)), 1) * LINE_POINTS +
  2;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

type Say = (text: string, look?: { bold?: boolean; centred?: boolean; italic?: boolean }) => void;

function wideLine(
  sheet: Worksheet,
  widths: readonly number[],
  text: string,
  { bold = false, centred = false, italic = false }: NonNullable<Parameters<Say>[1]>,
): void {
  // A dash in front of a line begins no formula, and needs no shield that would be seen.
  const row = sheet.addRow([shielded(text.replace(/^- /, '– '))]);
  sheet.mergeCells(row.number, 1, row.number, widths.length);
  row.height = heightOf([{ text, letters: sum(widths) }]);
  const cell = row.getCell(1);
  cell.font = { name: FONT, size: 12, bold, italic };
  cell.alignment = { wrapText: true, vertical: 'middle', horizontal: centred ? 'center' : 'left' };
}

function blockOf(
  sheet: Worksheet,
  block: PaperBlock,
  { say, widths }: { say: Say; widths: readonly number[] },
): void {
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
      return tableOf(sheet, block, widths);
  }
}

const thin = { style: 'thin' } as const;
const border = { top: thin, bottom: thin, left: thin, right: thin };

function tableOf(
  sheet: Worksheet,
  { columns, rows }: Extract<PaperBlock, { kind: 'table' }>,
  widths: readonly number[],
): void {
  const inColumns = (texts: readonly string[]) =>
    texts.map((text, index) => ({ text, letters: widths[index] ?? NARROWEST }));
  const headings = columns.map(({ heading: text, group }) =>
    group === undefined ? text : `${group}: ${text}`,
  );
  const heading = sheet.addRow(headings.map(shielded));
  heading.height = heightOf(inColumns(headings));
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
    row.height = heightOf(isGroup ? [{ text: cells[0] ?? '', letters: sum(widths) }] : inColumns(cells));
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
