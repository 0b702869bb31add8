import type { Clock } from '@nhipcau/base';
import {
  type FeedDown,
  type FeedUp,
  type InstallationCode,
  instant,
  type JoinUpper,
  MAX_TRUNK_CHAIN,
  type MeetingId,
  type PeerId,
  type SiteId,
  type TreeNode,
  type TrunkAccept,
  type TrunkAccepted,
  type TrunkEndReason,
  type TrunkId,
  type TrunkInvite,
  type TrunkRefusal,
} from '@nhipcau/contracts';
import {
  agreedBudget,
  gateOf,
  isFrom,
  linkTrunk,
  mayStandBelow,
  programOf,
  turned,
  unlinkTrunk,
} from '@nhipcau/domain';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../app-error.ts';
import { systemActor } from '../audit/audit.repository.ts';
import type { LiveMeeting } from '../conference/live-meeting.ts';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database } from '../database/database.ts';
import { asksAnsweredBy, asksWith } from './asks.repository.ts';
import type { AsksService } from './asks.service.ts';
import { gateBefore, rootOf, sitesToLend } from './border.ts';
import { findInstallation, type PeerRecord } from './peers.repository.ts';
import { peerActor } from './peers.service.ts';
import { Telling } from './telling.ts';
import type { TrunkBook } from './trunk-book.ts';
import type { TrunkFeeds } from './trunk-feeds.ts';
import type { TrunkLine } from './trunk-line.ts';
import type { TrunkLines } from './trunk-lines.ts';
import { renamed } from './trunk-names.ts';
import type { TrunkRecord } from './trunk-store.ts';

export interface TrunkCourseOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly meetings: LiveMeetings;
  readonly book: TrunkBook;
  readonly feeds: TrunkFeeds;
  readonly asks: AsksService;
  /** Sites that one meeting may have. */
  readonly maxSites: number;
  /** Given after both exist. */
  readonly lines: () => TrunkLines;
}

/**
 * What becomes of trunks: what other installations say of them, what follows for our meetings, and how it comes back by
 * itself after every break (R-MCU-07).
 */
export class TrunkCourse {
  readonly #options: TrunkCourseOptions;
  readonly #telling: Telling;

  constructor(options: TrunkCourseOptions) {
    this.#options = options;
    const { clock, log, lines } = options;
    const lineTo = (peerId: PeerId) => {
      const line = lines().lineTo(peerId);
      return line?.peer.side === 'lower' ? line : null;
    };
    this.#telling = new Telling({ clock, log, lineTo, say: (line) => this.#say(line) });
  }

  // What other installations say.

  /** The installation below agrees, for the first time or again. */
  async accepted(peer: PeerRecord, body: TrunkAccept): Promise<TrunkAccepted> {
    const { book, clock, feeds, meetings, maxSites } = this.#options;
    const trunk = book.get(body.trunkId);
    if (trunk?.peerId !== peer.peerId || trunk.side !== 'lower' || trunk.meetingId === null)
      throw new AppError('TRUNK_OVER', { trunkId: body.trunkId });
    const meeting = await meetings.open(trunk.meetingId);
    const { mode, gate, sites, title } = body;
    const root = rootOf(meeting);
    const gateId = gateOf(peer.code, gate.nodeId);
    if (gateId === null) throw new AppError('TRUNK_NAME_TOO_LONG');
    const isFit = mode === 'oneSite' ? sites.length === 1 && sites[0]?.siteId === programOf(peer.code) : true;
    if (!isFit || !sites.every(({ siteId }) => isFrom(peer.code, siteId)))
      throw new AppError('NOT_ALLOWED', { what: 'names' });
    const node: TreeNode = {
      nodeId: gateId,
      parentId: root.nodeId,
      name: peer.name,
      linkUrl: gate.linkUrl,
      publicKey: gate.publicKey,
      budget: peer.budget,
      trunk: { dials: null, offers: [] },
    };
    const guests = sites.map(({ siteId, name, mayPresent }) => ({ siteId, name, mayPresent }));
    const moved = {
      actor: peerActor(peer.code),
      action: 'trunk.accepted',
      facts: { mode, sites: sites.length },
    };
    const replaces = gateBefore(trunk, gateId);
    await meeting.guests.change(
      (state, now) => linkTrunk(state, { side: 'lower', mode, node, guests, maxSites, ...replaces }, now),
      {
        actor: { kind: 'node', nodeId: gateId },
        audit: { ...moved, action: 'trunk.linked', subject: trunk.trunkId },
      },
    );
    const siteIds = guests.map(({ siteId }) => siteId);
    await book.move(
      trunk.trunkId,
      { kind: 'accepted', mode, at: instant(clock.now()) },
      { title, siteIds, gateId },
      moved,
    );
    feeds.heard(trunk.meetingId, gateId, true);
    return {
      meetingId: trunk.meetingId,
      gate: { nodeId: root.nodeId, publicKey: root.publicKey, linkUrl: root.linkUrl },
      childId: gateId,
      budget: peer.budget,
      down: await feeds.downFor(trunk.trunkId),
    };
  }

  /** All that is open with the installation above: new invitations, what goes on, and what is over meanwhile. */
  async invited(
    peer: PeerRecord,
    invites: readonly TrunkInvite[],
    refusals: readonly TrunkRefusal[],
  ): Promise<void> {
    const { book, clock, lines, log, asks } = this.#options;
    await asks.refused(peer, refusals);
    const named = new Set(invites.map(({ trunkId }) => trunkId));
    for (const trunk of book.with(peer.peerId))
      if (trunk.side === 'upper' && !named.has(trunk.trunkId))
        await this.#over(trunk, trunk.state.kind === 'joined' ? 'removedByUpper' : 'withdrawn', peer);
    const own = await findInstallation(this.#options.database);
    for (const { trunkId, title, chain, requestId } of invites) {
      const known = await book.find(trunkId);
      if (known && (known.peerId !== peer.peerId || known.side !== 'upper')) continue;
      if (known?.state.kind === 'ended') {
        await lines().lineTo(peer.peerId)?.end(trunkId, known.state.reason);
        continue;
      }
      const isLoop = own === null || !mayStandBelow(chain, own.code);
      if (!known)
        await book.add(
          {
            trunkId,
            peerId: peer.peerId,
            side: 'upper',
            meetingId: null,
            title,
            chain,
            state: { kind: 'invited', at: instant(clock.now()) },
            siteIds: [],
            outSiteId: null,
            gateId: null,
            up: null,
            down: null,
            createdAt: instant(clock.now()),
          },
          { actor: peerActor(peer.code), action: 'trunk.invited', facts: { title } },
        );
      const trunk = book.get(trunkId);
      if (!trunk) continue;
      if (requestId !== null) await asks.invited(peer, requestId, trunkId);
      if (isLoop) await this.end(trunk, 'loop', { actor: peerActor(peer.code), action: 'trunk.end' });
      else if (trunk.state.kind === 'joined')
        this.#rejoin({ ...trunk, title, chain }).catch((cause: unknown) =>
          log.warn({ err: cause, peer: peer.code }, 'conference above is not joined again yet'),
        );
    }
  }

  /** The other side ended it. */
  async ended(
    peer: PeerRecord,
    { trunkId, reason }: { trunkId: TrunkId; reason: TrunkEndReason },
  ): Promise<void> {
    const trunk = this.#options.book.get(trunkId);
    if (trunk?.peerId === peer.peerId) await this.#over(trunk, reason, peer);
  }

  // What follows.

  /** A line to another installation is there. */
  opened({ peer }: TrunkLine): void {
    if (peer.side === 'lower') this.tellInvites(peer.peerId);
    else this.#options.asks.tellAsks(peer.peerId);
  }

  /** A line is gone: meetings go on, and join again when it is back (rule TK-8). */
  lost({ peerId }: PeerRecord): void {
    const { book, feeds } = this.#options;
    for (const { trunkId, meetingId, gateId } of book.with(peerId)) {
      book.control(trunkId, false);
      if (meetingId !== null && gateId !== null) feeds.heard(meetingId, gateId, false);
    }
  }

  /** Nothing with this installation any more. */
  async revoked(peerId: PeerId): Promise<void> {
    for (const trunk of this.#options.book.with(peerId))
      await this.end(trunk, 'peerRevoked', { actor: systemActor, action: 'trunk.end' });
  }

  /** Another node is at our border of a meeting: those above are told where it is, those below ask again where ours is. */
  borderMoved(meetingId: MeetingId): void {
    const { book, log } = this.#options;
    for (const trunk of book.of(meetingId)) {
      if (trunk.state.kind !== 'joined') continue;
      if (trunk.side === 'lower') this.tellInvites(trunk.peerId);
      else
        this.#rejoin(trunk).catch((cause: unknown) =>
          log.warn({ err: cause, meetingId }, 'conference above does not know the new border yet'),
        );
    }
  }

  /** Its trunks end with a meeting; it tells us when it is over. */
  async meetingOver(meetingId: MeetingId): Promise<void> {
    for (const trunk of this.#options.book.of(meetingId))
      await this.end(trunk, trunk.side === 'upper' ? 'lowerEnded' : 'upperEnded', {
        actor: systemActor,
        action: 'trunk.end',
      });
  }

  // Inside.

  /** Installations from the highest conference down to this one. */
  async chainOf(meetingId: MeetingId): Promise<InstallationCode[]> {
    const own = await findInstallation(this.#options.database);
    if (own === null) throw new AppError('INSTALLATION_UNNAMED', { missing: 'code' });
    const upper = this.#options.book.of(meetingId).find((trunk) => trunk.side === 'upper');
    const chain = [...(upper?.chain ?? []), own.code];
    if (chain.length > MAX_TRUNK_CHAIN) throw new AppError('TRUNK_LOOP');
    return chain;
  }

  /** The installation below learns what is open with it, and which of its requests were refused. */
  tellInvites(peerId: PeerId): void {
    this.#telling.tell(peerId);
  }

  async #say(line: TrunkLine): Promise<void> {
    const { book, meetings, database } = this.#options;
    const { peerId } = line.peer;
    const open = book.with(peerId).filter(({ side }) => side === 'lower');
    const asked = await asksAnsweredBy(
      database,
      open.map(({ trunkId }) => trunkId),
    );
    const invites: TrunkInvite[] = [];
    for (const { trunkId, meetingId } of open) {
      if (meetingId === null) continue;
      const { title } = (await meetings.open(meetingId)).record;
      const requestId = asked.get(trunkId) ?? null;
      invites.push({ trunkId, title, chain: await this.chainOf(meetingId), requestId });
    }
    const refused = await asksWith(database, peerId, 'lower', 'refused');
    await line.open(
      invites.slice(0, 50),
      refused.map(({ requestId, reason }) => ({ requestId, reason: reason ?? '…' })),
    );
  }

  async #rejoin(trunk: TrunkRecord): Promise<void> {
    const { meetingId, state } = trunk;
    if (meetingId === null || state.kind !== 'joined') return;
    const meeting = await this.#options.meetings.open(meetingId);
    if (meeting.state.phase !== 'live') return;
    await this.agree(trunk, meeting, state.mode, { actor: systemActor, action: 'trunk.rejoin' });
  }

  /** Tells the upper, and does what it answers. */
  async agree(
    trunk: TrunkRecord,
    meeting: LiveMeeting,
    mode: JoinUpper['mode'],
    moved: Parameters<TrunkBook['move']>[3],
  ): Promise<void> {
    const { database, lines, book, clock, feeds, maxSites } = this.#options;
    const { trunkId, peerId, siteIds } = trunk;
    const line = lines().lineTo(peerId);
    const own = await findInstallation(database);
    if (!line || own === null) throw new AppError('PEER_AWAY');
    const root = rootOf(meeting);
    const accepted = await line.accept({
      trunkId,
      mode,
      title: meeting.record.title,
      gate: { nodeId: root.nodeId, publicKey: root.publicKey, linkUrl: root.linkUrl },
      sites: sitesToLend(meeting, { ours: own.code, ownName: own.name, mode, siteIds }),
    });
    const { code, name, budget } = line.peer;
    const gateId = gateOf(code, accepted.gate.nodeId);
    if (gateId === null || accepted.childId !== gateOf(own.code, root.nodeId))
      throw new AppError('TRUNK_NAME_TOO_LONG');
    const { nodeId: parentId, linkUrl, publicKey } = accepted.gate;
    const dials = {
      parentId,
      childId: accepted.childId,
      meetingId: accepted.meetingId,
      ours: own.code,
      theirs: code,
    };
    const node: TreeNode = {
      nodeId: gateId,
      parentId: root.nodeId,
      name,
      linkUrl,
      publicKey,
      budget: turned(agreedBudget(accepted.budget, budget)),
      trunk: { dials, offers: [] },
    };
    const guests = [{ siteId: programOf(code), name: trunk.title ?? name, mayPresent: true }];
    const replaces = gateBefore(trunk, gateId);
    await meeting.guests.change(
      (state, now) => linkTrunk(state, { side: 'upper', mode, node, guests, maxSites, ...replaces }, now),
      {
        actor: { kind: 'node', nodeId: gateId },
        audit: { actor: moved.actor, action: 'trunk.linked', subject: trunkId },
      },
    );
    const at = instant(clock.now());
    const { title, chain, meetingId } = trunk;
    await book.move(
      trunkId,
      { kind: 'accepted', mode, at },
      { title, chain, meetingId, siteIds, gateId },
      moved,
    );
    await this.down(line.peer, { trunkId, down: accepted.down });
    if (meetingId !== null) {
      feeds.heard(meetingId, gateId, true);
      feeds.again(trunkId);
      // Those below us learn of whom we are part now.
      for (const below of book.of(meetingId)) if (below.side === 'lower') this.tellInvites(below.peerId);
    }
  }

  /** What the meeting below gives now; only what bears its own name. */
  async up(peer: PeerRecord, { trunkId, up }: { trunkId: TrunkId; up: FeedUp }): Promise<void> {
    const { book, feeds } = this.#options;
    const trunk = book.get(trunkId);
    if (trunk?.peerId !== peer.peerId || trunk.side !== 'lower' || trunk.meetingId === null) return;
    const own = (siteId: SiteId) => (isFrom(peer.code, siteId) ? siteId : null);
    const seats = up.seats.filter(({ siteId }) => own(siteId) !== null);
    await book.feed(trunkId, { up: { feed: renamed(up.feed, own), seats } });
    feeds.changed(trunk.meetingId);
  }

  /** What the conference above shows now. */
  async down(peer: PeerRecord, { trunkId, down }: { trunkId: TrunkId; down: FeedDown }): Promise<void> {
    const { book, feeds } = this.#options;
    const trunk = book.get(trunkId);
    if (trunk?.peerId !== peer.peerId || trunk.side !== 'upper' || trunk.meetingId === null) return;
    await book.feed(trunkId, { down });
    feeds.changed(trunk.meetingId);
  }

  /** Ended here: the other side is told when it is there, else when it comes. */
  async end(
    trunk: TrunkRecord,
    reason: TrunkEndReason,
    moved: Parameters<TrunkBook['end']>[2],
  ): Promise<void> {
    const { book, lines, log } = this.#options;
    await book.end(trunk.trunkId, reason, moved);
    await this.#unlink(trunk, reason);
    lines()
      .lineTo(trunk.peerId)
      ?.end(trunk.trunkId, reason)
      .catch((cause: unknown) => log.debug({ err: cause }, 'the other side learns of the end later'));
  }

  async #over(trunk: TrunkRecord, reason: TrunkEndReason, peer: PeerRecord): Promise<void> {
    await this.#options.book.end(trunk.trunkId, reason, {
      actor: peerActor(peer.code),
      action: 'trunk.ended',
    });
    await this.#unlink(trunk, reason);
  }

  async #unlink({ meetingId, gateId, trunkId }: TrunkRecord, reason: TrunkEndReason): Promise<void> {
    if (meetingId === null || gateId === null) return;
    const meeting = await this.#options.meetings.open(meetingId);
    await meeting.guests.change((state, now) => unlinkTrunk(state, gateId, { reason, now }), {
      actor: { kind: 'time' },
      audit: { actor: systemActor, action: 'trunk.unlinked', subject: trunkId, facts: { reason } },
    });
    this.#options.feeds.changed(meetingId);
  }
}
