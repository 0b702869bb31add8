import { type BringUp, type Command, UNDO_WINDOW_MS } from '@nhipcau/contracts';
import { aCue, aLayout, everythingMeasured, MeetingInHand, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';

const commune = siteId('commune');
const district = siteId('district');

const undo: Command = { type: 'stage.undo' };
const onAir = (...sites: string[]): Command => ({
  type: 'stage.take',
  target: 'broadcast',
  layout: aLayout('grid4', ...sites),
});
const request = (name: string): Command => ({ type: 'bringUp.request', siteId: siteId(name) });
const perform = (name: string): Command => ({ type: 'bringUp.perform', siteId: siteId(name) });
const release = (name: string): Command => ({ type: 'bringUp.release', siteId: siteId(name) });
const code = (meeting: MeetingInHand, by = 'operator') => {
  const result = meeting.give(undo, by);
  return result.ok ? null : result.error.code;
};
const calls = (meeting: MeetingInHand): string[] =>
  meeting.state.bringUps.map((call: BringUp) => `${call.siteId} ${call.state}`);

describe('who may take back what, and how long', () => {
  test.each([
    [0, null],
    [UNDO_WINDOW_MS, null],
    [UNDO_WINDOW_MS + 1, 'NOTHING_TO_UNDO'],
  ])('[CD-4] after %i ms: %s', (ms, expected) => {
    const meeting = MeetingInHand.live();
    const before = meeting.stage;
    meeting.give(onAir('commune'));
    expect(code(meeting.wait(ms))).toBe(expected);
    expect(meeting.stage.broadcast).toEqual(
      expected === null ? before.broadcast : aLayout('grid4', 'commune'),
    );
  });

  test('[CD-4] nobody takes back what another has done', () => {
    const meeting = MeetingInHand.live();
    meeting.give(onAir('commune'), 'operator');
    expect(code(meeting, 'chair')).toBe('NOTHING_TO_UNDO');
    meeting.give(onAir('district'), 'chair');
    expect(code(meeting, 'operator')).toBe('NOTHING_TO_UNDO');
    expect(code(meeting, 'chair')).toBeNull();
    expect(meeting.stage.broadcast).toEqual(aLayout('grid4', 'commune'));
  });

  test('[CD-4] one change is taken back once, not the one before it as well', () => {
    const meeting = MeetingInHand.live();
    meeting.give(onAir('commune'));
    meeting.give(onAir('district'));
    expect(code(meeting)).toBeNull();
    expect(code(meeting)).toBe('NOTHING_TO_UNDO');
    expect(meeting.stage.broadcast).toEqual(aLayout('grid4', 'commune'));
  });

  test('[CD-4] a command that changed nothing leaves the last change to be taken back', () => {
    const meeting = MeetingInHand.live();
    meeting.give(onAir('commune'));
    meeting.give(onAir('commune'), 'chair');
    expect(code(meeting)).toBeNull();
  });
});

describe('a site that left meanwhile', () => {
  test('[CD-4] [LO-5] does not come back with the stage; the chair stands in for it', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'floor.grant', siteId: commune });
    meeting.give(onAir('district'));
    meeting.give({ type: 'floor.withdraw', siteId: commune });
    meeting.give({ type: 'site.remove', siteId: commune }, 'administrator');
    expect(code(meeting)).toBeNull();
    expect(meeting.stage).toMatchObject({ floor: ['province'], broadcast: aLayout('grid4', 'district') });
  });

  test('[CD-4] its removal is not taken back, nor is what stood before it', () => {
    const meeting = MeetingInHand.live();
    meeting.give(onAir('commune', 'district'));
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(code(meeting)).toBe('NOTHING_TO_UNDO');
  });

  test('[CD-5] [LO-5] nor does the call that it replaced', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('grid4', 'government') });
    meeting.give(request('commune'));
    meeting.wait(1_000).give(request('district'));
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(code(meeting)).toBeNull();
    expect(meeting.stage).toMatchObject({ called: [], chairView: aLayout('grid4', 'government') });
    expect(meeting.state.chairViewBefore).toBeNull();
    expect(calls(meeting)).toEqual(['commune abandoned', 'district abandoned']);
  });

  test('[CD-5] [LO-5] a call that ended does not open again for it', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('grid4', 'district') });
    meeting.give(request('commune'));
    meeting.wait(1_000).give(release('commune'));
    meeting.give({ type: 'site.remove', siteId: commune });
    expect(code(meeting)).toBeNull();
    expect(meeting.stage).toMatchObject({ called: [], chairView: aLayout('grid4', 'district') });
    expect(calls(meeting)).toEqual(['commune abandoned']);
  });
});

describe('calls', () => {
  test('[CD-5] taking back a call ends it and gives back what was there', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('grid4', 'district') });
    const before = meeting.stage;
    meeting.wait(1).give(request('commune'));
    expect(code(meeting.wait(2_000))).toBeNull();
    expect(meeting.stage).toEqual(before);
    expect(calls(meeting)).toEqual(['commune abandoned']);
    expect(meeting.state.chairViewBefore).toBeNull();
  });

  test('[CD-5] taking back a release opens the call again, with its own stopwatch and a way back', () => {
    const meeting = MeetingInHand.live();
    const before = meeting.stage;
    meeting.give(request('commune'));
    meeting.wait(1_500).look({ commune: everythingMeasured });
    const during = meeting.state;
    meeting.wait(20_000).give(release('commune'));
    expect(code(meeting.wait(2_000))).toBeNull();
    expect(meeting.stage).toEqual(during.stage);
    expect(meeting.state.bringUps).toEqual(during.bringUps);
    meeting.give(release('commune'));
    expect(meeting.stage).toEqual(before);
  });

  test('[CD-5] taking back a second call returns to the first', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    const during = meeting.stage;
    meeting.wait(9_000).give(request('district'));
    expect(code(meeting.wait(100))).toBeNull();
    expect(meeting.stage).toEqual(during);
    expect(calls(meeting)).toEqual(['commune running', 'district abandoned']);
  });

  test('[CD-5] a second step taken back waits for the operator again', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    meeting.give(request('commune'), 'chair');
    const waiting = meeting.state;
    meeting.wait(3_000).give(perform('commune'));
    expect(code(meeting.wait(100))).toBeNull();
    expect(meeting.stage).toEqual(waiting.stage);
    expect(meeting.state.bringUps).toEqual(waiting.bringUps);
  });

  test('[CD-5] a second step that has led to a talk is ended, since it was real', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    meeting.give(request('commune'), 'chair');
    meeting.wait(3_000).give(perform('commune'));
    meeting.wait(800).look({ commune: everythingMeasured });
    expect(code(meeting)).toBeNull();
    expect(calls(meeting)).toEqual(['commune released']);
    expect(meeting.stage.called).toEqual([]);
  });

  test('[CD-5] a wish taken back is given up; the wish it replaced waits again', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    meeting.give(request('commune'), 'chair');
    meeting.wait(1_000).give(request('district'), 'chair');
    expect(code(meeting.wait(1_000), 'chair')).toBeNull();
    expect(calls(meeting)).toEqual(['commune requested', 'district abandoned']);
    expect(meeting.stage.cue).toEqual([aCue('commune', 'chairView')]);
  });

  test('[CD-5] taking back another change leaves a call and its measurements alone', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    meeting.wait(500).give(onAir('district'));
    meeting.wait(500).look({ commune: everythingMeasured });
    const { bringUps } = meeting.state;
    expect(code(meeting)).toBeNull();
    expect(meeting.state.bringUps).toEqual(bringUps);
    expect(meeting.stage.broadcast).toEqual(aLayout('full', 'commune'));
  });

  test('[CD-5] a take in the very millisecond of a call is taken back without the call', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    meeting.give(onAir('district'));
    expect(code(meeting)).toBeNull();
    expect(calls(meeting)).toEqual(['commune running']);
    expect(meeting.stage.called).toEqual(['commune']);
  });

  test('[CD-5] a cue in the very millisecond of a call is taken back without the call', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    meeting.give({ type: 'cue.set', cue: [aCue('commune')] });
    expect(code(meeting)).toBeNull();
    expect(calls(meeting)).toEqual(['commune running']);
    expect(meeting.stage).toMatchObject({ called: ['commune'], cue: [] });
  });

  test('[CD-5] a wish whose cue was taken away waits again, too, when its successor is taken back', () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'bringUp.setAutomatic', automatic: false });
    meeting.give(request('commune'));
    meeting.give({ type: 'cue.set', cue: [] });
    meeting.wait(1).give(request('district'));
    expect(code(meeting)).toBeNull();
    expect(calls(meeting)).toEqual(['commune requested', 'district abandoned']);
  });

  test('[CD-5] of two calls to one site in the same millisecond only the later comes back', () => {
    const meeting = MeetingInHand.live();
    meeting.give(request('commune'));
    meeting.wait(1_000).give(release('commune'));
    meeting.give(request('commune'));
    meeting.give(release('commune'));
    expect(code(meeting)).toBeNull();
    expect(calls(meeting)).toEqual(['commune abandoned', 'commune running']);
  });

  test("[CD-5] [BU-11] a chair's view taken back during a call does not change what the call returns to", () => {
    const meeting = MeetingInHand.live();
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('grid9', 'district') });
    meeting.give(request('commune'));
    meeting.give({ type: 'stage.take', target: 'chairView', layout: aLayout('grid4', 'government') });
    expect(code(meeting)).toBeNull();
    meeting.give(release('commune'));
    expect(meeting.stage.chairView).toEqual(aLayout('grid9', district));
  });
});
