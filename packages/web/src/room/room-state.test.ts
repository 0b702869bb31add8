import { expect, test } from 'vitest';
import { isTalkHeld } from './room-state.ts';

test('[R-CDT-17] [TB-5] a room heard in the meeting plays the talkback in a headset or not at all', () => {
  const own = { micOn: true, talkSpeakerId: null };
  const onFloor = { hasFloor: true };
  expect(isTalkHeld(onFloor, own)).toBe(true);
  expect(isTalkHeld(onFloor, { ...own, talkSpeakerId: 'headset' })).toBe(false);
  expect(isTalkHeld(onFloor, { ...own, micOn: false })).toBe(false);
  expect(isTalkHeld({ hasFloor: false }, own)).toBe(false);
  expect(isTalkHeld(null, own)).toBe(false);
});
