import { LocalDate, Paper, ReportId, type ReportRow } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { totalOf } from './report-forms.ts';
import { type PrintedReport, reportPaper, reportPeriodText } from './report-paper.ts';

const day = (text: string) => LocalDate.parse(text);
const unit = {
  name: 'UBND huyện Hoành Bồ',
  superior: 'UBND tỉnh Quảng Ninh',
  address: 'Thị trấn Trới',
  telephone: null,
  email: null,
  contact: 'Nguyễn Văn An',
  contactPhone: '0912 345 678',
};
/** The row of the annex's own example. */
const example: ReportRow = {
  key: 'hoanh-bo',
  name: 'Hội trường UBND huyện Hoành Bồ',
  from: null,
  cells: {
    device: null,
    sessions: 38,
    lossTotal: 0,
    lossLong: 1,
    cause: 'Hệ thống treo, phải khởi động lại',
    line: 'notGood',
    sound: 'good',
  },
  corrections: [],
};
const printed = (rows: ReportRow[], form: 'quality' | 'count' = 'quality'): PrintedReport => ({
  report: {
    name: 'Đánh giá chất lượng',
    form,
    period: 'quarter',
    from: day('2026-01-01'),
    to: day('2026-03-31'),
    recipient: 'Sở Thông tin và Truyền thông',
    rows,
    total: totalOf(form, rows),
    parts: [],
  },
  unit,
  annex: form === 'quality' ? 'PHỤ LỤC II' : null,
  place: 'Quảng Ninh',
});
const tableOf = (paper: Paper) => {
  const table = paper.blocks.find((block) => block.kind === 'table');
  if (table?.kind !== 'table') throw new Error('no table');
  return table;
};

describe('[R-RPT-06] PL II of Quảng Ninh', () => {
  const paper = Paper.parse(reportPaper(printed([example])));

  test('[FG-15] title, five lines and twelve columns stand as in the annex', () => {
    expect(paper.title).toEqual([
      'PHỤ LỤC II',
      'PHIẾU ĐÁNH GIÁ CHẤT LƯỢNG HỆ THỐNG HỘI NGHỊ TRUYỀN HÌNH TRỰC TUYẾN XUỐNG CẤP XÃ',
      'QUÝ I NĂM 2026 (TÍNH TỪ 01/01/2026 ĐẾN 31/03/2026)',
    ]);
    const labels = paper.blocks.flatMap((block) =>
      block.kind === 'field' ? block.parts.map(({ label }) => label) : [],
    );
    expect(labels).toEqual([
      'Tên đơn vị',
      'Địa chỉ',
      'Điện thoại đơn vị',
      'E-mail (của đơn vị hoặc lãnh đạo phụ trách CNTT)',
      'Tên cán bộ liên hệ',
      'ĐT',
    ]);
    expect(
      tableOf(paper).columns.map(({ heading, group }) => (group ? `${group} / ${heading}` : heading)),
    ).toEqual([
      'STT',
      'Tên điểm cầu, địa điểm lắp đặt',
      'Thiết bị đầu cuối THHN (VCS)',
      'Tổng số phiên họp',
      'Số phiên mất tín hiệu / Mất hoàn toàn',
      'Số phiên mất tín hiệu / Mất từ 15 phút trở lên',
      'Số phiên mất tín hiệu / Lí do mất',
      'Số phiên mất tín hiệu / Thời gian khắc phục',
      'Chất lượng âm thanh (Tốt, chưa tốt)',
      'Chất lượng đường truyền, kênh truyền độ ổn định kết nối (Đảm bảo/Chưa đảm bảo)',
      'Chất lượng hình ảnh (Tốt/chưa tốt)',
      'Số phiên họp đánh giá chung đạt chất lượng',
    ]);
  });

  test('[FG-15] the example of the annex comes out as it stands there', () => {
    expect(tableOf(paper).rows[0]).toEqual([
      '1',
      'Hội trường UBND huyện Hoành Bồ',
      '',
      '38',
      '0',
      '1',
      'Hệ thống treo, phải khởi động lại',
      '',
      'Tốt',
      'Chưa đảm bảo',
      '',
      '',
    ]);
    expect(tableOf(paper).rows.at(-1)?.slice(1, 6)).toEqual(['Cộng', '', '38', '0', '1']);
  });

  test('[FG-12] one sheet of the whole names who is missing and who came late; [R-EVL-02] and what nobody confirmed', () => {
    const paper = printed([{ ...example, cells: { ...example.cells, unconfirmed: 2 } }]);
    const of = (author: string, standing: { missing?: boolean; late?: boolean; under?: string }) => ({
      reportId: ReportId.parse(author),
      author,
      under: null,
      state: standing.missing ? ('open' as const) : ('submitted' as const),
      late: false,
      missing: false,
      ...standing,
    });
    const parts = [
      of('UBND huyện Hoành Bồ', {}),
      of('UBND huyện Ba Chẽ', { missing: true, late: true }),
      of('UBND huyện Cô Tô', { late: true }),
      of('UBND xã Sơn Dương', { missing: true, under: 'UBND huyện Hoành Bồ' }),
    ];
    const { blocks } = Paper.parse(reportPaper({ ...paper, report: { ...paper.report, parts } }));
    expect(blocks.slice(-7).map((block) => ('text' in block ? block.text : ''))).toEqual([
      'Đánh giá chưa được xác nhận, chưa tính vào chất lượng',
      '- Hội trường UBND huyện Hoành Bồ: 2 phiên.',
      'Đơn vị chưa gửi báo cáo, chưa có số liệu trong biểu',
      '- UBND huyện Ba Chẽ, đã quá hạn.',
      '- UBND xã Sơn Dương (thuộc UBND huyện Hoành Bồ).',
      'Đơn vị gửi báo cáo muộn',
      '- UBND huyện Cô Tô.',
    ]);
  });

  test('[FG-15] what was corrected says what was counted, and why', () => {
    const corrected: ReportRow = {
      ...example,
      corrections: [
        {
          column: 'sessions',
          counted: 1_039,
          reason: 'Một phiên bị hủy',
          byName: 'Trần Thị Bình',
          at: 0 as never,
        },
      ],
    };
    const last = reportPaper(printed([corrected])).blocks.at(-1);
    expect(last).toMatchObject({
      kind: 'paragraph',
      text: '- Hội trường UBND huyện Hoành Bồ, Tổng số phiên họp: hệ thống tính 1.039, báo cáo 38; lý do: Một phiên bị hủy (Trần Thị Bình).',
    });
  });
});

test('[R-RPT-03] [R-RPT-05] [FG-15] a count says hours with a comma, and whom it is for', () => {
  const row: ReportRow = {
    ...example,
    name: 'Sở Y tế',
    cells: { kind: 'Họp tỉnh', sessions: 1_234, minutes: 90, urgent: 2 },
  };
  const paper = Paper.parse(reportPaper(printed([row], 'count')));
  expect(paper.addressees).toEqual(['Sở Thông tin và Truyền thông']);
  expect(tableOf(paper).rows[0]?.slice(1, 5)).toEqual(['Sở Y tế', 'Họp tỉnh', '1.234', '1,5']);
});

test.each([
  ['month', '2026-03-01', '2026-03-31', 'tháng 03 năm 2026'],
  ['quarter', '2026-10-01', '2026-12-31', 'quý IV năm 2026'],
  ['halfYear', '2026-01-01', '2026-06-30', '6 tháng đầu năm 2026'],
  ['halfYear', '2026-07-01', '2026-12-31', '6 tháng cuối năm 2026'],
  ['year', '2026-01-01', '2026-12-31', 'năm 2026'],
  ['year', '2026-01-01', '2026-02-28', 'từ 01/01/2026 đến 28/02/2026'],
  ['session', '2026-01-05', '2026-01-05', 'ngày 05/01/2026'],
] as const)('a period in words: %s %s – %s', (period, from, to, words) => {
  expect(reportPeriodText({ period, from, to })).toBe(words);
});
