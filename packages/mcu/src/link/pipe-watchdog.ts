import { backoffMs, type Clock } from '@nhipcau/base';
import type { IncomingRelay } from './incoming-relay.ts';

/** Silence of a stream that should flow, after which something is rebuilt. */
export const MEDIA_SILENCE_MS = 4_000;
const REPAIR = { firstMs: 1_000, maxMs: 30_000 } as const;

/** The part of a relay that the watchdog looks at. */
type Watched = Pick<IncomingRelay, 'heard'>;

export type Verdict<R> =
  | { readonly kind: 'fine' }
  /** Nothing at all arrives through the pipe: not even the senders' RTCP. */
  | { readonly kind: 'pipeSilent' }
  /** Others arrive, this one does not. */
  | { readonly kind: 'relaySilent'; readonly relay: R };

/**
 * Finds pipes that carry nothing although they should: mediasoup's pipe transports cannot tell by themselves.
 *
 * The cause may be far away (a room's line is down), so repairs become rarer while they do not help.
 */
export class PipeWatchdog {
  readonly #clock: Clock;
  #bytes = 0;
  #bytesAt: number;
  #repairs = 0;
  #nextRepairAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#bytesAt = clock.now();
  }

  /** A new pipe begins. */
  start(): void {
    this.#bytes = 0;
    this.#bytesAt = this.#clock.now();
  }

  /**
   * @param bytesReceived - of the pipe, since it was opened
   * @param flowing - relays through which packets should be coming now
   */
  judge<R extends Watched>(bytesReceived: number, flowing: readonly R[]): Verdict<R> {
    const now = this.#clock.now();
    if (bytesReceived !== this.#bytes) {
      this.#bytes = bytesReceived;
      this.#bytesAt = now;
    }
    const silent = flowing.filter((relay) => now - relay.heard.at >= MEDIA_SILENCE_MS);
    if (silent.length === 0) {
      if (flowing.length > 0) this.#repairs = 0;
      return { kind: 'fine' };
    }
    if (now < this.#nextRepairAt) return { kind: 'fine' };
    this.#nextRepairAt = now + MEDIA_SILENCE_MS + backoffMs(this.#repairs, REPAIR);
    this.#repairs += 1;
    const [relay] = silent;
    if (now - this.#bytesAt >= MEDIA_SILENCE_MS || relay === undefined) return { kind: 'pipeSilent' };
    return { kind: 'relaySilent', relay };
  }
}
