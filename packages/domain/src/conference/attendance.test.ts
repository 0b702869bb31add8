import { MeetingInHand, siteId } from '@nhipcau/testkit';
import { beforeEach, expect, test } from 'vitest';
import { attendanceGiven, attendanceOpen } from './attendance.ts';
import { planOf } from './lifecycle.ts';
import { viewOf } from './seat-view.ts';

const [commune, district] = [siteId('commune'), siteId('district')];
let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live();
});
const isAskedAt = (name: string) => {
  const plan = planOf(meeting.state);
  return plan !== null && viewOf(plan, { kind: 'site', siteId: siteId(name) }).attendanceAsked;
};

test('[RP-1] [R-CDT-16] what is reported stands in the log with who wrote it, of a site or of none', () => {
  meeting.give({ type: 'report.write', siteId: commune, text: 'Mất điện lưới, chạy máy phát' }, 'contact');
  meeting.give({ type: 'report.write', siteId: null, text: 'Đường truyền lên Trung ương ổn định' });
  expect(meeting.log.slice(-2).map(({ body, actor }) => [body, actor.kind === 'user' && actor.name])).toEqual(
    [
      [{ type: 'report.written', siteId: commune, text: 'Mất điện lưới, chạy máy phát' }, 'contact'],
      [{ type: 'report.written', siteId: null, text: 'Đường truyền lên Trung ương ổn định' }, 'operator'],
    ],
  );
  expect(meeting.give({ type: 'report.write', siteId: siteId('stranger'), text: 'x y' })).toMatchObject({
    error: { code: 'SITE_UNKNOWN' },
  });
});

test('[RP-2] [R-CDT-15] a room is asked until it has answered, and again when it is asked again', () => {
  meeting.give({ type: 'attendance.ask', siteIds: [commune, district] });
  expect(meeting.give({ type: 'attendance.ask', siteIds: [commune] })).toEqual({ ok: true, value: [] });
  expect(['commune', 'province'].map(isAskedAt)).toEqual([true, false]);
  const answer = { siteId: commune, count: 12, people: 'Chủ tịch UBND xã' };
  meeting.wait(1_000).write(attendanceGiven(meeting.state, answer), { kind: 'time' });
  expect(isAskedAt('commune')).toBe(false);
  expect(attendanceOpen(meeting.state)).toEqual([district]);
  expect(attendanceGiven(meeting.state, answer)).toEqual([]);
  meeting.wait(1_000).give({ type: 'attendance.ask', siteIds: [commune] });
  expect(isAskedAt('commune')).toBe(true);
  expect(meeting.state.attendance[0]).toMatchObject({ count: 12, people: 'Chủ tịch UBND xã' });
});

test('[RP-2] [R-CDT-15] what came by telephone is written down by the operator', () => {
  meeting.give({ type: 'attendance.note', siteId: district, count: 30, people: '' });
  expect(meeting.state.attendance).toMatchObject([{ siteId: district, count: 30, givenAt: meeting.now }]);
  expect(meeting.give({ type: 'attendance.note', siteId: district, count: 30, people: '' })).toEqual({
    ok: true,
    value: [],
  });
});
