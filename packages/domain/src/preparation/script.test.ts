import { instant, type ScriptSegment, SiteId } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { checkScript, scriptClock, timedFrom } from './script.ts';

const MINUTE = 60_000;
const START = 600 * MINUTE;
const chair = SiteId.parse('chair');
const meeting = {
  start: instant(START),
  end: instant(START + 60 * MINUTE),
  chairSiteId: chair,
  sites: new Map([
    [SiteId.parse('chair'), { mayPresent: false }],
    [SiteId.parse('commune'), { mayPresent: false }],
  ]),
};
const aSegment = (atMinute: number, more: Partial<ScriptSegment> = {}): ScriptSegment => ({
  segmentId: `00000000-0000-4000-8000-${String(atMinute).padStart(12, '0')}`,
  title: 'Báo cáo',
  plannedAt: instant(START + atMinute * MINUTE),
  durationMinutes: 10,
  speakerSiteId: null,
  speaker: null,
  layout: 'full',
  floor: [],
  contentSiteId: null,
  cameraPreset: null,
  ...more,
});
const codes = (...segments: ScriptSegment[]) => checkScript(segments, meeting).map(({ code }) => code);

describe('[PL-1] what is wrong with a script', () => {
  test.each([
    ['nothing', [aSegment(0), aSegment(10)], []],
    ['no segment at all', [], ['empty']],
    [
      'begins a moment before the meeting',
      [aSegment(0, { plannedAt: instant(START - 1) })],
      ['beforeMeeting'],
    ],
    ['ends with the meeting', [aSegment(50)], []],
    ['ends after it', [aSegment(50, { durationMinutes: 11 })], ['afterMeeting']],
    ['two at the same time', [aSegment(0), aSegment(9)], ['overlaps']],
    ['a gap between two', [aSegment(0), aSegment(11)], ['gap']],
    ['a site nobody invited', [aSegment(0, { floor: [SiteId.parse('stranger')] })], ['siteNotInvited']],
    [
      'slides from a site that may not present',
      [aSegment(0, { contentSiteId: SiteId.parse('commune') })],
      ['mayNotPresent'],
    ],
    ['slides from the chair', [aSegment(0, { contentSiteId: SiteId.parse('chair') })], []],
    [
      'a speaker nobody hears',
      [aSegment(0, { speakerSiteId: SiteId.parse('commune') })],
      ['speakerWithoutFloor'],
    ],
    [
      'the chair speaks without being given the floor',
      [aSegment(0, { speakerSiteId: SiteId.parse('chair') })],
      [],
    ],
  ])('[R-PLN-05] %s', (_, segments, expected) => {
    expect(codes(...segments)).toEqual(expected);
  });

  test('only what cannot be carried out keeps it from being approved', () => {
    const found = checkScript([aSegment(0), aSegment(11), aSegment(12)], meeting);
    expect(found.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'gap'],
      ['error', 'overlaps'],
    ]);
  });
});

describe('[PL-2] where the meeting should be', () => {
  const segments = [aSegment(0), aSegment(10), aSegment(30)];
  test.each([
    ['before the first', -5, { current: null, next: 0, remainingMs: 5 * MINUTE }],
    ['in its first instant', 0, { current: 0, next: 1, remainingMs: 10 * MINUTE }],
    ['in the instant of the change', 10, { current: 1, next: 2, remainingMs: 10 * MINUTE }],
    ['in a gap', 25, { current: null, next: 2, remainingMs: 5 * MINUTE }],
    ['in the last', 39, { current: 2, next: null, remainingMs: MINUTE }],
    ['after the last', 40, { current: null, next: null, remainingMs: null }],
  ])('[R-PLN-05] %s', (_, minute, expected) => {
    expect(scriptClock(segments, instant(START + minute * MINUTE))).toEqual(expected);
  });
});

test('[R-PLN-05] reordered segments follow each other from the start, each as long as it was', () => {
  const [first, second] = [aSegment(0, { durationMinutes: 25 }), aSegment(25)];
  const timed = timedFrom([second, first], meeting.start);
  expect(
    timed.map(({ plannedAt, durationMinutes }) => [(plannedAt - START) / MINUTE, durationMinutes]),
  ).toEqual([
    [0, 10],
    [10, 25],
  ]);
  expect(codes(...timed)).toEqual([]);
});
