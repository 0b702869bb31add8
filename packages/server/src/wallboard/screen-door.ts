import { TokenBucket } from '@nhipcau/base';

/** A hall of screens comes back at once after a restart; who knocks all the time is let wait. */
const KNOCKS = { perSecond: 1, burst: 60 } as const;
/** Wrong tokens an address may show: nobody types one. */
const MISSES = { perSecond: 1 / 30, burst: 10 } as const;
const MOST_ADDRESSES = 5_000;

/**
 * Who may knock how often, by network address.
 *
 * @rule WB-5
 */
export class ScreenDoor {
  readonly #knocks = new Map<string, TokenBucket>();
  readonly #misses = new Map<string, { readonly bucket: TokenBucket; out: boolean }>();

  /** @returns whether this address may open a socket now */
  knock(address: string, now: number): boolean {
    const missed = this.#misses.get(address);
    if (missed?.out) {
      if (!missed.bucket.take(now)) return false;
      missed.out = false;
    }
    const bucket = this.#knocks.get(address) ?? new TokenBucket(KNOCKS, now);
    keep(this.#knocks, address, bucket);
    return bucket.take(now);
  }

  /** It showed a token that is none. */
  missed(address: string, now: number): void {
    const entry = this.#misses.get(address) ?? { bucket: new TokenBucket(MISSES, now), out: false };
    keep(this.#misses, address, entry);
    if (!entry.bucket.take(now)) entry.out = true;
  }
}

/** The newest addresses are remembered, those not heard of for longest are forgotten. */
function keep<V>(map: Map<string, V>, address: string, value: V): void {
  map.delete(address);
  map.set(address, value);
  if (map.size <= MOST_ADDRESSES) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
