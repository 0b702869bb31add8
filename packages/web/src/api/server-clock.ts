/** Of every answer of the management API: the server's time in milliseconds since 1970. */
const TIME_HEADER = 'nhipcau-time';

/**
 * What the server's clock shows, as its answers tell: the one of a terminal may be minutes off, and what is due counts by the
 * server's. An answer corrects only what it knows better: half of its way may be the error of its own.
 */
export class ServerClock {
  readonly #ownNow: () => number;
  #offsetMs = 0;

  constructor(ownNow: () => number = () => Date.now()) {
    this.#ownNow = ownNow;
  }

  /** The server's time less our own, ms. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): number {
    return this.#ownNow() + this.#offsetMs;
  }

  /** @param askedAt - own time at which the request went out */
  learn(headers: Pick<Headers, 'get'>, askedAt: number): void {
    const told = headers.get(TIME_HEADER);
    if (told === null || !/^\d{1,15}$/.test(told)) return;
    const answeredAt = this.#ownNow();
    const uncertainMs = Math.max(0, answeredAt - askedAt) / 2;
    const offsetMs = Number(told) - (answeredAt - uncertainMs);
    if (Math.abs(offsetMs - this.#offsetMs) > uncertainMs) this.#offsetMs = Math.round(offsetMs);
  }
}

export const serverClock = new ServerClock();
/** The time to stamp and to count with; before the first answer our own. */
export const serverNow = (): number => serverClock.now();
