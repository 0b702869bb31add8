import { instant, LocalDate, type Paper, ReportId, type ReportRow } from '@nhipcau/contracts';
import { reportPaper, totalOf } from '@nhipcau/domain';

type Printed = Parameters<typeof reportPaper>[0]['report'];

const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));
const DESK = 'Sở Thông tin và Truyền thông';
const TITLE = 'Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai';

const row = (key: string, name: string, cells: ReportRow['cells']): ReportRow => ({
  key,
  name,
  from: null,
  cells,
  corrections: [],
});
const rowsOf: Readonly<Record<Printed['form'], readonly ReportRow[]>> = {
  quality: [
    {
      ...row('hoanh-bo', 'Hội trường UBND huyện Hoành Bồ', {
        device: 'Poly G7500',
        sessions: 38,
        lossTotal: 0,
        lossLong: 1,
        cause: 'Hệ thống treo, phải khởi động lại',
        repair: '16 phút',
        sound: 'good',
        line: 'notGood',
        picture: 'good',
        good: 37,
        unconfirmed: 1,
      }),
      corrections: [
        {
          column: 'sessions',
          counted: 37,
          reason: 'Một phiên họp ghi trên giấy',
          byName: 'Văn thư huyện',
          at: at('2026-04-02T09:00'),
        },
      ],
    },
  ],
  sessionLog: [
    row('s-1', TITLE, {
      content: TITLE,
      time: '08:00–10:30, 01/12/2026',
      recording: 'Có',
      cause: 'Mất điện 5 phút',
      siteTechnician: 'Nguyễn Văn Ẩn',
      telecomTechnician: 'Trần Thị Hỗ Trợ',
    }),
  ],
  count: [
    row('o-1', 'UBND thị xã An Nhơn', {
      kind: 'Họp giao ban',
      sessions: 1_234,
      minutes: 74_070,
      sites: 21_590,
      rehearsals: 12,
      urgent: 3,
      mixed: 4,
      recorded: 5,
      incidents: 6,
      cause: 'Đường truyền',
    }),
  ],
  use: [
    row('xa', 'UBND xã Tu Lý', {
      sessions: 40,
      minutes: 4_830,
      connected: 99.4,
      incidents: 2,
      open: 1,
      maintenance: 4,
      repairs: 1,
      upkeepCost: 4_350_000,
      needs: 'Thay micro',
    }),
  ],
  execution: [row('d-1', 'Gửi phiếu đăng ký (Đ8.1)', { owed: 1_204, late: 31 })],
};
const report = (
  form: Printed['form'],
  place: string,
  more: Pick<Printed, 'period' | 'from' | 'to'> & { readonly annex: string | null },
): Paper => {
  const { annex, ...span } = more;
  const rows = [...(rowsOf[form] ?? [])];
  const part = { author: 'UBND huyện Ba Chẽ', under: null, state: 'open' as const };
  return reportPaper({
    report: {
      name: 'Báo cáo',
      form,
      ...span,
      recipient: DESK,
      rows,
      total: totalOf(form, rows),
      parts: [
        {
          ...part,
          reportId: ReportId.parse('0197f000-0000-7000-8000-000000000012'),
          late: true,
          missing: true,
        },
        {
          ...part,
          reportId: ReportId.parse('0197f000-0000-7000-8000-000000000013'),
          author: 'UBND xã Đồn Đạc',
          under: 'UBND huyện Ba Chẽ',
          late: true,
          missing: false,
        },
      ],
    },
    unit: {
      name: 'UBND huyện Hoành Bồ',
      superior: `UBND tỉnh ${place}`,
      address: 'Thị trấn Trới',
      telephone: null,
      email: 'vanphong@hoanhbo.example',
      contact: 'Nguyễn Văn An',
      contactPhone: '0912 345 678',
    },
    annex,
    place,
  });
};
const day = (text: string) => LocalDate.parse(text);
const quarter = { period: 'quarter', from: day('2026-01-01'), to: day('2026-03-31') } as const;
const half = { period: 'halfYear', from: day('2026-01-01'), to: day('2026-06-30'), annex: null } as const;
const year = { period: 'year', from: day('2026-01-01'), to: day('2026-12-31'), annex: null } as const;

/** One report of each form. */
export const reportPapers: readonly (readonly [name: string, paper: Paper])[] = [
  ['report-quality', report('quality', 'Quảng Ninh', { ...quarter, annex: 'PHỤ LỤC II' })],
  ['report-session-log', report('sessionLog', 'Quảng Ninh', { ...quarter, annex: 'PHỤ LỤC I' })],
  ['report-count', report('count', 'Bình Định', year)],
  ['report-use', report('use', 'Hà Nội', half)],
  ['report-execution', report('execution', 'Bình Định', year)],
];
