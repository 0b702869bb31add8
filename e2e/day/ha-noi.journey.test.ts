import { OrganisationId } from '@nhipcau/contracts';
import { type Day, FRIDAY, MONDAY, THURSDAY } from '../support/day/day.ts';
import { describeDay } from '../support/day/describe-day.ts';

/** §6.8: Hà Nội, normal (Đ11.2, Đ12–Đ14). */
const day: Day = {
  locality: 'ha-noi',
  clerk: 'vanthu',
  isDecided: true,
  data: {
    kind: 'agency',
    purpose: 'otherManagement',
    hostOrganisationId: OrganisationId.parse('o-huyen-001'),
  },
  chair: 'ubnd-tinh',
  terminal: 'huyen-001',
  dropped: 'huyen-002',
  others: ['huyen-003'],
  registeredAt: `${MONDAY} 09:00`,
  decidedAt: `${MONDAY} 10:00`,
  toldAt: `${MONDAY} 11:00`,
  limits: {
    // Twenty-four hours before (Đ12.2a).
    register: `${THURSDAY} 08:00`,
    // Two hours after it was received (Đ12.2a).
    answer: `${MONDAY} 11:00`,
    // Two hours before (Đ12.2b).
    'notify-wan': `${FRIDAY} 06:00`,
    'notify-sites': `${FRIDAY} 06:00`,
    check: `${FRIDAY} 06:00`,
  },
  notices: { check: ['host', 'sites', 'wanOwner'], result: ['host', 'public'] },
  missed: null,
  checks: [{ phase: 'check', at: `${THURSDAY} 14:00` }],
  rehearsedAt: `${THURSDAY} 15:30`,
  connectedAt: `${FRIDAY} 07:10`,
  readyAt: `${FRIDAY} 07:40`,
  steps: ['Kết nối các điểm cầu vào MCU của Thành phố'],
  isCalled: false,
  dropTells: ['host'],
  fault: { type: 'line', label: 'Đường truyền', tells: ['wanOwner'] },
  ending: ['checked', 'devicesOff', 'powerOff'],
  books: {},
  booksDue: null,
};

describeDay(day);
