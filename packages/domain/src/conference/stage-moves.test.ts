import type { ErrorCode, Layout, Stage } from '@nhipcau/contracts';
import { aCue, aLayout, aStage, siteId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import {
  clearFloor,
  grantFloor,
  openingStage,
  removeSite,
  type StageContext,
  setCue,
  setGain,
  stopContent,
  take,
  withdrawFloor,
} from './stage-moves.ts';

const chair = siteId('chair');
const a = siteId('a');
const b = siteId('b');
const invited = new Set(['chair', 'a', 'b', 'c', 'd', 'e', 'f', 'g'].map(siteId));
const following: StageContext = { chairSiteId: chair, followFloor: true, isInvited: (id) => invited.has(id) };
const unfollowing: StageContext = { ...following, followFloor: false };
const opening = openingStage(chair);
const floorOf = (...names: string[]) => aStage({ ...opening, floor: names.map(siteId) });

describe('take', () => {
  test('[LO-1] [R-CDT-04] replaces the one picture and leaves the other', () => {
    const layout = aLayout('grid9', 'a', 'b', 'chair');
    expect(take(opening, 'broadcast', layout, following)).toEqual({
      ok: true,
      value: { ...opening, broadcast: layout },
    });
    expect(take(opening, 'chairView', layout, following)).toEqual({
      ok: true,
      value: { ...opening, chairView: layout },
    });
  });

  test.each<[string, Layout, ErrorCode]>([
    ['names a stranger', aLayout('grid4', 'a', 'stranger'), 'SITE_UNKNOWN'],
    ['shows a site twice', aLayout('grid4', 'a', 'b', 'a'), 'LAYOUT_INVALID'],
    ['shows the content twice', aLayout('grid4', 'a', 'content', 'content'), 'LAYOUT_INVALID'],
    ['has a pane too few', { kind: 'grid4', slots: aLayout('full', 'a').slots }, 'LAYOUT_INVALID'],
    ['has a pane too many', { kind: 'full', slots: aLayout('pip', 'a').slots }, 'LAYOUT_INVALID'],
    ['is the content of nobody', aLayout('full', 'content'), 'CONTENT_NOT_OFFERED'],
    ['is the content of nobody beside a site', aLayout('pip', 'a', 'content'), 'CONTENT_NOT_OFFERED'],
  ])('[LO-2] [R-CDT-04] refuses a layout that %s, for either picture', (_, layout, code) => {
    for (const target of ['broadcast', 'chairView'] as const)
      expect(take(opening, target, layout, following)).toMatchObject({ ok: false, error: { code } });
  });

  test('[LO-3] refuses to put nothing on air, yet the chair may clear its own screen', () => {
    for (const layout of [aLayout('full'), aLayout('grid16'), aLayout('grid4', 'content')]) {
      expect(take(opening, 'broadcast', layout, following)).toMatchObject({
        ok: false,
        error: { code: 'LAYOUT_INVALID' },
      });
      expect(take(opening, 'chairView', layout, following).ok).toBe(true);
    }
  });

  test('[LO-3] content fills the screen while somebody presents', () => {
    const presented: Stage = { ...opening, content: a };
    expect(take(presented, 'broadcast', aLayout('full', 'content'), following).ok).toBe(true);
  });

  test('[LO-4] uses up the cues of what it shows, for that picture', () => {
    const cue = [aCue('a'), aCue('a', 'chairView'), aCue('b')];
    const taken = take({ ...opening, cue }, 'broadcast', aLayout('full', 'a'), following);
    expect(taken).toMatchObject({ ok: true, value: { cue: [aCue('a', 'chairView'), aCue('b')] } });
  });

  test('[LO-4] takes a site that is on air already and uses up its cue', () => {
    const onAir: Stage = { ...opening, broadcast: aLayout('full', 'a'), cue: [aCue('a')] };
    expect(take(onAir, 'broadcast', aLayout('full', 'a'), following)).toMatchObject({
      ok: true,
      value: { broadcast: aLayout('full', 'a'), cue: [] },
    });
  });
});

describe('cues', () => {
  test('[LO-4] replace those of before, each once', () => {
    const stage: Stage = { ...opening, cue: [aCue('c')] };
    expect(setCue(stage, [aCue('a'), aCue('b'), aCue('a')], following)).toMatchObject({
      ok: true,
      value: { cue: [aCue('a'), aCue('b')] },
    });
    expect(setCue(stage, [], following)).toMatchObject({ ok: true, value: { cue: [] } });
  });
  test('[LO-4] are at most four', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => aCue(name));
    expect(setCue(opening, five.slice(0, 4), following).ok).toBe(true);
    expect(setCue(opening, five, following)).toMatchObject({ ok: false, error: { code: 'CUE_FULL' } });
    expect(setCue(opening, [...five.slice(0, 4), aCue('a')], following).ok).toBe(true);
  });
});

describe('the floor', () => {
  test('[FL-2] holds six: the sixth is granted, the seventh refused, one of the six granted again', () => {
    const five = floorOf('chair', 'a', 'b', 'c', 'd');
    expect(grantFloor(five, siteId('e'), following)).toMatchObject({
      ok: true,
      value: { floor: ['chair', 'a', 'b', 'c', 'd', 'e'] },
    });
    const six = floorOf('chair', 'a', 'b', 'c', 'd', 'e');
    expect(grantFloor(six, siteId('f'), following)).toEqual({
      ok: false,
      error: { code: 'FLOOR_FULL', facts: { most: 6 } },
    });
    expect(grantFloor(six, a, following)).toMatchObject({ ok: true, value: { floor: six.floor } });
  });

  test('[FL-3] [R-CDT-05] on grant of the floor the main picture changes; on release it returns', () => {
    const granted = grantFloor({ ...opening, cue: [aCue('a'), aCue('a', 'chairView')] }, a, following);
    expect(granted).toMatchObject({
      ok: true,
      value: { broadcast: aLayout('full', 'a'), cue: [aCue('a', 'chairView')] },
    });
    const released = granted.ok && withdrawFloor(granted.value, a, following);
    expect(released).toMatchObject({ ok: true, value: { broadcast: opening.broadcast, floor: ['chair'] } });
  });

  test('[FL-3] [R-CDT-05] the picture stays when it does not follow the floor', () => {
    expect(grantFloor(opening, a, unfollowing)).toMatchObject({
      ok: true,
      value: { broadcast: opening.broadcast, floor: ['chair', 'a'] },
    });
  });

  test("[FL-3] the chair's own microphone moves no picture", () => {
    const stage: Stage = { ...opening, floor: [], broadcast: aLayout('full', 'a') };
    expect(grantFloor(stage, chair, following)).toMatchObject({
      ok: true,
      value: { broadcast: aLayout('full', 'a'), floor: ['chair'] },
    });
  });

  test.each<[string, Partial<Stage>, StageContext, Layout]>([
    ['the site alone on air', { broadcast: aLayout('full', 'a') }, following, aLayout('full', 'chair')],
    ['another site on air', { broadcast: aLayout('full', 'b') }, following, aLayout('full', 'b')],
    [
      'the site among others',
      { broadcast: aLayout('grid4', 'a', 'b') },
      following,
      aLayout('grid4', 'a', 'b'),
    ],
    [
      'a picture that does not follow',
      { broadcast: aLayout('full', 'a') },
      unfollowing,
      aLayout('full', 'a'),
    ],
  ])('[FL-4] [R-CDT-05] what is on air after the floor is withdrawn: %s', (_, stage, context, broadcast) => {
    const before = aStage({ ...opening, floor: [chair, a, b], ...stage });
    expect(withdrawFloor(before, a, context)).toEqual({
      ok: true,
      value: { ...before, floor: [chair, b], broadcast },
    });
  });

  test('[FL-5] one command mutes everybody but the chair', () => {
    const speaking = { ...floorOf('a', 'chair', 'b', 'c'), broadcast: aLayout('full', 'b') };
    expect(clearFloor(speaking, [], following)).toEqual({ ok: true, value: opening });
    expect(clearFloor(speaking, [], unfollowing)).toEqual({
      ok: true,
      value: { ...opening, broadcast: aLayout('full', 'b') },
    });
  });

  test('[FL-5] muting all does not open a chair that is silent', () => {
    expect(clearFloor(floorOf('a'), [], following)).toMatchObject({ value: { floor: [] } });
  });

  test('[FL-7] [R-CDT-07] the exceptions keep the floor they have, and get none they have not', () => {
    const speaking = { ...floorOf('a', 'chair', 'b', 'c'), broadcast: aLayout('full', 'b') };
    expect(clearFloor(speaking, [siteId('b')], following)).toEqual({
      ok: true,
      value: { ...speaking, floor: [chair, siteId('b')] },
    });
    expect(clearFloor(opening, [siteId('b')], following)).toEqual({ ok: true, value: opening });
    expect(clearFloor(speaking, [siteId('stranger')], following)).toMatchObject({
      error: { code: 'SITE_UNKNOWN' },
    });
  });

  test('[FL-8] [R-CDT-08] a gain is kept for its site until it is set back', () => {
    const louder = setGain(opening, { siteId: siteId('b'), db: 6 }, following);
    expect(louder).toMatchObject({ value: { gains: [{ siteId: 'b', db: 6 }] } });
    const stage = louder.ok ? louder.value : opening;
    expect(setGain(stage, { siteId: siteId('b'), db: 6 }, following)).toEqual({ ok: true, value: stage });
    expect(setGain(stage, { siteId: siteId('b'), db: -3 }, following)).toMatchObject({
      value: { gains: [{ siteId: 'b', db: -3 }] },
    });
    expect(setGain(stage, { siteId: siteId('b'), db: 0 }, following)).toEqual({ ok: true, value: opening });
    expect(setGain(stage, { siteId: siteId('stranger'), db: 3 }, following)).toMatchObject({
      error: { code: 'SITE_UNKNOWN' },
    });
  });

  test('[FL-6] [R-CDT-02] the chair can be muted, but not while a called site must hear it', () => {
    expect(withdrawFloor(opening, chair, following)).toMatchObject({ ok: true, value: { floor: [] } });
    expect(withdrawFloor({ ...opening, called: [a] }, chair, following)).toMatchObject({
      ok: false,
      error: { code: 'SITE_IS_CHAIR' },
    });
  });
});

describe('content', () => {
  test.each<[string, Layout, Layout]>([
    ['alone on air', aLayout('full', 'content'), aLayout('full', 'chair')],
    ['beside a site', aLayout('pip', 'content', 'a'), aLayout('full', 'a')],
    ['small', aLayout('pip', 'a', 'content'), aLayout('pip', 'a')],
    ['among others', aLayout('grid4', 'a', 'content'), aLayout('grid4', 'a', 'content')],
    ['alone in a grid', aLayout('grid4', 'content'), aLayout('full', 'chair')],
  ])('[LO-6] what is on air when content stops that was %s', (_, broadcast, after) => {
    const stage: Stage = { ...opening, content: a, broadcast, chairView: aLayout('pip', 'content', 'b') };
    expect(stopContent(stage, following)).toEqual({
      ...opening,
      broadcast: after,
      chairView: aLayout('full', 'b'),
    });
  });
  test('[LO-6] stops once', () => {
    expect(stopContent(opening, following)).toBe(opening);
  });
});

describe('a site that leaves', () => {
  const leave = (stage: Partial<Stage>, chairView: Layout | null = null) =>
    removeSite({ ...opening, ...stage }, a, { chairSiteId: chair, chairView });
  test.each<[string, Partial<Stage>, Layout]>([
    ['alone on air', { broadcast: aLayout('full', 'a') }, aLayout('full', 'chair')],
    ['the only one in a grid', { broadcast: aLayout('grid4', 'a') }, aLayout('full', 'chair')],
    ['in a grid', { broadcast: aLayout('grid4', 'a', 'b') }, aLayout('grid4', '-', 'b')],
    ['large beside another', { broadcast: aLayout('pip', 'a', 'b') }, aLayout('full', 'b')],
    [
      'the presenter, whose content was on air',
      { broadcast: aLayout('full', 'content'), content: a },
      aLayout('full', 'chair'),
    ],
    [
      'the presenter, shown beside its content',
      { broadcast: aLayout('pip', 'content', 'a'), content: a },
      aLayout('full', 'chair'),
    ],
    ['not on air', { broadcast: aLayout('pip', 'b', 'content'), content: b }, aLayout('pip', 'b', 'content')],
  ])('[LO-5] [LO-3] leaves somebody on air: it was %s', (_, stage, broadcast) => {
    expect(leave(stage).broadcast).toEqual(broadcast);
  });
  test('[LO-5] is forgotten wherever it was named', () => {
    expect(
      leave({
        floor: [chair, a],
        cue: [aCue('a'), aCue('b'), aCue('a', 'chairView')],
        content: a,
        captions: [
          { siteId: a, text: 'A' },
          { siteId: null, text: 'all' },
        ],
        chairView: aLayout('grid4', 'b', 'a'),
      }),
    ).toEqual({
      ...opening,
      cue: [aCue('b')],
      captions: [{ siteId: null, text: 'all' }],
      chairView: aLayout('grid4', 'b'),
    });
  });
  test("[LO-5] its call gives the chair's former view back only where the chair still looked at it", () => {
    const kept = aLayout('grid4', 'b');
    const called = { called: [a], floor: [chair, a] };
    expect(leave({ ...called, chairView: aLayout('full', 'a') }, kept)).toEqual({
      ...opening,
      chairView: kept,
    });
    expect(leave({ ...called, chairView: aLayout('pip', 'b', 'a') }, kept).chairView).toEqual(
      aLayout('pip', 'b'),
    );
  });
});
