import { FakeClock } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { sleep, systemClock } from './clock.ts';

describe('sleep', () => {
  test('ends after its time and leaves nothing behind', async () => {
    const clock = new FakeClock();
    let awake = false;
    const sleeping = sleep(clock, 1_000).then(() => {
      awake = true;
    });
    clock.advance(999);
    await Promise.resolve();
    expect(awake).toBe(false);
    clock.advance(1);
    await sleeping;
    expect(clock.pending).toBe(0);
  });

  test('is cut short by its signal, with its reason, and cancels its timer', async () => {
    const clock = new FakeClock();
    const control = new AbortController();
    const sleeping = sleep(clock, 1_000, { signal: control.signal });
    const reason = new Error('stopping');
    control.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });

  test('does not begin when the signal was given already', async () => {
    const clock = new FakeClock();
    await expect(sleep(clock, 1_000, { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
    expect(clock.pending).toBe(0);
  });
});

test('timers of the system clock run and can be cancelled', async () => {
  const ran: string[] = [];
  const cancelled = systemClock.after(1, () => ran.push('cancelled'));
  cancelled.cancel();
  cancelled.cancel();
  const before = systemClock.now();
  await new Promise<void>((resolve) => {
    const ticking = systemClock.every(1, () => {
      ran.push('tick');
      if (ran.length < 2) return;
      ticking.cancel();
      systemClock.after(5, resolve);
    });
  });
  expect(ran).toEqual(['tick', 'tick']);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});
