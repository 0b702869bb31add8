import type { Instant, LayoutKind, Paper, ScriptSegment, SiteId } from '@nhipcau/contracts';

/** What the printed script says beside its segments. */
export interface ScriptFacts {
  readonly host: string;
  readonly superior: string | null;
  readonly title: string;
  /** Of the approved version; null: a draft. */
  readonly version: number | null;
  readonly approvedBy: string | null;
  readonly siteNames: ReadonlyMap<SiteId, string>;
  /** `08:00` of an instant in the meeting's zone. */
  timeOf(at: Instant): string;
  /** `08:00 ngày 06/12/2026` */
  readonly period: string;
}

const layouts: Readonly<Record<LayoutKind, string>> = {
  full: 'toàn màn hình',
  pip: 'hình trong hình',
  grid4: 'lưới 4',
  grid9: 'lưới 9',
  grid16: 'lưới 16',
  grid25: 'lưới 25',
};

/** The running order as a paper for everybody who runs equipment (R-PLN-05; VP Đ6.1 b2). */
export function scriptPaper(segments: readonly ScriptSegment[], facts: ScriptFacts): Paper {
  const nameOf = (siteId: SiteId | null) => (siteId === null ? '' : (facts.siteNames.get(siteId) ?? siteId));
  return {
    form: 'script',
    header: { superior: facts.superior, issuer: facts.host, number: null },
    title: ['KỊCH BẢN ĐIỀU HÀNH KỸ THUẬT'],
    subject: facts.title,
    addressees: [],
    blocks: [
      {
        kind: 'paragraph',
        text: `Thời gian: ${facts.period}. ${facts.version === null ? 'Bản dự thảo.' : `Bản được duyệt số ${facts.version}.`}`,
      },
      {
        kind: 'table',
        key: 'segments',
        columns: [
          { heading: 'TT', width: 5, align: 'center' },
          { heading: 'Giờ', width: 12, align: 'center' },
          { heading: 'Nội dung', width: 27, align: 'left' },
          { heading: 'Phát biểu', width: 22, align: 'left' },
          { heading: 'Hình, trình chiếu', width: 20, align: 'left' },
          { heading: 'Micro mở, camera', width: 14, align: 'left' },
        ],
        rows: segments.map((segment, index) => [
          String(index + 1),
          `${facts.timeOf(segment.plannedAt)} (${segment.durationMinutes} phút)`,
          segment.title,
          [nameOf(segment.speakerSiteId), segment.speaker ?? ''].filter(Boolean).join(' – '),
          [
            layouts[segment.layout],
            segment.contentSiteId === null ? '' : `trình chiếu từ ${nameOf(segment.contentSiteId)}`,
          ]
            .filter(Boolean)
            .join('; '),
          [segment.floor.map(nameOf).join(', '), segment.cameraPreset ?? ''].filter(Boolean).join('; '),
        ]),
      },
    ],
    dateLine: null,
    signatures: {
      left: null,
      right: { title: 'NGƯỜI DUYỆT', note: '(Ký, ghi rõ họ tên)', lines: [], name: facts.approvedBy },
    },
    recipients: [],
  };
}
