import type { MicSound } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { lookAtSound, type MicSecond, micSoundOf } from './mic-sound.ts';

const second = (loudestDb: number, softestDb = loudestDb - 20, clipped = 0): MicSecond => ({
  loudestDb,
  softestDb,
  clipped,
});
const times = (n: number, one: MicSecond): MicSecond[] => Array.from({ length: n }, () => one);

/** The word after each second, as a room follows it. */
function wordsOf(seconds: readonly MicSecond[]): MicSound[] {
  let word: MicSound = 'unknown';
  return seconds.map((_, index) => {
    word = micSoundOf(seconds.slice(0, index + 1), word);
    return word;
  });
}

describe('what is said of a microphone', () => {
  test.each<[string, MicSecond[], MicSound]>([
    ['a voice at the usual level', times(8, second(-20)), 'good'],
    ['a voice just loud enough', times(8, second(-42)), 'good'],
    ['a voice too far away', times(8, second(-43)), 'quiet'],
    ['a fan and nobody speaking', times(8, second(-50, -53)), 'silent'],
    ['a microphone that is dead', times(8, second(-90, -90)), 'silent'],
    ['a click on a dead line', times(8, second(-71, -90)), 'silent'],
    ['the quietest that is no dead line', times(8, second(-70, -90)), 'quiet'],
    ['speech held above the permitted level', times(2, second(-8)), 'loud'],
    ['speech at the permitted level', times(8, second(-9)), 'good'],
    ['a wave cut three times', [second(-20, -40, 1), second(-20, -40, 2)], 'loud'],
    ['one knock on the table', [second(-20), second(-12, -40, 1), second(-20)], 'good'],
  ])('[MN-21] [R-MCU-02] %s', (_, seconds, word) => {
    expect(wordsOf(seconds).at(-1)).toBe(word);
  });

  test('[MN-21] a pause between two sentences changes nothing', () => {
    expect(new Set(wordsOf([...times(3, second(-20)), ...times(7, second(-60, -62))]))).toEqual(
      new Set(['good']),
    );
  });

  test('[MN-21] nothing is said of a microphone that was just opened and is still', () => {
    expect(wordsOf(times(7, second(-60))).at(-1)).toBe('unknown');
  });

  test('[MN-21] too loud lasts until it was clean for five seconds', () => {
    const words = wordsOf([second(-10, -30, 4), ...times(6, second(-20))]);
    expect(words).toEqual(['loud', 'loud', 'loud', 'loud', 'loud', 'good', 'good']);
  });

  test('[MN-21] who was too loud and then stopped speaking is not left as too loud', () => {
    const words = wordsOf([second(-10, -30, 4), ...times(9, second(-80, -80))]);
    expect(words.at(-1)).toBe('silent');
  });
});

describe('a piece of sound', () => {
  const sine = (amplitude: number) =>
    Float32Array.from({ length: 4800 }, (_, i) => amplitude * Math.sin((2 * Math.PI * 440 * i) / 48_000));

  test('[MN-21] a sine at half of full scale is 9 dB beneath it and whole', () => {
    const { db, clipped } = lookAtSound(sine(0.5));
    expect(db).toBeCloseTo(-9.03, 1);
    expect(clipped).toBe(false);
  });

  test('[MN-21] a sine driven beyond full scale is cut', () => {
    expect(lookAtSound(sine(2).map((value) => Math.max(-1, Math.min(1, value)))).clipped).toBe(true);
  });

  test('[MN-21] a single peak that just fits is not', () => {
    const samples = sine(0.3);
    samples[100] = 1;
    samples[300] = -1;
    expect(lookAtSound(samples).clipped).toBe(false);
  });

  test('[MN-21] nothing at all is the bottom of the scale', () => {
    expect(lookAtSound(new Float32Array(1024))).toEqual({ db: -90, clipped: false });
  });
});
