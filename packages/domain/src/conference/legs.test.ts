import { ChamberId, type Command, type ConferenceEventBody } from '@nhipcau/contracts';
import { aLayout, aPlan, aSite, MeetingInHand, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { LEG_BUILD_MS } from './legs.ts';
import { initialState } from './lifecycle.ts';

const commune = siteId('commune');
const reset: Command = { type: 'meeting.reset' };
const take = (name: string): Command => ({
  type: 'stage.take',
  target: 'broadcast',
  layout: aLayout('full', name),
});
const legs = ({ state }: MeetingInHand) => state.roster.map((entry) => [entry.siteId, entry.leg]);
const restored = (name: string): ConferenceEventBody => ({
  type: 'leg.restored',
  siteId: siteId(name),
  leg: 1,
  afterMs: 900,
  quality: 'good',
});

describe('reset after a trial', () => {
  test('[RC-1] [RC-2] [R-MCU-15] sites, layouts and rooms are as saved, whatever the trial did to them', () => {
    const meeting = MeetingInHand.live({ others: [aSite('guest', { number: 500 })] });
    const chamber = ChamberId.parse('ch1');
    meeting.give(take('district'));
    meeting.give({
      type: 'chambers.plan',
      chambers: [{ chamberId: chamber, name: 'Huyện', chairSiteId: commune, members: [commune] }],
    });
    expect(meeting.give({ type: 'plan.save' })).toMatchObject({ ok: true, value: [{ type: 'plan.saved' }] });
    const { stage, roster, chambers } = meeting.state;
    meeting.give(take('government'));
    meeting.give({ type: 'chambers.split', chamberIds: [] });
    meeting.give({ type: 'site.remove', siteId: siteId('district') });
    meeting.give({ type: 'site.invite', siteId: siteId('guest') });
    expect(meeting.give(reset).ok).toBe(true);
    expect(meeting.state).toMatchObject({ stage, chambers, before: null, chairViewBefore: null });
    expect(meeting.state.roster).toEqual(roster.map((entry) => ({ ...entry, leg: 1 })));
    expect(meeting.log.reduce(apply, initialState())).toEqual(meeting.state);
  });

  test('[RC-1] without a saved plan the meeting is as it began; a call that was open is no part of a plan', () => {
    const meeting = MeetingInHand.live();
    const opening = meeting.stage;
    meeting.give({ type: 'bringUp.request', siteId: commune });
    meeting.give({ type: 'plan.save' });
    meeting.give(reset);
    expect(meeting.stage).toEqual({ ...opening, broadcast: aLayout('full', 'province') });
    expect(meeting.state.bringUps.map((call) => call.state)).toEqual(['abandoned']);
  });

  test('[RC-2] a site that was suspended meanwhile stays outside and leaves the stages', () => {
    const plan = aPlan();
    const meeting = MeetingInHand.live({ plan, refused: [commune] });
    meeting.give(take('commune'));
    meeting.give({ type: 'plan.save' });
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(meeting.give(reset).ok).toBe(true);
    expect(meeting.state.roster.map((entry) => entry.siteId)).toEqual(['government', 'province', 'district']);
    expect(meeting.stage.broadcast).toEqual(aLayout('full', 'province'));
  });

  test('[RC-3] every leg is asked for anew and each is told of when it is back', () => {
    const meeting = MeetingInHand.live();
    meeting.give(reset);
    expect(legs(meeting)).toEqual(['government', 'province', 'district', 'commune'].map((name) => [name, 1]));
    expect(meeting.state.legs).toMatchObject({ all: true, asked: 4 });
    meeting.write([restored('district'), restored('commune')], { kind: 'time' });
    expect(meeting.state.legs?.pending).toEqual(['government', 'province']);
    meeting.give({ type: 'site.remove', siteId: siteId('government') });
    expect(meeting.state.legs?.pending).toEqual(['province']);
  });

  test('[RC-4] single legs are asked for anew; given again while they are built, nothing is dropped twice', () => {
    const meeting = MeetingInHand.live();
    const recall: Command = { type: 'sites.recall', siteIds: [commune, commune] };
    meeting.give(recall);
    expect(legs(meeting)).toContainEqual(['commune', 1]);
    expect(legs(meeting)).toContainEqual(['district', 0]);
    expect(meeting.wait(LEG_BUILD_MS - 1).give(recall)).toEqual({ ok: true, value: [] });
    expect(meeting.wait(1).give(recall)).toMatchObject({
      value: [{ type: 'sites.recalled', siteIds: [commune] }],
    });
    expect(legs(meeting)).toContainEqual(['commune', 2]);
    const stranger: Command = { type: 'sites.recall', siteIds: [siteId('stranger')] };
    expect(meeting.give(stranger)).toMatchObject({ error: { code: 'SITE_UNKNOWN' } });
  });

  test('[RC-2] a meeting begun by an older release knows of nothing to restore', () => {
    const meeting = MeetingInHand.live();
    meeting.state = { ...meeting.state, saved: null };
    expect(meeting.give(reset)).toMatchObject({ error: { code: 'PLAN_NOT_SAVED' } });
  });
});
