import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { type Clock, systemClock, type Timer } from '@nhipcau/base';

/** Timers up to this length belong to sockets and media and run in real time; longer ones wait for the clock to be turned. */
export const REAL_TIMERS_MS = 60_000;
const LOOK_EVERY_MS = 100;
const BYTES = 8;

/**
 * One clock for all processes of a system under test: real time and an offset that stands in a file, so that a turn
 * is true everywhere at the same instant.
 *
 * Time between two turns passes as it does: media and sockets live in it, and a turn is to them what a correction by
 * a time server is. What waits for minutes or days is found due after the turn that passes its hour.
 */
export class SharedClock implements Clock {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(BYTES);

  private constructor(file: number) {
    this.#file = file;
  }

  /** @param path - made by `setOffset` */
  static open(path: string): SharedClock {
    return new SharedClock(openSync(path, 'r'));
  }

  /** Turns the clock of everybody who has the file open. */
  static setOffset(path: string, offsetMs: number): void {
    const bytes = Buffer.alloc(BYTES);
    bytes.writeDoubleLE(offsetMs);
    // Eight bytes are written in one piece: nobody reads half an offset.
    writeFileSync(path, bytes, { flag: 'r+' });
  }

  /** Must be done before anybody opens it. */
  static make(path: string, offsetMs: number): void {
    writeFileSync(path, Buffer.alloc(BYTES));
    SharedClock.setOffset(path, offsetMs);
  }

  now(): number {
    readSync(this.#file, this.#bytes, 0, BYTES, 0);
    return Math.round(Date.now() + this.#bytes.readDoubleLE());
  }

  after(delayMs: number, task: () => void): Timer {
    if (delayMs <= REAL_TIMERS_MS) return systemClock.after(delayMs, task);
    const at = this.now() + delayMs;
    const look = systemClock.every(LOOK_EVERY_MS, () => {
      if (this.now() < at) return;
      look.cancel();
      task();
    });
    return look;
  }

  every(periodMs: number, task: () => void): Timer {
    if (periodMs <= REAL_TIMERS_MS) return systemClock.every(periodMs, task);
    let at = this.now() + periodMs;
    return systemClock.every(LOOK_EVERY_MS, () => {
      if (this.now() < at) return;
      // As after a sleep: once, however often it would have been.
      at = this.now() + periodMs;
      task();
    });
  }

  close(): void {
    closeSync(this.#file);
  }
}
