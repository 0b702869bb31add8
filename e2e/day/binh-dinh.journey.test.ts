import { OrganisationId } from '@nhipcau/contracts';
import { type Day, FRIDAY, MONDAY, MONDAY_AFTER, THURSDAY, TUESDAY, WEDNESDAY } from '../support/day/day.ts';
import { describeDay } from '../support/day/describe-day.ts';

/** §6.6: Bình Định, planned (Đ8–Đ12). */
const day: Day = {
  locality: 'binh-dinh',
  clerk: 'vanthu',
  isDecided: true,
  data: { kind: 'agency', purpose: 'direction', hostOrganisationId: OrganisationId.parse('o-yte') },
  chair: 'ubnd-tinh',
  terminal: 'huyen-549',
  dropped: 'huyen-542',
  others: ['huyen-543'],
  registeredAt: `${MONDAY} 09:00`,
  decidedAt: `${MONDAY} 10:00`,
  toldAt: `${MONDAY} 11:00`,
  limits: {
    // Three working days before Friday: Thursday, Wednesday, Tuesday (Đ8.1).
    register: `${TUESDAY} 24:00`,
    // One working day after it was received (Đ8.2b).
    confirm: `${TUESDAY} 24:00`,
    // One working day after the confirmation (Đ8.2d).
    'notify-power': `${TUESDAY} 24:00`,
    'notify-telecom': null,
    'notify-sites': null,
    // One working day before (Đ10.2b).
    rehearsal: `${THURSDAY} 24:00`,
    // Half an hour before (Đ10.2c).
    'run-through': `${FRIDAY} 07:30`,
  },
  notices: {
    'confirmed-form': ['centre', 'host'],
    power: ['power'],
    sites: ['sites'],
    telecom: ['telecom'],
  },
  missed: { role: 'power', duty: 'notify-power', toldAt: `${WEDNESDAY} 08:00` },
  checks: [
    { phase: 'equipment', at: `${THURSDAY} 08:30` },
    { phase: 'runThrough', at: `${FRIDAY} 07:00` },
  ],
  rehearsedAt: `${THURSDAY} 14:00`,
  connectedAt: `${FRIDAY} 06:40`,
  readyAt: `${FRIDAY} 07:25`,
  steps: ['Kết nối các điểm cầu đến thiết bị điều khiển đa điểm', 'Chạy thử từ điểm cầu chính'],
  isCalled: false,
  dropTells: ['chairTechnician', 'centre'],
  fault: { type: 'power', label: 'Nguồn điện', tells: ['power'] },
  ending: ['checked', 'devicesOff', 'powerOff'],
  books: { 'deploymentLog/official': 4 },
  booksDue: `${MONDAY_AFTER} 24:00`,
};

describeDay(day);
