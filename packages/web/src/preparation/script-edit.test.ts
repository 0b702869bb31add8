import { instant, MeetingScript, type ScriptSegment, SiteId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { changed, clockOf, instantOf, moved, withNew, without } from './script-edit.ts';

const START = Date.UTC(2026, 2, 9, 1);
const chair = SiteId.parse('chair');
const commune = SiteId.parse('commune');
const script = MeetingScript.parse({
  meetingId: 'm',
  fileNumber: '2026/0001',
  title: 'Hội nghị',
  startsAt: START,
  endsAt: START + 7_200_000,
  chairSiteId: chair,
  sites: [],
  revision: 0,
  segments: [],
  findings: [],
  changedBy: null,
  approved: null,
  isChanged: false,
  mayWrite: true,
  mayApprove: true,
});
const add = (segments: readonly ScriptSegment[]) => withNew(segments, script, () => crypto.randomUUID());
const three = add(add(add([]))).map((segment, index) => ({ ...segment, title: `${index}` }));
const times = (segments: readonly ScriptSegment[]) =>
  segments.map(({ title, plannedAt }) => `${title} ${clockOf(plannedAt)}`);

test('[R-PLN-05] a new segment follows the last and begins with the chair', () => {
  expect(times(three)).toEqual(['0 08:00', '1 08:15', '2 08:30']);
  expect(three[0]).toMatchObject({ speakerSiteId: chair, floor: [chair] });
});

test('[R-PLN-05] moving and removing leave no gap; the ends stay where they are', () => {
  expect(times(moved(three, 2, 0))).toEqual(['2 08:00', '0 08:15', '1 08:30']);
  expect(times(moved(three, 0, -1))).toEqual(times(three));
  expect(times(without(three, 1))).toEqual(['0 08:00', '2 08:15']);
});

test('[R-PLN-05] a longer segment pushes those after it; a speaker gets a microphone', () => {
  const longer = changed(three, 0, { durationMinutes: 25, speakerSiteId: commune });
  expect(times(longer)).toEqual(['0 08:00', '1 08:25', '2 08:40']);
  expect(longer[0]?.floor).toEqual([commune]);
});

test('times are those of the country', () => {
  expect(clockOf(instant(START))).toBe('08:00');
  expect(instantOf('9:05', START)).toBe(START + 65 * 60_000);
  expect([instantOf('24:00', START), instantOf('chín giờ', START)]).toEqual([null, null]);
});
