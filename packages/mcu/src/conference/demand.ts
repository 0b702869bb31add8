import type { Layer, StreamId } from '@nhipcau/contracts';
import { wantedLayer } from '@nhipcau/domain';

/** What everybody on and behind this node wants of one stream. */
export interface Demand {
  /** Highest layer its sender must encode; null for sound. */
  readonly layer: Layer | null;
  /** Highest layer somebody shows; below `layer` for a cue. */
  readonly shown: Layer | null;
  /** Somebody really receives it now. */
  readonly flowing: boolean;
}

/** Collects wishes for streams during one pass. */
export class DemandBook {
  readonly #demands = new Map<StreamId, Demand>();

  add(streamId: StreamId, { layer, shown, flowing }: Demand): void {
    const known = this.#demands.get(streamId);
    this.#demands.set(streamId, {
      layer: higher(layer, known?.layer ?? null),
      shown: higher(shown, known?.shown ?? null),
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

const higher = (a: Layer | null, b: Layer | null): Layer | null =>
  wantedLayer([a, b].map((layer) => ({ layer, readiness: 'live' as const })));
