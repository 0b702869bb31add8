import { MAX_PANE_PLANS } from '@nhipcau/contracts';
import { aLayout, MeetingInHand } from '@nhipcau/testkit';
import { expect, test } from 'vitest';

const keep = (meeting: MeetingInHand, name: string) =>
  meeting.give({ type: 'panePlan.save', name, target: 'broadcast' });

test('[PP-1] [R-CDT-04] what is on air is kept under a name, in place of what had it before, and put there again', () => {
  const meeting = MeetingInHand.live();
  const two = aLayout('pip', 'province', 'commune');
  meeting.give({ type: 'stage.take', target: 'broadcast', layout: two });
  keep(meeting, 'Hỏi đáp');
  meeting.give({ type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'district') });
  keep(meeting, 'Huyện');
  expect(meeting.state.panePlans.map(({ name }) => name)).toEqual(['Hỏi đáp', 'Huyện']);
  const [kept] = meeting.state.panePlans;
  expect(kept?.layout).toEqual(two);
  if (kept) meeting.give({ type: 'stage.take', target: 'broadcast', layout: kept.layout });
  expect(meeting.stage.broadcast).toEqual(two);
  keep(meeting, 'Huyện');
  expect(meeting.state.panePlans.map(({ layout }) => layout)).toEqual([two, two]);
  meeting.give({ type: 'panePlan.drop', name: 'Hỏi đáp' });
  expect(meeting.state.panePlans.map(({ name }) => name)).toEqual(['Huyện']);
});

test('[PP-1] no more than twenty are kept; one that is kept already may be changed all the same', () => {
  const meeting = MeetingInHand.live();
  for (let at = 0; at < MAX_PANE_PLANS; at += 1) keep(meeting, `Khung ${at}`);
  expect(keep(meeting, 'Một nữa')).toMatchObject({ ok: false, error: { code: 'PANE_PLANS_FULL' } });
  meeting.give({ type: 'stage.take', target: 'broadcast', layout: aLayout('full', 'commune') });
  expect(keep(meeting, 'Khung 0').ok).toBe(true);
});
