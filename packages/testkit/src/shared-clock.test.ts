import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { REAL_TIMERS_MS, SharedClock } from './shared-clock.ts';

const HOUR = 3_600_000;
let folder: string;
let path: string;
let one: SharedClock;
let other: SharedClock;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-clock-'));
  path = join(folder, 'clock');
  SharedClock.make(path, 5 * HOUR);
  one = SharedClock.open(path);
  other = SharedClock.open(path);
});
afterEach(() => {
  one.close();
  other.close();
  rmSync(folder, { recursive: true, force: true });
  vi.useRealTimers();
});

describe('a clock for all processes of a system', () => {
  test('a turn is true at once for everybody, and time goes on from there', () => {
    expect([one.now(), other.now()]).toEqual([1_000 + 5 * HOUR, 1_000 + 5 * HOUR]);
    SharedClock.setOffset(path, -HOUR);
    expect([one.now(), other.now()]).toEqual([1_000 - HOUR, 1_000 - HOUR]);
    vi.advanceTimersByTime(500);
    expect(one.now()).toBe(1_500 - HOUR);
  });

  test('timers of sockets and media do not notice a turn', () => {
    const rang: string[] = [];
    one.after(REAL_TIMERS_MS, () => rang.push('after'));
    one.every(1_000, () => rang.push('every'));
    SharedClock.setOffset(path, 9 * HOUR);
    vi.advanceTimersByTime(999);
    expect(rang).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rang).toEqual(['every']);
    vi.advanceTimersByTime(REAL_TIMERS_MS - 1_000);
    expect(rang.filter((what) => what === 'after')).toEqual(['after']);
  });

  test('what waits for hours is found due after the turn that passes its hour, once', () => {
    const rang: string[] = [];
    one.after(2 * HOUR, () => rang.push('after'));
    one.every(HOUR, () => rang.push('every'));
    one.after(3 * HOUR, () => rang.push('cancelled')).cancel();
    SharedClock.setOffset(path, 7 * HOUR - 1_000);
    vi.advanceTimersByTime(999);
    expect(rang).toEqual(['every']);
    vi.advanceTimersByTime(101);
    expect(rang).toEqual(['every', 'after']);
    SharedClock.setOffset(path, 30 * HOUR);
    vi.advanceTimersByTime(10_000);
    expect(rang).toEqual(['every', 'after', 'every']);
  });
});
