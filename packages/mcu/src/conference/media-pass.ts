import { assertNever } from '@nhipcau/base';
import type {
  ConferencePlan,
  DesiredConference,
  NodeId,
  SenderWanted,
  SiteId,
  Source,
  StreamId,
  Subscription,
} from '@nhipcau/contracts';
import { maySpeakOnTalkback, partOfSite, streamKey, subscriptionsOf } from '@nhipcau/domain';
import type { types } from 'mediasoup';
import type { LinkMeeting } from '../link/link-meeting.ts';
import type { Seat } from '../rooms/seat.ts';
import type { SeatWant } from '../rooms/seat-consumer.ts';
import { type Demand, DemandBook } from './demand.ts';
import { admitDemands, type DemandedStream } from './link-admission.ts';
import type { LocalStream } from './local-stream.ts';
import type { Receiver } from './receiver.ts';
import { type KnownStream, knownStreams, offersTo } from './stream-table.ts';
import type { Taps } from './taps.ts';
import type { Topology } from './topology.ts';

/** All that a pass looks at. */
export interface MeetingState {
  readonly desired: DesiredConference;
  readonly topology: Topology;
  readonly seats: readonly Seat[];
  /** Records the meeting on this node; null: nobody does. */
  readonly recorder: Receiver | null;
  readonly links: ReadonlyMap<NodeId, LinkMeeting>;
  /** Streams published by seats of this node, by `site/source`. */
  readonly local: ReadonlyMap<string, LocalStream>;
  /** Grows whenever `local` changes. */
  readonly localVersion: number;
}

interface Known {
  readonly byKey: ReadonlyMap<string, KnownStream>;
  readonly byId: ReadonlyMap<StreamId, KnownStream>;
}

/**
 * Derives from the stage, the seats and the streams what every seat receives, what crosses the links and what senders
 * send, and hands the differences to those who carry them out. A pass never waits: slow steps run by themselves, and
 * the conference makes another pass when they are done.
 */
export class MediaPass {
  readonly #selfId: NodeId;
  readonly #taps: Taps;
  readonly #subscriptions = new WeakMap<Receiver, { plan: ConferencePlan; list: readonly Subscription[] }>();
  #known: Known = { byKey: new Map(), byId: new Map() };
  #knownFrom = { topology: null as Topology | null, versions: '' };
  #unreachable: { topology: Topology | null; reachable: string; siteIds: readonly SiteId[] } = {
    topology: null,
    reachable: '',
    siteIds: [],
  };

  constructor(selfId: NodeId, taps: Taps) {
    this.#selfId = selfId;
    this.#taps = taps;
  }

  run(state: MeetingState): void {
    const isNews = this.#learn(state);
    const book = new DemandBook();
    for (const seat of state.seats) this.#serve(state, seat, book);
    if (state.recorder) this.#serve(state, state.recorder, book);
    for (const link of state.links.values()) this.#serveLink(state, link, book);
    this.#steerSenders(state, book);
    this.#pullFromLinks(state, book);
    this.#taps.sweep();
    this.#tellNeighbours(state, isNews);
    this.#tellUnreachable(state);
  }

  /** @returns whether the streams that are known, or where they come from, changed */
  #learn({ topology, links, local, localVersion }: MeetingState): boolean {
    const announced = [...links.values()];
    const versions = [
      localVersion,
      ...announced.map((link) => `${link.peerId}:${link.announced.version}`),
    ].join();
    if (this.#knownFrom.topology === topology && this.#knownFrom.versions === versions) return false;
    this.#knownFrom = { topology, versions };
    const sources = announced.map((link) => ({ peerId: link.peerId, streams: link.announced.streams }));
    const byKey = knownStreams(topology, local.values(), sources);
    const byId = new Map([...byKey.values()].map((stream) => [stream.info.streamId, stream]));
    this.#known = { byKey, byId };
    return true;
  }

  #subscriptionsOf(seat: Receiver, plan: ConferencePlan): readonly Subscription[] {
    const known = this.#subscriptions.get(seat);
    if (known?.plan === plan) return known.list;
    const list = subscriptionsOf(plan, seat.watching);
    this.#subscriptions.set(seat, { plan, list });
    return list;
  }

  #serve(state: MeetingState, seat: Receiver, book: DemandBook): void {
    const { media, rtpCapabilities } = seat;
    if (!media || !rtpCapabilities || !seat.receiving) return;
    const wants: SeatWant[] = [];
    for (const subscription of this.#subscriptionsOf(seat, state.desired.plan)) {
      const key = streamKey(subscription);
      const stream = this.#known.byKey.get(key);
      // A seat's own stream is never among its subscriptions; this is the second lock on the same door.
      if (!stream || subscription.siteId === seat.siteId) continue;
      // Nobody is there to open something new; what flows already may go on until the room is back.
      if (!seat.occupied && !media.isFlowing(key)) continue;
      const { streamId, siteId, source } = stream.info;
      const { layer, readiness } = subscription;
      book.add(streamId, {
        layer: readiness === 'cued' && layer !== null ? 'high' : layer,
        shown: layer,
        flowing: media.isFlowing(key),
      });
      const producer = this.#producerOn(state, stream, media.router);
      if (!producer || producer.closed) continue;
      const held = layer === null && readiness === 'cued';
      wants.push({ key, streamId, siteId, source, producer, layer, held });
    }
    media.reconcile(wants, rtpCapabilities);
  }

  #serveLink(state: MeetingState, link: LinkMeeting, book: DemandBook): void {
    for (const relay of link.outgoing) {
      const stream = this.#known.byId.get(relay.streamId);
      if (!stream || stream.via === link.peerId) continue;
      if (!state.topology.mayLeave(link.peerId, stream.info.siteId, stream.info.source)) {
        relay.close();
        continue;
      }
      // A picture of which the neighbour wants no layer is only kept warm there; nobody needs it.
      const isWarm = stream.info.kind === 'video' && relay.layer === null && relay.held;
      if (!isWarm)
        book.add(relay.streamId, {
          layer: relay.layer,
          shown: relay.shown,
          flowing: relay.isOpen && !relay.held,
        });
      const { router } = link;
      const producer = router ? this.#producerOn(state, stream, router) : null;
      if (producer && !producer.closed) link.serve(relay, producer);
    }
  }

  /** The stream's producer on a router of this node; null while it is on its way there. */
  #producerOn({ local, links }: MeetingState, { info, via }: KnownStream, router: types.Router) {
    if (via === null) {
      const stream = local.get(streamKey(info));
      return stream ? this.#taps.on(stream, router) : null;
    }
    const link = links.get(via);
    const producer = link?.producerOf(info.streamId);
    const entry = link?.router;
    if (!producer || !entry) return null;
    return this.#taps.on({ streamId: info.streamId, producer, router: entry }, router);
  }

  #steerSenders(state: MeetingState, book: DemandBook): void {
    for (const stream of state.local.values()) {
      stream.run(isAdmitted(state, stream) && (book.of(stream.streamId)?.flowing ?? false));
    }
    for (const seat of state.seats) seat.want(wantedOf(state, seat, book));
  }

  #pullFromLinks({ links, topology }: MeetingState, book: DemandBook): void {
    const byLink = new Map<NodeId, DemandedStream[]>();
    for (const [streamId, demand] of book.streams) {
      const known = this.#known.byId.get(streamId);
      if (known?.via == null) continue;
      const streams = byLink.get(known.via) ?? [];
      byLink.set(known.via, streams);
      streams.push({ info: known.info, demand, peakKbps: links.get(known.via)?.peakOf(streamId) ?? 0 });
    }
    for (const link of links.values()) {
      const streams = byLink.get(link.peerId) ?? [];
      link.want(admitDemands(streams, topology.limitsFrom(link.peerId), link.measuredKbps));
    }
  }

  #tellNeighbours({ links, topology }: MeetingState, isNews: boolean): void {
    for (const link of links.values()) {
      if (isNews || !link.hasOffered) link.offer(this.#offersTo(link.peerId, topology));
      // What stands behind this node is no business of another installation.
      if (topology.trunkTo(link.peerId)) {
        link.offerReach([this.#selfId]);
        continue;
      }
      const others = [...links.values()].filter((other) => other !== link);
      link.offerReach(sorted([this.#selfId, ...others.flatMap((other) => other.reachable)]));
    }
  }

  #offersTo(peerId: NodeId, topology: Topology) {
    const mayLeave = ({ info: { siteId, source } }: KnownStream) => topology.mayLeave(peerId, siteId, source);
    return offersTo(peerId, this.#selfId, [...this.#known.byKey.values()].filter(mayLeave));
  }

  #tellUnreachable({ topology, links, seats }: MeetingState): void {
    const reachable = sorted([this.#selfId, ...[...links.values()].flatMap((link) => link.reachable)]);
    const text = reachable.join(' ');
    if (this.#unreachable.topology !== topology || this.#unreachable.reachable !== text) {
      const siteIds = [...topology.sites]
        .filter((entry) => !reachable.includes(entry.nodeId))
        .map((entry) => entry.siteId);
      const isSame = siteIds.join() === this.#unreachable.siteIds.join();
      this.#unreachable = {
        topology,
        reachable: text,
        siteIds: isSame ? this.#unreachable.siteIds : siteIds,
      };
    }
    for (const seat of seats) seat.tellUnreachable(this.#unreachable.siteIds);
  }
}

const sorted = (nodeIds: readonly NodeId[]): NodeId[] => [...new Set(nodeIds)].sort();

/** The stage decides who is heard and who presents, whatever somebody may still be subscribed to. */
function isAdmitted({ desired: { plan }, local }: MeetingState, { siteId, source }: LocalStream): boolean {
  switch (source) {
    case 'camera':
      return true;
    case 'mic': {
      // One microphone serves both: what is said on the talkback is not heard in the meeting (rule TB-3).
      const talk = local.get(streamKey({ siteId, source: 'talk' }));
      const isTalking = talk !== undefined && !talk.muted && maySpeakOnTalkback(plan, siteId);
      return !isTalking && partOfSite(plan, siteId).stage.floor.includes(siteId);
    }
    case 'content':
      return partOfSite(plan, siteId).stage.content === siteId;
    case 'talk':
      return maySpeakOnTalkback(plan, siteId);
    default:
      return assertNever(source);
  }
}

function wantedOf({ desired, local }: MeetingState, seat: Seat, book: DemandBook): SenderWanted {
  const { siteId, voiceId, view } = seat;
  const talk = voiceId !== null && maySpeakOnTalkback(desired.plan, voiceId);
  if (siteId === null) return { camera: null, mic: false, content: false, talk, stillEveryMs: 0 };
  const demandOf = (source: Source): Demand | null => {
    const stream = local.get(streamKey({ siteId, source }));
    return stream ? book.of(stream.streamId) : null;
  };
  return {
    camera: demandOf('camera')?.layer ?? null,
    mic: view.view.hasFloor,
    content: (demandOf('content')?.layer ?? null) !== null,
    talk,
    stillEveryMs: desired.stillEveryMs,
  };
}
