import { instant, type LineBucket } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { withGaps } from './series.ts';

const at = (seconds: number): LineBucket => ({
  at: instant(seconds * 1_000),
  quality: 'good',
  rttMs: 1,
  jitterMs: 1,
  loss: 0,
  upKbps: 1,
  downKbps: 1,
  keyFrames: null,
  micDb: null,
});

test('[R-MON-02] a chart breaks where nothing was measured', () => {
  const points = withGaps([at(0), at(10), at(60), at(70)]);
  expect(points.map(({ at: ms, bucket }) => `${ms / 1_000}${bucket ? '' : '?'}`).join(' ')).toBe(
    '0 10 20? 60 70',
  );
  expect(withGaps([])).toEqual([]);
});
