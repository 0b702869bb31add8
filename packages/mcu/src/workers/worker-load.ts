/** A seat that has just been placed shows in the worker's processor time only after this. */
const RAMP_MS = 10_000;
/** What a seat will cost that is not seen yet: a picture and a sound (docs/performance.md), thousandths of a core. */
const SEAT_PER_MILLE = 3;
/** Differences below this say nothing. */
const STEP_PER_MILLE = 50;

/** How busy a worker is, and will be with those who have just been sent to it (R-MCU-09). */
export class WorkerLoad {
  #steps = 0;
  #placedAt: number[] = [];

  /** @param cores - share of one core, as measured last */
  measured(cores: number): void {
    this.#steps = Math.floor(Math.round(cores * 1_000) / STEP_PER_MILLE);
  }

  placed(now: number): void {
    this.#placedAt.push(now);
  }

  /** Thousandths of a core that are used, in steps, with what is on its way. */
  at(now: number): number {
    this.#placedAt = this.#placedAt.filter((at) => now - at < RAMP_MS);
    return this.#steps * STEP_PER_MILLE + this.#placedAt.length * SEAT_PER_MILLE;
  }
}
