import type { EndedSite, Ending, Grade, LossClass, Paper } from '@nhipcau/contracts';

/** What the report says beside the ending itself. */
export interface ReportFacts {
  readonly issuer: string;
  readonly superior: string | null;
  readonly addressee: string;
  readonly title: string;
  /** `08:00 ngày 06/12/2026` */
  timeOf(at: number): string;
}

const grades: Readonly<Record<Grade, string>> = { good: 'tốt', fair: 'đạt', poor: 'kém' };
const losses: Readonly<Record<LossClass, string>> = {
  none: 'không mất tín hiệu',
  short: 'mất tín hiệu ngắn',
  long: 'mất tín hiệu kéo dài',
  total: 'mất tín hiệu toàn phiên',
};
const MINUTE_MS = 60_000;

const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join('; ');

/**
 * Result of every site and what is left to be mended, for whoever runs the system above.
 *
 * @rule EN-3 (R-END-04; QN Đ6.1)
 */
export function endingReport(ending: Ending, facts: ReportFacts): Paper {
  const { startedAt, endedAt } = ending;
  const sites = ending.sites.filter(({ siteId }) => siteId !== null);
  const open = ending.issues.filter(({ fixed }) => fixed === null);
  return {
    form: 'endingReport',
    header: { superior: facts.superior, issuer: facts.issuer, number: null },
    title: ['BÁO CÁO', 'KẾT QUẢ PHIÊN HỌP'],
    subject: facts.title,
    addressees: [facts.addressee],
    blocks: [
      {
        kind: 'paragraph',
        text: `Thời gian: ${startedAt === null ? '……' : facts.timeOf(startedAt)} đến ${endedAt === null ? '……' : facts.timeOf(endedAt)}. Số điểm cầu: ${sites.length}.`,
      },
      {
        kind: 'table',
        key: 'sites',
        columns: [
          { heading: 'TT', width: 6, align: 'center' },
          { heading: 'Điểm cầu', width: 30, align: 'left' },
          { heading: 'Tín hiệu', width: 28, align: 'left' },
          { heading: 'Đánh giá', width: 24, align: 'left' },
          { heading: 'Sự cố', width: 12, align: 'center' },
        ],
        rows: sites.map((site) => [
          String(site.number ?? ''),
          site.name,
          signalOf(site),
          site.rating === null
            ? ''
            : joined(
                `hình ${grades[site.rating.picture]}, tiếng ${grades[site.rating.sound]}, đường truyền ${grades[site.rating.line]}`,
                site.rating.note,
              ),
          site.incidents === 0 ? '' : String(site.incidents),
        ]),
      },
      { kind: 'heading', text: 'Tồn tại' },
      ...(open.length === 0
        ? [{ kind: 'paragraph' as const, text: 'Không có.' }]
        : [
            {
              kind: 'table' as const,
              key: 'issues',
              columns: [
                { heading: 'Điểm cầu', width: 30, align: 'left' as const },
                { heading: 'Nội dung', width: 45, align: 'left' as const },
                { heading: 'Tiếp nhận', width: 25, align: 'left' as const },
              ],
              rows: open.map(({ siteName, words, takenOver, dueAt }) => [
                siteName,
                words,
                joined(takenOver?.byName ?? null, dueAt === null ? null : `hạn ${facts.timeOf(dueAt)}`),
              ]),
            },
          ]),
    ],
    dateLine: null,
    signatures: {
      left: null,
      right: {
        title: 'NGƯỜI BÁO CÁO',
        note: '(Ký, ghi rõ họ tên)',
        lines: [],
        name: ending.report?.byName ?? null,
      },
    },
    recipients: [],
  };
}

const signalOf = ({ lossClass, lossMs, interrupted }: EndedSite): string =>
  joined(
    lossClass === null ? '' : losses[lossClass],
    lossMs === null || lossMs < MINUTE_MS ? null : `${Math.round(lossMs / MINUTE_MS)} phút`,
    interrupted === null ? null : `gián đoạn: ${interrupted}`,
  );
