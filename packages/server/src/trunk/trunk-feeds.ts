import { type Clock, Reconciler, type Timer } from '@nhipcau/base';
import type { FeedDown, InstallationCode, MeetingId, NodeId, PeerId, TrunkId } from '@nhipcau/contracts';
import { planOf, sameData } from '@nhipcau/domain';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from '../app-error.ts';
import type { LiveMeeting } from '../conference/live-meeting.ts';
import type { LiveMeetings, TrunkFollower } from '../conference/live-meetings.ts';
import type { NodePresence } from '../nodes/node-registry.ts';
import { guestSeats, type Joined, type MeetingView, meetingView } from './meeting-view.ts';
import type { PeerNames } from './peer-names.ts';
import type { TrunkBook } from './trunk-book.ts';
import type { TrunkLines } from './trunk-lines.ts';

/** Changes are gathered this long: a take is one message, and rooms that report cause few. */
const GATHER_MS = 100;

export interface TrunkFeedsOptions {
  readonly names: PeerNames;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly meetings: LiveMeetings;
  readonly book: TrunkBook;
  readonly lines: () => TrunkLines;
  readonly onMeetingOver: (meetingId: MeetingId) => Promise<void>;
  /** Another node is at the border of a meeting now: its standby took the place of the one before (rule SB-3). */
  readonly onBorderMoved: (meetingId: MeetingId) => void;
}

/**
 * Keeps both sides of every trunk at what the other gives: derives what a meeting shows of others and what others are
 * told of it, whenever either changes, and tells only what is new.
 */
export class TrunkFeeds implements TrunkFollower {
  readonly #options: TrunkFeedsOptions;
  readonly #passes = new Map<MeetingId, { readonly reconciler: Reconciler; timer: Timer | null }>();
  readonly #told = new Map<TrunkId, unknown>();
  /** The node at the border of each meeting, as the other sides were told. */
  readonly #borders = new Map<MeetingId, NodeId>();
  readonly #seats = new Map<TrunkId, unknown>();

  constructor(options: TrunkFeedsOptions) {
    this.#options = options;
  }

  changed(meetingId: MeetingId): void {
    if (this.#options.book.of(meetingId).length === 0) return;
    const pass = this.#passOf(meetingId);
    pass.timer ??= this.#options.clock.after(GATHER_MS, () => {
      pass.timer = null;
      pass.reconciler.poke();
    });
  }

  /** The other side has forgotten what it was told. */
  again(trunkId: TrunkId): void {
    this.#told.delete(trunkId);
    const meetingId = this.#options.book.get(trunkId)?.meetingId;
    if (meetingId) this.changed(meetingId);
  }

  /** The line to an installation's server came or went. */
  heard(meetingId: MeetingId, gateId: NodeId, isHeard: boolean): void {
    this.#options.meetings.known(meetingId)?.nodes.gateHeard(gateId, isHeard);
    this.changed(meetingId);
  }

  /** A gate counts as there while its server is heard or its media cross. */
  presenceOf(meetingId: MeetingId, nodeId: NodeId): NodePresence | null {
    const { book, meetings } = this.#options;
    const trunk = book.of(meetingId).find(({ gateId }) => gateId === nodeId);
    if (trunk?.state.kind !== 'joined') return null;
    const isUp = trunk.state.control === 'up' || meetings.known(meetingId)?.guests.isUp(nodeId) === true;
    return { state: isUp ? 'connected' : 'lost', since: trunk.state.since };
  }

  /** What the installation below is shown, as of now. */
  async downFor(trunkId: TrunkId): Promise<FeedDown> {
    const meetingId = this.#options.book.get(trunkId)?.meetingId;
    const meeting = meetingId ? this.#options.meetings.known(meetingId) : null;
    const derived = meeting && (await this.#derive(meeting));
    const down = [...(derived?.downs ?? [])].find(([{ trunk }]) => trunk.trunkId === trunkId)?.[1];
    if (!down) throw new AppError('TRUNK_OVER', { trunkId });
    this.#told.delete(trunkId);
    if (meetingId) this.changed(meetingId);
    return down;
  }

  close(): void {
    for (const { timer } of this.#passes.values()) timer?.cancel();
  }

  #passOf(meetingId: MeetingId) {
    const known = this.#passes.get(meetingId);
    if (known) return known;
    const made = {
      timer: null,
      reconciler: new Reconciler(
        () => this.#pass(meetingId),
        (cause) =>
          this.#options.log.error({ err: cause, meetingId }, 'trunks of a meeting could not be followed'),
      ),
    };
    this.#passes.set(meetingId, made);
    return made;
  }

  async #pass(meetingId: MeetingId): Promise<void> {
    const meeting = this.#options.meetings.known(meetingId);
    if (!meeting) return;
    if (meeting.state.phase === 'ended') {
      this.#passes.delete(meetingId);
      this.#borders.delete(meetingId);
      return this.#options.onMeetingOver(meetingId);
    }
    this.#watchBorder(meeting);
    const derived = await this.#derive(meeting);
    if (!derived) return;
    meeting.guests.show(derived.view);
    const { lines } = this.#options;
    for (const [{ trunk }, down] of derived.downs)
      this.#tell(trunk.trunkId, down, () => lines().lineTo(trunk.peerId)?.down(trunk.trunkId, down));
    for (const [{ trunk }, up] of derived.ups)
      this.#tell(trunk.trunkId, up, () => lines().lineTo(trunk.peerId)?.up(trunk.trunkId, up));
  }

  #watchBorder({ record: { meetingId }, state }: LiveMeeting): void {
    const root = state.tree.find(({ parentId }) => parentId === null)?.nodeId;
    const before = this.#borders.get(meetingId);
    if (root === undefined || root === before) return;
    this.#borders.set(meetingId, root);
    if (before !== undefined) this.#options.onBorderMoved(meetingId);
  }

  #tell(trunkId: TrunkId, value: unknown, send: () => void): void {
    if (sameData(this.#told.get(trunkId), value)) return;
    this.#told.set(trunkId, value);
    send();
  }

  async #derive(meeting: LiveMeeting): Promise<MeetingView | null> {
    const { names, book, clock } = this.#options;
    const plan = planOf(meeting.state);
    const { ours, codes } = await names.get();
    if (plan === null || ours === null) return null;
    const joined = book.of(meeting.record.meetingId).flatMap((trunk) => joinedOf(trunk, codes));
    for (const one of joined) this.#seat(meeting, one, clock.now());
    return meetingView({ plan, ours, joined, seatOf: (siteId) => meeting.seatOf(siteId) });
  }

  /** Rooms of the other side stand on the wall as if a node of ours had seen them. */
  #seat(meeting: LiveMeeting, one: Joined, now: number): void {
    const { trunkId } = one.trunk;
    const isUp = meeting.guests.isUp(one.gateId);
    const seats = guestSeats(one, isUp, now);
    const known = seats.map(({ since: _since, ...seat }) => seat);
    if (sameData(this.#seats.get(trunkId), known)) return;
    this.#seats.set(trunkId, known);
    meeting.reports.seats(one.gateId, { full: true, seats, gone: [] });
  }
}

function joinedOf(
  trunk: ReturnType<TrunkBook['of']>[number],
  codes: ReadonlyMap<PeerId, InstallationCode>,
): Joined[] {
  const code = codes.get(trunk.peerId);
  if (trunk.state.kind !== 'joined' || trunk.gateId === null || code === undefined) return [];
  return [{ trunk, gateId: trunk.gateId, code, isSlave: trunk.state.mode === 'slave' }];
}
