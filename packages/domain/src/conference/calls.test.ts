import type { BringUp, Command } from '@nhipcau/contracts';
import { aCue, aLayout, aPlan, aSite, everythingMeasured, MeetingInHand, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';

const commune = siteId('commune');
const province = siteId('province');

const request = (name: string): Command => ({ type: 'bringUp.request', siteId: siteId(name) });
const perform = (name: string): Command => ({ type: 'bringUp.perform', siteId: siteId(name) });
const release = (name: string): Command => ({ type: 'bringUp.release', siteId: siteId(name) });
const chairLooksAt = (...sites: string[]): Command => ({
  type: 'stage.take',
  target: 'chairView',
  layout: aLayout('grid4', ...sites),
});
const manual = (): MeetingInHand => {
  const meeting = MeetingInHand.live();
  meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
  return meeting;
};
/** Calls in words: `commune running`. */
const calls = (meeting: MeetingInHand): string[] =>
  meeting.state.bringUps.map((call: BringUp) => `${call.siteId} ${call.state}`);
const code = (meeting: MeetingInHand, command: Command) => {
  const result = meeting.give(command);
  return result.ok ? null : result.error.code;
};

describe('the chair calls a site in an automatic meeting', () => {
  test('[BU-4] [R-CDT-03] one command brings it onto the chair screen, on air, and lets both hear each other', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'cue.set', cue: [aCue('commune', 'chairView'), aCue('commune'), aCue('district')] });
    meeting.give(request('commune'), 'chair');
    expect(meeting.stage).toMatchObject({
      chairView: aLayout('full', 'commune'),
      broadcast: aLayout('full', 'commune'),
      floor: ['province', 'commune'],
      called: ['commune'],
      cue: [aCue('district')],
    });
    expect(meeting.state.bringUps).toMatchObject([
      { by: 'chair', requestedAt: meeting.now, state: 'running', limitMs: 30_000 },
    ]);
  });

  test('[BU-4] what is on air stays, and so does its cue, when the picture does not follow the floor', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'floor.setFollow', follow: false });
    meeting.give({ type: 'cue.set', cue: [aCue('commune', 'chairView'), aCue('commune')] });
    meeting.give(request('commune'));
    expect(meeting.stage).toMatchObject({ broadcast: aLayout('full', 'province'), cue: [aCue('commune')] });
  });

  test('[BU-4] a full floor gives up its oldest other site; a silent chair is opened', () => {
    const roster = [
      ...aPlan().roster,
      ...['c', 'd', 'e'].map((name, at) => aSite(name, { number: 500 + at })),
    ];
    const meeting = MeetingInHand.live({ plan: aPlan({ roster }) });
    meeting.give({ type: 'floor.withdraw', siteId: province });
    for (const name of ['government', 'district', 'c', 'd', 'e'])
      meeting.give({ type: 'floor.grant', siteId: siteId(name) });
    meeting.give(request('commune'));
    expect(meeting.stage.floor).toEqual(['province', 'district', 'c', 'd', 'e', 'commune']);
  });

  test('[BU-6] [BU-7] [R-CDT-02] its stopwatch runs from the request to seen and heard both ways, and is kept', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    const requestedAt = meeting.now;
    meeting.wait(30_000).look({ commune: everythingMeasured });
    meeting.wait(60_000).look({});
    expect(meeting.state.bringUps).toMatchObject([
      { requestedAt, state: 'established', establishedAt: requestedAt + 30_000, breached: false },
    ]);
    meeting.give(request('district'));
    expect(meeting.wait(30_000).look()).toEqual([]);
    expect(meeting.wait(1).look()).toMatchObject([{ type: 'bringUp.changed', bringUp: { breached: true } }]);
    expect(meeting.wait(1).look()).toEqual([]);
  });

  test.each([
    ['itself', 'province', 'SITE_IS_CHAIR'],
    ['a site that is not invited', 'stranger', 'SITE_UNKNOWN'],
    ['a site it has called already', 'commune', 'BRING_UP_RUNNING'],
  ])('[BU-1] the chair cannot call %s', (_, name, refusal) => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    expect(code(meeting, request(name))).toBe(refusal);
  });
});

describe('the chair calls a site and the operator carries it out', () => {
  test('[BU-2] [R-CDT-03] the request prepares the site and starts the clock; the chair still sees what it saw', () => {
    const meeting = manual();
    meeting.give(chairLooksAt('district', 'government'));
    const { chairView, floor, broadcast } = meeting.stage;
    meeting.give(request('commune'), 'chair');
    expect(meeting.stage).toMatchObject({
      chairView,
      floor,
      broadcast,
      called: [],
      cue: [aCue('commune', 'chairView')],
    });
    expect(calls(meeting)).toEqual(['commune requested']);
  });

  test('[BU-3] [R-CDT-03] both steps keep their times, and the clock runs from the request', () => {
    const meeting = manual();
    meeting.give(request('commune'), 'chair');
    const requestedAt = meeting.now;
    meeting.wait(4_000).give(perform('commune'), 'operator');
    meeting.wait(500).look({ commune: { pushed: true } });
    meeting.wait(500).look({ commune: everythingMeasured });
    expect(meeting.stage).toMatchObject({
      chairView: aLayout('full', 'commune'),
      called: ['commune'],
      cue: [],
    });
    expect(meeting.state.bringUps).toMatchObject([
      {
        requestedAt,
        facts: { layoutAt: requestedAt + 4_000, pushedAt: requestedAt + 4_500 },
        establishedAt: requestedAt + 5_000,
      },
    ]);
  });

  test('[BU-7] an operator who does nothing breaches the limit as well', () => {
    const meeting = manual();
    meeting.give(request('commune'));
    meeting.wait(30_001).look({ commune: everythingMeasured });
    expect(meeting.state.bringUps).toMatchObject([{ state: 'requested', breached: true }]);
  });

  test('[BU-3] carrying out twice changes nothing; without a request there is nothing to carry out', () => {
    const meeting = manual();
    expect(code(meeting, perform('commune'))).toBe('BRING_UP_UNKNOWN');
    meeting.give(request('commune'));
    meeting.give(perform('commune'));
    expect(meeting.give(perform('commune'))).toEqual({ ok: true, value: [] });
  });

  test('[BU-2] a request makes room among the cues', () => {
    const meeting = manual();
    meeting.give({
      type: 'cue.set',
      cue: [aCue('district'), aCue('government'), aCue('province'), aCue('commune')],
    });
    meeting.give(request('commune'));
    expect(meeting.stage.cue).toEqual([
      aCue('commune', 'chairView'),
      aCue('district'),
      aCue('government'),
      aCue('province'),
    ]);
  });

  test('[BU-9] giving up a request takes nothing from the site that it has by other means', () => {
    const meeting = manual();
    meeting.give({ type: 'floor.grant', siteId: commune });
    meeting.give(chairLooksAt('commune'));
    const before = meeting.stage;
    meeting.give(request('commune'));
    meeting.give(release('commune'));
    expect(meeting.stage).toEqual(before);
    expect(calls(meeting)).toEqual(['commune abandoned']);
  });
});

describe('one call at a time', () => {
  test("[BU-10] [BU-11] two calls in a row: the second replaces the first, and its end gives the chair's view back", () => {
    const meeting = MeetingInHand.live();
    meeting.give(chairLooksAt('district', 'government'));
    const before = meeting.stage;
    meeting.give(request('commune'));
    meeting.wait(5_000).look({ commune: everythingMeasured });
    meeting.wait(5_000).give(request('district'));
    expect(calls(meeting)).toEqual(['commune released', 'district running']);
    expect(meeting.stage).toMatchObject({
      chairView: aLayout('full', 'district'),
      broadcast: aLayout('full', 'district'),
      called: ['district'],
      floor: ['province', 'district'],
    });
    meeting.give(release('district'));
    expect(meeting.stage).toEqual(before);
    expect(calls(meeting)).toEqual(['commune released', 'district abandoned']);
  });

  test('[BU-10] [R-CDT-03] the chair keeps its partner until the operator brings the next; then the former leaves', () => {
    const meeting = manual();
    meeting.give(request('commune'));
    meeting.give(perform('commune'));
    meeting.give(request('district'));
    expect(meeting.stage).toMatchObject({ chairView: aLayout('full', 'commune'), called: ['commune'] });
    expect(calls(meeting)).toEqual(['commune running', 'district requested']);
    meeting.give(perform('district'));
    expect(meeting.stage).toMatchObject({
      chairView: aLayout('full', 'district'),
      called: ['district'],
      floor: ['province', 'district'],
    });
    expect(calls(meeting)).toEqual(['commune abandoned', 'district running']);
  });

  test('[BU-10] a wish that nobody has carried out is replaced by the next', () => {
    const meeting = manual();
    meeting.give(request('commune'));
    meeting.give(request('district'));
    expect(calls(meeting)).toEqual(['commune abandoned', 'district requested']);
    expect(meeting.stage.cue).toEqual([aCue('district', 'chairView')]);
  });
});

describe('the end of a call', () => {
  test('[BU-9] [R-CDT-05] the site leaves the floor, the air and the chair screen; its cue for the air stays', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    meeting.give({ type: 'cue.set', cue: [aCue('commune'), aCue('commune', 'chairView')] });
    meeting.give(release('commune'));
    expect(meeting.stage).toMatchObject({
      broadcast: aLayout('full', 'province'),
      chairView: aLayout('grid4'),
      floor: ['province'],
      called: [],
      cue: [aCue('commune')],
    });
  });

  test('[BU-11] a view that the operator has put up during the call stays, also after a second call', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    meeting.give(chairLooksAt('government', 'commune'));
    meeting.give(request('district'));
    meeting.give(release('district'));
    expect(meeting.stage.chairView).toEqual(aLayout('grid4', 'government', 'commune'));
  });

  test('[BU-11] calling while the operator shows the chair one site full screen returns to that site', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('full', 'government') });
    meeting.give(request('commune'));
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('full', 'district') });
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('full', 'commune') });
    meeting.give(release('commune'));
    expect(meeting.stage.chairView).toEqual(aLayout('full', 'district'));
  });
});

test('[LO-7] [R-CDT-11] only a site that registered to present may; what it shows reaches everybody', () => {
  const meeting = MeetingInHand.live();
  expect(code(meeting, { type: 'content.show', siteId: commune })).toBe('CONTENT_NOT_PERMITTED');
  expect(code(meeting, { type: 'content.show', siteId: province })).toBeNull();
  expect(meeting.stage.content).toBe('province');
});
