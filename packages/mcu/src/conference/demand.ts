import type { Layer, StreamId } from '@nhipcau/contracts';
import { wantedLayer } from '@nhipcau/domain';

/** What everybody on and behind this node wants of one stream. */
export interface Demand {
  /** Highest layer its sender must encode; null for sound. */
  readonly layer: Layer | null;
  /** Somebody really receives it now. */
  readonly flowing: boolean;
}

/** Collects wishes for streams during one pass. */
export class DemandBook {
  readonly #demands = new Map<StreamId, Demand>();

  add(streamId: StreamId, { layer, flowing }: Demand): void {
    const known = this.#demands.get(streamId);
    this.#demands.set(streamId, {
      layer: wantedLayer([
        { layer, readiness: 'live' },
        { layer: known?.layer ?? null, readiness: 'live' },
      ]),
      flowing: flowing || (known?.flowing ?? false),
    });
  }

  of(streamId: StreamId): Demand | null {
    return this.#demands.get(streamId) ?? null;
  }

  get streams(): Iterable<[StreamId, Demand]> {
    return this.#demands;
  }
}
