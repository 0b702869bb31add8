import type { Paper, Quality, Rehearsal, TriedSite } from '@nhipcau/contracts';

/** What the record says beside the rehearsal itself. */
export interface RecordFacts {
  readonly host: string;
  readonly superior: string | null;
  /** The locality's word for it: tổng duyệt, vận hành thử … */
  readonly rehearsal: string;
  readonly operatingUnit: string;
  /** `08:00 ngày 06/12/2026` of an instant in the meeting's zone. */
  timeOf(at: number): string;
}

const qualities: Readonly<Record<Quality, string>> = {
  good: 'tốt',
  fair: 'khá',
  poor: 'kém',
  bad: 'rất kém',
  unknown: '',
};
const states = { passed: 'Đạt', again: 'Chưa đạt', waiting: 'Chưa thử', later: 'Chưa thử' } as const;

const filled = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join('; ');

/**
 * The record of a rehearsal: quality, faults, remedies and people of every site, what was tried of the running order, and
 * how it ended.
 *
 * @rule RH-8 (R-RHS-07; QN Đ4.3, VP Đ6.1 b4, Đ7; BD Đ10.2b)
 */
export function rehearsalRecord(rehearsal: Rehearsal, facts: RecordFacts): Paper {
  const { current, sites, segments, standby, stages, title } = rehearsal;
  const ended = current?.endedAt ?? null;
  return {
    form: 'rehearsalRecord',
    header: { superior: facts.superior, issuer: facts.host, number: null },
    title: [`BIÊN BẢN ${facts.rehearsal.toLocaleUpperCase('vi')}`],
    subject: title,
    addressees: [],
    blocks: [
      {
        kind: 'paragraph',
        text: `Bắt đầu: ${current === null ? '……' : facts.timeOf(current.openedAt)}. Kết thúc: ${ended === null ? '……' : facts.timeOf(ended)}. Lần thử: ${current?.number ?? 1}.`,
      },
      { kind: 'paragraph', text: `Chủ trì thử: ${rehearsal.ledBy.join('; ') || '……'}.` },
      ...stages.map((stage) => ({
        kind: 'paragraph' as const,
        text: `${stage.stage}. ${stage.name}: ${stage.passed}/${stage.sites} điểm cầu đạt${stage.again > 0 ? `, ${stage.again} điểm cầu chưa đạt` : ''}.`,
      })),
      {
        kind: 'table',
        key: 'standby',
        columns: [
          { heading: 'Vị trí trực', width: 40, align: 'left' },
          { heading: 'Nơi trực', width: 25, align: 'left' },
          { heading: 'Người trực, điện thoại', width: 35, align: 'left' },
        ],
        rows: standby.map(({ label, place, name, telephone }) => [
          label,
          place ?? '',
          filled(name, telephone),
        ]),
      },
      {
        kind: 'table',
        key: 'sites',
        columns: [
          { heading: 'TT', width: 5, align: 'center' },
          { heading: 'Điểm cầu', width: 23, align: 'left' },
          { heading: 'Chất lượng', width: 12, align: 'left' },
          { heading: 'Lỗi, cách xử lý', width: 28, align: 'left' },
          { heading: 'Người trực', width: 18, align: 'left' },
          { heading: 'Kết quả', width: 14, align: 'left' },
        ],
        rows: sites.map((site) => [
          String(site.number),
          site.name,
          qualities[site.quality ?? site.measured ?? 'unknown'],
          faultsOf(site),
          site.staff ?? '',
          filled(states[site.state], site.tries > 1 ? `${site.tries} lần thử` : null),
        ]),
      },
      ...(segments.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              key: 'segments',
              columns: [
                { heading: 'Giờ', width: 22, align: 'center' as const },
                { heading: 'Bước kịch bản', width: 48, align: 'left' as const },
                { heading: 'Kết quả', width: 30, align: 'left' as const },
              ],
              rows: segments.map(({ plannedAt, title: step, outcome, note }) => [
                facts.timeOf(plannedAt),
                step,
                filled(outcome === null ? 'Chưa diễn tập' : outcome === 'passed' ? 'Đạt' : 'Chưa đạt', note),
              ]),
            },
          ]),
      {
        kind: 'paragraph',
        text: concluded(current),
      },
    ],
    dateLine: null,
    signatures: {
      left: {
        title: facts.operatingUnit.toLocaleUpperCase('vi'),
        note: '(Ký, ghi rõ họ tên)',
        lines: [],
        name: null,
      },
      right: {
        title: 'NGƯỜI LẬP BIÊN BẢN',
        note: '(Ký, ghi rõ họ tên)',
        lines: [],
        name: current?.byName ?? null,
      },
    },
    recipients: [],
  };
}

/** Two sentences, each with its full stop. */
function concluded(current: Rehearsal['current']): string {
  const sentence = (text: string) => (/[.!…]$/.test(text) ? text : `${text}.`);
  const words = `Kết luận: ${sentence(current?.statement ?? '……')}`;
  return current?.reason
    ? `${words} Lý do kết thúc khi còn điểm cầu chưa đạt: ${sentence(current.reason)}`
    : words;
}

const faultsOf = ({ fault, fix, blocked }: TriedSite): string =>
  filled(fault, fix, blocked > 0 ? `${blocked} lần tự trình chiếu bị chặn` : null);
