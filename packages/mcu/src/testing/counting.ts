import type { Conference } from '../conference/conference.ts';
import type { McuNode } from '../node.ts';
import type { TestCluster } from './test-cluster.ts';

/** The cluster's meeting on one of its nodes. */
export function meetingOn(cluster: TestCluster, node: string): Conference {
  const conference = cluster.node(node).conferences.get(cluster.meetingId);
  if (!conference) throw new Error(`node ${node} does not carry the meeting`);
  return conference;
}

/** Streams that a node receives over its link with a neighbour, as `site/source state`, in order. */
export function relaysInto(cluster: TestCluster, node: string, from: string): string[] {
  const link = [...meetingOn(cluster, node).links].find((candidate) => candidate.peerId === from);
  return [...(link?.incoming ?? [])]
    .map((relay) => `${relay.stream.siteId}/${relay.stream.source} ${relay.observed().state}`)
    .sort();
}

export interface MediaCount {
  readonly routers: number;
  readonly transports: number;
  readonly consumers: number;
  readonly producers: number;
}

/** What really exists inside a node's workers, from the workers' own dumps. */
export async function countMedia(node: McuNode): Promise<MediaCount> {
  const routers = (
    await Promise.all(node.conferences.all.map((conference) => conference.routers.all()))
  ).flat();
  const dumps = await Promise.all(routers.filter((router) => !router.closed).map((router) => router.dump()));
  const sum = (count: (dump: (typeof dumps)[number]) => number) =>
    dumps.reduce((total, dump) => total + count(dump), 0);
  return {
    routers: dumps.length,
    transports: sum((dump) => dump.transportIds.length),
    consumers: sum((dump) => dump.mapConsumerIdProducerId.length),
    producers: sum((dump) => dump.mapProducerIdConsumerIds.length),
  };
}
