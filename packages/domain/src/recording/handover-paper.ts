import type { HandoverSheet, Paper } from '@nhipcau/contracts';

export interface RecordingHandoverFacts {
  readonly superior: string | null;
  /** Title of the meeting, or its file number where the title is secret. */
  readonly meeting: string;
  readonly heldAt: string;
  readonly articles: readonly string[];
  timeOf(at: number): string;
}

const parts = { film: 'Phim', audio: 'Ghi âm', original: 'Bản gốc' } as const;
const upper = (text: string): string => text.toLocaleUpperCase('vi');
const bytes = new Intl.NumberFormat('vi-VN');

/**
 * The hand-over sheet as it is printed: what, with the digest of each file, who gives, who receives.
 *
 * @rule RD-13 (R-REC-03)
 */
export function recordingHandoverPaper(sheet: HandoverSheet, facts: RecordingHandoverFacts): Paper {
  const { items, answer, articles } = { ...sheet, articles: facts.articles };
  const received = answer?.kind === 'received' ? answer : null;
  return {
    form: 'recordingHandover',
    header: { superior: facts.superior && upper(facts.superior), issuer: upper(sheet.from), number: null },
    title: ['BIÊN BẢN', 'BÀN GIAO TƯ LIỆU GHI HÌNH'],
    subject: facts.meeting,
    addressees: [],
    blocks: [
      field('basis', 'Căn cứ', articles.length === 0 ? 'thỏa thuận của hai bên' : articles.join(', ')),
      field('heldAt', 'Thời gian họp', facts.heldAt),
      field('number', 'Lần bàn giao', String(sheet.number)),
      field('from', 'Bên giao', `${sheet.from}; người giao: ${sheet.givenBy}`),
      field(
        'to',
        'Bên nhận',
        received === null ? sheet.to : `${sheet.to}; người nhận: ${received.byName}, ${received.position}`,
      ),
      field('givenAt', 'Thời điểm giao', facts.timeOf(sheet.givenAt)),
      field(
        'medium',
        'Hình thức',
        sheet.medium === 'network' ? 'qua hệ thống' : `vật mang tin, ký hiệu ${sheet.mark ?? ''}`,
      ),
      {
        kind: 'table',
        key: 'items',
        columns: [
          { heading: 'TT', width: 6, align: 'center' },
          { heading: 'Tư liệu', width: 30, align: 'left' },
          { heading: 'Số tệp', width: 8, align: 'center' },
          { heading: 'Dung lượng (byte)', width: 16, align: 'center' },
          { heading: 'SHA-256', width: 40, align: 'left' },
        ],
        rows: items.map((item, index) => [
          String(index + 1),
          `${parts[item.part]}: ${item.name}`,
          String(item.files),
          bytes.format(item.bytes),
          grouped(item.sha256),
        ]),
      },
      field('documents', 'Tài liệu kèm theo', sheet.documents ?? 'không'),
      ...(sheet.note === null ? [] : [field('note', 'Ghi chú', sheet.note)]),
      field('seal', 'Mã kiểm tra của biên bản', grouped(sheet.seal)),
      field('answer', 'Ký nhận', answerWords(answer, facts)),
    ],
    dateLine: null,
    signatures: {
      left: { title: 'BÊN GIAO', note: '(Ký, ghi rõ họ tên)', lines: [], name: sheet.givenBy },
      right: { title: 'BÊN NHẬN', note: '(Ký, ghi rõ họ tên)', lines: [], name: received?.byName ?? null },
    },
    recipients: [],
  };
}

const field = (key: string, label: string, value: string): Paper['blocks'][number] => ({
  kind: 'field',
  mark: '-',
  parts: [{ key, label, note: null, value }],
});

const answerWords = (
  answer: HandoverSheet['answer'],
  { timeOf }: Pick<RecordingHandoverFacts, 'timeOf'>,
): string => {
  if (answer === null) return 'chưa ký nhận';
  const said = `${answer.kind === 'received' ? 'đã nhận đủ' : 'trả lại'} lúc ${timeOf(answer.at)}`;
  return answer.words === null ? said : `${said}; ${answer.words}`;
};

/** In groups of eight, so that it can be read aloud, and so that a line can break. */
const grouped = (digest: string): string => digest.match(/.{1,8}/g)?.join(' ') ?? '';
