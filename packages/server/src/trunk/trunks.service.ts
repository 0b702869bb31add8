import type { Clock } from '@nhipcau/base';
import {
  instant,
  type JoinUpper,
  type MeetingId,
  type MeetingTrunk,
  type MeetingTrunks,
  type PeerId,
  type SiteId,
  type TrunkEndReason,
  TrunkId,
} from '@nhipcau/contracts';
import { trunkWord } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../app-error.ts';
import type { LiveMeeting } from '../conference/live-meeting.ts';
import type { LiveMeetings } from '../conference/live-meetings.ts';
import type { Database } from '../database/database.ts';
import type { ConsentsService } from './consents.service.ts';
import { findPeer, listActivePeers } from './peers.repository.ts';
import type { Acting } from './peers.service.ts';
import { actingAs, meetingOf } from './trunk-access.ts';
import type { TrunkBook } from './trunk-book.ts';
import type { TrunkCourse } from './trunk-course.ts';
import type { TrunkFeeds } from './trunk-feeds.ts';
import type { TrunkLines } from './trunk-lines.ts';
import { type TrunkRecord, trunksOfMeeting } from './trunk-store.ts';

export interface TrunksOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly meetings: LiveMeetings;
  readonly book: TrunkBook;
  readonly feeds: TrunkFeeds;
  readonly consents: ConsentsService;
  readonly course: TrunkCourse;
  /** Given after both exist. */
  readonly lines: () => TrunkLines;
}

/**
 * Meetings in conferences of other installations, as operators conduct them (R-MCU-06, R-MCU-07): the one above invites, the
 * one below agrees for one meeting, either ends it.
 */
export class TrunksService {
  readonly #options: TrunksOptions;
  readonly #course: TrunkCourse;

  constructor(options: TrunksOptions) {
    this.#options = options;
    this.#course = options.course;
  }

  async list(meetingId: MeetingId, acting: Acting): Promise<MeetingTrunks> {
    const { database, book, lines } = this.#options;
    const meeting = await meetingOf(this.#options, meetingId, acting);
    const peers = new Map((await listActivePeers(database)).map((peer) => [peer.peerId, peer]));
    const stored = await trunksOfMeeting(database, meetingId);
    const trunks = stored.map((trunk) => book.get(trunk.trunkId) ?? trunk);
    const own = trunks.some(({ side, state }) => side === 'upper' && state.kind === 'joined');
    const waiting = own
      ? []
      : book.open.filter(({ side, state }) => side === 'upper' && state.kind === 'invited');
    return {
      trunks: trunks.map((trunk) => this.#shown(trunk, peers.get(trunk.peerId)?.name ?? '…', meeting)),
      invitations: waiting.map((trunk) => ({
        trunkId: trunk.trunkId,
        peerName: peers.get(trunk.peerId)?.name ?? '…',
        title: trunk.title ?? '…',
        at: trunk.createdAt,
      })),
      invitable: [...peers.values()]
        .filter(({ side }) => side === 'lower')
        .map(({ peerId, name }) => ({ peerId, name, connected: lines().presenceOf(peerId).connected })),
    };
  }

  /**
   * Consent of the upper side: the installation below may bring one of its meetings into this one. Only with the consent
   * of whoever answers for that system (rule TK-16).
   *
   * @throws {AppError} MEETING_NOT_LIVE, PEER_UNKNOWN, EXTERNAL_UNKNOWN, CONSENT_MISSING, TRUNK_LOOP
   */
  async invite(meetingId: MeetingId, peerId: PeerId, acting: Acting): Promise<TrunkId> {
    const { database, book, clock, consents } = this.#options;
    const meeting = await meetingOf(this.#options, meetingId, acting);
    if (meeting.state.phase !== 'live') throw new AppError('MEETING_NOT_LIVE');
    const peer = await findPeer(database, peerId);
    if (peer?.side !== 'lower') throw new AppError('PEER_UNKNOWN', { peerId });
    const open = book.of(meetingId).find((trunk) => trunk.peerId === peerId && trunk.side === 'lower');
    if (open) return open.trunkId;
    const { documentNumber } = await consents.required(meetingId, peerId);
    const trunkId = TrunkId.parse(uuidv7());
    await book.add(
      {
        trunkId,
        peerId,
        side: 'lower',
        meetingId,
        title: null,
        chain: await this.#course.chainOf(meetingId),
        state: { kind: 'invited', at: instant(clock.now()) },
        siteIds: [],
        outSiteId: null,
        gateId: null,
        up: null,
        down: null,
        createdAt: instant(clock.now()),
      },
      {
        actor: actingAs(acting),
        action: 'trunk.invite',
        facts: { peer: peer.code, documentNumber },
        correlationId: acting.correlationId,
      },
    );
    this.#course.tellInvites(peerId);
    return trunkId;
  }

  /**
   * Consent of the lower side for this meeting, or another choice of what it lends.
   *
   * @throws {AppError} TRUNK_UNKNOWN, TRUNK_LOOP, TRUNK_SECOND_UPPER, TRUNK_NOTHING_LENT, PEER_AWAY, what the upper refuses
   */
  async join(meetingId: MeetingId, trunkId: TrunkId, wanted: JoinUpper, acting: Acting): Promise<void> {
    const { book } = this.#options;
    const meeting = await meetingOf(this.#options, meetingId, acting);
    if (meeting.state.phase !== 'live') throw new AppError('MEETING_NOT_LIVE');
    const trunk = book.get(trunkId);
    if (trunk?.side !== 'upper' || (trunk.meetingId !== null && trunk.meetingId !== meetingId))
      throw new AppError('TRUNK_UNKNOWN', { trunkId });
    if (book.of(meetingId).some((other) => other.side === 'upper' && other.trunkId !== trunkId))
      throw new AppError('TRUNK_SECOND_UPPER');
    const roster = new Set(meeting.state.roster.map((entry) => entry.siteId));
    const siteIds =
      wanted.mode === 'slave' ? [...new Set(wanted.siteIds)].filter((siteId) => roster.has(siteId)) : [];
    if (wanted.mode === 'slave' && siteIds.length === 0) throw new AppError('TRUNK_NOTHING_LENT');
    await this.#course.agree({ ...trunk, meetingId, siteIds }, meeting, wanted.mode, {
      actor: actingAs(acting),
      action: 'trunk.join',
      facts: { mode: wanted.mode, sites: siteIds.length },
      correlationId: acting.correlationId,
    });
  }

  /** The consent by which an installation takes part was taken back (rule TK-17). */
  async consentWithdrawn(meetingId: MeetingId, peerId: PeerId, acting: Acting): Promise<void> {
    const { book } = this.#options;
    for (const trunk of book.of(meetingId))
      if (trunk.peerId === peerId && trunk.side === 'lower')
        await this.#course.end(trunk, trunk.state.kind === 'joined' ? 'removedByUpper' : 'withdrawn', {
          actor: actingAs(acting),
          action: 'trunk.end',
          facts: { because: 'consentWithdrawn' },
          correlationId: acting.correlationId,
        });
  }

  /** Either side's operator ends it: an invitation is declined or withdrawn, taking part is over. */
  async end(meetingId: MeetingId, trunkId: TrunkId, acting: Acting): Promise<void> {
    const { book } = this.#options;
    await meetingOf(this.#options, meetingId, acting);
    const trunk = book.get(trunkId);
    if (!trunk || (trunk.meetingId !== null && trunk.meetingId !== meetingId))
      throw new AppError('TRUNK_UNKNOWN', { trunkId });
    const isJoined = trunk.state.kind === 'joined';
    const reason: TrunkEndReason =
      trunk.side === 'upper'
        ? isJoined
          ? 'leftByLower'
          : 'declined'
        : isJoined
          ? 'removedByUpper'
          : 'withdrawn';
    await this.#course.end(trunk, reason, {
      actor: actingAs(acting),
      action: 'trunk.end',
      correlationId: acting.correlationId,
    });
  }

  /** Which picture goes up (R-MCU-06, the matrix of the relay); null: what is on air. */
  async setPicture(
    meetingId: MeetingId,
    trunkId: TrunkId,
    siteId: SiteId | null,
    acting: Acting,
  ): Promise<void> {
    const { book, feeds } = this.#options;
    const meeting = await meetingOf(this.#options, meetingId, acting);
    const trunk = book.get(trunkId);
    if (trunk?.side !== 'upper' || trunk.meetingId !== meetingId)
      throw new AppError('TRUNK_UNKNOWN', { trunkId });
    const entry = meeting.state.roster.find((known) => known.siteId === siteId);
    if (siteId !== null && (!entry || entry.nodeId === trunk.gateId))
      throw new AppError('SITE_UNKNOWN', { siteId });
    const facts = { siteId };
    await book.change(
      trunkId,
      { outSiteId: siteId },
      { actor: actingAs(acting), action: 'trunk.picture', facts, correlationId: acting.correlationId },
    );
    feeds.changed(meetingId);
  }

  #shown(trunk: TrunkRecord, peerName: string, meeting: LiveMeeting): MeetingTrunk {
    const { trunkId, peerId, side, title, state, siteIds, outSiteId, gateId } = trunk;
    const isUp = gateId !== null && meeting.guests.isUp(gateId);
    const roles = trunk.down?.guests ?? [];
    const tally = roles.some((role) => role.tally === 'onAir')
      ? 'onAir'
      : roles.some((role) => role.tally === 'cued')
        ? 'cued'
        : 'off';
    return {
      trunkId,
      peerId,
      peerName,
      side,
      title,
      mode: state.kind === 'joined' ? state.mode : null,
      word: trunkWord(state, isUp ? 'up' : 'down'),
      since: state.kind === 'joined' ? state.since : state.at,
      endReason: state.kind === 'ended' ? state.reason : null,
      siteIds: [...siteIds],
      outSiteId,
      tally: state.kind === 'joined' ? tally : 'off',
      hasFloor: roles.some(({ hasFloor }) => hasFloor),
      called: roles.some(({ called }) => called),
    };
  }
}
