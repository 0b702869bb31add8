import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import {
  type ExecutionReport,
  instant,
  LocalDate,
  OrganisationId,
  type Paper,
  type PeriodEvaluation,
  SiteId,
} from '@nhipcau/contracts';
import { executionPaper, periodPaper, recordingHandoverPaper } from '@nhipcau/domain';
import { describe, expect, test } from 'vitest';
import { readProfiles } from '../regulation/shipped.ts';
import { fontsOfPdf, letters, textOfDocx, textOfPdf } from '../testing/printed.ts';
import { samplePaper } from '../testing/sample-paper.ts';
import { reportPapers } from '../testing/sample-report-papers.ts';
import { workingPapers } from '../testing/sample-working-papers.ts';
import { printDocx } from './print-docx.ts';
import { PdfPress } from './print-pdf.ts';
import { printXlsx } from './print-xlsx.ts';
import { PRINTED_TIME } from './printed-time.ts';

// What each form reads like was looked at once; from then on a change of it is seen.

const press = new PdfPress();
const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));
const day = (text: string) => LocalDate.parse(text);

const site = (
  index: number,
  more: Partial<PeriodEvaluation['sites'][number]>,
): PeriodEvaluation['sites'][number] => ({
  siteId: SiteId.parse(`xa-${index}`),
  name: `Hội trường UBND xã số ${index}`,
  organisationId: OrganisationId.parse(`ubnd-xa-${index}`),
  sessions: 38,
  availability: 0.9934,
  lostWhole: 0,
  lostLong: 1,
  soundGood: 36,
  soundPoor: 2,
  lineGood: 37,
  linePoor: 1,
  pictureGood: 38,
  picturePoor: 0,
  reached: 37,
  unconfirmed: 1,
  incidents: 2,
  issuesOpen: 0,
  suggested: 'full',
  payment: 'full',
  reason: null,
  ...more,
});

const evaluation: PeriodEvaluation = {
  period: '2026-1',
  from: day('2026-01-01'),
  to: day('2026-06-30'),
  state: 'closed',
  by: 'Sở Thông tin và Truyền thông',
  lessor: 'VNPT Quảng Ninh',
  sites: [
    site(1, {}),
    site(2, {
      availability: 0.91,
      lostWhole: 2,
      suggested: 'reduced',
      payment: 'reduced',
      reason: 'Mất tín hiệu hai phiên',
    }),
  ],
  published: null,
  objections: [],
  closed: { at: at('2026-07-10T09:00'), byName: 'Nguyễn Văn Ẩn', outcome: 'Thanh toán theo bảng' },
  may: { judge: false, publish: false, object: false, close: false },
  cite: [{ article: 'Đ11.3', quote: 'thanh toán với đơn vị cho thuê dịch vụ' }],
};

const execution: ExecutionReport = {
  from: day('2026-01-01'),
  to: day('2026-12-31'),
  madeOn: day('2027-01-05'),
  by: 'Sở Thông tin và Truyền thông',
  duties: [
    { duty: 'Gửi phiếu đăng ký', article: 'Đ8.1', owed: 1_204, late: 31, waived: 2 },
    { duty: 'Bàn giao tư liệu ghi hình', article: 'Đ12.2', owed: 18, late: 0, waived: 0 },
  ],
  units: [{ name: 'UBND thị xã An Nhơn', sessions: 64, duties: 192, late: 7 }],
  violations: [{ label: 'Tự ý thay đổi cấu hình thiết bị', found: 2, open: 1 }],
  linesLate: 5,
  cite: [{ article: 'Đ18.2', quote: 'đánh giá tình hình thực hiện Quy chế' }],
};

const handover = recordingHandoverPaper(
  {
    handoverId: '0197f000-0000-7000-8000-000000000001',
    number: 1,
    items: [
      { part: 'film', name: 'film.mp4', files: 1, bytes: 1_234_567_890, sha256: 'ab'.repeat(32) },
      {
        part: 'original',
        name: 'Điểm cầu UBND xã số 1, hình',
        files: 42,
        bytes: 98_765_432,
        sha256: 'cd'.repeat(32),
      },
    ],
    documents: 'Tài liệu in của cuộc họp, 24 trang',
    medium: 'drive',
    mark: 'USB-03',
    from: 'Sở Thông tin và Truyền thông',
    to: 'Văn phòng UBND tỉnh',
    givenAt: at('2026-12-02T10:05'),
    givenBy: 'Trần Thị Giao',
    note: null,
    seal: 'ef'.repeat(32),
    answer: {
      kind: 'received',
      at: at('2026-12-02T15:30'),
      byName: 'Nguyễn Văn Nhận',
      position: 'Chuyên viên',
      words: null,
    },
  },
  {
    superior: null,
    meeting: 'Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai',
    heldAt: '08:00–10:30, 01/12/2026',
    articles: ['Đ12.2'],
    timeOf: (instantMs) =>
      new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', ...PRINTED_TIME }).format(instantMs),
  },
);

const issuer = { issuer: 'SỞ THÔNG TIN VÀ TRUYỀN THÔNG', superior: 'UBND TỈNH QUẢNG NINH' };
const papers: readonly (readonly [name: string, paper: Paper])[] = [
  ...readProfiles().flatMap(({ locality, office }) =>
    office.forms.forms.map(({ key }) => [`${locality}-${key}`, samplePaper(String(locality), key)] as const),
  ),
  ['evaluation-period', periodPaper(evaluation, issuer)],
  ['evaluation-execution', executionPaper(execution)],
  ['recording-handover', handover],
  ...workingPapers,
  ...reportPapers,
];

/** Values of a paper, without the words around them; pieces of a cell that stand on lines of their own apart. */
const valuesOf = ({ blocks }: Paper): string[] =>
  blocks
    .flatMap((block) => {
      if (block.kind === 'field') return block.parts.map(({ value }) => value ?? '');
      return block.kind === 'table' ? block.rows.flat() : [];
    })
    .flatMap((value) => value.split('\n'))
    .filter((value) => value.trim() !== '');

async function cellsOf(bytes: Buffer): Promise<string> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes);
  const cells: string[] = [];
  workbook.worksheets[0]?.eachRow((row) => row.eachCell((cell) => cells.push(String(cell.value))));
  return cells.join('|');
}

describe.each(papers)('%s', (name, paper) => {
  const pdf = press.print(paper);
  const said = textOfPdf(pdf);

  test('[DO-3] [R-REG-04] reads as it did when it was looked at', async () => {
    await expect(said).toMatchFileSnapshot(join(import.meta.dirname, 'golden', `${name}.txt`));
  });

  test('[DO-3] [R-REG-04] its values are the same in PDF, DOCX and XLSX', async () => {
    const texts = [said, textOfDocx(await printDocx(paper)), await cellsOf(await printXlsx(paper))].map(
      letters,
    );
    for (const text of texts)
      expect(valuesOf(paper).filter((value) => !text.includes(letters(value)))).toEqual([]);
  });

  test('[DO-6] [R-REG-04] only our fonts, each in the file', () => {
    for (const font of fontsOfPdf(pdf)) {
      expect(font.name).toMatch(/^LiberationSerif/);
      expect(font.embedded).toBe(true);
    }
  });
});
