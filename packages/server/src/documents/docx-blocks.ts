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
import { mm, paragraph, runs, TEXT_WIDTH_MM, tab } from './docx-parts.ts';

const TABLE_SIZE = 11.5;
const FIRST_LINE_MM = 10;
/** Characters up to which two parts stand side by side, as in the PDF. */
const SHORT = 40;
const BLANK_COUNTS = 12;

/** A part of a document as Word has it. */
export function docxBlocks(block: PaperBlock): FileChild[] {
  switch (block.kind) {
    case 'paragraph':
      return [
        paragraph(runs(block.text), {
          alignment: AlignmentType.JUSTIFIED,
          indent: { firstLine: mm(FIRST_LINE_MM) },
        }),
      ];
    case 'heading':
      return [
        paragraph(runs(block.text, { bold: true }), { keepNext: true, spacing: { before: 160, after: 60 } }),
      ];
    case 'field':
      return fieldOf(block);
    case 'checks':
      return checksOf(block);
    case 'table':
      return [
        tableOf(block),
        new Paragraph({ spacing: { before: 0, after: 0, line: 120, lineRule: 'exact' } }),
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

function fieldOf({ mark, parts }: Extract<PaperBlock, { kind: 'field' }>): Paragraph[] {
  const end = { type: TabStopType.RIGHT, position: mm(TEXT_WIDTH_MM), leader: 'dot' } as const;
  if (parts.length === 1 || !parts.every(isShort))
    return parts.map((part, index) =>
      paragraph(labelled(index === 0 ? mark : '', part), { tabStops: [end] }),
    );
  const width = TEXT_WIDTH_MM / parts.length;
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
  return [paragraph(children, { tabStops: [...used.filter((stop) => stop !== undefined), end] })];
}

function checksOf({ mark, label, note, boxes }: Extract<PaperBlock, { kind: 'checks' }>): Paragraph[] {
  return [
    paragraph([
      ...runs(`${markOf(mark)}${label}`),
      ...(note === null ? [] : runs(` ${note}`, { italics: true })),
      ...runs(':'),
    ]),
    ...boxes.map((box) =>
      paragraph(runs(`${box.checked ? '☒' : '☐'} ${box.label}`), { indent: { left: mm(5) } }),
    ),
  ];
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

function tableOf({ columns, rows }: Extract<PaperBlock, { kind: 'table' }>): Table {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => mm((TEXT_WIDTH_MM * width) / total));
  const cell = (text: string, column: number, bold: boolean) =>
    new TableCell({
      verticalAlign: VerticalAlign.CENTER,
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      margins: { left: mm(1.2), right: mm(1.2), top: mm(0.5), bottom: mm(0.5) },
      children: [
        paragraph(runs(text, { size: TABLE_SIZE, bold }), {
          alignment: bold || columns[column]?.align === 'center' ? AlignmentType.CENTER : AlignmentType.LEFT,
          spacing: { before: 0, after: 0 },
        }),
      ],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: mm(TEXT_WIDTH_MM), type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ heading }, column) => cell(heading, column, true)),
      }),
      ...rows.map(
        (cells) =>
          new TableRow({
            cantSplit: true,
            ...(cells.every((text) => text === '')
              ? { height: { value: mm(8), rule: HeightRule.ATLEAST } }
              : {}),
            children:
              cells.length === 1 && columns.length > 1
                ? [groupCell(cells[0] ?? '', columns.length)]
                : cells.map((text, column) => cell(text, column, false)),
          }),
      ),
    ],
  });
}
