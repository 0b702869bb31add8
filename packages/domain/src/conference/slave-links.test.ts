import { type Instant, instant, type MeetingRules } from '@nhipcau/contracts';
import { MeetingInHand } from '@nhipcau/testkit';
import { beforeEach, expect, test } from 'vitest';
import { followSlaves, LINK_UP_WITHIN_MS, slaveStanding } from './slave-links.ts';

const HOUR = 3_600_000;
const plannedStart = instant(Date.UTC(2026, 2, 2, 8));
const dueAt = instant(plannedStart - 2 * HOUR);
const rule: NonNullable<MeetingRules['slaveLinks']> = {
  dueAt,
  duty: 'Kết nối MCU vệ tinh',
  by: ['Đơn vị vận hành'],
  tells: ['Cục Bưu điện Trung ương'],
  cite: [{ article: 'II.1.2 b4', quote: 'hoàn thành tối thiểu 2 giờ' }],
};

let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live({ now: plannedStart - 3 * HOUR });
});

/** One look at an instant, with the links that are up since when. */
function look(
  now: number,
  up: Readonly<Record<string, number>> = {},
  limit: MeetingRules['slaveLinks'] = rule,
) {
  meeting.now = now;
  const upSince = (childId: string): Instant | null => {
    const since = up[childId];
    return since === undefined ? null : instant(since);
  };
  const bodies = followSlaves(meeting.state, { rule: limit, plannedStart }, upSince, instant(now));
  meeting.write(bodies, { kind: 'time' });
  return bodies;
}
const marks = (...args: Parameters<typeof look>) =>
  look(...args).map((body) => `${body.type} ${body.childId}`);

test('[CN-8] [R-CON-02] an MCU whose link is up is joined, once, since its link is up', () => {
  const since = dueAt - 60_000;
  expect(look(dueAt - 50_000, { hb: since })).toEqual([
    { type: 'connect.slaveJoined', childId: 'hb', joinedAt: since, lateByMs: null },
  ]);
  expect(look(dueAt - 40_000, { hb: since + 5_000 })).toEqual([]);
  expect(meeting.state.connecting.slaves).toEqual([{ childId: 'hb', joinedAt: since, lateAt: null }]);
});

test('[LG-3] [R-CON-02] the last MCU that joins says since when all are; before it nothing is said, a standby owes nothing', () => {
  const [first] = look(dueAt - 50_000, { hb: dueAt - 60_000 });
  expect(first).not.toHaveProperty('allSince');
  expect(look(dueAt - 10_000, { hb: dueAt - 60_000, 'hb-dabac': dueAt - 20_000 })).toEqual([
    {
      type: 'connect.slaveJoined',
      childId: 'hb-dabac',
      joinedAt: dueAt - 20_000,
      lateByMs: null,
      allSince: dueAt - 20_000,
    },
  ]);
});

test('[CN-8] [R-CON-02] two hours before is in time, one second later is late', () => {
  expect(look(dueAt + 1_000, { hb: dueAt, 'hb-dabac': dueAt + 1_000 })).toMatchObject([
    { childId: 'hb', lateByMs: null },
    { childId: 'hb-dabac', lateByMs: 1_000 },
  ]);
  expect(slaveStanding(dueAt, dueAt, plannedStart)).toBe('inTime');
  expect(slaveStanding(instant(dueAt + 1_000), dueAt, plannedStart)).toBe('joinedLate');
  expect(slaveStanding(null, dueAt, dueAt)).toBe('pending');
  expect(slaveStanding(null, dueAt, instant(dueAt + 1))).toBe('missing');
});

test('[CN-8] [R-CON-02] who is missing after the hour is told further up once, and is late when it comes', () => {
  expect(marks(dueAt, { hb: dueAt - 1 })).toEqual(['connect.slaveJoined hb']);
  expect(look(dueAt + 1, { hb: dueAt - 1 })).toEqual([
    { type: 'connect.slaveLate', childId: 'hb-dabac', to: 'Cục Bưu điện Trung ương' },
  ]);
  expect(marks(dueAt + 2)).toEqual([]);
  expect(look(dueAt + HOUR, { 'hb-dabac': dueAt + HOUR })).toMatchObject([{ lateByMs: HOUR }]);
  expect(meeting.state.connecting.slaves).toContainEqual({
    childId: 'hb-dabac',
    joinedAt: dueAt + HOUR,
    lateAt: dueAt + 1,
  });
});

test('[CN-8] [R-CON-02] a meeting opened after the hour gives its links time to come up before anybody is told', () => {
  meeting = MeetingInHand.live({ now: dueAt + HOUR });
  const opened = meeting.now;
  expect(marks(opened + LINK_UP_WITHIN_MS - 1)).toEqual([]);
  expect(marks(opened + LINK_UP_WITHIN_MS, { hb: opened })).toEqual([
    'connect.slaveJoined hb',
    'connect.slaveLate hb-dabac',
  ]);
});

test('[CN-8] [R-CON-02] nothing where the text names no hour, at the start and where the meeting opened after it', () => {
  expect(look(dueAt + HOUR, { hb: dueAt }, null)).toEqual([]);
  expect(look(plannedStart)).toEqual([]);
  meeting = MeetingInHand.live({ now: plannedStart });
  expect(look(plannedStart + HOUR, { hb: plannedStart })).toEqual([]);
});
