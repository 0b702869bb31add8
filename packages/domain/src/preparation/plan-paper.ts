import type { ConnectionPlan, NodeId, Paper, PlanSections, SiteId } from '@nhipcau/contracts';

export interface PlanFacts {
  readonly host: string;
  readonly superior: string | null;
  readonly siteNames: ReadonlyMap<SiteId, string>;
}

const number = new Intl.NumberFormat('vi-VN');

const headings: Readonly<Record<keyof PlanSections, string>> = {
  systems: 'I. Bảo đảm kết nối giữa các hệ thống',
  mcu: 'II. Thông tin MCU phục vụ phiên họp',
  cascade: 'III. Quy hoạch kết nối Cascade',
  lines: 'IV. Kênh truyền, thiết bị các điểm cầu',
  security: 'V. Bảo đảm an toàn thông tin',
};

/** The connection plan as a paper: five headings, the MCU information sheet, the tree and the agreement of the units (R-PLN-01 … 04). */
export function planPaper(plan: ConnectionPlan, facts: PlanFacts): Paper {
  const { sections } = plan;
  const text = (key: keyof PlanSections): Paper['blocks'] => [
    { kind: 'heading', text: headings[key] },
    { kind: 'paragraph', text: sections[key] || '……' },
  ];
  return {
    form: 'connectionPlan',
    header: { superior: facts.superior, issuer: facts.host, number: null },
    title: ['PHƯƠNG ÁN KẾT NỐI', plan.title],
    subject: null,
    addressees: [],
    blocks: [
      ...text('systems'),
      ...text('mcu'),
      sheetTable(plan),
      ...text('cascade'),
      treeTable(plan, facts),
      ...text('lines'),
      ...text('security'),
      { kind: 'heading', text: 'VI. Ý kiến thống nhất của các đơn vị' },
      agreementTable(plan),
      { kind: 'heading', text: 'VII. Xử lý sự cố' },
      ...plan.scenarios.map(
        ({ name, steps, contacts }): Block => ({
          kind: 'paragraph',
          text: `${name}: ${steps.map((step, index) => `(${index + 1}) ${step}`).join('; ')}. Liên hệ: ${contacts.join(', ')}.`,
        }),
      ),
    ],
    dateLine: null,
    signatures: {
      left: null,
      right: { title: 'ĐƠN VỊ CHỦ TRÌ', note: '(Ký, ghi rõ họ tên)', lines: [], name: null },
    },
    recipients: [],
  };
}

type Block = Paper['blocks'][number];
const column = (heading: string, width: number, align: 'left' | 'center' = 'left') => ({
  heading,
  width,
  align,
});

const sheetTable = ({ mcus, tree }: ConnectionPlan): Block => ({
  kind: 'table',
  key: 'mcus',
  columns: [
    column('MCU', 22),
    column('Đơn vị chủ quản', 22),
    column('Điểm cầu tối đa', 12, 'center'),
    column('Đường truyền (kbit/s)', 16, 'center'),
    column('Cán bộ điều khiển, điện thoại', 28),
  ],
  rows: mcus
    .filter(({ nodeId }) => tree.some((node) => node.nodeId === nodeId))
    .map(({ name, sheet }) => [
      name,
      sheet?.owner ?? '',
      sheet === null ? '' : String(sheet.sites),
      sheet === null ? '' : number.format(sheet.lineKbps),
      sheet === null ? '' : `${sheet.operator}, ${sheet.telephone}`,
    ]),
});

function treeTable({ tree, mcus, depth }: ConnectionPlan, { siteNames }: PlanFacts): Block {
  const nameOf = (id: NodeId | null) => mcus.find(({ nodeId }) => nodeId === id)?.name ?? '';
  return {
    kind: 'table',
    key: 'tree',
    columns: [
      column('MCU', 22),
      column('Kết nối lên', 20),
      column('Dự phòng', 18),
      column('Số điểm cầu', 10, 'center'),
      column(`Điểm cầu (sâu nhất ${depth} cấp)`, 30),
    ],
    rows: tree.map(({ nodeId, parentId, spareNodeId, siteIds }) => [
      nameOf(nodeId),
      parentId === null ? 'MCU trung tâm của phiên họp' : nameOf(parentId),
      [
        nameOf(spareNodeId),
        ...mcus
          .filter((mcu) => mcu.nodeId === nodeId && mcu.standbyId !== null)
          .map(({ standbyId }) => `${nameOf(standbyId)} (thế chỗ)`),
      ]
        .filter(Boolean)
        .join('; '),
      String(siteIds.length),
      siteIds
        .map((siteId) => siteNames.get(siteId) ?? siteId)
        .join('; ')
        .slice(0, 2_000),
    ]),
  };
}

const agreementTable = ({ agreements }: ConnectionPlan): Block => ({
  kind: 'table',
  key: 'agreements',
  columns: [column('Đơn vị', 40), column('Ý kiến', 20), column('Người cho ý kiến', 40)],
  rows: agreements.map(({ name, agreed, byName, note }) => [
    name,
    agreed === null ? 'chưa có' : agreed ? 'thống nhất' : 'không thống nhất',
    [byName ?? '', note ?? ''].filter(Boolean).join(': '),
  ]),
});
