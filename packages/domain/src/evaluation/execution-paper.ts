import type { ExecutionReport, Paper, PaperBlock } from '@nhipcau/contracts';
import { grouped, printable, shortDay } from '../documents/print-words.ts';

const table = (
  key: string,
  columns: readonly (readonly [heading: string, width: number, align?: 'center'])[],
  rows: readonly (readonly string[])[],
): PaperBlock => ({
  kind: 'table',
  key,
  columns: columns.map(([heading, width, align]) => ({ heading, width, align: align ?? ('left' as const) })),
  rows: rows.map((cells) => cells.map((cell) => printable(cell))),
});

/**
 * How the regulation was kept, in print: what was late, by whom, violations, books that are not signed.
 *
 * @rule EV-7 (R-EVL-05; BD Đ18.2, HN Đ21.2)
 */
export const executionPaper = ({
  by,
  from,
  to,
  duties,
  units,
  violations,
  linesLate,
}: ExecutionReport): Paper => ({
  form: 'executionReport',
  header: { superior: null, issuer: by.toLocaleUpperCase('vi'), number: null },
  title: ['ĐÁNH GIÁ TÌNH HÌNH THỰC HIỆN QUY CHẾ'],
  subject: `Từ ngày ${shortDay(from)} đến ngày ${shortDay(to)}`,
  addressees: [],
  blocks: [
    { kind: 'heading', text: '1. Thực hiện các thời hạn' },
    table(
      'duties',
      [
        ['Việc phải làm', 50],
        ['Căn cứ', 14],
        ['Số lần', 12, 'center'],
        ['Quá hạn', 12, 'center'],
        ['Được miễn', 12, 'center'],
      ],
      duties.map(({ duty, article, owed, late, waived }) => [
        duty,
        article,
        grouped(owed),
        grouped(late),
        grouped(waived),
      ]),
    ),
    { kind: 'heading', text: '2. Theo đơn vị chủ trì' },
    table(
      'units',
      [
        ['Đơn vị', 55],
        ['Số phiên', 15, 'center'],
        ['Thời hạn', 15, 'center'],
        ['Quá hạn', 15, 'center'],
      ],
      units.map(({ name, sessions, duties: owed, late }) => [
        name,
        grouped(sessions),
        grouped(owed),
        grouped(late),
      ]),
    ),
    { kind: 'heading', text: '3. Vi phạm đã ghi nhận' },
    violations.length === 0
      ? { kind: 'paragraph', text: 'Không có.' }
      : table(
          'violations',
          [
            ['Nội dung', 70],
            ['Số vụ', 15, 'center'],
            ['Chưa xử lý', 15, 'center'],
          ],
          violations.map(({ label, found, open }) => [label, grouped(found), grouped(open)]),
        ),
    { kind: 'heading', text: '4. Sổ, nhật ký' },
    { kind: 'paragraph', text: `Số dòng sổ quá hạn ký xác nhận: ${grouped(linesLate)}.` },
  ],
  dateLine: null,
  signatures: {
    left: null,
    right: { title: 'Thủ trưởng đơn vị', note: '(Ký, đóng dấu)', lines: [], name: null },
  },
  recipients: [],
});
