import { describe, expect, test } from 'vitest';
import { WorkerLoad } from './worker-load.ts';

/** Places seats one after the other where the load is least, as the pool does. */
function placeOn(loads: readonly WorkerLoad[], count: number, now: number): number[] {
  const seats = loads.map(() => 0);
  for (let placed = 0; placed < count; placed += 1) {
    const least = Math.min(...loads.map((load) => load.at(now)));
    const index = loads.findIndex((load) => load.at(now) === least);
    loads[index]?.placed(now);
    seats[index] = (seats[index] ?? 0) + 1;
  }
  return seats;
}

describe('[R-MCU-09] where a seat is placed', () => {
  test('a crowd in one instant is spread evenly, before any of it shows as load', () => {
    const loads = [new WorkerLoad(), new WorkerLoad(), new WorkerLoad(), new WorkerLoad()];
    expect(placeOn(loads, 230, 1_000)).toEqual([58, 58, 57, 57]);
  });

  test('a worker that another meeting keeps busy gets less', () => {
    const loads = [new WorkerLoad(), new WorkerLoad()];
    loads[0]?.measured(0.3);
    expect(placeOn(loads, 100, 1_000)).toEqual([0, 100]);
    expect(placeOn(loads, 100, 1_000)).toEqual([50, 50]);
  });

  test('what was placed is not counted twice once it shows', () => {
    const load = new WorkerLoad();
    placeOn([load], 100, 1_000);
    expect(load.at(1_000)).toBe(300);
    load.measured(0.31);
    expect(load.at(11_000)).toBe(300);
  });

  test('small differences of a measurement send nobody elsewhere', () => {
    const load = new WorkerLoad();
    load.measured(0.04);
    expect(load.at(0)).toBe(0);
  });
});
