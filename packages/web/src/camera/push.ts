import type { Clock, Timer } from '@nhipcau/base';
import { type CameraMove, PUSH_AGAIN_MS, PUSH_LEASE_MS } from '@nhipcau/contracts';

export const STILL: CameraMove = { pan: 0, tilt: 0, zoom: 0 };
const isSame = (a: CameraMove, b: CameraMove): boolean =>
  a.pan === b.pan && a.tilt === b.tilt && a.zoom === b.zoom;

/** At a console: a push is said again while the button is held, and its end once. */
export class HeldButton {
  readonly #clock: Clock;
  readonly #say: (move: CameraMove) => void;
  #again: Timer | null = null;

  constructor(clock: Clock, say: (move: CameraMove) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  push(move: CameraMove): void {
    this.#again?.cancel();
    this.#say(move);
    this.#again = this.#clock.every(PUSH_AGAIN_MS, () => this.#say(move));
  }

  release(): void {
    if (this.#again === null) return;
    this.#again.cancel();
    this.#again = null;
    this.#say(STILL);
  }
}

/**
 * At the room: a camera that goes on by itself is told once to move and once to stop, also when nobody says so any more;
 * one that moves a little at a time moves at each push.
 *
 * @rule CM-10 (R-CDT-10)
 */
export class PushedFromAfar {
  readonly #clock: Clock;
  readonly #act: (move: CameraMove) => void;
  #now: CameraMove = STILL;
  #lease: Timer | null = null;

  constructor(clock: Clock, act: (move: CameraMove) => void) {
    this.#clock = clock;
    this.#act = act;
  }

  take(move: CameraMove, { isHeld }: { isHeld: boolean }): void {
    this.#lease?.cancel();
    const isStill = isSame(move, STILL);
    this.#lease = isStill ? null : this.#clock.after(PUSH_LEASE_MS, () => this.take(STILL, { isHeld }));
    const before = this.#now;
    this.#now = move;
    if (isHeld ? !isSame(move, before) : !isStill) this.#act(move);
  }

  close(): void {
    this.#lease?.cancel();
    this.#lease = null;
    if (!isSame(this.#now, STILL)) this.#act(STILL);
    this.#now = STILL;
  }
}
