import {
  type ConferenceState,
  type Instant,
  type LinkObserved,
  type NodeId,
  type NodeLoad,
  type SeatId,
  type SeatObserved,
  type SiteId,
  type Source,
  seatOfSite,
} from '@nhipcau/contracts';
import { type BringUpMeasure, pathBetween } from '@nhipcau/domain';

/** What nodes report of one meeting at present. Never stored: after a restart they report it anew. */
export class Observations {
  readonly #seats = new Map<NodeId, Map<SeatId, SeatObserved>>();
  readonly #links = new Map<NodeId, readonly LinkObserved[]>();
  readonly #loads = new Map<NodeId, NodeLoad>();
  /** Nodes of which we know the present: they have reported, or are known to be lost. */
  readonly #known = new Set<NodeId>();
  /** The site whose stream is looked at for one: a guest has none of its own. */
  sourceOf: (siteId: SiteId, source: Source) => SiteId = (siteId) => siteId;

  /** @returns seats that appeared, changed or went */
  takeSeats(
    nodeId: NodeId,
    { full, seats, gone }: { full: boolean; seats: readonly SeatObserved[]; gone: readonly SeatId[] },
  ): { before: SeatObserved | null; after: SeatObserved | null }[] {
    this.#known.add(nodeId);
    const known = this.#seats.get(nodeId) ?? new Map<SeatId, SeatObserved>();
    this.#seats.set(nodeId, known);
    const listed = new Set(seats.map((seat) => seat.seatId));
    const leaving = full ? [...known.keys()].filter((seatId) => !listed.has(seatId)) : gone;
    const changes: { before: SeatObserved | null; after: SeatObserved | null }[] = [];
    for (const seatId of leaving) {
      const before = known.get(seatId);
      if (before && known.delete(seatId)) changes.push({ before, after: null });
    }
    for (const seat of seats) {
      changes.push({ before: known.get(seat.seatId) ?? null, after: seat });
      known.set(seat.seatId, seat);
    }
    return changes;
  }

  takeLinks(nodeId: NodeId, links: readonly LinkObserved[]): void {
    this.#links.set(nodeId, links);
  }

  takeLoad(nodeId: NodeId, load: NodeLoad): void {
    this.#loads.set(nodeId, load);
  }

  /** A node that is not heard tells nothing: what it said last is not the present. */
  forget(nodeId: NodeId): void {
    this.#known.add(nodeId);
    this.#seats.delete(nodeId);
    this.#links.delete(nodeId);
    this.#loads.delete(nodeId);
  }

  seatOf(siteId: SiteId, nodeId: NodeId): SeatObserved | null {
    return this.#seats.get(nodeId)?.get(seatOfSite(siteId)) ?? null;
  }

  /** Whether a node reports this seat as connected. */
  isSeated(seatId: SeatId, nodeId: NodeId): boolean {
    return this.#seats.get(nodeId)?.get(seatId)?.state === 'connected';
  }

  loadOf(nodeId: NodeId): NodeLoad | null {
    return this.#loads.get(nodeId) ?? null;
  }

  /** A link as one of its ends sees it. */
  linkSeenBy(observer: NodeId, childId: NodeId, parentId: NodeId): LinkObserved | null {
    const links = this.#links.get(observer) ?? [];
    return links.find((link) => link.childId === childId && link.parentId === parentId) ?? null;
  }

  /** Since when a link is up, as the master's end tells it, else the slave's; null: it is not. */
  linkUpSince(childId: NodeId, parentId: NodeId): Instant | null {
    const ends = [parentId, childId].map((end) => this.linkSeenBy(end, childId, parentId));
    return ends.find((link) => link?.state === 'up')?.since ?? null;
  }

  get connectedSites(): number {
    let count = 0;
    for (const seats of this.#seats.values())
      for (const seat of seats.values()) if (seat.siteId !== null && seat.state === 'connected') count += 1;
    return count;
  }

  /**
   * What is true at this moment between a called site and the chair (R-CDT-02).
   *
   * Until the node that measures a fact has reported to this server, what was measured before stands: not knowing is
   * not false (rule MN-8).
   */
  measure(state: ConferenceState, siteId: SiteId): BringUpMeasure {
    const { chairSiteId, roster } = state;
    const before = measuredBefore(state, siteId);
    if (chairSiteId === null) return before;
    const isKnown = (id: SiteId) => {
      const home = roster.find((entry) => entry.siteId === id)?.nodeId;
      return home === undefined || this.#known.has(home);
    };
    const site = this.#seatIn(state, siteId);
    const chair = this.#seatIn(state, chairSiteId);
    const [siteKnown, chairKnown] = [isKnown(siteId), isKnown(chairSiteId)];
    return {
      pushed: siteKnown && chairKnown ? this.#isPushed(state, siteId, chairSiteId) : before.pushed,
      chairSees: chairKnown ? flows(chair, this.sourceOf(siteId, 'camera'), 'camera') : before.chairSees,
      chairHears: chairKnown ? flows(chair, this.sourceOf(siteId, 'mic'), 'mic') : before.chairHears,
      siteSees: siteKnown ? flows(site, chairSiteId, 'camera') : before.siteSees,
      siteHears: siteKnown ? flows(site, chairSiteId, 'mic') : before.siteHears,
      siteThere: siteKnown ? site?.state === 'connected' : before.siteThere !== false,
    };
  }

  #seatIn(state: ConferenceState, siteId: SiteId): SeatObserved | null {
    const entry = state.roster.find((known) => known.siteId === siteId);
    return entry ? this.seatOf(siteId, entry.nodeId) : null;
  }

  /** The picture comes over the first link on its way to the chair; on the chair's own node there is none to cross. */
  #isPushed({ roster, tree }: ConferenceState, siteId: SiteId, chairSiteId: SiteId): boolean {
    const homeOf = (id: SiteId) => roster.find((known) => known.siteId === id)?.nodeId;
    const from = homeOf(siteId);
    const to = homeOf(chairSiteId);
    if (from === undefined || to === undefined) return false;
    const path = pathBetween(tree, from, to);
    if (path === null) return false;
    const receiver = path[1];
    if (receiver === undefined) return this.seatOf(siteId, from)?.camera === 'sending';
    const parentOf = (id: NodeId) => tree.find((node) => node.nodeId === id)?.parentId;
    const link =
      parentOf(from) === receiver
        ? this.linkSeenBy(receiver, from, receiver)
        : this.linkSeenBy(receiver, receiver, from);
    const shown = this.sourceOf(siteId, 'camera');
    return (
      link?.receives.some(
        (relay) => relay.siteId === shown && relay.source === 'camera' && relay.state === 'flowing',
      ) ?? false
    );
  }
}

function measuredBefore({ bringUps }: ConferenceState, siteId: SiteId): BringUpMeasure {
  const open = bringUps.findLast((bringUp) => bringUp.siteId === siteId && bringUp.endedAt === null);
  const facts = open?.facts;
  const holds = (at: number | null | undefined) => typeof at === 'number';
  return {
    pushed: holds(facts?.pushedAt),
    chairSees: holds(facts?.chairSeesAt),
    chairHears: holds(facts?.chairHearsAt),
    siteSees: holds(facts?.siteSeesAt),
    siteHears: holds(facts?.siteHearsAt),
    siteThere: open?.lostAt === undefined,
  };
}

function flows(seat: SeatObserved | null, siteId: SiteId, source: Source): boolean {
  return (
    seat?.state === 'connected' &&
    seat.flows.some((flow) => flow.siteId === siteId && flow.source === source && flow.flowing)
  );
}
