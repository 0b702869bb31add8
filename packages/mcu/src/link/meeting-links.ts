import type { Clock } from '@nhipcau/base';
import {
  type Instant,
  instant,
  type LinkObserved,
  type MeetingId,
  type NodeHappening,
  type NodeId,
} from '@nhipcau/contracts';
import type { types } from 'mediasoup';
import type { Topology } from '../conference/topology.ts';
import type { Logger } from '../process/logging.ts';
import type { AnnouncementTable } from './announcement-table.ts';
import type { LinkChannel } from './link-channel.ts';
import { LinkMeeting } from './link-meeting.ts';
import type { LinkRole } from './meeting-pipe.ts';

export interface MeetingLinksOptions {
  readonly meetingId: MeetingId;
  readonly selfId: NodeId;
  readonly clock: Clock;
  readonly log: Logger;
  /** A router of the meeting for a new pipe. */
  readonly pipeRouter: () => Promise<types.Router>;
  readonly pipeListen: types.TransportListenInfo;
  /** Streams, relays or reachable nodes changed. */
  readonly changed: () => void;
  readonly report: (happening: NodeHappening) => void;
}

/** A neighbour that has proved itself and speaks of this meeting. */
export interface LinkArrival {
  readonly peerId: NodeId;
  readonly role: LinkRole;
  readonly channel: LinkChannel;
  /** What it announced before this node knew the meeting. */
  readonly announced: AnnouncementTable;
  readonly reachable: readonly NodeId[];
}

/** The links of one meeting: those that are up, and since when the others are down. */
export class MeetingLinks {
  readonly #options: MeetingLinksOptions;
  readonly #up = new Map<NodeId, LinkMeeting>();
  readonly #downSince = new Map<NodeId, Instant>();
  readonly #generations = new Map<NodeId, number>();
  readonly #createdAt: Instant;

  constructor(options: MeetingLinksOptions) {
    this.#options = options;
    this.#createdAt = instant(options.clock.now());
  }

  get up(): ReadonlyMap<NodeId, LinkMeeting> {
    return this.#up;
  }

  get relayCount(): { readonly incoming: number; readonly outgoing: number } {
    const links = [...this.#up.values()];
    return {
      incoming: links.reduce((sum, link) => sum + link.incoming.size, 0),
      outgoing: links.reduce((sum, link) => sum + link.outgoing.size, 0),
    };
  }

  arrived({ peerId, role, channel, announced, reachable }: LinkArrival): void {
    this.#up.get(peerId)?.close();
    const { meetingId, selfId, clock, log, pipeRouter, pipeListen, changed, report } = this.#options;
    const link = new LinkMeeting({
      meetingId,
      selfId,
      peerId,
      role,
      channel,
      clock,
      log,
      announced,
      reachable,
      host: { pipeRouter, pipeListen, changed, nextGeneration: (peer) => this.#nextGeneration(peer) },
    });
    this.#up.set(peerId, link);
    const downSince = this.#downSince.get(peerId);
    this.#downSince.delete(peerId);
    if (downSince !== undefined) {
      const awayMs = Math.max(0, Math.round(clock.now() - downSince));
      report({ type: 'link.up', otherId: peerId, awayMs });
    }
    changed();
  }

  /** @param topology - a neighbour that left the tree is no loss */
  left(peerId: NodeId, reason: string, topology: Topology): void {
    const link = this.#up.get(peerId);
    if (!link) return;
    this.#up.delete(peerId);
    link.close();
    const { clock, report, changed } = this.#options;
    if (topology.isNeighbour(peerId)) {
      this.#downSince.set(peerId, instant(clock.now()));
      report({ type: 'link.down', otherId: peerId, reason: reason.slice(0, 100) || 'closed' });
    }
    changed();
  }

  /** Drops links to nodes that are no neighbours any more. */
  prune(topology: Topology): void {
    for (const peerId of [...this.#up.keys()])
      if (!topology.isNeighbour(peerId)) this.left(peerId, 'removed', topology);
  }

  /** Sets the media of every link up anew; the links themselves stay. */
  renew(): void {
    for (const link of this.#up.values()) link.renew();
  }

  observed(topology: Topology): LinkObserved[] {
    return topology.neighbours.map(
      (node) =>
        this.#up.get(node.nodeId)?.observed({
          configuredKbps: topology.limitsFrom(node.nodeId).kbps,
          isParent: node === topology.parent,
        }) ?? this.#absent(node.nodeId, topology),
    );
  }

  async measure(): Promise<void> {
    await Promise.allSettled([...this.#up.values()].map((link) => link.measure()));
  }

  close(): void {
    for (const link of this.#up.values()) link.close();
    this.#up.clear();
  }

  #absent(peerId: NodeId, topology: Topology): LinkObserved {
    const { parent } = topology;
    const { selfId } = this.#options;
    const isParent = peerId === parent?.nodeId;
    return {
      childId: isParent ? selfId : peerId,
      parentId: isParent ? peerId : selfId,
      state: isParent || topology.trunkTo(peerId)?.dials ? 'dialling' : 'down',
      since: this.#downSince.get(peerId) ?? this.#createdAt,
      rttMs: null,
      receives: [],
      receiveKbps: 0,
      sendKbps: 0,
      loss: null,
      jitterMs: null,
      keyFrames: 0,
      limitKbps: topology.limitsFrom(peerId).kbps,
      limitMeasured: false,
      shed: [],
    };
  }

  /** Grows also across restarts of the node. */
  #nextGeneration(peerId: NodeId): number {
    const generation = Math.max(
      (this.#generations.get(peerId) ?? 0) + 1,
      Math.floor(this.#options.clock.now()),
    );
    this.#generations.set(peerId, generation);
    return generation;
  }
}
