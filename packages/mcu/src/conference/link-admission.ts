import type { LimitReached, LinkLimits, ShedStream, StreamAnnounced, StreamId } from '@nhipcau/contracts';
import { admit, lowerRate } from '@nhipcau/domain';
import type { Demand } from './demand.ts';

/** A demand as it crosses a link. */
export interface AdmittedDemand extends Demand {
  /** Only the shown layer crosses, as one encoding. */
  readonly single: boolean;
}

export interface DemandedStream {
  readonly info: StreamAnnounced;
  readonly demand: Demand;
  /** Highest rate at which it was received, kilobits per second; 0: never yet. */
  readonly peakKbps: number;
}

export interface LinkAdmission {
  readonly demands: ReadonlyMap<StreamId, AdmittedDemand>;
  readonly shed: readonly ShedStream[];
}

/**
 * What this node asks of a neighbour, of all that is demanded: within the limits of the link, and within what its line
 * was measured to carry.
 *
 * @param measuredKbps - null: no limit was met
 */
export function admitDemands(
  streams: readonly DemandedStream[],
  limits: LinkLimits,
  measuredKbps: number | null,
): LinkAdmission {
  const kbps = lowerRate(limits.kbps, measuredKbps);
  const isMeasured = kbps !== limits.kbps;
  const wishes = streams.map(({ info, demand, peakKbps }) => ({
    key: info.streamId,
    source: info.source,
    layer: demand.layer,
    shown: demand.shown,
    kbps: peakKbps === 0 ? null : peakKbps,
  }));
  const { carried, shed } = admit(wishes, { ...limits, kbps });
  const demands = new Map<StreamId, AdmittedDemand>();
  const byId = new Map<string, DemandedStream>();
  for (const stream of streams) {
    const { streamId } = stream.info;
    byId.set(streamId, stream);
    const crossing = carried.get(streamId);
    if (crossing) demands.set(streamId, { ...crossing, flowing: stream.demand.flowing });
  }
  return {
    demands,
    shed: shed.flatMap(({ key, to, by }): ShedStream[] => {
      const info = byId.get(key)?.info;
      const reached: LimitReached = by === 'rate' && isMeasured ? 'line' : by;
      return info ? [{ siteId: info.siteId, source: info.source, to, by: reached }] : [];
    }),
  };
}
