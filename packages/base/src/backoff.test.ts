import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test.each([
  [0, 500],
  [1, 1_000],
  [3, 4_000],
  [4, 5_000],
  [1_000_000, 5_000],
])('attempt %i waits %i ms in the middle', (attempt, expected) => {
  expect(backoffMs(attempt, { firstMs: 500, maxMs: 5_000, random: () => 0.5 })).toBe(expected);
});

test('never strays more than a quarter from the middle', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat({ max: 100 }), chance, (attempt, one) => {
      const middle = backoffMs(attempt, { firstMs: 300, maxMs: 20_000, random: () => 0.5 });
      const delay = backoffMs(attempt, { firstMs: 300, maxMs: 20_000, random: () => one });
      expect(Math.abs(delay - middle)).toBeLessThanOrEqual(middle / 4 + 1);
    }),
  );
});
