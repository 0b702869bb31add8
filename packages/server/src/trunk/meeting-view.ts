import {
  type ConferencePlan,
  type FeedDown,
  type FeedUp,
  type GuestSeat,
  type InstallationCode,
  instant,
  type NodeId,
  type RosterEntry,
  type SeatObserved,
  type SiteId,
  seatOfSite,
  type TrunkFeed,
} from '@nhipcau/contracts';
import {
  feedDown,
  feedUp,
  type Guest,
  guestRoles,
  isFrom,
  type Lent,
  offersOf,
  plainOf,
  programOf,
  type TrunkView,
  unfold,
} from '@nhipcau/domain';
import { flowsOf, named, renamed } from './trunk-names.ts';
import type { TrunkRecord } from './trunk-store.ts';

/** A trunk of a meeting that is joined, with the code of the other installation. */
export interface Joined {
  readonly trunk: TrunkRecord;
  readonly gateId: NodeId;
  readonly code: InstallationCode;
  readonly isSlave: boolean;
}

export interface MeetingFacts {
  readonly plan: ConferencePlan;
  readonly ours: InstallationCode;
  readonly joined: readonly Joined[];
  readonly seatOf: (siteId: SiteId) => SeatObserved | null;
}

/** What one meeting shows of all its trunks, and what each of the others is told. */
export interface MeetingView {
  readonly view: TrunkView;
  readonly ups: ReadonlyMap<Joined, FeedUp>;
  readonly downs: ReadonlyMap<Joined, FeedDown>;
}

/** Derived anew whenever the meeting or what another side gives changes; the rules are the domain's. */
export function meetingView(facts: MeetingFacts): MeetingView {
  const { plan, joined, ours } = facts;
  const upper = joined.find(({ trunk }) => trunk.side === 'upper') ?? null;
  const outgoing = upper && upFeed(facts, upper);
  const guestOf = (one: Joined) => guestIn(plan, one, outgoing ?? null);
  const lent = upper && lentTo(upper);
  const guestsBut = (left: Joined) =>
    joined.filter((one) => one !== left).flatMap((one) => guestOf(one) ?? []);
  const downs = new Map<Joined, FeedDown>();
  const offers = new Map<NodeId, ReturnType<typeof offersOf>>();
  for (const one of joined) {
    if (one.trunk.side !== 'lower') continue;
    const others = unfold(plan, { guests: guestsBut(one), lent, offers: new Map() });
    const down = downOf(others, plan, one);
    downs.set(one, down);
    offers.set(one.gateId, offersOf(down.feed, { seen: [plan.chairSiteId] }));
  }
  const ups = new Map<Joined, FeedUp>();
  if (upper && outgoing) {
    ups.set(upper, { feed: renamed(outgoing, named(ours)), seats: seatsFor(facts, upper, outgoing) });
    offers.set(upper.gateId, offersOf(outgoing, { lent: upper.isSlave ? upper.trunk.siteIds : [] }));
  }
  return { view: { guests: joined.flatMap((one) => guestOf(one) ?? []), lent, offers }, ups, downs };
}

/** Sites that stand for the other installation in our roster. */
const entriesOf = ({ roster }: ConferencePlan, { gateId }: Joined): RosterEntry[] =>
  roster.filter((entry) => entry.nodeId === gateId);

function upFeed({ plan, joined }: MeetingFacts, upper: Joined): TrunkFeed {
  const below = joined.filter((one) => one !== upper).flatMap((one) => guestIn(plan, one, null) ?? []);
  const unfolded = unfold(plan, { guests: below, lent: null, offers: new Map() });
  return feedUp(unfolded, new Set([programOf(upper.code)]), upper.trunk.outSiteId);
}

/** The guest that stands for a whole meeting; a slave's sites stand for themselves. */
function guestIn(plan: ConferencePlan, one: Joined, outgoing: TrunkFeed | null): Guest | null {
  const { trunk, code, isSlave } = one;
  const entry = entriesOf(plan, one).find(({ siteId }) => siteId === programOf(code));
  if (!entry || (trunk.side === 'lower' && isSlave)) return null;
  if (trunk.side === 'lower') return { entry, feed: trunk.up?.feed ?? null, ownSiteId: plan.chairSiteId };
  const ownSiteId = outgoing?.panes.flatMap((pane) => (pane.kind === 'site' ? [pane.siteId] : []))[0];
  const feed = trunk.down && ownLent(renamed(trunk.down.feed, named(code)), trunk.siteIds);
  return { entry, feed, ownSiteId: ownSiteId ?? plan.chairSiteId };
}

/** The other side speaks of our sites only as far as they are lent to it. */
const ownLent = (feed: TrunkFeed, lent: readonly SiteId[]): TrunkFeed => ({
  ...feed,
  panes: feed.panes.map((pane) =>
    pane.kind === 'own' && pane.siteId !== null && !lent.includes(pane.siteId)
      ? { kind: 'own', siteId: null }
      : pane,
  ),
});

/** What the conference above does with the sites that are lent to it. */
function lentTo({ trunk, code, isSlave }: Joined): Lent | null {
  const chairSiteId = trunk.down && named(code)(trunk.down.chairSiteId);
  if (!isSlave || !trunk.down || !chairSiteId) return null;
  const lent = new Set(trunk.siteIds);
  const own = trunk.down.guests.flatMap((role) => {
    const siteId = lent.has(role.siteId) ? role.siteId : null;
    return siteId === null ? [] : [{ ...role, siteId }];
  });
  return {
    chairSiteId,
    floor: own.filter(({ hasFloor }) => hasFloor).map(({ siteId }) => siteId),
    content: own.find(({ presenting }) => presenting)?.siteId ?? null,
    facing: own.filter(({ seesChair }) => seesChair).map(({ siteId }) => siteId),
  };
}

function downOf(others: ConferencePlan, plan: ConferencePlan, one: Joined): FeedDown {
  const entries = entriesOf(plan, one);
  const ids = new Set(entries.map(({ siteId }) => siteId));
  // A lent site is told by its own name, the meeting as a whole by none.
  const own = (siteId: SiteId) => (one.isSlave ? plainOf(one.code, siteId) : null);
  const guests = guestRoles(plan, entries).map((role) => ({
    ...role,
    siteId: plainOf(one.code, role.siteId) ?? role.siteId,
  }));
  return { feed: feedDown(others, ids, own), chairSiteId: plan.chairSiteId, guests };
}

/** Rooms as the upper's wall shows them: of each lent site, or the one whose picture goes up. */
function seatsFor({ ours, seatOf }: MeetingFacts, upper: Joined, outgoing: TrunkFeed): GuestSeat[] {
  const shown = outgoing.panes.flatMap((pane) => (pane.kind === 'site' ? [pane.siteId] : []))[0] ?? null;
  const sites = upper.isSlave
    ? upper.trunk.siteIds.map((siteId) => ({ siteId, as: named(ours)(siteId) }))
    : [{ siteId: shown, as: programOf(ours) }];
  return sites.flatMap(({ siteId, as }): GuestSeat[] => {
    const seat = siteId === null ? null : seatOf(siteId);
    if (as === null) return [];
    if (seat === null || seat.state === 'connecting')
      return [{ siteId: as, state: 'absent', camera: 'absent', mic: 'absent', content: 'absent', flows: [] }];
    const { state, camera, mic, content } = seat;
    return [{ siteId: as, state, camera, mic, content, flows: flowsOf(seat.flows, upper.code) }];
  });
}

const observed = (seat: GuestSeat, now: number): SeatObserved => ({
  ...seat,
  seatId: seatOfSite(seat.siteId),
  state: seat.state === 'reconnecting' ? 'reconnecting' : 'connected',
  since: instant(now),
  transport: 'none',
  talk: 'absent',
  cameraWanted: null,
  quality: 'unknown',
  stats: null,
  leg: 0,
});

/** The seats of guests, as if a node of ours had seen them. */
export function guestSeats({ trunk, code }: Joined, isMediaUp: boolean, now: number): SeatObserved[] {
  if (!isMediaUp) return [];
  if (trunk.side === 'lower')
    return (trunk.up?.seats ?? [])
      .filter(({ state, siteId }) => state !== 'absent' && isFrom(code, siteId))
      .map((seat) => observed(seat, now));
  const seat: GuestSeat = {
    siteId: programOf(code),
    state: 'connected',
    camera: 'sending',
    mic: trunk.down && trunk.down.feed.voices.length > 0 ? 'open' : 'muted',
    content: trunk.down?.feed.content ? 'sending' : 'absent',
    flows: [],
  };
  return [observed(seat, now)];
}
