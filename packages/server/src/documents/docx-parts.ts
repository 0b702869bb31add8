import { AlignmentType, BorderStyle, type IParagraphOptions, Paragraph, Tab, TextRun } from 'docx';

/** Millimetres in twentieths of a point. */
export const mm = (length: number): number => Math.round((length * 1440) / 25.4);
/** Points in half-points. */
export const points = (size: number): number => Math.round(size * 2);

/** The name offices expect; every office program has it or something of the same widths. */
export const FONT = 'Times New Roman';
export const BODY_SIZE = 13;
/** Between the left margin of 30 mm and the right one of 20 mm of A4. */
export const TEXT_WIDTH_MM = 160;
/** The same on a page that lies on its side. */
export const LANDSCAPE_WIDTH_MM = 247;

interface Look {
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly size?: number;
}

/** A text with its line ends. */
export const runs = (
  text: string,
  { bold = false, italics = false, size = BODY_SIZE }: Look = {},
): TextRun[] =>
  text.split('\n').map(
    (line, index) =>
      new TextRun({
        text: line,
        bold,
        italics,
        size: points(size),
        font: FONT,
        ...(index > 0 ? { break: 1 } : {}),
      }),
  );

/** A jump to the next tab stop; the stop at the right margin draws the dotted line. */
export const tab = (): TextRun => new TextRun({ children: [new Tab()], size: points(BODY_SIZE), font: FONT });

export const paragraph = (children: readonly TextRun[], more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ spacing: { before: 60, after: 60 }, ...more, children: [...children] });

export const centred = (children: readonly TextRun[], more: IParagraphOptions = {}): Paragraph =>
  paragraph(children, { alignment: AlignmentType.CENTER, spacing: { before: 0, after: 0 }, ...more });

/** A drawn line in the middle of a column, without text. */
export const rule = (lengthMm: number, columnMm: number): Paragraph =>
  new Paragraph({
    spacing: { before: 0, after: 60, line: 60, lineRule: 'exact' },
    indent: { left: mm((columnMm - lengthMm) / 2), right: mm((columnMm - lengthMm) / 2) },
    border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    children: [],
  });
