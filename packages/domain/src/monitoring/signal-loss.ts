import {
  type ConferenceEvent,
  type ConferenceEventBody,
  instant,
  type LossClass,
  type NodeId,
  type RosterEntry,
  type SignalLoss,
  type SiteId,
  type SiteLosses,
  type TreeNode,
} from '@nhipcau/contracts';
import { pathBetween } from '../conference/tree.ts';

/** A session as its log tells it. */
export interface Session {
  readonly startedAt: number;
  /** Its end, or now while it goes on. */
  readonly until: number;
  readonly events: readonly ConferenceEvent[];
}

type Reason = Pick<SignalLoss, 'cause' | 'detail'>;

/**
 * Signal of every site during a session (R-MON-04): connected time, each loss with cause, and its class. Without signal
 * is who has not come yet, who dropped, and who is cut from the chair by a link that is down (rules MN-12, MN-13).
 *
 * @param longMs - one loss this long is `long`; null: the locality does not count
 */
export function signalLosses(session: Session, longMs: number | null): SiteLosses[] {
  const ledger = new Map<SiteId, SiteLine>();
  const linksDown = new Set<NodeId>();
  let tree: readonly TreeNode[] = [];
  let chairNode: NodeId | null = null;
  const wayDown = ({ nodeId }: RosterEntry): NodeId | null =>
    chairNode === null ? null : brokenLink(tree, nodeId, chairNode, linksDown);
  const relook = (at: number) => {
    for (const line of ledger.values()) line.linkDown(at, wayDown(line.entry));
  };
  for (const { at: told, body } of session.events) {
    const at = Math.min(Math.max(told, session.startedAt), session.until);
    if (body.type === 'meeting.started') {
      tree = body.tree;
      chairNode = body.roster.find(({ siteId }) => siteId === body.chairSiteId)?.nodeId ?? null;
      for (const entry of body.roster) ledger.set(entry.siteId, new SiteLine(entry, at));
    } else if (body.type === 'site.invited') {
      // Invited again after it was removed: one session of two parts.
      const line = ledger.get(body.entry.siteId);
      if (line) line.invitedAgain(at);
      else ledger.set(body.entry.siteId, new SiteLine(body.entry, at));
      ledger.get(body.entry.siteId)?.linkDown(at, wayDown(body.entry));
    } else if (body.type === 'link.down' || body.type === 'link.up') {
      if (body.type === 'link.down') linksDown.add(body.childId);
      else linksDown.delete(body.childId);
      relook(at);
    } else followSite(ledger, at, body);
  }
  return [...ledger.values()].map((line) => line.closed(session.until, longMs));
}

function followSite(ledger: ReadonlyMap<SiteId, SiteLine>, at: number, body: ConferenceEventBody): void {
  switch (body.type) {
    case 'site.joined':
    case 'site.returned':
      return ledger.get(body.siteId)?.present(at);
    case 'site.dropped':
      return ledger.get(body.siteId)?.absent(at, { cause: 'dropped', detail: body.reason });
    case 'site.removed':
      return ledger.get(body.siteId)?.removed(at);
    default:
  }
}

/** The lower node of the first link that is down on the way; null when the way is whole. */
function brokenLink(
  tree: readonly TreeNode[],
  from: NodeId,
  to: NodeId,
  linksDown: ReadonlySet<NodeId>,
): NodeId | null {
  const path = pathBetween(tree, from, to) ?? [];
  const parentOf = new Map(tree.map((node) => [node.nodeId, node.parentId]));
  for (let index = 1; index < path.length; index += 1) {
    const [one, other] = [path[index - 1], path[index]];
    if (one === undefined || other === undefined) continue;
    const childId = parentOf.get(one) === other ? one : other;
    if (linksDown.has(childId)) return childId;
  }
  return null;
}

/** One site through the session. */
class SiteLine {
  readonly entry: RosterEntry;
  readonly #losses: SignalLoss[] = [];
  #sessionMs = 0;
  /** Null while it is not invited. */
  #invitedAt: number | null;
  #absent: Reason | null = { cause: 'notConnected', detail: null };
  #cut: Reason | null = null;
  #open: (Reason & { readonly from: number }) | null;

  constructor(entry: RosterEntry, at: number) {
    this.entry = entry;
    this.#invitedAt = at;
    this.#open = { from: at, cause: 'notConnected', detail: null };
  }

  present(at: number): void {
    this.#absent = null;
    this.#settle(at);
  }

  absent(at: number, reason: Reason): void {
    this.#absent = reason;
    this.#settle(at);
  }

  /** @param childId - lower node of the broken link, or null when the way is whole */
  linkDown(at: number, childId: NodeId | null): void {
    this.#cut = childId === null ? null : { cause: 'linkDown', detail: childId };
    this.#settle(at);
  }

  removed(at: number): void {
    if (this.#invitedAt === null) return;
    this.#sessionMs += at - this.#invitedAt;
    this.#close(at);
    this.#invitedAt = null;
    this.#absent = { cause: 'notConnected', detail: null };
  }

  invitedAgain(at: number): void {
    if (this.#invitedAt !== null) return;
    this.#invitedAt = at;
    this.#settle(at);
  }

  closed(until: number, longMs: number | null): SiteLosses {
    this.removed(until);
    const totalLossMs = this.#losses.reduce((sum, { from, to }) => sum + to - from, 0);
    const { siteId, name } = this.entry;
    return {
      siteId,
      name,
      sessionMs: this.#sessionMs,
      connectedMs: this.#sessionMs - totalLossMs,
      totalLossMs,
      losses: this.#losses,
      lossClass: lossClassOf(this.#losses, this.#sessionMs, longMs),
    };
  }

  #settle(at: number): void {
    if (this.#invitedAt === null) return;
    const reason = this.#absent ?? this.#cut;
    if (reason === null) this.#close(at);
    // One loss has the cause it began with, until the signal is back.
    else this.#open ??= { from: at, ...reason };
  }

  #close(at: number): void {
    const open = this.#open;
    this.#open = null;
    if (open === null || at <= open.from) return;
    this.#losses.push({ from: instant(open.from), to: instant(at), cause: open.cause, detail: open.detail });
  }
}

/** The class of a site's losses in one session (rule MN-13; A-19: one continuous loss counts, not their sum). */
export function lossClassOf(
  losses: readonly Pick<SignalLoss, 'from' | 'to'>[],
  sessionMs: number,
  longMs: number | null,
): LossClass {
  const lengths = losses.map(({ from, to }) => to - from);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total === 0) return 'none';
  if (total >= sessionMs) return 'total';
  return longMs !== null && lengths.some((length) => length >= longMs) ? 'long' : 'short';
}
