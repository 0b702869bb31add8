import { instant, LocalDate, OrganisationId, type Payment, type PeriodEvaluation } from '@nhipcau/contracts';
import { siteId } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { periodPaper } from './period-paper.ts';

const site = (id: string, payment: Payment): PeriodEvaluation['sites'][number] => ({
  siteId: siteId(id),
  name: id,
  organisationId: OrganisationId.parse(`o-${id}`),
  sessions: 3,
  availability: 1,
  lostWhole: 0,
  lostLong: 0,
  soundGood: 3,
  soundPoor: 0,
  lineGood: 3,
  linePoor: 0,
  pictureGood: 3,
  picturePoor: 0,
  reached: 3,
  unconfirmed: 0,
  incidents: 0,
  issuesOpen: 0,
  suggested: 'full',
  payment,
  reason: null,
});
const evaluation = (closed: PeriodEvaluation['closed']): PeriodEvaluation => ({
  period: '2026-1',
  from: LocalDate.parse('2026-01-01'),
  to: LocalDate.parse('2026-06-30'),
  state: closed ? 'closed' : 'published',
  by: 'Sở Thông tin và Truyền thông',
  lessor: 'VNPT Quảng Ninh',
  sites: [site('a', 'full'), site('b', 'full'), site('c', 'reduced')],
  published: null,
  objections: [],
  closed,
  may: { judge: false, publish: false, object: false, close: false },
  cite: [{ article: 'Đ11.3', quote: 'thanh toán với đơn vị cho thuê dịch vụ' }],
});
const lines = (closed: PeriodEvaluation['closed']) =>
  periodPaper(evaluation(closed), { issuer: 'Sở', superior: null }).blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [block.text] : [],
  );

test('[R-FIN-02] [EV-6] closed it says on paper that the lessor is paid on its ground; before it says nothing of payment', () => {
  expect(lines({ at: instant(0), byName: 'A', outcome: 'Thanh toán theo bảng' })).toEqual([
    'Kết luận: Thanh toán theo bảng',
    'Căn cứ Đ11.3: kết quả đánh giá này là cơ sở thanh toán với VNPT Quảng Ninh; thanh toán đủ 2 điểm cầu, giảm trừ 1 điểm cầu.',
  ]);
  expect(lines(null)).toEqual([]);
});
