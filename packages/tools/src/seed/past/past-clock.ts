import { type Clock, systemClock } from '@nhipcau/base';

/** The clock of an installation whose past is being entered: set to a day, it goes on from there as time does. */
export class PastClock implements Clock {
  #shiftMs = 0;

  now(): number {
    return systemClock.now() + this.#shiftMs;
  }

  /** @param at - what time it is from now on */
  set(at: number): void {
    this.#shiftMs = at - systemClock.now();
  }

  after(delayMs: number, task: () => void): ReturnType<Clock['after']> {
    return systemClock.after(delayMs, task);
  }

  every(periodMs: number, task: () => void): ReturnType<Clock['every']> {
    return systemClock.every(periodMs, task);
  }
}
