import { inMs, percentile } from '../bench/percentiles.ts';
import type { Crowd } from './crowd.ts';

/** Tells how a crowd fares: a line every few seconds, and the whole at the end as JSON. */
export class Report {
  readonly #crowd: Crowd;
  readonly #isQuiet: boolean;
  #took: readonly number[] = [];
  #before = { packets: 0, at: performance.now() };

  constructor(crowd: Crowd, isQuiet: boolean) {
    this.#crowd = crowd;
    this.#isQuiet = isQuiet;
  }

  entered(took: readonly number[]): void {
    this.#took = took;
  }

  tell(): void {
    const { rooms, inCount } = this.#crowd;
    const packets = this.#packets();
    const now = performance.now();
    const perS = Math.round((packets - this.#before.packets) / ((now - this.#before.at) / 1000));
    this.#before = { packets, at: now };
    const lost = rooms.reduce((sum, room) => sum + room.losses, 0);
    if (!this.#isQuiet)
      console.log(
        `${inCount} of ${rooms.length} rooms are in, ${perS} packets/s received, ${lost} lines lost`,
      );
  }

  end(): void {
    const { rooms, inCount } = this.#crowd;
    const sum = (of: (room: (typeof rooms)[number]) => number) =>
      rooms.reduce((total, room) => total + of(room), 0);
    console.log(
      JSON.stringify({
        load: 'rooms',
        sites: rooms.length,
        in: inCount,
        joinP50Ms: inMs(percentile(this.#took, 0.5)),
        joinP95Ms: inMs(percentile(this.#took, 0.95)),
        failedAttempts: sum((room) => room.failures),
        linesLost: sum((room) => room.losses),
        streams: sum((room) => room.streams.size),
        flowing: sum((room) => [...room.streams.values()].filter(({ packets }) => packets > 0).length),
        packets: this.#packets(),
      }),
    );
  }

  #packets(): number {
    return this.#crowd.rooms.reduce(
      (sum, room) => sum + [...room.streams.values()].reduce((total, { packets }) => total + packets, 0),
      0,
    );
  }
}
