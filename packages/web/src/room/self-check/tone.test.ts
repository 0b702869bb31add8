import { describe, expect, test } from 'vitest';
import { howlIn, judgeLoop, levelDb, testTones, toneDb } from './tone.ts';

const RATE = 48_000;
const LENGTH = 16_384;
/** Noise that is the same in every run. */
function noise(amplitude: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: LENGTH }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return amplitude * ((2 * state) / 2_147_483_648 - 1);
  });
}
const sine = (hertz: number, amplitude: number) =>
  Float32Array.from(
    { length: LENGTH },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / RATE),
  );
const sum = (...parts: Float32Array[]) =>
  Float32Array.from({ length: LENGTH }, (_, index) =>
    parts.reduce((all, part) => all + (part[index] ?? 0), 0),
  );
const recording = (played: (hertz: number) => Float32Array, silence = noise(0.003)) => ({
  sampleRate: RATE,
  silence,
  tones: testTones.map((hertz) => ({ hertz, samples: played(hertz) })),
});

describe('[R-CHK-02] the loop from the loudspeaker to the microphone', () => {
  test('levels are those of the signal', () => {
    expect(levelDb(sine(1000, 1))).toBeCloseTo(-3, 0);
    expect(toneDb(sine(1008, 1), RATE, 1008)).toBeCloseTo(-3, 0);
    expect(toneDb(sine(1008, 1), RATE, 2016)).toBeLessThan(-60);
  });

  test('tones above the noise of the room are heard', () => {
    const found = judgeLoop(recording((hertz) => sum(sine(hertz, 0.05), noise(0.003, 7))));
    expect(found).toMatchObject({ isHeard: true, howlHertz: null });
    expect(found.aboveDb).toBeGreaterThan(20);
    expect(found.noiseDb).toBeLessThan(-50);
  });

  test('a loudspeaker that is off is not heard', () => {
    expect(judgeLoop(recording((hertz) => noise(0.003, hertz))).isHeard).toBe(false);
  });

  test('a hum of the room at one of the frequencies is not taken for our tone', () => {
    const hum = sum(sine(997, 0.05), noise(0.003));
    const found = judgeLoop(recording(() => hum, hum));
    expect(found.isHeard).toBe(false);
  });

  test('a radio that plays something else is not taken for our tones', () => {
    expect(judgeLoop(recording(() => sum(sine(997, 0.2), noise(0.003, 9)))).isHeard).toBe(false);
  });

  test('one frequency that stands alone in the silent room is a howl; noise and hum are none', () => {
    expect(howlIn(sum(sine(2_400, 0.3), noise(0.003)), RATE)).toBe(2_400);
    expect(howlIn(noise(0.2), RATE)).toBeNull();
    expect(howlIn(sum(sine(2_400, 0.0005), noise(0.0001)), RATE)).toBeNull();
  });
});
