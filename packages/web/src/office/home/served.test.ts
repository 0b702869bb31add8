import { instant, type ReceivedNotice } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { servedOf } from './served.ts';

const HOUR = 3_600_000;
const told = (fileNumber: string, notice: Partial<ReceivedNotice> = {}): ReceivedNotice => ({
  recipientId: `${fileNumber} ${notice.kind ?? 'first'} ${notice.at ?? 0}`,
  fileNumber,
  title: null,
  urgency: 'planned',
  name: 'Thông báo',
  kind: 'first',
  fromName: 'Sở',
  toName: 'Công ty Điện lực',
  at: instant(0),
  start: instant(10 * HOUR),
  end: instant(12 * HOUR),
  content: [],
  acknowledgeBy: null,
  state: 'acknowledged',
  acknowledgedAt: instant(HOUR),
  startedAt: null,
  duty: null,
  standby: [],
  asksAcknowledgement: true,
  asksStart: false,
  asksStandby: false,
  contacts: [],
  isSuperseded: false,
  ...notice,
});
const files = (notices: ReceivedNotice[], now = 2 * HOUR) =>
  servedOf(notices, now).map(({ fileNumber }) => fileNumber);

test('[R-NTC-03] a partner has before it what it took on and what is not over, the next meeting first', () => {
  const later = told('2026/0002', { start: instant(20 * HOUR), end: instant(21 * HOUR) });
  expect(files([later, told('2026/0001')])).toEqual(['2026/0001', '2026/0002']);
  expect(files([told('2026/0001')], 12 * HOUR - 1)).toEqual(['2026/0001']);
  expect(files([told('2026/0001')], 12 * HOUR)).toEqual([]);
});

test('[R-NTC-03] what is unanswered or superseded is none of it', () => {
  expect(files([told('2026/0001', { acknowledgedAt: null, state: 'sent' })])).toEqual([]);
  expect(files([told('2026/0001', { isSuperseded: true })])).toEqual([]);
});

test('[R-REG-17] a meeting told of twice stands once, with the newer notice; a cancelled one no longer', () => {
  const moved = told('2026/0001', { kind: 'correction', at: instant(1), start: instant(15 * HOUR) });
  expect(servedOf([told('2026/0001'), moved], 0)).toEqual([moved]);
  const cancelled = told('2026/0001', { kind: 'cancellation', acknowledgedAt: null });
  expect(files([told('2026/0001'), cancelled])).toEqual([]);
});
