import {
  type MeetingId,
  type NodeId,
  type SiteId,
  type Source,
  type StreamAnnounced,
  StreamId,
  type TrunkEnd,
} from '@nhipcau/contracts';
import { aliasOf, plainOf } from '@nhipcau/domain';
import { publicationOf, streamIdOf } from '../conference/stream-table.ts';
import type { LinkChannel } from './link-channel.ts';

export type TrunkDials = NonNullable<TrunkEnd['dials']>;

/**
 * Translates one meeting's streams at the border of two installations (rule TK-3). On the wire everything has the names
 * of the upper conference; the lower node knows it by names of its own, and neither learns the other's nodes.
 */
export class TrunkNames {
  readonly #gateId: NodeId;
  readonly #dials: TrunkDials;
  /** Own names and names on the wire, of what was announced here and of what is offered there. */
  readonly #arrived = new NamePairs();
  readonly #offered = new NamePairs();

  /** @param gateId - the node that stands for the other installation in our tree */
  constructor(gateId: NodeId, dials: TrunkDials) {
    this.#gateId = gateId;
    this.#dials = dials;
  }

  get reach(): NodeId[] {
    return [this.#gateId];
  }

  get ownReach(): NodeId[] {
    return [this.#dials.childId];
  }

  /** A stream announced from there; null when it is one of our own coming back, or has no name here. */
  arriving(stream: StreamAnnounced): StreamAnnounced | null {
    const { siteId, source } = stream;
    if (plainOf(this.#dials.ours, siteId) !== null) return null;
    const alias = aliasOf(this.#dials.theirs, siteId);
    const streamId = alias && idOf(this.#gateId, alias, source, stream.streamId);
    if (alias === null || streamId === null) return null;
    this.#arrived.add({ own: streamId, wire: stream.streamId });
    return { ...stream, siteId: alias, streamId, path: [this.#gateId] };
  }

  /** Own name of a stream that is there no more. */
  withdrawing(wire: StreamId): StreamId[] {
    return this.#arrived.dropWire(wire);
  }

  /** Everything announced before is void. */
  forgetArrived(): void {
    this.#arrived.clear();
  }

  wireIdOf(own: StreamId): StreamId | null {
    return this.#arrived.wireOf(own);
  }

  /** A stream that is offered there; null when it has no name there. */
  leaving(stream: StreamAnnounced): StreamAnnounced | null {
    const { siteId, source } = stream;
    const { ours, childId } = this.#dials;
    const alias = aliasOf(ours, siteId);
    const streamId = alias && idOf(childId, alias, source, stream.streamId);
    if (alias === null || streamId === null) return null;
    this.#offered.add({ own: stream.streamId, wire: streamId });
    return { ...stream, siteId: alias, streamId, path: [childId] };
  }

  /** Name there of a stream that is offered no more. */
  taking(own: StreamId): StreamId[] {
    return this.#offered.dropOwn(own);
  }

  ownIdOf(wire: StreamId): StreamId | null {
    return this.#offered.ownOf(wire);
  }

  forgetOffered(): void {
    this.#offered.clear();
  }
}

/** Pairs of names, found from either side. */
class NamePairs {
  readonly #wires = new Map<StreamId, StreamId>();
  readonly #owns = new Map<StreamId, StreamId>();

  add({ own, wire }: { readonly own: StreamId; readonly wire: StreamId }): void {
    this.#wires.set(own, wire);
    this.#owns.set(wire, own);
  }

  wireOf(own: StreamId): StreamId | null {
    return this.#wires.get(own) ?? null;
  }

  ownOf(wire: StreamId): StreamId | null {
    return this.#owns.get(wire) ?? null;
  }

  dropOwn(own: StreamId): StreamId[] {
    const wire = this.#wires.get(own);
    this.#drop(own, wire);
    return wire === undefined ? [] : [wire];
  }

  dropWire(wire: StreamId): StreamId[] {
    const own = this.#owns.get(wire);
    this.#drop(own, wire);
    return own === undefined ? [] : [own];
  }

  clear(): void {
    this.#wires.clear();
    this.#owns.clear();
  }

  #drop(own: StreamId | undefined, wire: StreamId | undefined): void {
    if (own !== undefined) this.#wires.delete(own);
    if (wire !== undefined) this.#owns.delete(wire);
  }
}

const idOf = (home: NodeId, siteId: SiteId, source: Source, from: StreamId): StreamId | null =>
  StreamId.safeParse(streamIdOf(home, siteId, source, publicationOf(from))).data ?? null;

/** The channel of one meeting over a trunk: speaks by the names of the upper conference. */
export function trunkChannel(channel: LinkChannel, names: TrunkNames, meetingId: MeetingId): LinkChannel {
  const leaving = (streams: readonly StreamAnnounced[]) =>
    streams.flatMap((stream) => names.leaving(stream) ?? []);
  return {
    get rttMs() {
      return channel.rttMs;
    },
    openPipe: (body) => channel.openPipe({ ...body, meetingId }),
    pull: (body) =>
      channel.pull({ ...body, meetingId, streamId: names.wireIdOf(body.streamId) ?? body.streamId }),
    set: (body) => channel.set({ ...body, meetingId }),
    drop: (body) => channel.drop({ ...body, meetingId }),
    snapshot: ({ streams }) => {
      names.forgetOffered();
      channel.snapshot({ meetingId, streams: leaving(streams) });
    },
    changed: ({ announced, withdrawn }) =>
      channel.changed({
        meetingId,
        withdrawn: withdrawn.flatMap((streamId) => names.taking(streamId)),
        announced: leaving(announced),
      }),
    reachable: () => channel.reachable({ meetingId, nodeIds: names.ownReach }),
    relayClosed: (note) => channel.relayClosed({ ...note, meetingId }),
    pipeLost: (note) => channel.pipeLost({ ...note, meetingId }),
  };
}
