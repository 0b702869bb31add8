import type { Quality } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { bucketFrom, bucketOf, type LineSample } from './line-buckets.ts';
import { type LineFigures, wordOf, worseOf } from './line-quality.ts';

const nothing: LineFigures = { loss: null, rttMs: null, jitterMs: null };

test.each<[Partial<LineFigures>, Quality]>([
  [{}, 'unknown'],
  [{ loss: 0.01 }, 'good'],
  [{ loss: 0.0101 }, 'fair'],
  [{ loss: 0.03 }, 'fair'],
  [{ loss: 0.0301 }, 'poor'],
  [{ loss: 0.081 }, 'bad'],
  [{ rttMs: 150 }, 'good'],
  [{ rttMs: 301 }, 'poor'],
  [{ jitterMs: 121 }, 'bad'],
  [{ loss: 0, rttMs: 601, jitterMs: 10 }, 'bad'],
])('[MN-9] [R-MON-02] %j is %s', (figures, word) => {
  expect(wordOf({ ...nothing, ...figures })).toBe(word);
});

test('[MN-9] of two words the worse counts, and a known one before an unknown', () => {
  expect([worseOf('good', 'poor'), worseOf('bad', 'fair'), worseOf('unknown', 'good')]).toEqual([
    'poor',
    'bad',
    'good',
  ]);
});

const look = (change: Partial<LineSample>): LineSample => ({
  quality: 'good',
  rttMs: null,
  jitterMs: null,
  loss: null,
  upKbps: null,
  downKbps: null,
  keyFrames: null,
  micDb: null,
  ...change,
});

test('[MN-11] [R-MON-01] ten seconds are one bucket: worst word, highest jitter, means, sums', () => {
  expect(bucketOf(1_234_567)).toBe(1_230_000);
  const looks = [
    look({ rttMs: 10, jitterMs: 5, loss: 0, upKbps: 100, keyFrames: 1, micDb: -60 }),
    look({ quality: 'poor', rttMs: 20, jitterMs: 9, loss: 0.1, downKbps: 7, keyFrames: 2, micDb: -12.34 }),
    look({ quality: 'unknown' }),
  ];
  expect(bucketFrom(1_230_000, looks)).toEqual({
    at: 1_230_000,
    quality: 'poor',
    rttMs: 15,
    jitterMs: 9,
    loss: 0.05,
    upKbps: 100,
    downKbps: 7,
    keyFrames: 3,
    micDb: -12.3,
  });
  expect(bucketFrom(0, [])).toMatchObject({ quality: 'unknown', rttMs: null, keyFrames: null });
});
