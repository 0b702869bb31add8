import type { Paper, PaperSignature } from '@nhipcau/contracts';
import { dayInWords } from '@nhipcau/domain';
import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  type TextRun,
  WidthType,
} from 'docx';
import { centred, LANDSCAPE_WIDTH_MM, mm, paragraph, rule, runs, TEXT_WIDTH_MM } from './docx-parts.ts';

/** Of the width of the text: the issuing body stands at the left of the nation. */
const LEFT_SHARE = 63 / TEXT_WIDTH_MM;
/** Width of "Độc lập - Tự do - Hạnh phúc" in bold of 13 points. */
const MOTTO_MM = 59;
const ROOM_TO_SIGN_MM = 20;
/** Half of the page has no room for place and day with dots to write on: "Bình Định, ngày …… tháng …… năm ………". */
const DATED_MM = 94;

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = {
  top: none,
  bottom: none,
  left: none,
  right: none,
  insideHorizontal: none,
  insideVertical: none,
};

const widthOf = ({ landscape }: Paper): number => (landscape ? LANDSCAPE_WIDTH_MM : TEXT_WIDTH_MM);

/** Columns side by side, without lines between them. */
function sideBySide(columns: readonly { widthMm: number; children: Paragraph[] }[]): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    width: { size: mm(columns.reduce((sum, { widthMm }) => sum + widthMm, 0)), type: WidthType.DXA },
    columnWidths: columns.map(({ widthMm }) => mm(widthMm)),
    borders: noBorders,
    rows: [
      new TableRow({
        cantSplit: true,
        children: columns.map(
          ({ widthMm, children }) =>
            new TableCell({
              width: { size: mm(widthMm), type: WidthType.DXA },
              margins: { left: 0, right: 0, top: 0, bottom: 0 },
              children,
            }),
        ),
      }),
    ],
  });
}

const dateOf = ({ place, on }: NonNullable<Paper['dateLine']>): TextRun[] =>
  runs(`${place}, ${on === null ? 'ngày …… tháng …… năm ………' : dayInWords(on)}`, { italics: true });

/** The issuing body at the left, the nation at the right, number and date below (Decree 30/2020). */
export function docxHead(paper: Paper): FileChild[] {
  const { header, dateLine } = paper;
  if (header === null) return [];
  const leftMm = widthOf(paper) * LEFT_SHARE;
  const rightMm = widthOf(paper) - leftMm;
  const { superior, issuer, number } = header;
  const left = [
    ...(superior === null ? [] : [centred(runs(superior, { size: 12 }))]),
    centred(runs(issuer, { size: 12, bold: true })),
    rule(20, leftMm),
    ...(number === null ? [] : [centred(runs(number), { spacing: { before: 60, after: 0 } })]),
  ];
  const right = [
    centred(runs('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 12, bold: true })),
    centred(runs('Độc lập - Tự do - Hạnh phúc', { bold: true })),
    rule(MOTTO_MM, rightMm),
    ...(dateLine?.at === 'head' ? [centred(dateOf(dateLine), { spacing: { before: 60, after: 0 } })] : []),
  ];
  return [
    sideBySide([
      { widthMm: leftMm, children: left },
      { widthMm: rightMm, children: right },
    ]),
    new Paragraph({ spacing: { before: 0, after: 120 } }),
  ];
}

/** Title, what it is about, and to whom it goes. */
export function docxOpening(paper: Paper): FileChild[] {
  const { title, subject, addressees } = paper;
  const [only, ...more] = addressees;
  return [
    centred(runs(title.join('\n'), { size: 14, bold: true })),
    ...(subject === null ? [] : [centred(runs(subject, { bold: true })), rule(35, widthOf(paper))]),
    ...(only === undefined || more.length > 0
      ? []
      : [centred(runs(`Kính gửi: ${only}`), { spacing: { before: 160, after: 160 } })]),
    ...(more.length === 0
      ? []
      : [paragraph(runs('Kính gửi:'), { indent: { left: mm(24) }, keepNext: true })]),
    ...(more.length === 0
      ? []
      : addressees.map((name) => paragraph(runs(`- ${name}`), { indent: { left: mm(46) } }))),
    new Paragraph({ spacing: { before: 0, after: 60 } }),
  ];
}

function signed({ title, note, lines, name }: PaperSignature): Paragraph[] {
  return [
    centred(runs(title.toLocaleUpperCase('vi'), { bold: true }), { keepNext: true }),
    ...(note === null ? [] : [centred(runs(note, { italics: true }), { keepNext: true })]),
    ...lines.map((line) => centred(runs(line), { keepNext: true })),
    centred(runs(name ?? '', { bold: true }), { spacing: { before: mm(ROOM_TO_SIGN_MM), after: 0 } }),
  ];
}

function receivers({ recipients }: Paper): Paragraph[] {
  if (recipients.length === 0) return [paragraph([])];
  const tight = { spacing: { before: 0, after: 0 } };
  return [
    paragraph(runs('Nơi nhận:', { size: 12, bold: true, italics: true }), tight),
    ...recipients.map((name) => paragraph(runs(`- ${name}`, { size: 11 }), tight)),
  ];
}

/** Day and place of a form, who signs, who gets it. */
export function docxClosing(paper: Paper): FileChild[] {
  const { dateLine, signatures } = paper;
  const half = widthOf(paper) / 2;
  const rightMm = dateLine?.at === 'foot' ? Math.max(DATED_MM, half) : half;
  const day =
    dateLine?.at === 'foot' ? [centred(dateOf(dateLine), { spacing: { before: 0, after: 80 } })] : [];
  const blank = day.length === 0 ? [] : [paragraph([], { alignment: AlignmentType.CENTER })];
  return [
    new Paragraph({ spacing: { before: 0, after: 80 }, keepNext: true }),
    sideBySide([
      {
        widthMm: widthOf(paper) - rightMm,
        children: [...blank, ...(signatures.left === null ? receivers(paper) : signed(signatures.left))],
      },
      {
        widthMm: rightMm,
        children: [...day, ...(signatures.right === null ? [paragraph([])] : signed(signatures.right))],
      },
    ]),
  ];
}
