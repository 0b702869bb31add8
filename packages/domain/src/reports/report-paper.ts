import type {
  Paper,
  PaperBlock,
  Report,
  ReportColumn,
  ReportForm,
  ReportPeriod,
  ReportRow,
  ReportValue,
} from '@nhipcau/contracts';
import { printable } from '../documents/print-words.ts';
import { columnKinds, reportColumns } from './report-forms.ts';

/** What the annexes ask of the unit above their tables; a dotted line where the directory does not say it. */
export interface ReportUnit {
  readonly name: string;
  readonly superior: string | null;
  readonly address: string | null;
  readonly telephone: string | null;
  readonly email: string | null;
  readonly contact: string | null;
  readonly contactPhone: string | null;
}

/** What a printed report says beside its rows. */
export interface PrintedReport {
  readonly report: Pick<
    Report,
    'name' | 'form' | 'period' | 'from' | 'to' | 'rows' | 'total' | 'recipient' | 'parts'
  >;
  readonly unit: ReportUnit;
  /** `PHỤ LỤC II`; null: no annex. */
  readonly annex: string | null;
  /** Named in the title of the annex, and the place of the date. */
  readonly place: string;
}

/** `31/03/2026` */
const dateText = (day: string): string => day.split('-').reverse().join('/');
const roman = ['I', 'II', 'III', 'IV'] as const;

/** `quý I năm 2026`, `6 tháng đầu năm 2026`; any other span by its days. */
export function reportPeriodText({
  period,
  from,
  to,
}: {
  readonly period: ReportPeriod;
  readonly from: string;
  readonly to: string;
}): string {
  const [year = '', month = '1'] = from.split('-');
  const last = to.slice(5);
  switch (period) {
    case 'session':
      return `ngày ${dateText(from)}`;
    case 'month':
      return `tháng ${month} năm ${year}`;
    case 'quarter':
      return `quý ${roman[Math.floor((Number(month) - 1) / 3)] ?? ''} năm ${year}`;
    case 'halfYear':
      return `6 tháng ${month === '01' ? 'đầu' : 'cuối'} năm ${year}`;
    case 'year':
      return from.endsWith('-01-01') && last === '12-31' && to.startsWith(year)
        ? `năm ${year}`
        : `từ ${dateText(from)} đến ${dateText(to)}`;
  }
}

interface Column {
  readonly column: ReportColumn;
  readonly heading: string;
  readonly group?: string;
  readonly width: number;
}

const LOSS = 'Số phiên mất tín hiệu';
/** The headings of PL II of Quảng Ninh, word by word. */
const quality: readonly Column[] = [
  { column: 'device', heading: 'Thiết bị đầu cuối THHN (VCS)', width: 9 },
  { column: 'sessions', heading: 'Tổng số phiên họp', width: 7 },
  { column: 'lossTotal', heading: 'Mất hoàn toàn', group: LOSS, width: 7 },
  { column: 'lossLong', heading: 'Mất từ 15 phút trở lên', group: LOSS, width: 8 },
  { column: 'cause', heading: 'Lí do mất', group: LOSS, width: 13 },
  { column: 'repair', heading: 'Thời gian khắc phục', group: LOSS, width: 9 },
  { column: 'sound', heading: 'Chất lượng âm thanh (Tốt, chưa tốt)', width: 9 },
  {
    column: 'line',
    heading: 'Chất lượng đường truyền, kênh truyền độ ổn định kết nối (Đảm bảo/Chưa đảm bảo)',
    width: 12,
  },
  { column: 'picture', heading: 'Chất lượng hình ảnh (Tốt/chưa tốt)', width: 10 },
  { column: 'good', heading: 'Số phiên họp đánh giá chung đạt chất lượng', width: 9 },
];
/** The headings of PL I of Quảng Ninh; the last stands there twice, for the site's technician and the telecom's. */
const sessionLog: readonly Column[] = [
  { column: 'content', heading: 'Nội dung hội nghị/ cuộc họp', width: 30 },
  { column: 'time', heading: 'Thời gian', width: 15 },
  { column: 'recording', heading: 'Yêu cầu ghi lại nội dung cuộc họp (Có/ Không)', width: 12 },
  { column: 'cause', heading: 'Ghi chú sự cố (nếu có)', width: 18 },
  { column: 'siteTechnician', heading: 'Cán bộ kỹ thuật', width: 12 },
  { column: 'telecomTechnician', heading: 'Cán bộ kỹ thuật', width: 12 },
];
const count: readonly Column[] = [
  { column: 'kind', heading: 'Loại cuộc họp', width: 16 },
  { column: 'sessions', heading: 'Số cuộc họp', width: 7 },
  { column: 'minutes', heading: 'Số giờ', width: 7 },
  { column: 'sites', heading: 'Lượt điểm cầu tham dự', width: 8 },
  { column: 'rehearsals', heading: 'Lần chạy thử', width: 7 },
  { column: 'urgent', heading: 'Họp khẩn, đột xuất', width: 7 },
  { column: 'mixed', heading: 'Kết hợp trực tiếp', width: 8 },
  { column: 'recorded', heading: 'Có ghi hình', width: 7 },
  { column: 'incidents', heading: 'Sự cố', width: 6 },
  { column: 'cause', heading: 'Nguyên nhân sự cố', width: 14 },
];
const use: readonly Column[] = [
  { column: 'sessions', heading: 'Số phiên họp', width: 8 },
  { column: 'minutes', heading: 'Số giờ', width: 8 },
  { column: 'connected', heading: 'Thời gian có tín hiệu (%)', width: 9 },
  { column: 'incidents', heading: 'Sự cố', width: 6 },
  { column: 'open', heading: 'Tồn tại chưa khắc phục', width: 9 },
  { column: 'maintenance', heading: 'Lần bảo trì, vệ sinh', width: 8 },
  { column: 'repairs', heading: 'Lần sửa chữa', width: 8 },
  { column: 'upkeepCost', heading: 'Kinh phí bảo trì, sửa chữa (đồng)', width: 11 },
  { column: 'needs', heading: 'Nhu cầu, kiến nghị', width: 17 },
];
const execution: readonly Column[] = [
  { column: 'owed', heading: 'Số lần phải thực hiện', width: 16 },
  { column: 'late', heading: 'Số lần quá hạn', width: 16 },
];

const printed: Readonly<
  Record<ReportForm, { readonly first: Omit<Column, 'column'> | null; readonly columns: readonly Column[] }>
> = {
  quality: { first: { heading: 'Tên điểm cầu, địa điểm lắp đặt', width: 17 }, columns: quality },
  sessionLog: { first: null, columns: sessionLog },
  count: { first: { heading: 'Cơ quan, đơn vị chủ trì', width: 20 }, columns: count },
  use: { first: { heading: 'Điểm cầu', width: 20 }, columns: use },
  execution: { first: { heading: 'Nội dung phải thực hiện', width: 60 }, columns: execution },
};

const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** A value as it stands on paper: `1.234`, `Tốt`, `Chưa đảm bảo`; what is not known stays empty. */
export function valueText(column: ReportColumn, value: ReportValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (columnKinds[column] === 'judgement')
    return column === 'line'
      ? value === 'good'
        ? 'Đảm bảo'
        : 'Chưa đảm bảo'
      : value === 'good'
        ? 'Tốt'
        : 'Chưa tốt';
  if (typeof value === 'number') return number.format(columnKinds[column] === 'minutes' ? value / 60 : value);
  return printable(value);
}

const titles: Readonly<Record<ReportForm, string>> = {
  quality: 'Phiếu đánh giá chất lượng hệ thống hội nghị truyền hình trực tuyến xuống cấp xã',
  sessionLog: 'Sổ theo dõi, thống kê hội nghị truyền hình trực tuyến',
  count: 'Báo cáo thống kê số lượng cuộc họp trực tuyến',
  use: 'Báo cáo tình hình quản lý, vận hành và sử dụng hệ thống họp trực tuyến',
  execution: 'Báo cáo đánh giá việc thực hiện quy chế',
};

const upper = (text: string): string => text.toLocaleUpperCase('vi');

/**
 * A report as it is printed: the annexes of the text in their words and order, what the text leaves open in one layout.
 * What was corrected says what was counted below the table.
 *
 * @rule FG-15 (QN PL I, PL II; BD Đ16.2d, A-06; R-RPT-03, R-RPT-05, R-RPT-06)
 */
export function reportPaper({ report, unit, annex, place }: PrintedReport): Paper {
  const { form, rows, total } = report;
  const isAnnex = form === 'quality' || form === 'sessionLog';
  const span = `(tính từ ${dateText(report.from)} đến ${dateText(report.to)})`;
  return {
    form: report.form,
    landscape: true,
    header: isAnnex
      ? null
      : {
          superior: unit.superior && upper(printable(unit.superior)),
          issuer: upper(printable(unit.name)),
          number: null,
        },
    title: [
      ...(annex === null ? [] : [annex]),
      upper(titles[form]),
      upper(`${reportPeriodText(report)} ${span}`),
    ],
    subject: null,
    addressees: isAnnex || report.recipient === null ? [] : [printable(report.recipient)],
    blocks: [
      ...(isAnnex ? unitFields(unit) : []),
      table(form, rows, total),
      ...unconfirmed(rows),
      ...below(report.parts),
      ...notes(rows),
    ],
    dateLine: { place, on: null, at: 'foot' },
    signatures: {
      left: { title: 'Người lập', note: '(Ký, ghi rõ họ tên)', lines: [], name: null },
      right: { title: 'Thủ trưởng đơn vị', note: '(Ký, đóng dấu)', lines: [], name: null },
    },
    recipients: [],
  };
}

/** The five lines above the tables of PL I and PL II. */
function unitFields(unit: ReportUnit): PaperBlock[] {
  const part = (key: string, label: string, value: string | null) => ({
    key,
    label,
    note: null,
    value: value === null || value === '' ? null : printable(value),
  });
  return [
    { kind: 'field', mark: '1.', parts: [part('unit', 'Tên đơn vị', unit.name)] },
    { kind: 'field', mark: '2.', parts: [part('address', 'Địa chỉ', unit.address)] },
    { kind: 'field', mark: '3.', parts: [part('telephone', 'Điện thoại đơn vị', unit.telephone)] },
    {
      kind: 'field',
      mark: '4.',
      parts: [part('email', 'E-mail (của đơn vị hoặc lãnh đạo phụ trách CNTT)', unit.email)],
    },
    {
      kind: 'field',
      mark: '5.',
      parts: [
        part('contact', 'Tên cán bộ liên hệ', unit.contact),
        part('contactPhone', 'ĐT', unit.contactPhone),
      ],
    },
  ];
}

function table(form: ReportForm, rows: readonly ReportRow[], total: ReportRow['cells']): PaperBlock {
  const { first, columns } = printed[form];
  const line = (lead: string, name: string, cells: ReportRow['cells']) => [
    lead,
    ...(first === null ? [] : [name]),
    ...columns.map(({ column }) => valueText(column, cells[column])),
  ];
  const adds = reportColumns(form).some((column) => total[column] !== undefined) && rows.length > 0;
  return {
    kind: 'table',
    key: form,
    columns: [
      { heading: 'STT', width: 5, align: 'center' },
      ...(first === null ? [] : [{ heading: first.heading, width: first.width, align: 'left' as const }]),
      ...columns.map(({ column, heading, group, width }) => ({
        heading,
        ...(group === undefined ? {} : { group }),
        width,
        align: columnKinds[column] === 'text' ? ('left' as const) : ('center' as const),
      })),
    ],
    rows: [
      ...rows.map((row, index) => line(String(index + 1), printable(row.name), row.cells)),
      ...(adds ? [line('', 'Cộng', total)] : []),
    ],
  };
}

/** Ratings that stand on one statement only are in none of the figures above; they are named (rule EV-3). */
function unconfirmed(rows: readonly ReportRow[]): PaperBlock[] {
  const lines = rows.flatMap(({ name, cells: { unconfirmed: count } }) =>
    typeof count === 'number' && count > 0
      ? [`- ${printable(name)}: ${valueText('unconfirmed', count)} phiên.`]
      : [],
  );
  return named('Đánh giá chưa được xác nhận, chưa tính vào chất lượng', lines);
}

/** Whose sheets are not in this one, and whose came after their limit (rule FG-12). */
function below(parts: Report['parts']): PaperBlock[] {
  const lineOf = ({ author, under }: Report['parts'][number]): string =>
    under === null ? `- ${printable(author)}` : `- ${printable(author)} (thuộc ${printable(under)})`;
  return [
    ...named(
      'Đơn vị chưa gửi báo cáo, chưa có số liệu trong biểu',
      parts
        .filter(({ missing }) => missing)
        .map((part) => `${lineOf(part)}${part.late ? ', đã quá hạn' : ''}.`),
    ),
    ...named(
      'Đơn vị gửi báo cáo muộn',
      parts.filter(({ missing, late }) => late && !missing).map((part) => `${lineOf(part)}.`),
    ),
  ];
}

const named = (heading: string, lines: readonly string[]): PaperBlock[] =>
  lines.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        // Each a paragraph of its own: all of them begin at the same place.
        ...lines.map((text): PaperBlock => ({ kind: 'paragraph', text })),
      ];

/** Every figure that is not what was counted: both, and why. */
function notes(rows: readonly ReportRow[]): PaperBlock[] {
  const lines = rows.flatMap(({ name, corrections, cells }) =>
    corrections.map(
      ({ column, counted, reason, byName }) =>
        `- ${printable(name)}, ${headingOf(column)}: hệ thống tính ${valueText(column, counted) || '(trống)'}, báo cáo ${valueText(column, cells[column]) || '(trống)'}; lý do: ${printable(reason)} (${printable(byName)}).`,
    ),
  );
  return named('Số liệu điều chỉnh', lines);
}

const headingOf = (column: ReportColumn): string =>
  Object.values(printed)
    .flatMap(({ columns }) => columns)
    .find((one) => one.column === column)?.heading ?? column;
