import { CheckLine, instant } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { delayOf, kbpsOf } from './line-probe.ts';
import { answersOf, configurationOf, readingOf, type SelfCheck } from './self-check.ts';

const found: SelfCheck = {
  picture: {
    width: 1280,
    height: 720,
    sources: 2,
    displays: 2,
    camera: 'Camera A',
    microphone: 'Micro A',
    speaker: 'Loa A',
    echoCancellation: true,
    noiseSuppression: true,
    gainControl: true,
  },
  loop: { aboveDb: 24, isHeard: true, noiseDb: -58, howlHertz: null },
  line: { address: '10.20.0.15', delayMs: 8, jitterMs: 1, downKbps: 40_000, upKbps: 5_000 },
  positions: 5,
};
const aLine = (key: string, more: Partial<CheckLine> = {}): CheckLine =>
  CheckLine.parse({
    key,
    group: 'terminal',
    text: `Kiểm tra ${key}`,
    kind: 'both',
    measure: 'pictureFormat',
    limit: { min: 720, max: null },
    answeredBy: 'site',
    binding: 'rule',
    mayNotApply: false,
    fromChairSeat: false,
    faultTo: null,
    cite: [{ article: 'Đ1', quote: 'như trên' }],
    note: null,
    state: 'open',
    value: null,
    resultNote: null,
    answeredAt: null,
    byName: null,
    tries: 0,
    mayAnswer: true,
    ...more,
  });
const answers = (line: CheckLine, check: SelfCheck) =>
  answersOf({ phase: 'trial', lines: [line] }, check, {
    at: instant(5),
    newKey: () => crypto.randomUUID(),
  }).map(({ item, outcome, value }) => [item, outcome, value]);
const picture = (height: number): SelfCheck => ({
  ...found,
  picture: found.picture && { ...found.picture, height },
});

describe('[R-CHK-02] what the terminal answers by itself', () => {
  test.each([
    [720, 'passed'],
    [719, 'failed'],
  ])('a picture of %i lines: %s', (height, outcome) => {
    expect(answers(aLine('format'), picture(height))).toEqual([['format', outcome, height]]);
  });

  test('nothing to items of other people, nor to what it could not measure', () => {
    expect(answers(aLine('format', { mayAnswer: false }), found)).toEqual([]);
    expect(answers(aLine('format'), { picture: null, loop: null, line: null, positions: null })).toEqual([]);
    expect(readingOf('lineMcu', found)).toBeNull();
  });

  test.each([
    [5, 'passed'],
    [4, 'failed'],
    [0, 'failed'],
  ])('[R-CDT-10] [CM-12] %i positions of the camera: %s', (positions, outcome) => {
    const line = aLine('presets', { measure: 'cameraPositions', limit: { min: 5, max: null } });
    expect(answers(line, { ...found, positions })).toEqual([['presets', outcome, positions]]);
    expect(answers(line, { ...found, positions: null })).toEqual([]);
  });

  test('a howl or a loud room fails the noise, a tone that was not heard the loop', () => {
    const loop = (more: object): SelfCheck => ({ ...found, loop: found.loop && { ...found.loop, ...more } });
    expect(readingOf('noise', found)).toEqual({ value: -58, isGood: true });
    expect(readingOf('noise', loop({ howlHertz: 2_400 }))?.isGood).toBe(false);
    expect(readingOf('noise', loop({ noiseDb: -20 }))?.isGood).toBe(false);
    expect(readingOf('audioLoop', loop({ isHeard: false }))?.isGood).toBe(false);
  });

  test('bandwidth is that of the weaker direction; a presentation gets what the call leaves', () => {
    expect(readingOf('callBandwidth', found)).toEqual({ value: 5_000, isGood: true });
    expect(readingOf('contentBandwidth', found)).toEqual({ value: 3_200, isGood: true });
  });
});

test('[R-CHK-05] the fingerprint has settings and devices, no figure that a line gives', () => {
  expect(configurationOf(found)).toMatchObject({
    camera: 'Camera A',
    pictureFormat: '1280×720',
    address: '10.20.0.15',
  });
  expect(Object.values(configurationOf(found) ?? {})).not.toContain('5000');
  expect(configurationOf({ ...found, picture: null })).toBeNull();
});

test('the delay is the middle of the round trips, jitter the mean of their steps', () => {
  expect(delayOf([10, 12, 10, 90, 10])).toEqual({ delayMs: 10, jitterMs: 41 });
  expect(kbpsOf(500_000, 1_000)).toBe(4_000);
});
