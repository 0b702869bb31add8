import { type NodeId, type SiteId, type Source, StreamAnnounced, type StreamId } from '@nhipcau/contracts';
import { streamKey } from '@nhipcau/domain';
import type { LocalStream } from './local-stream.ts';
import type { Topology } from './topology.ts';

/** A stream as this node knows it. */
export interface KnownStream {
  readonly info: StreamAnnounced;
  /** Neighbour it comes from; null: published by a seat of this node. */
  readonly via: NodeId | null;
}

/** Announcements of one neighbour, as they came. */
export interface Announcements {
  readonly peerId: NodeId;
  readonly streams: Iterable<StreamAnnounced>;
}

/** The number at the end of a stream's name: the newest publication of a source has the highest. */
export const publicationOf = (streamId: StreamId): number =>
  Number(streamId.slice(streamId.lastIndexOf('/') + 1));

/**
 * All streams of a conference, one for each source of each site: own ones and those that neighbours announced
 * believably. A newer publication replaces an older one (rule LK-4).
 */
export function knownStreams(
  topology: Topology,
  local: Iterable<LocalStream>,
  announced: Iterable<Announcements>,
): Map<string, KnownStream> {
  const known = new Map<string, KnownStream>();
  const take = (stream: KnownStream) => {
    const key = streamKey(stream.info);
    const other = known.get(key);
    if (!other || publicationOf(other.info.streamId) < publicationOf(stream.info.streamId))
      known.set(key, stream);
  };
  for (const { peerId, streams } of announced)
    for (const info of streams) if (topology.faultOf(info, peerId) === null) take({ info, via: peerId });
  for (const stream of local) take({ info: announcementOf(stream, topology.self), via: null });
  return known;
}

/** What a neighbour is told: everything it did not tell us itself (rule LK-2), with ourselves at the end of the path. */
export function offersTo(
  peerId: NodeId,
  self: NodeId,
  known: Iterable<KnownStream>,
): Map<StreamId, StreamAnnounced> {
  const offers = new Map<StreamId, StreamAnnounced>();
  for (const { info, via } of known) {
    if (via === peerId) continue;
    const offer =
      via === null ? info : StreamAnnounced.safeParse({ ...info, path: [...info.path, self] }).data;
    if (offer) offers.set(info.streamId, offer);
  }
  return offers;
}

const announcementOf = (stream: LocalStream, self: NodeId): StreamAnnounced => ({
  streamId: stream.streamId,
  siteId: stream.siteId,
  source: stream.source,
  kind: stream.producer.kind,
  muted: stream.muted,
  path: [self],
});

export const streamIdOf = (nodeId: NodeId, siteId: SiteId, source: Source, publication: number): string =>
  `${nodeId}/${siteId}/${source}/${publication}`;
