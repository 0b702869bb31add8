import type { PaperBlock, PaperPart } from '@nhipcau/contracts';
import {
  AlignmentType,
  type FileChild,
  HeightRule,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  type TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { mm, paragraph, runs, tab } from './docx-parts.ts';
import { linesOf } from './lines-of.ts';

const TABLE_SIZE = 11.5;
const FIRST_LINE_MM = 10;
/** Characters up to which two parts stand side by side, as in the PDF. */
const SHORT = 40;
const BLANK_COUNTS = 12;

/** A part of a document as Word has it; the end of the last one goes with the signatures onto their page. */
export function docxBlocks(block: PaperBlock, widthMm: number, isLast: boolean): FileChild[] {
  switch (block.kind) {
    case 'paragraph':
      return [
        paragraph(runs(block.text), {
          alignment: AlignmentType.JUSTIFIED,
          indent: { firstLine: mm(FIRST_LINE_MM) },
          keepNext: isLast,
        }),
      ];
    case 'heading':
      return [
        paragraph(runs(block.text, { bold: true }), { keepNext: true, spacing: { before: 160, after: 60 } }),
      ];
    case 'field':
      return fieldOf(block, widthMm, isLast);
    case 'checks':
      return checksOf(block, isLast);
    case 'table':
      return [
        tableOf(block, widthMm, isLast),
        new Paragraph({
          spacing: { before: 0, after: 0, line: 120, lineRule: 'exact' },
          keepNext: isLast,
        }),
      ];
  }
}

const markOf = (mark: string): string => (mark === '' ? '' : `${mark} `);

function labelled(mark: string, { label, note, value }: PaperPart): TextRun[] {
  return [
    ...runs(`${markOf(mark)}${label}`),
    ...(note === null ? [] : runs(` ${note}`, { italics: true })),
    ...runs(': '),
    ...(value === null ? [tab()] : runs(value)),
  ];
}

const isShort = ({ label, value }: PaperPart): boolean =>
  [...label].length + (value === null ? BLANK_COUNTS : [...value].length) <= SHORT;

function fieldOf(
  { mark, parts }: Extract<PaperBlock, { kind: 'field' }>,
  widthMm: number,
  isLast: boolean,
): Paragraph[] {
  const end = { type: TabStopType.RIGHT, position: mm(widthMm), leader: 'dot' } as const;
  if (parts.length === 1 || !parts.every(isShort))
    return parts.map((part, index) =>
      paragraph(labelled(index === 0 ? mark : '', part), {
        tabStops: [end],
        keepNext: isLast && index === parts.length - 1,
      }),
    );
  const width = widthMm / parts.length;
  const stops = parts.slice(1).flatMap((_, index) => {
    const position = mm(width * (index + 1));
    return [
      { type: TabStopType.RIGHT, position: position - mm(3), leader: 'dot' } as const,
      { type: TabStopType.LEFT, position },
    ];
  });
  const children = parts.flatMap((part, index) => {
    const text = labelled(index === 0 ? mark : '', part);
    if (index === parts.length - 1) return text;
    // A part with a value passes over the dotted stop's line: its own leader would run to the next part.
    return part.value === null ? [...text, tab()] : [...text, tab()];
  });
  const used = parts.flatMap(({ value }, index) =>
    index === parts.length - 1
      ? []
      : value === null
        ? stops.slice(index * 2, index * 2 + 2)
        : [stops[index * 2 + 1]],
  );
  const tabStops = [...used.filter((stop) => stop !== undefined), end];
  return [paragraph(children, { tabStops, keepNext: isLast })];
}

function checksOf(
  { mark, label, note, boxes }: Extract<PaperBlock, { kind: 'checks' }>,
  isLast: boolean,
): Paragraph[] {
  return [
    paragraph([
      ...runs(`${markOf(mark)}${label}`),
      ...(note === null ? [] : runs(` ${note}`, { italics: true })),
      ...runs(':'),
    ]),
    ...boxes.map((box, index) =>
      paragraph(runs(`${box.checked ? '☒' : '☐'} ${box.label}`), {
        indent: { left: mm(5) },
        keepNext: isLast && index === boxes.length - 1,
      }),
    ),
  ];
}

/** Of a letter in bold on average, of a line, and what a cell keeps free at its sides. */
const LETTER_MM = 2;
const LINE_MM = 4.5;
const SIDES_MM = 2.4;

type TableColumns = Extract<PaperBlock, { kind: 'table' }>['columns'];

/**
 * How high the lower line of a heading in two lines is at least. Cells that go through both are not counted where a heading is
 * repeated on the next page, and would be cut off there.
 */
function lowerHeadMm(columns: TableColumns, widthMm: number): number {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const through = columns
    .filter(({ group }) => group === undefined)
    .map(({ heading, width }) => linesOf(heading, ((widthMm * width) / total - SIDES_MM) / LETTER_MM));
  return Math.max(0, ...through.map((lines) => (lines - 1) * LINE_MM + 1));
}

/** A heading over the whole width of a table. */
const groupCell = (text: string, columnSpan: number): TableCell =>
  new TableCell({
    columnSpan,
    margins: { left: mm(1.2), right: mm(1.2), top: mm(0.5), bottom: mm(0.5) },
    children: [
      paragraph(runs(text, { size: TABLE_SIZE, bold: true }), {
        keepNext: true,
        spacing: { before: 0, after: 0 },
      }),
    ],
  });

function tableOf(
  { columns, rows }: Extract<PaperBlock, { kind: 'table' }>,
  widthMm: number,
  isLast: boolean,
): Table {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => mm((widthMm * width) / total));
  const cell = (
    text: string,
    column: number,
    bold: boolean,
    { keepNext = false, ...span }: { rows?: number; columns?: number; keepNext?: boolean } = {},
  ) =>
    new TableCell({
      ...(span.rows === undefined ? {} : { rowSpan: span.rows }),
      ...(span.columns === undefined ? {} : { columnSpan: span.columns }),
      verticalAlign: VerticalAlign.CENTER,
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      margins: { left: mm(1.2), right: mm(1.2), top: mm(0.5), bottom: mm(0.5) },
      children: [
        paragraph(runs(text, { size: TABLE_SIZE, bold }), {
          alignment: bold || columns[column]?.align === 'center' ? AlignmentType.CENTER : AlignmentType.LEFT,
          spacing: { before: 0, after: 0 },
          keepNext,
        }),
      ],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(widthMm), type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      ...headRows(columns, cell).map(
        (children, index) =>
          new TableRow({
            tableHeader: true,
            cantSplit: true,
            children,
            ...(index === 0
              ? {}
              : { height: { value: mm(lowerHeadMm(columns, widthMm)), rule: HeightRule.ATLEAST } }),
          }),
      ),
      ...rows.map(
        (cells, row) =>
          new TableRow({
            cantSplit: true,
            ...(cells.every((text) => text === '')
              ? { height: { value: mm(8), rule: HeightRule.ATLEAST } }
              : {}),
            children:
              cells.length === 1 && columns.length > 1
                ? [groupCell(cells[0] ?? '', columns.length)]
                : cells.map((text, column) =>
                    cell(text, column, false, { keepNext: isLast && row === rows.length - 1 }),
                  ),
          }),
      ),
    ],
  });
}

type HeadCell = (
  text: string,
  column: number,
  bold: boolean,
  span?: { rows?: number; columns?: number },
) => TableCell;

/** One row of headings, or two where neighbouring columns stand under a spanning one. */
function headRows(columns: Extract<PaperBlock, { kind: 'table' }>['columns'], cell: HeadCell): TableCell[][] {
  if (columns.every(({ group }) => group === undefined))
    return [columns.map(({ heading }, column) => cell(heading, column, true))];
  const top = columns.flatMap(({ heading, group }, column) => {
    if (group === undefined) return [cell(heading, column, true, { rows: 2 })];
    if (columns[column - 1]?.group === group) return [];
    const rest = columns.slice(column);
    const end = rest.findIndex((next) => next.group !== group);
    return [cell(group, column, true, { columns: end === -1 ? rest.length : end })];
  });
  const below = columns.flatMap(({ heading, group }, column) =>
    group === undefined ? [] : [cell(heading, column, true)],
  );
  return [top, below];
}
