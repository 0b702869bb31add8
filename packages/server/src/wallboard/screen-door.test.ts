import { describe, expect, test } from 'vitest';
import { ScreenDoor } from './screen-door.ts';

const knocks = (door: ScreenDoor, address: string, times: number, now: number): number =>
  Array.from({ length: times }, () => door.knock(address, now)).filter(Boolean).length;

describe('[WB-5] [R-SEC-11] screens that knock', () => {
  test('a hall comes back at once, more have to wait a second each, another address is not held up', () => {
    const door = new ScreenDoor();
    expect(knocks(door, 'a', 100, 0)).toBe(60);
    expect(knocks(door, 'b', 1, 0)).toBe(1);
    expect(knocks(door, 'a', 10, 3_000)).toBe(3);
  });

  test('an address with ten wrong tokens waits before it may show another', () => {
    const door = new ScreenDoor();
    for (let n = 0; n < 10; n += 1) {
      expect(door.knock('a', 0)).toBe(true);
      door.missed('a', 0);
    }
    expect(door.knock('a', 0)).toBe(true);
    door.missed('a', 0);
    expect(door.knock('a', 0)).toBe(false);
    expect(door.knock('a', 29_000)).toBe(false);
    expect(door.knock('b', 0)).toBe(true);
    expect(door.knock('a', 31_000)).toBe(true);
    door.missed('a', 31_000);
    expect(door.knock('a', 31_000)).toBe(false);
  });

  test('remembers so many addresses and no more', () => {
    const door = new ScreenDoor();
    expect(knocks(door, 'first', 60, 0)).toBe(60);
    for (let n = 0; n < 5_000; n += 1) door.knock(`other ${n}`, 0);
    expect(door.knock('first', 0)).toBe(true);
  });
});
