import { DirectionId } from '@nhipcau/contracts';
import { MeetingInHand, siteId } from '@nhipcau/testkit';
import { beforeEach, expect, test } from 'vitest';
import { directionRead } from './directions.ts';
import { planOf } from './lifecycle.ts';
import { viewOf } from './seat-view.ts';

const [commune, district] = [siteId('commune'), siteId('district')];
let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live();
});
const shownAt = (name: string) => {
  const plan = planOf(meeting.state);
  return plan === null
    ? []
    : viewOf(plan, { kind: 'site', siteId: siteId(name) }).directions.map(({ text }) => text);
};
const send = (text: string, ...names: string[]) =>
  meeting.give({ type: 'direction.send', siteIds: names.map(siteId), text }, 'secretary');
const read = (number: number, site = commune) =>
  directionRead(meeting.state, { directionId: DirectionId.parse(`direction-${number}`), siteId: site });

test('[RP-3] [R-CDT-17] a message stands at the terminals it is for until somebody there has read it', () => {
  send('Chỉnh camera sang trái', 'commune', 'district', 'commune');
  expect(['commune', 'district', 'province'].map(shownAt)).toEqual([
    ['Chỉnh camera sang trái'],
    ['Chỉnh camera sang trái'],
    [],
  ]);
  meeting.wait(1_000).write(read(1), { kind: 'time' });
  expect(['commune', 'district'].map(shownAt)).toEqual([[], ['Chỉnh camera sang trái']]);
  expect(meeting.state.directions).toMatchObject([
    { siteIds: [commune, district], by: 'secretary', readAt: [{ siteId: commune, at: meeting.now }] },
  ]);
});

test('[RP-3] [R-CDT-17] it is read once, by those it is for, and only while it is known', () => {
  send('Tắt quạt', 'commune');
  expect(read(1, district)).toEqual([]);
  expect(read(2)).toEqual([]);
  meeting.write(read(1), { kind: 'time' });
  expect(read(1)).toEqual([]);
});

test('[RP-3] [R-CDT-17] of many the newest three are shown, and a hundred are kept', () => {
  for (let n = 1; n <= 101; n += 1) send(`Tin ${n}`, 'commune');
  expect(shownAt('commune')).toEqual(['Tin 99', 'Tin 100', 'Tin 101']);
  expect(meeting.state.directions).toHaveLength(100);
  expect(meeting.log.filter(({ body }) => body.type === 'direction.sent')).toHaveLength(101);
});

test('[RP-3] [R-CDT-17] it goes to sites of this meeting only, and is heard by nobody', () => {
  expect(send('Chào', 'stranger')).toMatchObject({ error: { code: 'SITE_UNKNOWN' } });
  const before = meeting.state.stage;
  send('Im lặng', 'commune');
  expect(meeting.state.stage).toEqual(before);
});
