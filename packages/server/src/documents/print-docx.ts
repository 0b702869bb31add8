import type { Paper } from '@nhipcau/contracts';
import {
  AlignmentType,
  Document,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from 'docx';
import { docxBlocks } from './docx-blocks.ts';
import { docxClosing, docxHead, docxOpening } from './docx-frame.ts';
import { BODY_SIZE, FONT, LANDSCAPE_WIDTH_MM, mm, points, TEXT_WIDTH_MM } from './docx-parts.ts';
import { withoutTimes } from './fixed-zip.ts';

/** Says nothing of when and by whom: that is known of the issued document, and would differ with each print. */
const coreOf = (): string =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>';

const pageNumber = (): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: points(BODY_SIZE), font: FONT })],
  });

/** A paper as a Word document; the same paper gives the same bytes. */
export async function printDocx(paper: Paper): Promise<Buffer> {
  const document = new Document({
    styles: {
      default: { document: { run: { font: FONT, size: points(BODY_SIZE), language: { value: 'vi-VN' } } } },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: {
              width: mm(210),
              height: mm(297),
              ...(paper.landscape ? { orientation: PageOrientation.LANDSCAPE } : {}),
            },
            margin: {
              top: mm(20),
              bottom: mm(20),
              left: mm(30),
              right: mm(20),
              header: mm(10),
              footer: mm(10),
            },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph({})] }),
          default: new Header({ children: [pageNumber()] }),
        },
        children: [
          ...docxHead(paper),
          ...docxOpening(paper),
          ...paper.blocks.flatMap((block, index) =>
            docxBlocks(
              block,
              paper.landscape ? LANDSCAPE_WIDTH_MM : TEXT_WIDTH_MM,
              index === paper.blocks.length - 1,
            ),
          ),
          ...docxClosing(paper),
        ],
      },
    ],
  });
  const core = { path: 'docProps/core.xml', data: coreOf() };
  return withoutTimes(await Packer.toBuffer(document, undefined, [core]));
}
