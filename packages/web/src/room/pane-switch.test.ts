import { describe, expect, test } from 'vitest';
import { emptyPane, KEEP_OLD_PICTURE_MS, type PaneEvent, type PaneState, switchPane } from './pane-switch.ts';

const run = (...events: PaneEvent<string>[]) =>
  events.reduce<PaneState<string>>((state, event) => switchPane(state, event), emptyPane);
const wanted = (picture: string | null, at = 0): PaneEvent<string> => ({ type: 'wanted', picture, at });
const firstFrame = (picture: string, at = 0): PaneEvent<string> => ({ type: 'firstFrame', picture, at });

describe('pane switching', () => {
  test('[R-CON-09] the old picture stays until the new one has its first frame', () => {
    const before = run(wanted('A'), firstFrame('A'), wanted('B', 100));
    expect(before).toMatchObject({ shown: 'A', coming: 'B' });
    expect(switchPane(before, firstFrame('B', 200))).toMatchObject({ shown: 'B', coming: null });
  });

  test('a frame of a picture nobody wants any more changes nothing', () => {
    const state = run(wanted('A'), firstFrame('A'), wanted('B'), wanted('C'));
    expect(switchPane(state, firstFrame('B'))).toBe(state);
  });

  test('going back to the visible picture needs no new frame', () => {
    expect(run(wanted('A'), firstFrame('A'), wanted('B'), wanted('A'))).toMatchObject({
      shown: 'A',
      coming: null,
    });
  });

  test('wanting the same picture again does not restart the wait', () => {
    expect(run(wanted('A', 5), wanted('A', 900))).toMatchObject({ coming: 'A', since: 5 });
  });

  test('an emptied pane is empty at once', () => {
    expect(run(wanted('A'), firstFrame('A'), wanted(null))).toEqual({
      shown: null,
      coming: null,
      since: null,
    });
  });

  test('an old picture does not stay for ever when the new one never comes', () => {
    const state = run(wanted('A'), firstFrame('A'), wanted('B', 100));
    const just = switchPane(state, { type: 'timePassed', at: 100 + KEEP_OLD_PICTURE_MS - 1 });
    expect(just.shown).toBe('A');
    const late = switchPane(state, { type: 'timePassed', at: 100 + KEEP_OLD_PICTURE_MS });
    expect(late).toMatchObject({ shown: null, coming: 'B' });
    expect(switchPane(late, firstFrame('B'))).toMatchObject({ shown: 'B' });
  });
});
