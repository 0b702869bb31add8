import type { Paper, TrainingYear } from '@nhipcau/contracts';

const dayText = (day: string): string => day.split('-').reverse().join('/');
const states = { planned: 'Kế hoạch', held: 'Đã tổ chức', cancelled: 'Hủy' } as const;

/** The yearly plan of training: courses, who is to come and came, needs without a course (R-TRN-02, R-TRN-03). */
export function trainingPlanPaper({ year, courses, needs, rules }: TrainingYear): Paper {
  return {
    form: 'trainingPlan',
    header: { superior: null, issuer: (rules.yearly?.by ?? 'ĐƠN VỊ').toLocaleUpperCase('vi'), number: null },
    title: [`KẾ HOẠCH ĐÀO TẠO, TẬP HUẤN NĂM ${year}`],
    subject:
      rules.yearly === null
        ? null
        : `Theo ${rules.yearly.cite.map(({ article }) => article).join(', ')} của Quy chế`,
    addressees: [],
    blocks: [
      { kind: 'heading', text: '1. Các lớp tập huấn' },
      {
        kind: 'table',
        key: 'courses',
        columns: [
          { heading: 'TT', width: 6, align: 'center' },
          { heading: 'Nội dung', width: 34, align: 'left' },
          { heading: 'Thời gian', width: 20, align: 'center' },
          { heading: 'Địa điểm', width: 18, align: 'left' },
          { heading: 'Số người', width: 10, align: 'center' },
          { heading: 'Kết quả', width: 12, align: 'left' },
        ],
        rows: courses.map(({ title, startsOn, endsOn, place, people, state }, index) => [
          String(index + 1),
          title,
          startsOn === endsOn ? dayText(startsOn) : `${dayText(startsOn)} – ${dayText(endsOn)}`,
          place,
          String(people.length),
          state === 'held'
            ? `${people.filter(({ passed }) => passed).length} đạt, ${people.filter(({ isMissing }) => isMissing).length} vắng`
            : states[state],
        ]),
      },
      { kind: 'heading', text: '2. Nhu cầu đào tạo chưa đáp ứng' },
      {
        kind: 'table',
        key: 'needs',
        columns: [
          { heading: 'TT', width: 6, align: 'center' },
          { heading: 'Họ tên', width: 28, align: 'left' },
          { heading: 'Đơn vị', width: 34, align: 'left' },
          { heading: 'Hạn', width: 14, align: 'center' },
          { heading: 'Lớp dự kiến', width: 18, align: 'left' },
        ],
        rows: needs.map(({ name, organisationName, dueOn, courseTitle }, index) => [
          String(index + 1),
          name,
          organisationName,
          dueOn === null ? '' : dayText(dueOn),
          courseTitle ?? '',
        ]),
      },
    ],
    dateLine: null,
    signatures: {
      left: { title: 'NGƯỜI LẬP', note: '(Ký, ghi rõ họ tên)', lines: [], name: null },
      right: { title: 'THỦ TRƯỞNG ĐƠN VỊ', note: '(Ký, đóng dấu)', lines: [], name: null },
    },
    recipients: [],
  };
}
