import { RpcError } from '@nhipcau/base';
import type { DesiredConference, MeetingId } from '@nhipcau/contracts';
import type { Conference } from './conference.ts';

/** Number of a wish of the server: a higher epoch wins, within an epoch the higher `seq`. */
export interface Stamp {
  readonly epoch: number;
  readonly seq: number;
}

export const isNewer = (a: Stamp, b: Stamp): boolean =>
  a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq);

/** Keeps wishes across restarts. */
export interface DesiredStore {
  save(desired: DesiredConference): void;
  remove(meetingId: MeetingId): void;
}

export interface ConferencesHost {
  create(desired: DesiredConference): Conference;
  /** A meeting appeared, changed its tree, or went away: links may have to be dialled or dropped. */
  changed(): void;
}

/** The meetings of this node, as the server last wished them. */
export class Conferences {
  readonly #host: ConferencesHost;
  readonly #store: DesiredStore;
  readonly #meetings = new Map<MeetingId, Conference>();
  /** Stamps of meetings that are over, so that an old wish does not bring them back. */
  readonly #ended = new Map<MeetingId, Stamp>();
  #epoch = 0;

  constructor(host: ConferencesHost, store: DesiredStore) {
    this.#host = host;
    this.#store = store;
  }

  get(meetingId: MeetingId): Conference | null {
    return this.#meetings.get(meetingId) ?? null;
  }

  get all(): readonly Conference[] {
    return [...this.#meetings.values()];
  }

  /**
   * Takes a wish of the server; the same one twice is harmless.
   * @throws {RpcError} STATE_OUTDATED
   */
  put(desired: DesiredConference, { keep = true }: { keep?: boolean } = {}): Stamp {
    const { meetingId, epoch, seq } = desired;
    const known = this.#meetings.get(meetingId);
    const before = known?.desired ?? this.#ended.get(meetingId);
    if (epoch < this.#epoch || (before && isNewer(before, desired)))
      throw new RpcError('STATE_OUTDATED', { epoch: before?.epoch ?? this.#epoch, seq: before?.seq ?? 0 });
    this.#epoch = Math.max(this.#epoch, epoch);
    if (known) known.update(desired);
    else this.#meetings.set(meetingId, this.#host.create(desired));
    this.#ended.delete(meetingId);
    if (keep) this.#store.save(desired);
    this.#host.changed();
    return { epoch, seq };
  }

  /** @throws {RpcError} STATE_OUTDATED */
  drop(meetingId: MeetingId, stamp: Stamp): void {
    const known = this.#meetings.get(meetingId);
    if (stamp.epoch < this.#epoch || (known && isNewer(known.desired, stamp)))
      throw new RpcError('STATE_OUTDATED', { epoch: this.#epoch });
    this.#epoch = Math.max(this.#epoch, stamp.epoch);
    this.#end(meetingId, stamp);
  }

  /** Drops every meeting that the server does not name. @throws {RpcError} STATE_OUTDATED */
  keepOnly(epoch: number, meetingIds: readonly MeetingId[]): void {
    if (epoch < this.#epoch) throw new RpcError('STATE_OUTDATED', { epoch: this.#epoch });
    this.#epoch = epoch;
    for (const { meetingId, desired } of this.all)
      if (!meetingIds.includes(meetingId)) this.#end(meetingId, { epoch, seq: desired.seq });
  }

  close(): void {
    for (const conference of this.#meetings.values()) conference.close('nodeStopping');
    this.#meetings.clear();
  }

  #end(meetingId: MeetingId, stamp: Stamp): void {
    this.#ended.set(meetingId, stamp);
    this.#store.remove(meetingId);
    const conference = this.#meetings.get(meetingId);
    if (!conference) return;
    this.#meetings.delete(meetingId);
    conference.close('meetingEnded');
    this.#host.changed();
  }
}
