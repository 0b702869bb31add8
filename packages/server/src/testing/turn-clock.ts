import type { FakeClock } from '@nhipcau/testkit';

const STEP_MS = 500;

/** Moves the server's time on in steps, between which sockets and database really get to answer. */
export async function turnClock(clock: FakeClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.advance(Math.min(STEP_MS, left));
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
}
