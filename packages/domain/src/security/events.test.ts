import { instant } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { SECURITY_WINDOW_MS, securityEvents, type WatchedLine } from './events.ts';

let id = 0;
const line = (action: string, more: Partial<WatchedLine> = {}): WatchedLine => {
  id += 1;
  return {
    id,
    at: instant(SECURITY_WINDOW_MS * 100 + id * 1_000),
    action,
    subject: null,
    actorId: null,
    actorName: null,
    code: null,
    ...more,
  };
};
const failed = (subject: string) => line('session.open', { subject, code: 'SIGN_IN_FAILED' });
const kinds = (lines: WatchedLine[], isAroundMeeting = false) =>
  securityEvents(lines, { isAroundMeeting }).map(({ kind, subject, count }) => [kind, subject, count]);

describe('[AC-27] [R-MON-06] what the audit amounts to', () => {
  test('five failed sign-ins of one account are an event, four are none, of two accounts neither', () => {
    const four = Array.from({ length: 4 }, () => failed('dieuhanh'));
    expect(kinds(four)).toEqual([]);
    expect(kinds([...four, failed('quantri')])).toEqual([]);
    expect(kinds([...four, failed('dieuhanh')])).toEqual([['signInFailures', 'dieuhanh', 5]]);
    expect(kinds(Array.from({ length: 9 }, () => line('session.open', { subject: 'dieuhanh' })))).toEqual([]);
  });

  test('more of the same is the same event', () => {
    const lines = Array.from({ length: 6 }, () => failed('dieuhanh'));
    const [five] = securityEvents(lines.slice(0, 5), { isAroundMeeting: false });
    const [six] = securityEvents(lines, { isAroundMeeting: false });
    expect(six?.fingerprint).toBe(five?.fingerprint);
    expect(six?.count).toBe(6);
  });

  test('three calls of rooms nobody knows', () => {
    const call = () => line('roomSession.open', { code: 'ROOM_LINK_INVALID' });
    expect(kinds([call(), call()])).toEqual([]);
    expect(kinds([call(), call(), call()])).toEqual([['unknownCalls', '', 3]]);
  });

  test('a node under another address, at any time', () => {
    const register = (subject: string) => line('node.register', { actorId: 'hb', subject });
    expect(kinds([register('wss://a'), register('wss://a')])).toEqual([]);
    expect(kinds([register('wss://a'), register('wss://b')])).toEqual([['addressChange', 'hb: wss://b', 1]]);
  });

  test('changes to accounts, delegations, directory and links count around a meeting only', () => {
    const lines = [
      line('account.create', { subject: 'moi', actorId: 'quantri' }),
      line('link.setBudget', { subject: 'hb', actorId: 'dieuhanh' }),
      line('meeting.create', { actorId: 'dieuhanh' }),
      line('account.lock', { subject: 'moi', actorId: 'moi' }),
      line('account.create', { subject: 'x', code: 'NOT_ALLOWED' }),
    ];
    expect(kinds(lines)).toEqual([]);
    expect(kinds(lines, true)).toEqual([
      ['adminAction', 'account.create moi', 1],
      ['portChange', 'link.setBudget hb', 1],
    ]);
  });
});
