import { FakeClock } from '@nhipcau/testkit';
import { expect, test } from 'vitest';
import { MEDIA_SILENCE_MS, PipeWatchdog } from './pipe-watchdog.ts';

const relayHeardAt = (at: number) => ({ heard: { packets: 1, at } });

test('[R-MON-03] a pipe through which nothing comes for four seconds is given up, one that is idle is not', () => {
  const clock = new FakeClock();
  const watchdog = new PipeWatchdog(clock);
  watchdog.start();
  const relay = relayHeardAt(clock.now());
  clock.advance(MEDIA_SILENCE_MS - 1);
  expect(watchdog.judge(0, [relay]).kind).toBe('fine');
  clock.advance(1);
  expect(watchdog.judge(0, []).kind).toBe('fine');
  expect(watchdog.judge(0, [relay]).kind).toBe('pipeSilent');
});

test('[R-MON-03] while others arrive only the silent relay is pulled anew', () => {
  const clock = new FakeClock();
  const watchdog = new PipeWatchdog(clock);
  watchdog.start();
  const silent = relayHeardAt(clock.now());
  clock.advance(MEDIA_SILENCE_MS);
  const lively = relayHeardAt(clock.now());
  expect(watchdog.judge(500, [lively, silent])).toEqual({ kind: 'relaySilent', relay: silent });
});

test('repairs become rarer while they do not help, and quick again after everything has flowed', () => {
  const clock = new FakeClock();
  const watchdog = new PipeWatchdog(clock);
  watchdog.start();
  const repairsIn = (seconds: number) => {
    const relay = relayHeardAt(clock.now() - MEDIA_SILENCE_MS);
    let repairs = 0;
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      if (watchdog.judge(0, [relay]).kind !== 'fine') repairs += 1;
    }
    return repairs;
  };
  const first = repairsIn(60);
  const second = repairsIn(60);
  expect(first).toBeGreaterThan(second);
  expect(second).toBeLessThanOrEqual(3);
  clock.advance(60_000);
  expect(watchdog.judge(10, [relayHeardAt(clock.now())]).kind).toBe('fine');
  expect(repairsIn(20)).toBeGreaterThanOrEqual(2);
});
