import { instant, OrganisationId } from '@nhipcau/contracts';
import { at, type Day, FRIDAY, MONDAY, THURSDAY } from '../support/day/day.ts';
import { describeDay } from '../support/day/describe-day.ts';

/** §6.1: Hoà Bình, planned (II.1): three MCUs, the Government's as the master. */
const day: Day = {
  locality: 'hoa-binh',
  clerk: 'vanphong',
  isDecided: false,
  data: {
    rehearsal: { start: instant(at(`${THURSDAY} 16:00`)), end: instant(at(`${THURSDAY} 17:30`)) },
    kind: 'government',
    chairBody: 'upstream',
    purpose: 'direction',
    hostOrganisationId: OrganisationId.parse('o-vpub'),
    upstream: { body: 'Văn phòng Chính phủ', document: 'GM-101' },
  },
  chair: 'ubnd-tinh',
  terminal: 'huyen-150',
  dropped: 'huyen-152',
  others: ['chinh-phu'],
  registeredAt: `${MONDAY} 09:00`,
  decidedAt: `${MONDAY} 09:05`,
  toldAt: `${MONDAY} 10:00`,
  limits: {
    // After the text of the upper body; no limit is set (II.1.2 b2, b3).
    'notify-planned': null,
    'notify-telecom': null,
    'inform-units': null,
    // Two hours before (II.1.2 b3, b4).
    rehearsal: `${FRIDAY} 06:00`,
    'slave-mcu': `${FRIDAY} 06:00`,
    // Half an hour before (II.1.2 b4).
    ready: `${FRIDAY} 07:30`,
  },
  notices: {
    request: ['department', 'district', 'telecom'],
    units: ['roomUnits', 'systemUnits'],
  },
  missed: null,
  checks: [
    { phase: 'area', at: `${THURSDAY} 14:00` },
    { phase: 'ready', at: `${FRIDAY} 07:00` },
  ],
  rehearsedAt: `${THURSDAY} 15:30`,
  connectedAt: `${FRIDAY} 05:40`,
  readyAt: `${FRIDAY} 07:25`,
  steps: [
    'Kết nối và kiểm tra các điểm cầu thuộc địa bàn',
    'Kết nối MCU vệ tinh vào MCU của Cục Bưu điện Trung ương',
    'Kiểm thử với các điểm cầu, bảo đảm hệ thống sẵn sàng',
  ],
  isCalled: false,
  dropTells: ['systemUnits'],
  fault: { type: 'line', label: 'Đường truyền', tells: ['telecom'] },
  ending: [],
  books: {},
  booksDue: null,
};

describeDay(day);
