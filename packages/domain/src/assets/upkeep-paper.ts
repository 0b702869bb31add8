import type { AssetReview, Paper, UpkeepTask } from '@nhipcau/contracts';
import { feedbackTable } from '../reports/feedback.ts';
import { kindWords } from './asset-papers.ts';

const dayText = (day: string): string => day.split('-').reverse().join('/');
const money = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');

/** The plan of maintenance of a year, with its cost (R-AST-08; BD Đ16.3c, HN Đ19.4, QN Đ13.7). */
export function upkeepPlanPaper(
  tasks: readonly UpkeepTask[],
  { year, unit, article }: { year: number; unit: string | null; article: string | null },
): Paper {
  const lines = tasks.filter(({ dueOn }) => Number(dueOn.slice(0, 4)) <= year);
  const total = lines.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  return {
    form: 'upkeepPlan',
    header: { superior: null, issuer: (unit ?? 'ĐƠN VỊ').toLocaleUpperCase('vi'), number: null },
    title: [`KẾ HOẠCH BẢO TRÌ, BẢO DƯỠNG THIẾT BỊ NĂM ${year}`],
    subject: article === null ? null : `Theo ${article} của Quy chế`,
    addressees: [],
    blocks: [
      {
        kind: 'table',
        key: 'tasks',
        columns: [
          { heading: 'TT', width: 5, align: 'center' },
          { heading: 'Mã tài sản', width: 12, align: 'left' },
          { heading: 'Thiết bị', width: 20, align: 'left' },
          { heading: 'Điểm cầu', width: 18, align: 'left' },
          { heading: 'Nội dung', width: 17, align: 'left' },
          { heading: 'Đến hạn', width: 14, align: 'center' },
          { heading: 'Dự kiến kinh phí (đồng)', width: 14, align: 'center' },
        ],
        rows: lines.map(({ code, kind, model, siteName, label, dueOn, state, cost }, index) => [
          String(index + 1),
          code,
          `${kindWords[kind]} ${model}`,
          siteName ?? '',
          label,
          state === 'overdue' ? `${dayText(dueOn)} (quá hạn)` : dayText(dueOn),
          cost === null ? '' : money(cost),
        ]),
      },
      { kind: 'paragraph', text: `Tổng kinh phí dự kiến: ${money(total)} đồng.` },
    ],
    dateLine: null,
    signatures: {
      left: { title: 'NGƯỜI LẬP', note: '(Ký, ghi rõ họ tên)', lines: [], name: null },
      right: { title: 'THỦ TRƯỞNG ĐƠN VỊ', note: '(Ký, đóng dấu)', lines: [], name: null },
    },
    recipients: [],
  };
}

/** The yearly review with the year's figures of each site (R-AST-16; BD Đ14.2a, HN Đ15.4, QN Đ11.3). */
export function assetReviewPaper({ year, rule, lines, problems, filed }: AssetReview): Paper {
  return {
    form: 'assetReview',
    header: { superior: null, issuer: (rule?.by ?? 'ĐƠN VỊ').toLocaleUpperCase('vi'), number: null },
    title: [`BÁO CÁO RÀ SOÁT HỆ THỐNG NĂM ${year}`],
    subject: 'Đề xuất nâng cấp, mở rộng hệ thống, thiết bị họp trực tuyến',
    addressees: [],
    blocks: [
      { kind: 'heading', text: '1. Số liệu trong năm theo điểm cầu' },
      {
        kind: 'table',
        key: 'sites',
        columns: [
          { heading: 'TT', width: 5, align: 'center' },
          { heading: 'Điểm cầu', width: 31, align: 'left' },
          { heading: 'Thiết bị', width: 9, align: 'center' },
          { heading: 'Tuổi cao nhất (năm)', width: 10, align: 'center' },
          { heading: 'Phiên họp', width: 9, align: 'center' },
          { heading: 'Sự cố', width: 8, align: 'center' },
          { heading: 'Lần sửa', width: 8, align: 'center' },
          { heading: 'Quá hạn', width: 8, align: 'center' },
          { heading: 'Chi phí (đồng)', width: 12, align: 'center' },
        ],
        rows: lines.map((line, index) => [
          String(index + 1),
          line.siteName,
          String(line.devices),
          line.oldestYears === null ? '' : String(line.oldestYears),
          String(line.meetings),
          String(line.incidents),
          String(line.repairs),
          String(line.overdue),
          money(line.cost),
        ]),
      },
      { kind: 'heading', text: '2. Ý kiến phản ánh' },
      ...(problems.length === 0 ? [] : [feedbackTable(problems)]),
      { kind: 'paragraph', text: filed?.feedback || (problems.length === 0 ? '……' : '') },
      { kind: 'heading', text: '3. Đề xuất nâng cấp, mở rộng' },
      { kind: 'paragraph', text: filed?.proposals ?? '……' },
    ],
    dateLine: null,
    signatures: {
      left: null,
      right: { title: 'THỦ TRƯỞNG ĐƠN VỊ', note: '(Ký, đóng dấu)', lines: [], name: null },
    },
    recipients: [],
  };
}
