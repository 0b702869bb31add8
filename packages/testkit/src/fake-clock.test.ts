import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';

const DAY = 24 * 3_600_000;

test('an advance lives through every tick, a leap fires what came due once, in its order', () => {
  const clock = new FakeClock(0);
  const fired: string[] = [];
  clock.every(1_000, () => fired.push(`tick ${clock.now()}`));
  clock.after(1_500, () => fired.push('once'));
  clock.advance(2_000);
  expect(fired).toEqual(['tick 1000', 'once', 'tick 2000']);
  fired.length = 0;
  clock.after(DAY - 1, () => fired.push('later'));
  clock.after(2 * DAY, () => fired.push('not yet'));
  clock.leap(DAY);
  expect(fired).toEqual([`tick ${2_000 + DAY}`, 'later']);
  clock.advance(1_000);
  expect(fired.at(-1)).toBe(`tick ${3_000 + DAY}`);
});

test('what an earlier one has cancelled does not fire in the same leap', () => {
  const clock = new FakeClock(0);
  let fired = false;
  const cancelled = clock.after(2_000, () => (fired = true));
  clock.after(1_000, () => cancelled.cancel());
  clock.leap(DAY);
  expect(fired).toBe(false);
  expect(clock.pending).toBe(0);
});
