import {
  type ConferenceEventBody,
  type ConferenceState,
  instant,
  type SiteId,
  TalkDeskId,
  UserId,
} from '@nhipcau/contracts';
import { aNode, aPlan, aSite, MeetingInHand, nodeId, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { viewOf } from './seat-view.ts';
import { demandsOf, subscriptionsOf } from './subscriptions.ts';
import {
  abandonedTalks,
  applyTalk,
  decideTalk,
  maySpeakOnTalkback,
  TALK_DESK_GONE_MS,
  talkHeardBy,
  talkPlans,
  talkSaid,
} from './talkback.ts';

const [district, commune, government, province] = ['district', 'commune', 'government', 'province'].map(
  (name) => siteId(name),
) as [SiteId, SiteId, SiteId, SiteId];
const desk = TalkDeskId.parse('desk.console-1');
const other = TalkDeskId.parse('desk.console-2');
const operator = { userId: UserId.parse('u1'), name: 'Hà' };
const colleague = { userId: UserId.parse('u2'), name: 'Nam' };
const at = instant(1_000_000);

const call = (deskId: TalkDeskId, ...siteIds: SiteId[]) => ({ type: 'talk.call', deskId, siteIds }) as const;
function carry(state: ConferenceState, bodies: readonly ConferenceEventBody[]): ConferenceState {
  let now = state;
  for (const body of bodies) now = { ...now, ...applyTalk(now, body as Parameters<typeof applyTalk>[1], at) };
  return now;
}
const give = (state: ConferenceState, command: Parameters<typeof decideTalk>[1], actor = operator) => {
  const decided = decideTalk(state, command, { now: at, actor });
  if (!decided.ok) throw new Error(decided.error.code);
  return carry(state, decided.value);
};
const refusal = (state: ConferenceState, command: Parameters<typeof decideTalk>[1], actor = operator) => {
  const decided = decideTalk(state, command, { now: at, actor });
  return decided.ok ? null : decided.error.code;
};
const live = () => MeetingInHand.live().state;
const planned = (state: ConferenceState) => aPlan(talkPlans(state));
const talkOf = (state: ConferenceState, seat: Parameters<typeof talkHeardBy>[1]) =>
  subscriptionsOf(planned(state), seat)
    .filter(({ source }) => source === 'talk')
    .map((one) => one.siteId);

describe('who hears whom', () => {
  test('[R-CDT-17] [TB-1] a site called hears the console, before it answers and while it waits; nobody else does', () => {
    const state = give(live(), call(desk, commune));
    expect(talkOf(state, { kind: 'site', siteId: commune })).toEqual([desk]);
    const waiting = aPlan({ ...talkPlans(state), waiting: [commune] });
    expect(talkHeardBy(waiting, { kind: 'site', siteId: commune })).toEqual([desk]);
    expect(viewOf(waiting, { kind: 'site', siteId: commune })).toMatchObject({
      waiting: { contacts: [] },
      talk: { state: 'called', by: 'Hà', others: 0 },
    });
    for (const siteId_ of [district, government, province])
      expect(talkOf(state, { kind: 'site', siteId: siteId_ })).toEqual([]);
  });

  test('[R-CDT-17] [TB-2] a console hears who has answered and sees nothing of the meeting; monitor and recorder hear nothing', () => {
    const called = give(live(), call(desk, commune, district));
    expect(talkOf(called, { kind: 'desk', deskId: desk })).toEqual([]);
    const state = carry(called, talkSaid(called, commune, 'talk.answered'));
    expect(talkOf(state, { kind: 'desk', deskId: desk })).toEqual([commune]);
    expect(subscriptionsOf(planned(state), { kind: 'desk', deskId: desk })).toHaveLength(1);
    expect(talkOf(state, { kind: 'desk', deskId: other })).toEqual([]);
    for (const kind of ['monitor', 'recorder'] as const) expect(talkOf(state, { kind })).toEqual([]);
    expect([commune, district, desk, province].map((id) => maySpeakOnTalkback(planned(state), id))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('[R-CDT-17] [TB-2] the voices of a call cross a link once and only toward those who hear them', () => {
    const called = give(live(), call(desk, commune, district));
    const state = carry(called, talkSaid(called, commune, 'talk.answered'));
    const plan = aPlan({ ...talkPlans(state), stage: { ...aPlan().stage, floor: [] } });
    const seats = [
      ...plan.roster.map((entry) => ({
        seat: { kind: 'site' as const, siteId: entry.siteId },
        nodeId: entry.nodeId,
      })),
      { seat: { kind: 'desk' as const, deskId: desk }, nodeId: nodeId('hb') },
    ];
    const talks = demandsOf(plan, seats).flatMap(({ from, to, streams }) =>
      streams.filter(({ source }) => source === 'talk').map((one) => `${from}>${to} ${one.siteId}`),
    );
    expect(talks.sort()).toEqual(['hb-dabac>hb commune', `hb>hb-dabac ${desk}`]);
  });
});

describe('calling', () => {
  test('[R-CDT-17] [TB-4] a site is in one call, a console has one, and only its own person changes or ends it', () => {
    const first = give(live(), call(desk, commune));
    expect(refusal(first, call(other, commune), colleague)).toBe('TALK_BUSY');
    const second = give(first, call(other, commune, district), colleague);
    expect(second.talks.map(({ siteIds }) => siteIds)).toEqual([[commune], [district]]);
    expect(refusal(second, call(desk, government), colleague)).toBe('TALK_UNKNOWN');
    expect(refusal(second, { type: 'talk.end', deskId: desk }, colleague)).toBe('TALK_UNKNOWN');
    const changed = give(second, call(desk, commune, government));
    expect(changed.talks.find(({ deskId }) => deskId === desk)?.siteIds).toEqual([commune, government]);
    expect(give(changed, { type: 'talk.end', deskId: desk }).talks).toHaveLength(1);
  });

  test('[R-CDT-17] [TB-4] who is not invited, or sits in another installation, is not called', () => {
    const state = live();
    expect(refusal(state, call(desk, siteId('stranger')))).toBe('SITE_UNKNOWN');
    const gate = aNode('gate', 'hb', { trunk: { dials: null, offers: [] } });
    const joined = {
      ...state,
      tree: [...state.tree, gate],
      roster: [...state.roster, aSite('guest', { number: 900, nodeId: nodeId('gate') })],
    };
    expect(refusal(joined, call(desk, siteId('guest')))).toBe('SITE_UNKNOWN');
  });

  test('[R-CDT-17] [TB-6] a site that rang has answered with the call; ringing twice is once; a ring can be dismissed', () => {
    const quiet = live();
    const rings = carry(quiet, talkSaid(quiet, commune, 'talk.asked'));
    expect(talkSaid(rings, commune, 'talk.asked')).toEqual([]);
    expect(viewOf(planned(rings), { kind: 'site', siteId: commune }).talk).toMatchObject({ state: 'asked' });
    const called = give(rings, call(desk, commune, district));
    expect(called).toMatchObject({ talkAsks: [], talks: [{ answered: [commune] }] });
    expect(give(rings, { type: 'talk.dismiss', siteId: commune }).talkAsks).toEqual([]);
    expect(talkSaid(called, government, 'talk.answered')).toEqual([]);
  });

  test('[R-CDT-17] [TB-7] a call ends with its last site, with the meeting, and when its console stays away', () => {
    const called = give(live(), call(desk, commune));
    expect(carry(called, talkSaid(called, commune, 'talk.left')).talks).toEqual([]);
    const after = (ms: number) => abandonedTalks(called, () => null, instant(at + ms));
    expect(after(TALK_DESK_GONE_MS - 1)).toEqual([]);
    expect(after(TALK_DESK_GONE_MS)).toEqual([{ type: 'talk.ended', deskId: desk, name: 'Hà' }]);
    const seen = instant(at + TALK_DESK_GONE_MS - 1);
    expect(abandonedTalks(called, () => seen, instant(at + TALK_DESK_GONE_MS))).toEqual([]);
    const meeting = MeetingInHand.live();
    meeting.give(call(desk, commune));
    expect(meeting.state.talks).toHaveLength(1);
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(meeting.state.talks).toEqual([]);
    meeting.give(call(desk, district));
    meeting.give({ type: 'meeting.end' });
    expect(meeting.state.talks).toEqual([]);
  });

  test('[R-CDT-17] [TB-8] the log says who called whom, who answered and who hung up', () => {
    const meeting = MeetingInHand.live();
    expect(meeting.give(call(desk, commune))).toMatchObject({
      ok: true,
      value: [{ type: 'talk.called', call: { deskId: desk, siteIds: [commune], answered: [] } }],
    });
    expect(talkSaid(meeting.state, commune, 'talk.answered')).toEqual([
      { type: 'talk.answered', siteId: commune },
    ]);
    expect(talkSaid(meeting.state, commune, 'talk.left')).toEqual([{ type: 'talk.left', siteId: commune }]);
  });
});
