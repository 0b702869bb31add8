import { instant, type LiveMeeting, type LiveSite, MeetingId } from '@nhipcau/contracts';
import { aLayout, aSegment, aStage, nodeId, segmentId, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { type OpenIncident, wallMeetingOf } from './wallboard.ts';

const at = (minutes: number) => instant(Date.UTC(2026, 2, 2, 1) + minutes * 60_000);

const aSiteNow = (number: number, state: LiveSite['state']): LiveSite => ({
  siteId: siteId(`s${number}`),
  number,
  name: `Điểm cầu ${number}`,
  groupId: 'g',
  groupName: 'Huyện',
  level: 'commune',
  nodeId: nodeId('hb'),
  mayPresent: false,
  leg: 0,
  duty: { title: 'Nguyễn Văn Mật', phone: '0912 345 678' },
  state,
  since: at(number),
  seat: null,
  still: 0,
  alarms: [],
});

const aMeeting = (more: Partial<LiveMeeting> = {}): LiveMeeting => ({
  meetingId: MeetingId.parse('m'),
  title: 'Họp giao ban',
  phase: 'live',
  chairSiteId: siteId('s1'),
  automaticBringUp: true,
  followFloor: true,
  bringUpLimitMs: 30_000,
  startedAt: at(0),
  endedAt: null,
  plannedStart: at(0),
  stage: aStage({ broadcast: aLayout('full', 's2') }),
  undoUntil: null,
  undoBy: null,
  chambers: [],
  savedAt: null,
  legs: null,
  order: {
    version: 1,
    current: { segmentId: segmentId(1), since: at(12) },
    departures: [{ from: null, to: segmentId(1), at: at(12), by: 'Trần Thị Kín', reason: 'Chủ tọa yêu cầu' }],
  },
  speakQueue: [],
  helps: [],
  talks: [],
  talkAsks: [],
  posts: [],
  missedCalls: [],
  knocks: [],
  recording: null,
  polling: null,
  panePlans: [],
  ...more,
});
const segments = [0, 1, 2].map((n) => aSegment(n, `s${n + 1}`, { speaker: 'Lê Văn Riêng' }));
const sites = [
  aSiteNow(1, 'connected'),
  aSiteNow(2, 'connected'),
  aSiteNow(3, 'absent'),
  aSiteNow(4, 'lost'),
  aSiteNow(5, 'connecting'),
  aSiteNow(6, 'reconnecting'),
  aSiteNow(7, 'nodeLost'),
];
const anIncident = (place: string, isTaken: boolean, minute: number): OpenIncident => ({
  place,
  type: 'line',
  isTaken,
  openedAt: at(minute),
});
const wall = (meeting = aMeeting(), incidents: OpenIncident[] = []) =>
  wallMeetingOf({ meeting, sites, segments, incidents });

describe('[WB-4] [R-MON-01] what a hall is told first', () => {
  test('counts every site once', () => {
    expect(wall().sites).toEqual({ invited: 7, connected: 2, connecting: 2, missing: 3 });
  });

  test('names what dropped before what is coming back and what never came', () => {
    expect(wall().missing.map(({ number, state }) => [number, state])).toEqual([
      [7, 'nodeLost'],
      [4, 'lost'],
      [6, 'reconnecting'],
      [3, 'absent'],
    ]);
  });

  test('puts a fault that nobody has taken before one in hand, and counts those it does not name', () => {
    const many = [
      anIncident('taken', true, 1),
      ...Array.from({ length: 7 }, (_, n) => anIncident(`open ${n}`, false, 10 - n)),
    ];
    const { open, first } = wall(aMeeting(), many).incidents;
    expect(open).toBe(8);
    expect(first.map(({ place }) => place)).toEqual([
      'open 6',
      'open 5',
      'open 4',
      'open 3',
      'open 2',
      'open 1',
    ]);
  });

  test('misses nobody before the session begins', () => {
    expect(wall(aMeeting({ phase: 'scheduled', startedAt: null, stage: null })).missing).toEqual([]);
  });
});

describe('[WB-3] [R-SEC-09] of a meeting in its running order', () => {
  test('tells the present segment with its planned end, the next one, and who is on air', () => {
    const { segment, next, onAir } = wall();
    expect(segment).toEqual({
      title: 'Segment 1',
      siteName: 'Điểm cầu 2',
      place: 2,
      all: 3,
      since: at(12),
      until: at(22),
    });
    expect(next).toEqual({ title: 'Segment 2', siteName: 'Điểm cầu 3', plannedAt: at(20) });
    expect(onAir).toEqual(['Điểm cầu 2']);
  });

  test('tells the first segment as the next before it begins, and nothing of an order after the end', () => {
    const order = { version: 1, current: null, departures: [] };
    expect(wall(aMeeting({ order }))).toMatchObject({ segment: null, next: { title: 'Segment 0' } });
    expect(wall(aMeeting({ phase: 'ended' }))).toMatchObject({ segment: null, next: null });
    expect(wall(aMeeting({ order: null }))).toMatchObject({ segment: null, next: null });
  });

  test('names no person and no telephone', () => {
    const text = JSON.stringify(wall(aMeeting(), [anIncident('Điểm cầu 3', false, 1)]));
    for (const hidden of ['Nguyễn Văn Mật', '0912', 'Trần Thị Kín', 'Lê Văn Riêng', 'Chủ tọa yêu cầu'])
      expect(text).not.toContain(hidden);
  });
});
