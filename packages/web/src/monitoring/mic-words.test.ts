import type { MicSound } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { micFaultOf } from './mic-words.ts';

test.each<[MicSound, boolean, string | null]>([
  ['loud', true, 'loud'],
  ['loud', false, 'loud'],
  ['quiet', true, 'quiet'],
  ['quiet', false, null],
  ['silent', true, 'silent'],
  ['silent', false, null],
  ['good', true, null],
  ['unknown', true, null],
])('[MN-22] [R-MCU-02] %s with the floor %s tells %s', (sound, hasFloor, told) => {
  expect(micFaultOf(sound, hasFloor)).toBe(told);
});
