import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LineCapacity, nextCapacity, unknownCapacity } from './line-capacity.ts';

const seconds = (
  from: LineCapacity,
  count: number,
  second: { receiveKbps: number; loss: number | null },
): LineCapacity => {
  let capacity = from;
  for (let at = 0; at < count; at += 1) capacity = nextCapacity(capacity, second);
  return capacity;
};

test('[LK-8] one lossy second is no thin line; two are, at a little less than what arrived', () => {
  const lossy = { receiveKbps: 2_000, loss: 0.3 };
  expect(seconds(unknownCapacity, 1, lossy).kbps).toBeNull();
  expect(seconds(unknownCapacity, 2, lossy).kbps).toBe(1_700);
  const broken = seconds(seconds(unknownCapacity, 1, lossy), 1, { receiveKbps: 2_000, loss: 0 });
  expect(seconds(broken, 1, lossy).kbps).toBeNull();
});

test('[LK-8] more is tried after clean seconds, more rarely after every try that failed', () => {
  const thin = seconds(unknownCapacity, 2, { receiveKbps: 2_000, loss: 0.3 });
  const clean = { receiveKbps: 800, loss: 0 };
  expect(seconds(thin, 14, clean).kbps).toBe(1_700);
  expect(seconds(thin, 15, clean).kbps).toBe(1_955);
  const failed = seconds(seconds(thin, 15, clean), 2, { receiveKbps: 1_900, loss: 0.05 });
  expect(failed.kbps).toBe(1_615);
  expect(seconds(failed, 29, clean).kbps).toBe(1_615);
  expect(seconds(failed, 30, clean).kbps).toBe(1_857);
});

test('[LK-8] loss that is neither much nor little changes nothing, and nothing expected proves nothing', () => {
  const thin = seconds(unknownCapacity, 2, { receiveKbps: 2_000, loss: 0.3 });
  expect(seconds(thin, 100, { receiveKbps: 1_000, loss: 0.01 }).kbps).toBe(1_700);
  expect(seconds(thin, 100, { receiveKbps: 0, loss: null }).kbps).toBe(1_700);
});

test('[LK-8] a line that recovered for good is not limited any more; no line is believed to carry nothing', () => {
  const thin = seconds(unknownCapacity, 2, { receiveKbps: 0, loss: 1 });
  expect(thin.kbps).toBe(200);
  expect(seconds(thin, 1_000, { receiveKbps: 1_000, loss: 0 })).toEqual(unknownCapacity);
  fc.assert(
    fc.property(
      fc.array(fc.record({ receiveKbps: fc.nat(30_000), loss: fc.double({ min: 0, max: 1, noNaN: true }) })),
      (line) => {
        const { kbps, patience } = line.reduce(nextCapacity, unknownCapacity);
        expect(kbps === null || (kbps >= 200 && kbps < 20_000)).toBe(true);
        expect(patience).toBeLessThanOrEqual(300);
      },
    ),
  );
});
