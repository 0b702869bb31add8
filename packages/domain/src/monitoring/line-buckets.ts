import { instant, LINE_BUCKET_MS, type LineBucket, type Quality } from '@nhipcau/contracts';
import { worseOf } from './line-quality.ts';

/** One look at a line. */
export interface LineSample {
  readonly quality: Quality;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  readonly loss: number | null;
  readonly upKbps: number | null;
  readonly downKbps: number | null;
  /** Since the look before. */
  readonly keyFrames: number | null;
  readonly micDb: number | null;
}

/** Beginning of the bucket that an instant belongs to. */
export const bucketOf = (at: number): number => Math.floor(at / LINE_BUCKET_MS) * LINE_BUCKET_MS;

/** All looks of one bucket as one (rule MN-11): the worst word and the highest jitter, means of rates, loss and round trip. */
export function bucketFrom(at: number, samples: readonly LineSample[]): LineBucket {
  const known = (of: keyof Omit<LineSample, 'quality'>): number[] =>
    samples.flatMap((sample) => sample[of] ?? []);
  const mean = (of: Parameters<typeof known>[0]): number | null => {
    const values = known(of);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const most = (of: Parameters<typeof known>[0]): number | null => {
    const values = known(of);
    return values.length === 0 ? null : Math.max(...values);
  };
  const frames = known('keyFrames');
  return {
    at: instant(at),
    quality: samples.reduce<Quality>((worst, { quality }) => worseOf(worst, quality), 'unknown'),
    rttMs: rounded(mean('rttMs'), 1),
    jitterMs: rounded(most('jitterMs'), 1),
    loss: rounded(mean('loss'), 5),
    upKbps: rounded(mean('upKbps'), 1),
    downKbps: rounded(mean('downKbps'), 1),
    keyFrames: frames.length === 0 ? null : frames.reduce((sum, count) => sum + count, 0),
    micDb: rounded(most('micDb'), 1),
  };
}

const rounded = (value: number | null, digits: number): number | null =>
  value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
