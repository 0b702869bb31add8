import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { instant, LogBook, LogEntry, type LogValues, type Paper } from '@nhipcau/contracts';
import { logPaper } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { printDocx } from '../documents/print-docx.ts';
import { PdfPress } from '../documents/print-pdf.ts';
import { printXlsx } from '../documents/print-xlsx.ts';
import { readProfiles } from '../regulation/shipped.ts';
import { fontsOfPdf, letters, pagesOfPdf, textOfDocx, textOfPdf } from '../testing/printed.ts';

const press = new PdfPress();
const books = readProfiles().flatMap(({ locality, office }) =>
  office.logs.books.map((book) => [String(locality), book.key, LogBook.parse(book)] as const),
);
const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));

const words: LogValues = {
  duty: 'Kỹ thuật viên Nguyễn Văn Ẩn, 0900 000 111',
  technician: 'Kỹ thuật viên Nguyễn Văn Ẩn, 0900 000 111',
  support: 'Trần Thị Hỗ Trợ',
  state: 'incident',
  incident: 'Mất kết nối (08:20–08:36), nguyên nhân: Treo thiết bị',
  handling: 'Khởi động lại thiết bị đầu cuối',
  quality: 'hình ảnh tốt, âm thanh đạt, đường truyền kém; mất tín hiệu kéo dài 16 phút',
  recording: 'yes',
  camera: 'normal',
  codec: 'broken',
  microphone: 'normal',
  cables: 'normal',
  otherDevice: 'normal',
};

const entryOf = (book: LogBook, index: number): LogEntry =>
  LogEntry.parse({
    entryId: `e-${index}`,
    book: book.key,
    meetingId: 'm-1',
    session: 'official',
    title: 'Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai',
    fileNumber: '2026/0147',
    startedAt: at('2026-12-01T08:00'),
    endedAt: at('2026-12-01T10:30'),
    siteId: `xa-${index}`,
    organisationId: `o-${index}`,
    place: `Điểm cầu UBND xã số ${index}`,
    unit: `UBND xã số ${index}`,
    isChair: index === 0,
    state: 'confirmed',
    values: Object.fromEntries(
      book.fields.map(({ field }) => [
        field,
        index % 2 === 0 ? (words[field] ?? '') : field === 'state' ? 'normal' : '',
      ]),
    ),
    counted: {},
    corrections: [],
    signatures: book.signers.map(({ post }, order) => ({
      post,
      at: at('2026-12-01T11:00'),
      userId: `u-${order}`,
      byName: `Người ký ${order + 1}`,
    })),
    returned: null,
    next: null,
    dueAt: at('2026-12-02T17:00'),
    digest: 'a'.repeat(64),
    confirmedAt: at('2026-12-01T11:00'),
    supplements: null,
    supplementedBy: null,
    may: { correct: false, sign: false, return: false, supplement: false },
  });

const paperOf = (book: LogBook, count = 3): Paper =>
  logPaper(
    book,
    Array.from({ length: count }, (_, index) => entryOf(book, index)),
    {
      timeZone: 'Asia/Ho_Chi_Minh',
      header: null,
      meeting:
        book.print.of === 'meeting'
          ? {
              title: 'Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai',
              time: '08:00–10:30, 01/12/2026',
              host: 'Văn phòng UBND tỉnh',
            }
          : null,
      unit:
        book.print.of === 'period'
          ? {
              name: 'UBND xã số 0',
              address: 'Trung tâm xã',
              phone: '0900 000 100',
              email: 'xa@coquan.example',
              contact: 'Nguyễn Văn Ẩn',
              contactPhone: '0900 000 111',
              period: 'Từ ngày 01/10/2026 đến ngày 31/12/2026',
            }
          : null,
    },
  );

/** Everything a paper says in words, without boxes to tick. */
const piecesOf = (paper: Paper): string[] =>
  [
    ...paper.title,
    paper.subject ?? '',
    ...paper.blocks.flatMap((block) => {
      if (block.kind === 'field') return block.parts.flatMap(({ label, value }) => [label, value ?? '']);
      if (block.kind === 'table')
        return [
          ...block.columns.map(({ heading }) => heading),
          ...block.rows.flat().flatMap((cell) => cell.split(/[\n☐☒]/)),
        ];
      return [];
    }),
    paper.signatures.left?.title.toLocaleUpperCase('vi') ?? '',
    paper.signatures.right?.title.toLocaleUpperCase('vi') ?? '',
  ].filter((piece) => piece.trim() !== '');

async function cellsOf(bytes: Buffer): Promise<string[]> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes);
  const cells: string[] = [];
  workbook.worksheets[0]?.eachRow((row) => row.eachCell((cell) => cells.push(String(cell.value))));
  return cells;
}

test('[LB-5] [R-LOG-01] three localities keep books, two ask for none', () => {
  expect(books.map(([locality, key]) => `${locality} ${key}`)).toEqual([
    'binh-dinh deploymentLog',
    'quang-ninh trackingRegister',
    'quang-ninh minutesBook',
    'vinh-phuc trackingBook',
  ]);
});

describe.each(books)('%s: %s', (locality, key, book) => {
  const paper = paperOf(book);
  const pdf = press.print(paper);

  test('[LB-5] [R-LOG-02] PDF, DOCX and XLSX say the same, and repeat to the byte', async () => {
    const docx = await printDocx(paper);
    const xlsx = await printXlsx(paper);
    const cells = (await cellsOf(xlsx)).map(letters).join('|');
    for (const said of [letters(textOfPdf(pdf)), letters(textOfDocx(docx)), cells])
      expect(piecesOf(paper).filter((piece) => !said.includes(letters(piece)))).toEqual([]);
    expect(press.print(paper).equals(pdf)).toBe(true);
    expect((await printDocx(paper)).equals(docx)).toBe(true);
    expect((await printXlsx(paper)).equals(xlsx)).toBe(true);
  });

  test('[LB-5] [R-LOG-01] reads as it did when it was looked at', async () => {
    await expect(textOfPdf(pdf)).toMatchFileSnapshot(
      join(import.meta.dirname, 'golden', `${locality}-${key}.txt`),
    );
  });

  test('[LB-5] [R-LOG-01] only our fonts, and 230 lines with the heading on each page', () => {
    for (const { name, embedded } of fontsOfPdf(pdf)) {
      expect(name).toMatch(/^LiberationSerif/);
      expect(embedded).toBe(true);
    }
    const pages = pagesOfPdf(press.print(paperOf(book, 230)));
    expect(pages.length).toBeGreaterThan(10);
    const last = book.print.columns.at(-1)?.heading ?? '';
    const withRows = pages.filter((page) => /^\d+ |Điểm cầu UBND|Hội nghị/m.test(page));
    for (const page of withRows) expect(letters(page)).toContain(letters(last));
  });
});

test('[LB-5] [R-LOG-04] the register has the columns of annex I of Quảng Ninh, the technician twice', () => {
  const register = books.find(([, key]) => key === 'trackingRegister');
  expect(register?.[2].print.columns.map(({ heading }) => heading)).toEqual([
    'STT',
    'Nội dung hội nghị/ cuộc họp',
    'Thời gian',
    'Yêu cầu ghi lại nội dung cuộc họp (Có/ Không)',
    'Ghi chú sự cố (nếu có)',
    'Cán bộ kỹ thuật',
    'Cán bộ kỹ thuật',
  ]);
});

test('[LB-5] [R-LOG-02] a form of one line names who signed it', () => {
  const [, , book] = books[0] ?? [];
  if (!book) throw new Error('no book');
  expect(paperOf(book, 1).signatures).toMatchObject({
    left: { title: 'Cán bộ kỹ thuật', name: 'Người ký 1' },
    right: { title: 'Xác nhận của lãnh đạo đơn vị', name: 'Người ký 2' },
  });
});
