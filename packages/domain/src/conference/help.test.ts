import { HelpId } from '@nhipcau/contracts';
import { MeetingInHand, userId } from '@nhipcau/testkit';
import { beforeEach, expect, test } from 'vitest';
import { helpInHand } from './help.ts';

const id = (number: number) => HelpId.parse(`help-${number}`);
let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live();
});
const ask = (text = 'Không chuyển được khung hình') => meeting.give({ type: 'help.ask', text }, 'site');

test('[RT-3] [R-CDT-14] a request is open until somebody takes it in hand, and closed by either', () => {
  ask();
  expect(meeting.state.helps).toMatchObject([{ state: 'open', askedBy: 'site', takenBy: null }]);
  expect(ask()).toEqual({ ok: true, value: [] });
  meeting.wait(1_000).give({ type: 'help.take', helpId: id(1) }, 'centre');
  expect(meeting.state.helps).toMatchObject([
    { state: 'taken', takenBy: { name: 'centre' }, takenAt: meeting.now },
  ]);
  expect(meeting.give({ type: 'help.take', helpId: id(1) }, 'second')).toMatchObject({
    error: { code: 'HELP_TAKEN' },
  });
  meeting.wait(1_000).give({ type: 'help.close', helpId: id(1) }, 'site');
  expect(meeting.state.helps).toMatchObject([{ state: 'closed', closedAt: meeting.now }]);
  expect(meeting.give({ type: 'help.take', helpId: id(1) }, 'centre')).toMatchObject({
    error: { code: 'HELP_UNKNOWN' },
  });
});

test('[RT-4] it is in the hand of who took it, until it is closed', () => {
  ask();
  const has = (name: string) => helpInHand(meeting.state, userId(name)) !== null;
  expect(has('centre')).toBe(false);
  meeting.give({ type: 'help.take', helpId: id(1) }, 'centre');
  expect([has('centre'), has('second')]).toEqual([true, false]);
  meeting.give({ type: 'help.close', helpId: id(1) }, 'centre');
  expect(has('centre')).toBe(false);
});

test('[RT-3] unasked it is in hand at once; of many the closed are forgotten first', () => {
  meeting.give({ type: 'help.override', text: 'Sự cố tại Trung tâm' }, 'centre');
  expect(helpInHand(meeting.state, userId('centre'))).toMatchObject({ state: 'taken' });
  for (let number = 0; number < 60; number += 1) {
    ask(`Việc thứ ${number}`);
    meeting.give({ type: 'help.close', helpId: id(number + 2) }, 'site');
  }
  expect(meeting.state.helps).toHaveLength(50);
  expect(meeting.state.helps[0]).toMatchObject({ state: 'taken' });
});
