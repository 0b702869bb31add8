import { instant, OrganisationId } from '@nhipcau/contracts';
import { at, type Day, FRIDAY, MONDAY, MONDAY_AFTER, THURSDAY } from '../support/day/day.ts';
import { describeDay } from '../support/day/describe-day.ts';

/** §6.3: Vĩnh Phúc, planned, chaired by the committee (Đ6.1). */
const day: Day = {
  locality: 'vinh-phuc',
  clerk: 'vanphong',
  isDecided: false,
  data: {
    rehearsal: { start: instant(at(`${THURSDAY} 16:00`)), end: instant(at(`${THURSDAY} 17:30`)) },
    kind: 'province',
    chairBody: 'committee',
    purpose: 'direction',
    hostOrganisationId: OrganisationId.parse('o-vpub'),
  },
  chair: 'ubnd-tinh',
  terminal: 'huyen-246',
  dropped: 'huyen-247',
  others: ['huyen-248'],
  registeredAt: `${MONDAY} 09:00`,
  decidedAt: `${MONDAY} 09:05`,
  toldAt: `${MONDAY} 09:10`,
  limits: {
    'notify-planned': null,
    // A quarter of an hour after it was received (Đ6.1 b2).
    forward: `${MONDAY} 09:15`,
    'notify-systems': `${MONDAY} 09:15`,
    'notify-sites': `${MONDAY} 09:15`,
    // Before the rehearsal (Đ6.1 b3).
    plan: `${THURSDAY} 16:00`,
    // Two hours before (Đ6.1 b4, b5).
    rehearsal: `${FRIDAY} 06:00`,
    'slave-mcu': `${FRIDAY} 06:00`,
    // Half an hour before (Đ6.1 b5).
    ready: `${FRIDAY} 07:30`,
  },
  notices: { notice: ['sites', 'systemUnits'] },
  missed: null,
  checks: [
    { phase: 'area', at: `${THURSDAY} 14:00` },
    { phase: 'ready', at: `${FRIDAY} 07:00` },
  ],
  rehearsedAt: `${THURSDAY} 16:00`,
  connectedAt: `${FRIDAY} 05:40`,
  readyAt: `${FRIDAY} 07:25`,
  steps: [
    'Kết nối và kiểm tra các điểm cầu thuộc địa bàn',
    'Kết nối MCU của các đơn vị vào MCU của Văn phòng UBND tỉnh',
    'Đặt layout MCU thành phần: một điểm cầu toàn màn hình',
    'Kiểm thử từ điểm cầu chính đến một số điểm cầu cấp huyện, cấp xã',
  ],
  isCalled: false,
  dropTells: ['department', 'office'],
  fault: { type: 'line', label: 'Đường truyền', tells: ['telecom'] },
  ending: [],
  books: { 'trackingBook/official': 4 },
  booksDue: `${MONDAY_AFTER} 24:00`,
};

describeDay(day);
