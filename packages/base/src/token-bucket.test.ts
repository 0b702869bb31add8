import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const takes = (bucket: TokenBucket, times: number, now: number) =>
  Array.from({ length: times }, () => bucket.take(now)).filter(Boolean).length;

test('allows the burst at once and no more', () => {
  expect(takes(new TokenBucket({ perSecond: 10, burst: 4 }, 0), 10, 0)).toBe(4);
});

test('fills at its rate, never above the burst', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 4 }, 0);
  takes(bucket, 4, 0);
  expect(bucket.take(99)).toBe(false);
  expect(bucket.take(100)).toBe(true);
  expect(takes(bucket, 10, 60_000)).toBe(4);
});

test('a clock set back neither fills nor blocks it', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, 10_000);
  takes(bucket, 2, 10_000);
  expect(bucket.take(0)).toBe(false);
  expect(bucket.take(100)).toBe(true);
});

test('over any course of time no more than burst and rate allow', () => {
  const course = fc.array(fc.tuple(fc.nat({ max: 3_000 }), fc.nat({ max: 30 })), { maxLength: 30 });
  fc.assert(
    fc.property(
      course,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      (steps, perSecond, burst) => {
        const bucket = new TokenBucket({ perSecond, burst }, 0);
        let now = 0;
        let taken = 0;
        for (const [passed, times] of steps) {
          now += passed;
          taken += takes(bucket, times, now);
        }
        expect(taken).toBeLessThanOrEqual(burst + (now / 1_000) * perSecond + 1e-6);
      },
    ),
  );
});
