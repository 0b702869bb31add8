import { type ConferenceEventBody, instant, MAX_POSTS, MeetingId } from '@nhipcau/contracts';
import { aPlan, MeetingInHand, siteId, userId } from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { type PostSign, watchCalls, watchPosts } from './posts.ts';

const LIMIT = 60_000;
let meeting: MeetingInHand;
let started: number;
beforeEach(() => {
  meeting = MeetingInHand.live({ plan: aPlan() });
  started = meeting.now;
});

const sign = (name: string, more: { seen?: number; acted?: number } = {}): PostSign => ({
  userId: userId(name),
  name,
  seenAt: instant(started + (more.seen ?? 0)),
  actedAt: instant(started + (more.acted ?? 0)),
});
/** A look at the posts; what it finds is written down. */
const look = (signs: readonly PostSign[], after: number) => {
  const bodies = watchPosts(meeting.state, signs, {
    absentAfterMs: LIMIT,
    now: instant(started + after),
  });
  write(bodies);
  return bodies;
};
const write = (bodies: readonly ConferenceEventBody[]) => {
  for (const body of bodies)
    meeting.state = apply(meeting.state, {
      meetingId: MeetingId.parse('m'),
      seq: meeting.state.seq + 1,
      at: instant(meeting.now),
      actor: { kind: 'time' },
      commandId: null,
      chamberId: null,
      body,
    });
};

describe('[CD-13] [R-CDT-12] a post', () => {
  test('is absent a millisecond after the limit, not at it: untouched', () => {
    const idle = sign('a', { seen: LIMIT + 1 });
    expect(look([idle], LIMIT)).toEqual([]);
    expect(look([idle], LIMIT + 1)).toMatchObject([{ type: 'post.absent', why: 'idle', since: started }]);
    expect(look([idle], LIMIT + 2)).toEqual([]);
    expect(meeting.state.posts).toMatchObject([{ name: 'a', absent: { why: 'idle' } }]);
  });
  test('is absent when its console is gone, which counts for more than untouched', () => {
    look([sign('a', { seen: LIMIT + 1 })], LIMIT + 1);
    expect(look([sign('a', { seen: 5_000 })], LIMIT + 5_001)).toMatchObject([
      { type: 'post.absent', why: 'disconnected', since: started + 5_000 },
    ]);
    expect(meeting.state.posts).toMatchObject([{ absent: { why: 'disconnected' } }]);
  });
  test('is manned again when somebody does something there, and the log has how long it was not', () => {
    look([sign('a')], LIMIT + 1);
    const back = sign('a', { seen: 90_000, acted: 90_000 });
    expect(look([back], 90_000)).toEqual([{ type: 'post.returned', userId: 'a', name: 'a', awayMs: 90_000 }]);
    expect(meeting.state.posts).toEqual([]);
  });
  test('there are as many as may be', () => {
    const many = Array.from({ length: MAX_POSTS + 5 }, (_, n) => sign(`p${n}`));
    expect(look(many, LIMIT + 1)).toHaveLength(MAX_POSTS);
    expect(look(many, LIMIT + 2)).toEqual([]);
  });
});

test('[CD-15] [R-CDT-12] an absent post is taken over, a manned one is not', () => {
  const takeOver = () => meeting.give({ type: 'post.takeOver', userId: userId('a') }, 'b');
  expect(takeOver()).toMatchObject({ error: { code: 'POST_MANNED' } });
  look([sign('a')], LIMIT + 1);
  expect(takeOver()).toMatchObject({ value: [{ type: 'post.takenOver', userId: 'a' }] });
  expect(meeting.state.posts).toEqual([]);
});

test('[CD-14] [R-CDT-12] a call that nobody answered for longer than the limit is missed until it waits no more', () => {
  meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
  meeting.give({ type: 'help.ask', text: 'Không chuyển được khung hình' }, 'site');
  meeting.give({ type: 'bringUp.request', siteId: siteId('commune') }, 'chair');
  const calls = (after: number) =>
    watchCalls(meeting.state, { absentAfterMs: LIMIT, now: instant(started + after) });
  expect(calls(LIMIT)).toEqual([]);
  const missed = calls(LIMIT + 1);
  expect(missed).toMatchObject([
    { type: 'call.missed', call: { kind: 'help', name: 'site' } },
    { type: 'call.missed', call: { kind: 'bringUp', siteId: 'commune', since: started } },
  ]);
  write(missed);
  expect(calls(LIMIT + 2)).toEqual([]);
  meeting.give({ type: 'bringUp.perform', siteId: siteId('commune') });
  const [settled, ...others] = calls(75_000);
  expect(settled).toMatchObject({ type: 'call.settled', call: { kind: 'bringUp' }, afterMs: 75_000 });
  expect(others).toEqual([]);
  meeting.give({ type: 'meeting.end' });
  expect(meeting.state.missedCalls).toEqual([]);
});
