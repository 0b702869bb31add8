import { LINE_BUCKET_MS, type LineBucket } from '@nhipcau/contracts';

/** An instant of a chart; `bucket` null: nothing was measured then. */
export interface SeriesPoint {
  readonly at: number;
  readonly bucket: LineBucket | null;
}

/** Buckets as a chart draws them: where ten seconds are missing the line breaks instead of joining what it does not know. */
export function withGaps(buckets: readonly LineBucket[]): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  for (const [index, bucket] of buckets.entries()) {
    const before = buckets[index - 1];
    if (before && bucket.at - before.at > LINE_BUCKET_MS)
      points.push({ at: before.at + LINE_BUCKET_MS, bucket: null });
    points.push({ at: bucket.at, bucket });
  }
  return points;
}
