import type { Paper, Payment, PeriodEvaluation } from '@nhipcau/contracts';
import { grouped, printable, shortDay } from '../documents/print-words.ts';

const payments: Readonly<Record<Payment, string>> = {
  full: 'Thanh toán đủ',
  reduced: 'Giảm trừ',
  withheld: 'Chưa thanh toán',
};

/** `99,5%` */
const share = (part: number | null): string =>
  part === null ? '' : `${(part * 100).toFixed(1).replace('.', ',')}%`;

const columns = [
  { heading: 'STT', width: 5, align: 'center' },
  { heading: 'Tên điểm cầu, địa điểm lắp đặt', width: 20, align: 'left' },
  { heading: 'Tổng số phiên họp', width: 8, align: 'center' },
  { heading: 'Có tín hiệu', width: 8, align: 'center' },
  { heading: 'Mất hoàn toàn', width: 8, align: 'center' },
  { heading: 'Mất từ 15 phút trở lên', width: 8, align: 'center' },
  { heading: 'Số phiên họp đánh giá chung đạt chất lượng', width: 10, align: 'center' },
  { heading: 'Chưa được xác nhận', width: 9, align: 'center' },
  { heading: 'Tồn tại', width: 7, align: 'center' },
  { heading: 'Kiến nghị thanh toán, lý do', width: 19, align: 'left' },
] as const;

/** What a closed evaluation is for: the ground on which the lessor is paid (R-FIN-02). */
const paymentBasis = ({ cite, lessor, sites }: PeriodEvaluation): string => {
  const counts = Object.entries(payments).flatMap(([payment, label]) => {
    const count = sites.filter((site) => site.payment === payment).length;
    return count === 0 ? [] : [`${label.toLocaleLowerCase('vi')} ${count} điểm cầu`];
  });
  const article = cite[0] === undefined ? '' : `Căn cứ ${cite[0].article}: `;
  return `${article}kết quả đánh giá này là cơ sở thanh toán với ${lessor}; ${counts.join(', ')}.`;
};

/**
 * The evaluation of a period in print: every site with its figures and what is recommended, then objections and outcome.
 *
 * @rule EV-6 (R-EVL-04; QN Đ11.3)
 */
export const periodPaper = (
  evaluation: PeriodEvaluation,
  { issuer, superior }: { readonly issuer: string; readonly superior: string | null },
): Paper => ({
  form: 'systemEvaluation',
  header: {
    superior: superior?.toLocaleUpperCase('vi') ?? null,
    issuer: issuer.toLocaleUpperCase('vi'),
    number: null,
  },
  title: ['ĐÁNH GIÁ CHẤT LƯỢNG HỆ THỐNG', 'HỘI NGHỊ TRUYỀN HÌNH TRỰC TUYẾN'],
  subject: `Từ ngày ${shortDay(evaluation.from)} đến ngày ${shortDay(evaluation.to)}`,
  addressees: [],
  blocks: [
    {
      kind: 'table',
      key: 'sites',
      columns: [...columns],
      rows: evaluation.sites.map((site, index) => [
        String(index + 1),
        printable(site.name),
        grouped(site.sessions),
        share(site.availability),
        grouped(site.lostWhole),
        grouped(site.lostLong),
        grouped(site.reached),
        grouped(site.unconfirmed),
        grouped(site.issuesOpen),
        site.payment === null
          ? ''
          : printable(`${payments[site.payment]}${site.reason === null ? '' : `: ${site.reason}`}`),
      ]),
    },
    ...(evaluation.objections.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: 'Ý kiến khác và kết quả xem xét' },
          {
            kind: 'table' as const,
            key: 'objections',
            columns: [
              { heading: 'Điểm cầu', width: 25, align: 'left' as const },
              { heading: 'Ý kiến', width: 35, align: 'left' as const },
              { heading: 'Kết quả xem xét', width: 40, align: 'left' as const },
            ],
            rows: evaluation.objections.map(({ siteName, words, byName, answer }) => [
              printable(siteName),
              printable(`${words} (${byName})`),
              answer === null
                ? ''
                : printable(`${answer.accepted ? 'Chấp nhận' : 'Không chấp nhận'}: ${answer.words}`),
            ]),
          },
        ]),
    ...(evaluation.closed === null
      ? []
      : [
          { kind: 'paragraph' as const, text: printable(`Kết luận: ${evaluation.closed.outcome}`) },
          { kind: 'paragraph' as const, text: printable(paymentBasis(evaluation)) },
        ]),
  ],
  dateLine: null,
  signatures: {
    left: { title: 'Đơn vị cho thuê dịch vụ', note: '(Ký, đóng dấu)', lines: [], name: null },
    right: { title: 'Thủ trưởng đơn vị', note: '(Ký, đóng dấu)', lines: [], name: null },
  },
  recipients: [],
});
