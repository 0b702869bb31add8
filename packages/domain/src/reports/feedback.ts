import type { Feedback, FeedbackAct, FeedbackState, Paper } from '@nhipcau/contracts';
import { printable } from '../documents/print-words.ts';

/**
 * The course of a problem that was told: put together for the committee, answered, which is the end; answered at once where
 * the desk can do so itself.
 *
 * @returns null where the act has no place
 * @rule FG-18 (R-RPT-08; BD Đ18.3, HN Đ21.3, QN ChVI)
 */
export function nextFeedbackState(state: FeedbackState, act: FeedbackAct['act']): FeedbackState | null {
  if (state === 'answered') return null;
  if (act === 'answer') return 'answered';
  return state === 'open' ? 'compiled' : null;
}

const states: Readonly<Record<FeedbackState, string>> = {
  open: 'Chưa tổng hợp',
  compiled: 'Đã tổng hợp, báo cáo',
  answered: 'Đã trả lời',
};

/** What was told, as one cell of a table says it. */
export const feedbackWords = ({ state, compiled, answered }: Feedback): string =>
  [
    states[state],
    ...(compiled ? [`văn bản ${printable(compiled.words)}`] : []),
    ...(answered ? [printable(answered.words)] : []),
  ].join('; ');

/** The problems of a year, compiled for the committee. @rule FG-19 */
export function feedbackPaper({
  year,
  desk,
  place,
  feedback,
}: {
  readonly year: number;
  readonly desk: string;
  readonly place: string;
  readonly feedback: readonly Feedback[];
}): Paper {
  return {
    form: 'feedback',
    landscape: true,
    header: { superior: null, issuer: desk.toLocaleUpperCase('vi'), number: null },
    title: [`TỔNG HỢP KHÓ KHĂN, VƯỚNG MẮC TRONG THỰC HIỆN QUY CHẾ NĂM ${year}`],
    subject: null,
    addressees: [],
    blocks: [feedbackTable(feedback)],
    dateLine: { place, on: null, at: 'foot' },
    signatures: {
      left: { title: 'Người lập', note: '(Ký, ghi rõ họ tên)', lines: [], name: null },
      right: { title: 'Thủ trưởng đơn vị', note: '(Ký, đóng dấu)', lines: [], name: null },
    },
    recipients: [],
  };
}

/** Unit, article, words, what became of it. */
export const feedbackTable = (
  feedback: readonly Feedback[],
): Extract<Paper['blocks'][number], { kind: 'table' }> => ({
  kind: 'table',
  key: 'feedback',
  columns: [
    { heading: 'TT', width: 5, align: 'center' },
    { heading: 'Cơ quan, đơn vị', width: 20, align: 'left' },
    { heading: 'Điều, khoản', width: 10, align: 'center' },
    { heading: 'Nội dung phản ánh', width: 38, align: 'left' },
    { heading: 'Kết quả', width: 27, align: 'left' },
  ],
  rows: feedback.map((one, index) => [
    String(index + 1),
    printable(one.unit),
    printable(one.article ?? ''),
    printable(one.words),
    feedbackWords(one),
  ]),
});
