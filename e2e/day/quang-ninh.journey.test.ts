import { instant, OrganisationId } from '@nhipcau/contracts';
import { at, type Day, FRIDAY, MONDAY, MONDAY_AFTER, THURSDAY, TUESDAY } from '../support/day/day.ts';
import { describeDay } from '../support/day/describe-day.ts';

/** §6.10: Quảng Ninh, planned, provincial (Đ5, Đ6.2.1, Đ10–Đ14). */
const day: Day = {
  locality: 'quang-ninh',
  clerk: 'vanphong',
  isDecided: true,
  data: {
    rehearsal: { start: instant(at(`${THURSDAY} 16:00`)), end: instant(at(`${THURSDAY} 17:30`)) },
    kind: 'province',
    chairBody: 'committee',
    purpose: 'meeting',
    technician: null,
    hostOrganisationId: OrganisationId.parse('o-vpub'),
  },
  chair: 'ubnd-tinh',
  terminal: 'huyen-195',
  dropped: 'huyen-193',
  others: ['huyen-194'],
  registeredAt: `${MONDAY} 09:00`,
  decidedAt: `${MONDAY} 10:00`,
  toldAt: `${MONDAY} 11:00`,
  limits: {
    // Three working days before (Đ5.1.1).
    notice: `${TUESDAY} 24:00`,
    'notify-vnpt': `${TUESDAY} 24:00`,
    'notify-power': `${TUESDAY} 24:00`,
    'notify-sites': `${TUESDAY} 24:00`,
    // One day before (Đ5.2.1).
    trial: `${THURSDAY} 24:00`,
    // Ninety minutes before (Đ5.2.2).
    onsite: `${FRIDAY} 06:30`,
  },
  notices: { notice: ['power', 'sites', 'vnpt'] },
  // The notice is a letter to all of them: nobody is left untold.
  missed: null,
  checks: [
    { phase: 'equipment', at: `${THURSDAY} 08:30` },
    { phase: 'onsite', at: `${FRIDAY} 06:20` },
    { phase: 'soundPicture', at: `${FRIDAY} 06:50` },
  ],
  rehearsedAt: `${THURSDAY} 14:00`,
  connectedAt: `${FRIDAY} 06:00`,
  readyAt: `${FRIDAY} 07:25`,
  steps: ['Điểm cầu trung tâm gọi các điểm cầu vệ tinh', 'Thử tiếng và hình ảnh từng điểm cầu'],
  isCalled: true,
  // The central site stands at VNPT Quảng Ninh (Đ3.4), which is told once.
  dropTells: ['chairSite', 'vnpt'],
  fault: { type: 'power', label: 'Nguồn điện', tells: ['power'] },
  ending: ['checked', 'devicesOff'],
  books: {
    'trackingRegister/official': 5,
    'minutesBook/official': 4,
    'minutesBook/rehearsal': 4,
  },
  booksDue: `${MONDAY_AFTER} 24:00`,
};

describeDay(day);
