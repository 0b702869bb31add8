import { instant, type SpeakRequest, SpeakRequestId } from '@nhipcau/contracts';
import {
  aLayout,
  aSegment,
  aSite,
  everythingMeasured,
  MeetingInHand,
  nodeId,
  segmentId,
  siteId,
} from '@nhipcau/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import { planOf } from './lifecycle.ts';
import { viewOf } from './seat-view.ts';
import { queueOf, speakNotices, spokenBy, wishOf, withdrawnBy } from './speech.ts';

const MINUTE = 60_000;
const [government, district, commune] = [siteId('government'), siteId('district'), siteId('commune')];
const wish = (number: number) => SpeakRequestId.parse(`wish-${number}`);

let meeting: MeetingInHand;
beforeEach(() => {
  meeting = MeetingInHand.live();
});
const ask = (name: string, person = '') =>
  meeting.give({ type: 'speak.request', siteId: siteId(name), person });
const grant = (number: number, limitMs: number | null = 5 * MINUTE) =>
  meeting.give({ type: 'speak.grant', requestId: wish(number), limitMs });
const queue = () => queueOf(meeting.state).map((request) => request.siteId as string);
const states = () => meeting.state.speakRequests.map(({ state }) => state);
const noticeOf = (name: string) =>
  speakNotices(meeting.state).find((known) => known.siteId === name)?.notice ?? null;

describe('[R-CDT-09] wishes to speak', () => {
  test('[SP-1] one waits for each site; told again it only learns who will speak', () => {
    ask('commune');
    ask('commune', 'Chủ tịch xã');
    expect(meeting.state.speakRequests).toMatchObject([
      { siteId: 'commune', person: 'Chủ tịch xã', channel: 'phone', state: 'waiting' },
    ]);
    expect(ask('commune')).toEqual({ ok: true, value: [] });
  });

  test('[SP-1] the chair needs none, a stranger has none', () => {
    expect(ask('province')).toMatchObject({ error: { code: 'SITE_IS_CHAIR' } });
    expect(ask('stranger')).toMatchObject({ error: { code: 'SITE_UNKNOWN' } });
  });

  test('[SP-1] a terminal’s wish is the same, under the id of its report, and is taken back by it', () => {
    const asked = { siteId: commune, person: '', channel: 'terminal', at: instant(meeting.now) } as const;
    meeting.write(wishOf(meeting.state, { requestId: wish(7), ...asked }), { kind: 'time' });
    expect(meeting.state.speakRequests).toMatchObject([{ requestId: 'wish-7', channel: 'terminal' }]);
    expect(wishOf(meeting.state, { requestId: wish(8), ...asked })).toEqual([]);
    meeting.write(withdrawnBy(meeting.state, commune, instant(meeting.now)), { kind: 'time' });
    expect(states()).toEqual(['withdrawn']);
    expect(withdrawnBy(meeting.state, commune, instant(meeting.now))).toEqual([]);
  });

  test('[SP-1] [R-CDT-09] a site that leaves takes its wish along, however it leaves', () => {
    meeting = MeetingInHand.live({ others: [aSite('guest', { nodeId: nodeId('hb'), number: 500 })] });
    ask('commune');
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(states()).toEqual(['withdrawn']);
    meeting.give({ type: 'site.invite', siteId: siteId('guest') });
    ask('guest');
    meeting.give({ type: 'meeting.reset' });
    expect(states()).toEqual(['withdrawn', 'withdrawn']);
    expect(queue()).toEqual([]);
  });

  test('[SP-2] the chair’s list comes first, then the minute, then who has spoken least', () => {
    meeting.now = Math.ceil(meeting.now / MINUTE) * MINUTE;
    meeting.give({ type: 'floor.grant', siteId: commune });
    meeting.wait(2 * MINUTE).give({ type: 'floor.clear' });
    ask('commune');
    meeting.wait(10_000);
    ask('district');
    meeting.wait(MINUTE);
    ask('government');
    expect(queue()).toEqual(['district', 'commune', 'government']);
    meeting.give({ type: 'speak.arrange', requestIds: [wish(3), wish(9)] });
    expect(queue()).toEqual(['government', 'district', 'commune']);
    expect(meeting.state.speakOrder).toEqual([wish(3)]);
    expect(meeting.give({ type: 'speak.arrange', requestIds: [wish(3)] })).toEqual({ ok: true, value: [] });
  });

  test('[SP-3] a grant is picture, floor, call signal and countdown in one command, also where calls wait', () => {
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    ask('commune');
    expect(grant(1).ok).toBe(true);
    expect(meeting.stage).toMatchObject({
      broadcast: aLayout('full', 'commune'),
      chairView: aLayout('full', 'commune'),
      called: [commune],
      floor: ['province', 'commune'],
    });
    expect(noticeOf('commune')).toEqual({ kind: 'speaking', until: meeting.now + 5 * MINUTE });
    meeting.wait(4_000).look({ commune: everythingMeasured });
    expect(noticeOf('commune')).toEqual({ kind: 'speaking', until: meeting.now + 5 * MINUTE });
    expect(grant(1)).toEqual({ ok: true, value: [] });
  });

  test('[SP-3] a call that the chair made already is carried out, and belongs to the wish', () => {
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    ask('commune');
    meeting.give({ type: 'bringUp.request', siteId: commune });
    grant(1, null);
    expect(meeting.state.bringUps).toHaveLength(1);
    expect(meeting.state.speakRequests[0]?.bringUpId).toBe(meeting.state.bringUps[0]?.bringUpId);
    expect(noticeOf('commune')).toEqual({ kind: 'speaking', until: null });
  });

  test.each<[string, (meeting: MeetingInHand) => void]>([
    ['is finished', (m) => m.give({ type: 'speak.finish', requestId: wish(1) })],
    ['is released', (m) => m.give({ type: 'bringUp.release', siteId: commune })],
    ['gives way to the next', (m) => m.give({ type: 'speak.grant', requestId: wish(2), limitMs: null })],
    ['leaves the meeting', (m) => m.give({ type: 'site.remove', siteId: commune })],
    ['is in a meeting that ends', (m) => m.give({ type: 'meeting.end' })],
  ])('[SP-4] the speech is over when it %s', (_, end) => {
    ask('commune');
    ask('district');
    grant(1);
    meeting.wait(MINUTE);
    end(meeting);
    expect(meeting.state.speakRequests[0]).toMatchObject({ state: 'done', endedAt: meeting.now });
    expect(noticeOf('commune')).toBeNull();
  });

  test('[SP-5] a grant taken back leaves the wish waiting, a finished speech taken back goes on', () => {
    ask('commune');
    grant(1);
    meeting.wait(1_000).give({ type: 'stage.undo' });
    expect(meeting.state.speakRequests).toMatchObject([{ state: 'waiting', bringUpId: null, limitMs: null }]);
    expect(meeting.stage.called).toEqual([]);
    grant(1);
    meeting.wait(20_000).give({ type: 'speak.finish', requestId: wish(1) });
    meeting.wait(1_000).give({ type: 'stage.undo' });
    expect(states()).toEqual(['granted']);
    expect(meeting.stage.called).toEqual([commune]);
  });

  test('declined and withdrawn are over, with who decided', () => {
    ask('commune');
    ask('district');
    meeting.give({ type: 'speak.decline', requestId: wish(1) }, 'chair');
    meeting.give({ type: 'speak.withdraw', requestId: wish(2) });
    expect(meeting.state.speakRequests).toMatchObject([
      { state: 'declined', decidedBy: 'chair' },
      { state: 'withdrawn', decidedBy: 'operator' },
    ]);
    expect(queue()).toEqual([]);
    expect(grant(1)).toMatchObject({ error: { code: 'SPEAK_REQUEST_UNKNOWN' } });
  });

  test('[SP-6] floor time is counted from one change of the floor to the next', () => {
    meeting.give({ type: 'floor.grant', siteId: commune });
    meeting.wait(30_000).give({ type: 'floor.grant', siteId: district });
    meeting.wait(30_000).give({ type: 'floor.withdraw', siteId: commune });
    meeting.wait(10_000);
    const spoken = spokenBy(meeting.state, instant(meeting.now));
    expect([spoken.get(commune), spoken.get(district), spoken.get(government)]).toEqual([
      60_000,
      40_000,
      undefined,
    ]);
  });

  test('[SP-7] a room is told its place, then that it speaks; nobody else’s', () => {
    ask('district');
    meeting.wait(MINUTE);
    ask('commune');
    const told = (name: string) => {
      const plan = planOf(meeting.state);
      return plan && viewOf(plan, { kind: 'site', siteId: siteId(name) }).speak;
    };
    expect(['district', 'commune', 'province'].map(told)).toEqual([
      { kind: 'waiting', place: 1 },
      { kind: 'waiting', place: 2 },
      null,
    ]);
    grant(1);
    expect(told('district')).toMatchObject({ kind: 'speaking' });
    expect(told('commune')).toEqual({ kind: 'waiting', place: 1 });
  });

  test('[SP-7] who speaks by the running order has its countdown too', () => {
    const segments = [aSegment(0, 'commune', { durationMinutes: 7 })];
    meeting = MeetingInHand.live({ script: { version: 1, segments } });
    meeting.give({ type: 'script.advance', segmentId: segmentId(0) });
    expect(noticeOf('commune')).toEqual({ kind: 'speaking', until: meeting.now + 7 * MINUTE });
  });

  test('of too many wishes the oldest that is over is forgotten first', () => {
    ask('commune');
    const [first] = meeting.state.speakRequests;
    if (!first) throw new Error('no wish');
    const over = Array.from(
      { length: 499 },
      (_, index): SpeakRequest => ({
        ...first,
        requestId: SpeakRequestId.parse(`old-${index}`),
        state: 'done',
      }),
    );
    meeting.state = { ...meeting.state, speakRequests: [first, ...over] };
    ask('district');
    expect(meeting.state.speakRequests).toHaveLength(500);
    expect(queue()).toEqual(['commune', 'district']);
    expect(meeting.state.speakRequests[1]?.requestId).toBe('old-1');
  });
});
