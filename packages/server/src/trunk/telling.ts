import { backoffMs, type Clock, sleep } from '@nhipcau/base';
import type { PeerId } from '@nhipcau/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { TrunkLine } from './trunk-line.ts';

const RETRY = { firstMs: 1_000, maxMs: 15_000 } as const;

export interface TellingOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  /** The line on which it is told; null: there is nobody to tell. */
  readonly lineTo: (peerId: PeerId) => TrunkLine | null;
  /** Says everything that holds now, and resolves when the other side has taken it. */
  readonly say: (line: TrunkLine) => Promise<unknown>;
}

/**
 * Tells other installations what holds, one telling to each at a time: each says everything that holds when it begins, so
 * two at once could be taken in the wrong order, and what changes during one is told after it. One that fails is tried
 * again while its line is there; a new line is told anew by whoever opens it.
 */
export class Telling {
  readonly #options: TellingOptions;
  readonly #under = new Map<PeerId, { isDue: boolean }>();

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  tell(peerId: PeerId): void {
    const under = this.#under.get(peerId);
    if (under) under.isDue = true;
    else void this.#run(peerId);
  }

  async #run(peerId: PeerId): Promise<void> {
    const { clock, log, lineTo, say } = this.#options;
    const state = { isDue: true };
    this.#under.set(peerId, state);
    for (let failures = 0; state.isDue; ) {
      const line = lineTo(peerId);
      if (line === null) break;
      state.isDue = false;
      try {
        await say(line);
        failures = 0;
      } catch (cause) {
        log.warn({ err: cause, peer: line.peer.code }, 'an installation could not be told and will be again');
        state.isDue ||= !line.closed;
        if (state.isDue) await sleep(clock, backoffMs(failures, RETRY));
        failures += 1;
      }
    }
    this.#under.delete(peerId);
  }
}
