import type { AllowanceList, BudgetTable, CostStatement, Paper, PaperBlock } from '@nhipcau/contracts';
import { printable } from '../documents/print-words.ts';

export interface FinanceHead {
  readonly issuer: string;
  readonly place: string;
}

const number = new Intl.NumberFormat('vi-VN');
const monthText = (month: string): string => `tháng ${month.slice(5)} năm ${month.slice(0, 4)}`;
const dayText = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});

function paperOf({ issuer, place }: FinanceHead, title: string[], blocks: PaperBlock[]): Paper {
  return {
    form: 'finance',
    landscape: true,
    header: { superior: null, issuer: issuer.toLocaleUpperCase('vi'), number: null },
    title: title.map((line) => line.toLocaleUpperCase('vi')),
    subject: null,
    addressees: [],
    blocks,
    dateLine: { place, on: null, at: 'foot' },
    signatures: {
      left: { title: 'Người lập', note: '(Ký, ghi rõ họ tên)', lines: [], name: null },
      right: { title: 'Thủ trưởng đơn vị', note: '(Ký, đóng dấu)', lines: [], name: null },
    },
    recipients: [],
  };
}

const column = (heading: string, width: number, align: 'left' | 'center' = 'left') => ({
  heading,
  width,
  align,
});

/** What hosts noted of the costs of their meetings (R-FIN-05). */
function costNotes({ meetings }: CostStatement): PaperBlock[] {
  const rows = meetings.flatMap(({ title, startedAt, host, note }) =>
    note === null
      ? []
      : [[dayText.format(startedAt), printable(title), printable(host), printable(note.words)]],
  );
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: 'Ghi chú chi phí cuộc họp' },
    {
      kind: 'table',
      key: 'notes',
      columns: [
        column('Ngày', 12, 'center'),
        column('Cuộc họp', 32),
        column('Đơn vị chủ trì', 22),
        column('Ghi chú', 34),
      ],
      rows,
    },
  ];
}

/** Who bears what of a month, unit by unit, with the words of the text above it. */
export const statementPaper = (statement: CostStatement, head: FinanceHead): Paper =>
  paperOf(
    head,
    ['Bảng kê trách nhiệm chi trả', monthText(statement.month)],
    [
      ...statement.rules.map(
        ({ label, cite }): PaperBlock => ({
          kind: 'paragraph',
          text: `${label} (${cite[0]?.article ?? ''}).`,
        }),
      ),
      {
        kind: 'table',
        key: 'units',
        columns: [
          column('STT', 6, 'center'),
          column('Đơn vị', 40),
          column('Thuê bao đường truyền (điểm cầu)', 14, 'center'),
          column('Dịch vụ điểm cầu chủ tọa (phiên)', 14, 'center'),
          column('Dịch vụ điểm cầu cuối (lượt)', 14, 'center'),
          column('Theo thỏa thuận (lượt)', 12, 'center'),
        ],
        rows: statement.units.map((unit, index) => [
          `${index + 1}`,
          printable(unit.name),
          ...[unit.lines, unit.chairServices, unit.endServices, unit.agreed].map((value) =>
            number.format(value),
          ),
        ]),
      },
      ...costNotes(statement),
    ],
  );

/** Technicians who served the meetings of a month, for the payment of their support. */
export const allowancePaper = (list: AllowanceList, head: FinanceHead): Paper =>
  paperOf(
    head,
    ['Danh sách cán bộ kỹ thuật trực tiếp vận hành', monthText(list.month)],
    [
      ...(list.article === null
        ? []
        : [{ kind: 'paragraph' as const, text: `Căn cứ ${list.article}: hỗ trợ sau mỗi cuộc họp.` }]),
      {
        kind: 'table',
        key: 'people',
        columns: [
          column('STT', 6, 'center'),
          column('Đơn vị', 22),
          column('Họ tên', 18),
          column('Nhiệm vụ', 18),
          column('Cuộc họp', 26),
          column('Ngày', 10, 'center'),
        ],
        rows: list.people.map(({ unit, person, post, title, startedAt }, index) => [
          `${index + 1}`,
          printable(unit),
          printable(person),
          printable(post),
          printable(title),
          dayText.format(startedAt),
        ]),
      },
    ],
  );

/** Proposals of all units by heading, as the finance authority gets them. */
export function budgetPaper(budget: BudgetTable, head: FinanceHead): Paper {
  const amountOf = (unit: BudgetTable['units'][number], key: string): number =>
    unit.amounts.find(({ category }) => category === key)?.amount ?? 0;
  const proposed = budget.units.filter(({ amounts }) => amounts.length > 0);
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const keys = budget.categories.map(({ key }) => key);
  const line = (lead: string, name: string, numbers: readonly number[]) => [
    lead,
    name,
    ...numbers.map((value) => number.format(value)),
    number.format(sum(numbers)),
  ];
  return paperOf(
    head,
    ['Tổng hợp dự toán kinh phí', `năm ${budget.year}`],
    [
      { kind: 'paragraph', text: `Đơn vị tính: đồng. Tổng hợp: ${budget.compiledBy ?? ''}.` },
      {
        kind: 'table',
        key: 'budget',
        columns: [
          column('STT', 6, 'center'),
          column('Đơn vị', 30),
          ...budget.categories.map(({ label }) => column(label, 18, 'center')),
          column('Cộng', 14, 'center'),
        ],
        rows: [
          ...proposed.map((unit, index) =>
            line(
              `${index + 1}`,
              printable(unit.name),
              keys.map((key) => amountOf(unit, key)),
            ),
          ),
          line(
            '',
            'Cộng',
            keys.map((key) => sum(proposed.map((unit) => amountOf(unit, key)))),
          ),
        ],
      },
    ],
  );
}
